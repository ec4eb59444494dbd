/**
 * An access point and a station with several links (IEEE Std 802.11be-2024, 35.3), by commands of nl80211 alone: no
 * hostapd that Debian has is built with multi-link. Without security. In the guest, whose clock does not wait for a
 * program elsewhere:
 *
 *     node mld-main.js point DEV MAC FREQUENCIES [ANSWERS]    says `on the air`, and who has joined
 *     node mld-main.js join DEV POINT FREQUENCIES [TIMES]     joins all links over the first, and leaves before it joins again
 *
 * ANSWERS: so many to who asks for links are nearly right, and later ones name none.
 */
import assert from 'node:assert/strict';
import { type Nl80211In, VWifi } from '@vwifi/nl80211';
import { buildElements, buildManagementFrame, Elements, type ManagementFrame } from '@vwifi/nl80211/elements';
import { seededRandom } from '@vwifi/nl80211/testing';
import { type Link, linksOn } from './mld.js';

const SSID = 'links';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';
const INTERVAL_TU = 100;
const ESS = 0x0001;
const EXTENSION = 255;
const MULTI_LINK = 107;
const RATES = [6, 9, 12, 18, 24, 36, 48, 54].map((mbps) => ({ mbps, basic: mbps === 6 }));
/** As the command wants them: in units of 500 kbit/s. */
const RATE_OCTETS = Uint8Array.from(RATES, ({ mbps }) => mbps * 2);
/** Presence of the link's id, its change counter and the capabilities of the MLD (9.4.2.321.2.2). */
const PRESENT = 0x0130;
const COMPLETE_PROFILE = 0x10;
const HAS_ADDRESS = 0x20;
const TWO_LINKS = 1;
const FRAGMENT = 242;
/** What an element holds besides its extension. */
const ROOM = 254;
const TRIES = 10;

const octetsOf = (mac: string): number[] => mac.split(':').map((each) => Number.parseInt(each, 16));
const macOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex').replace(/..\B/g, '$&:');
const le16 = (value: number): number[] => [value & 0xff, value >> 8];

interface MultiLink {
  readonly id: number;
  readonly extension: number;
  readonly data: Uint8Array;
}

/** The element, or a fragment of it. */
type MultiLinkPart = Omit<MultiLink, 'extension'> & { readonly extension?: number };

/** The basic Multi-Link element of an access point; with the links that an answer tells of. */
function multiLink(mld: string, id: number, others: readonly Link[] = []): MultiLink {
  const profiles = others.flatMap((link) => {
    const control = link.id | COMPLETE_PROFILE | HAS_ADDRESS;
    const rates = [1, RATE_OCTETS.length, ...RATE_OCTETS];
    const profile = [...le16(control), 7, ...octetsOf(link.mac), ...le16(ESS), ...le16(0), ...rates];
    return [0, profile.length, ...profile];
  });
  const common = [...octetsOf(mld), id, 0, ...le16(TWO_LINKS)];
  const data = Uint8Array.from([...le16(PRESENT), common.length + 1, ...common, ...profiles]);
  return { id: EXTENSION, extension: MULTI_LINK, data };
}

/** What a station says in its own: its address, and those of its links by their numbers. */
function readMultiLink(elements: Elements): { mld: string; links: Map<number, string> } {
  const data = elements.get(EXTENSION, MULTI_LINK);
  assert.ok(data, 'a Multi-Link element');
  const links = new Map<number, string>();
  const common = data[2] ?? 0;
  for (let at = 2 + common; at + 2 <= data.length; at += 2 + (data[at + 1] ?? 0)) {
    const control = (data[at + 2] ?? 0) | ((data[at + 3] ?? 0) << 8);
    if (data[at] === 0) links.set(control & 0xf, macOf(data.subarray(at + 5, at + 11)));
  }
  return { mld: macOf(data.subarray(3, 9)), links };
}

/** What is said of links to who has asked for them, from what is right. */
type Told = (right: MultiLink) => readonly MultiLinkPart[];

