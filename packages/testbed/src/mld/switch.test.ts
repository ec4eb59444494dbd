import type { Radio } from '@vwifi/nl80211';
import { buildElements, type Elements } from '@vwifi/nl80211/elements';
import { linksOf } from './links.js';
import type { PointSettings } from './settings.js';
import { moveOf } from './switch.js';

const SETTINGS: PointSettings = {
  ...{ interface: 'vw0', ssid: 'links', mld: true, security: { type: 'owe' } },
  links: [
    { frequencyMhz: 2437 },
    { frequencyMhz: 5180, width: '80MHz' },
    { frequencyMhz: 5975, width: '320MHz' },
  ],
};
const MAC = '02:00:00:00:00:01';

const frequencies = (...all: readonly number[]) =>
  all.map((frequencyMhz) => ({
    frequencyMhz,
    disabled: false,
    noInitiate: frequencyMhz === 5220,
    radar: false,
  }));
const said = buildElements({
  others: [
    { id: 255, extension: 35, data: new Uint8Array(6 + 11 + 4) },
    { id: 255, extension: 108, data: new Uint8Array(2 + 9 + 3) },
  ],
});
const band = (name: string, ...all: readonly number[]) => ({
  ...{ name, frequencies: frequencies(...all) },
  capabilities: [{ interfaceTypes: ['ap'], he: said.heCapabilities, eht: said.ehtCapabilities }],
});
const RADIO = {
  name: 'vw_phy0',
  bands: [band('2ghz', 2412, 2437), band('5ghz', 5180, 5220, 5745), band('6ghz', 5975, 6135)],
} as unknown as Radio;

describe('a link that goes to another channel', () => {
  const attempt = (id: number, frequencyMhz: number, count = 5) => {
    const settings = SETTINGS;
    const links = linksOf(MAC, RADIO, settings);
    return moveOf({ links, settings, radio: RADIO, mac: MAC }, { id, frequencyMhz, count });
  };

  it('is announced with where, how wide and when', () => {
    const move = attempt(1, 5745);
    const { beaconTail } = move?.request.csaIes ?? {};
    const tail = [...(beaconTail as Elements)];
    expect(tail.slice(0, 3).map(({ id, data }) => [id, [...data]])).toEqual([
      [37, [0, 149, 5]],
      [60, [0, 125, 149, 5]],
      [196, [194, 3, 1, 155, 0]],
    ]);
    expect(move?.links.map(({ channel }) => channel)).toEqual([6, 149, 5]);
  });

  it.each([
    ['no such link', 3, 2412, 5],
    ['where another one is', 0, 5180, 5],
    ['where nobody may begin', 1, 5220, 5],
    ['where no channel is', 0, 2413, 5],
    ['320 MHz, which is not announced', 2, 6135, 5],
    ['never', 0, 2412, 0],
    ['too far away', 0, 2412, 256],
  ])('%s', (_, id, frequency, count) => {
    expect(attempt(id, frequency, count)).toBeUndefined();
  });
});
