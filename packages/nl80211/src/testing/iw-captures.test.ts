import { readdirSync, readFileSync } from 'node:fs';
import { stationOf } from '../client/station.js';
import { VWifi } from '../client/vwifi.js';
import { decodeFamilyMessage } from '../genl/family.js';
import { nlctrl } from '../genl/nlctrl.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { splitMessages } from '../wire/message.js';
import { parseCapture } from './capture.js';
import { replay } from './replay.js';
import { unknownOf } from './unknown.js';

const CONTROLLER = 16;
const FOLDER = new URL('../../fixtures/iw/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8');
const names = readdirSync(FOLDER).map((name) => name.replace(/\.txt$/, ''));

test('there is a capture for every kind of command', () => {
  expect(names.length).toBeGreaterThanOrEqual(40);
});

test.each(names)('%s: every attribute is known', (name) => {
  const messages = parseCapture(read(name)).flatMap(({ data }) => splitMessages(data));
  const own = messages.filter(({ type }) => type > CONTROLLER);
  expect(own.length).toBeGreaterThan(0);
  const left = messages.flatMap(({ type, payload }) => {
    if (type < CONTROLLER) return [];
    const spec = type === CONTROLLER ? nlctrl : nl80211;
    return unknownOf(decodeFamilyMessage(spec as typeof nl80211, payload).attributes);
  });
  expect(left).toEqual([]);
});

/** The library asks what iw asked, byte for byte: the kernel that answered iw answers it. */
async function asIw<T>(name: string, ask: (wifi: VWifi) => Promise<T>): Promise<T> {
  await using wifi = await VWifi.open({ socket: replay(read(name)) });
  return await ask(wifi);
}

/** The station's ifindex when they were recorded. */
const [, recorded = ''] = /^TX \S+ [0-9a-f]{40}08000300([0-9a-f]{8})/m.exec(read('iw-dev-scan-dump')) ?? [];

describe('verbs are answered as iw was', () => {
  const ifindex = Number.parseInt(recorded.slice(0, 2), 16);

  test('radios', async () => {
    const [radio] = await asIw('iw-list', (wifi) => wifi.radios());
    expect(radio?.name).toBe('vw_phy1');
    expect(radio?.bands.map(({ name }) => name)).toContain('2ghz');
  });

  test('interfaces', async () => {
    const found = await asIw('iw-dev', (wifi) => wifi.interfaces());
    expect(found).toEqual([
      expect.objectContaining({ name: 'vw1', ssid: 'test', type: 'station', channel: 6 }),
    ]);
  });

  test('networks', async () => {
    const [bss] = await asIw('iw-dev-scan-dump', (wifi) => wifi.dev(ifindex).bss());
    expect(bss).toMatchObject({ ssid: 'test', channel: 6, security: [], signalDbm: -50 });
  });

  test('stations', async () => {
    // The verb asks for links, too, which that iw did not know of.
    const [message] = await asIw('iw-dev-station-dump', (wifi) => wifi.dumps.getStation({ ifindex }));
    expect(message && stationOf(message)).toMatchObject({ authorized: true, signalDbm: -50 });
  });

  test('survey and rules', async () => {
    expect((await asIw('iw-dev-survey-dump', (wifi) => wifi.dev(ifindex).survey())).length).toBeGreaterThan(
      10,
    );
    const [domain] = await asIw('iw-reg-get', (wifi) => wifi.regulatory());
    expect(domain?.rules.length).toBeGreaterThan(0);
  });
});