/** Octets changed, cut off or added, in one element or in fragments. */
function nearly(
  { id, extension, data }: MultiLink,
  below: (limit: number) => number,
): readonly MultiLinkPart[] {
  const octets = [...data];
  for (let n = below(4); n > 0; n -= 1) octets[below(octets.length)] = below(256);
  if (below(3) === 0) octets.length = below(octets.length);
  if (below(3) === 0) octets.push(...Array.from({ length: below(600) }, () => below(256)));
  const whole = Uint8Array.from(octets);
  const cut = below(2) === 0 ? ROOM : below(ROOM);
  const parts: MultiLinkPart[] = [{ id, extension, data: whole.subarray(0, cut) }];
  for (let at = cut; at < whole.length; at += ROOM)
    parts.push({ id: FRAGMENT, data: whole.subarray(at, at + ROOM) });
  return parts;
}

function teller(answers: number | undefined): Told {
  const below = seededRandom(1);
  let left = answers ?? 0;
  return (right) => {
    if (answers === undefined) return [right];
    left -= 1;
    return left >= 0 ? nearly(right, below) : [];
  };
}

/** An access point with several links. It lets everybody in. */
class AccessPoint {
  private readonly joined = new Set<string>();
  private aid = 0;

  constructor(
    private readonly wifi: VWifi,
    private readonly dev: string,
    private readonly mac: string,
    private readonly links: readonly Link[],
    private readonly told: Told,
  ) {}

  async run(): Promise<void> {
    const { dev, wifi } = this;
    const wanted = ['authentication', 'association-request', 'deauthentication'] as const;
    const frames = await wifi.dev(dev).frames({ matches: wanted.map((type) => ({ type })) });
    for (const link of this.links) {
      await wifi.commands.addLink({ dev, mac: link.mac, mloLinkId: link.id });
      await wifi.commands.startAp({ dev, ...this.beacon(link) });
    }
    console.log('on the air');
    for await (const heard of frames)
      if ('management' in heard && heard.management) await this.answer(heard.management);
  }

  private elements({ id }: Link): Elements {
    return buildElements({ ssid: SSID, rates: RATES, others: [multiLink(this.mac, id)] });
  }

  private beacon(link: Link): Nl80211In {
    const elements = this.elements(link);
    const head = buildManagementFrame({
      ...{ receiver: BROADCAST, transmitter: link.mac, bssid: link.mac, subtype: 'beacon' },
      ...{ tsfUs: 0n, beaconIntervalTu: INTERVAL_TU, capability: ESS },
      elements: Elements.from([...elements].filter((each) => each.id < 5)),
    });
    return {
      ...{ beaconHead: head, beaconTail: Elements.from([...elements].filter((each) => each.id > 5)) },
      ...{ beaconInterval: INTERVAL_TU, dtimPeriod: 2, ssid: SSID, mloLinkId: link.id },
      ...{ wiphyFreq: link.frequency, channelWidth: '20-noht', centerFreq1: link.frequency },
      ...{ hiddenSsid: 'not-in-use', authType: 'open-system' },
    };
  }

  private async send(link: Link, receiver: string, body: object): Promise<void> {
    const addresses = { receiver, transmitter: link.mac, bssid: link.mac };
    const frame = buildManagementFrame({ ...addresses, ...body } as ManagementFrame);
    await this.wifi.commands.frame({ dev: this.dev, frame, mloLinkId: link.id });
  }

  private async answer(frame: ManagementFrame): Promise<void> {
    const { transmitter, subtype } = frame;
    if (subtype === 'deauthentication' && this.joined.delete(transmitter))
      await this.wifi.commands.delStation({ dev: this.dev, mac: transmitter });
    const link = this.links.find(({ mac }) => mac === frame.receiver);
    if (!link) return;
    if (frame.subtype === 'authentication') {
      const said = frame.elements.get(EXTENSION, MULTI_LINK);
      const elements = buildElements({ others: said ? [multiLink(this.mac, link.id)] : [] });
      const { algorithm } = frame;
      await this.send(link, frame.transmitter, {
        ...{ subtype: 'authentication', algorithm, transaction: 2, status: 0, elements },
      });
    }
    if (frame.subtype === 'association-request') await this.admit(link, frame.transmitter, frame.elements);
  }

  private async admit(link: Link, from: string, said: Elements): Promise<void> {
    const { dev } = this;
    const { commands } = this.wifi;
    const aid = ++this.aid;
    const flags = ['authenticated', 'associated', 'authorized', 'wme'] as const;
    const station = {
      ...{ dev, staAid: aid, staListenInterval: 10, staSupportedRates: RATE_OCTETS, mloLinkId: link.id },
      staFlags2: { mask: [...flags], set: [...flags] },
    };
    const elements = buildElements({ ssid: SSID, rates: RATES });
    const answer = { subtype: 'association-response', capability: ESS, status: 0, aid };
    if (!said.get(EXTENSION, MULTI_LINK)) {
      await commands.newStation({ ...station, mac: from });
      await this.send(link, from, { ...answer, elements });
      this.welcome(from);
      return;
    }
    const { mld, links } = readMultiLink(said);
    await commands.newStation({ ...station, mac: from, mldAddr: mld });
    const others = this.links.filter(({ id }) => links.has(id));
    for (const { id } of others)
      await commands.addLinkSta({
        ...{ dev, mldAddr: mld, mloLinkId: id, staSupportedRates: RATE_OCTETS },
        mac: links.get(id) ?? '',
      });
    const told = buildElements({
      ...{ ssid: SSID, rates: RATES },
      others: this.told(multiLink(this.mac, link.id, others)),
    });
    await this.send(link, mld, { ...answer, elements: told });
    this.welcome(mld);
  }

  private welcome(mac: string): void {
    this.joined.add(mac);
    console.log(`joined ${mac}`);
  }
}

/** Whether an answer comes after something has been done; the kernel says when none does. */
async function isAnswered(
  wifi: VWifi,
  by: 'authenticate' | 'associate',
  does: () => Promise<unknown>,
): Promise<boolean> {
  const events = wifi.events();
  await events.ready;
  await does();
  for await (const event of events) if (event.name === by) return !event.attributes.timedOut;
  return false;
}

/** Whether an access point has taken the station, with links or without. */
async function join(wifi: VWifi, dev: string, point: string, links: readonly Link[]): Promise<boolean> {
  const [first] = links;
  assert.ok(first);
  const { commands } = wifi;
  const mld = { mldAddr: point, mloLinkId: first.id };
  const authenticated = await isAnswered(wifi, 'authenticate', () =>
    commands.authenticate({
      ...{ dev, mac: first.mac, wiphyFreq: first.frequency, ssid: SSID, authType: 'open-system' },
      ...mld,
    }),
  );
  if (!authenticated) return false;
  const mloLinks = links.map(({ id, mac, frequency }) => ({ mloLinkId: id, mac, wiphyFreq: frequency }));
  return isAnswered(wifi, 'associate', () => commands.associate({ dev, ssid: SSID, ...mld, mloLinks }));
}

async function joinAgain(wifi: VWifi, dev: string, point: string, links: readonly Link[], times: number) {
  let heard = false;
  while (!heard) {
    const bsss = await wifi.dev(dev).scan({ frequenciesMhz: links.map(({ frequency }) => frequency) });
    heard = links.every(({ mac }) => bsss.some(({ bssid }) => bssid === mac));
  }
  for (let left = times; left > 0; left -= 1) {
    let tries = TRIES;
    // Who was here a moment ago may not have been let go.
    while (!(await join(wifi, dev, point, links))) assert.ok(tries-- > 0, 'the access point answers');
    if (left > 1) await wifi.commands.disconnect({ dev, reasonCode: 3 });
  }
}

const [part, dev = '', mac = '', frequencies = '', count] = process.argv.slice(2);
const links = linksOn(frequencies.split(',').map(Number));
const wifi = await VWifi.open();
if (part === 'point')
  await new AccessPoint(wifi, dev, mac, links, teller(count === undefined ? undefined : Number(count))).run();
else await joinAgain(wifi, dev, mac, links, Number(count ?? 1));
wifi.close();
