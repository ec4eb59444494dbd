/**
 * An access point and a station with several links (IEEE Std 802.11be-2024, 35.3), by commands of nl80211 alone: no
 * hostapd that Debian has is built with multi-link. Without security, unless a scenario gives both of them keys.
 */
import assert from 'node:assert/strict';
import type { Nl80211In, VWifi } from '@vwifi/nl80211';
import { buildElements, buildManagementFrame, Elements, type ManagementFrame } from '@vwifi/nl80211/elements';
import { openClient } from './client.js';
import type { Context } from './context.js';
import type { Node } from './network.js';

export interface Link {
  readonly id: number;
  readonly mac: string;
  /** In MHz. */
  readonly frequency: number;
}

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

const octetsOf = (mac: string): number[] => mac.split(':').map((each) => Number.parseInt(each, 16));
const macOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex').replace(/..\B/g, '$&:');
const le16 = (value: number): number[] => [value & 0xff, value >> 8];

export interface MultiLink {
  readonly id: number;
  readonly extension: number;
  readonly data: Uint8Array;
}

/** The element, or a fragment of it. */
export type MultiLinkPart = Omit<MultiLink, 'extension'> & { readonly extension?: number };

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

/** An access point with several links. It lets everybody in. */
export class AccessPointMld {
  /** Who has joined: addresses of MLDs, and of stations without links. */
  readonly joined = new Set<string>();
  /** What it says of its links to who has asked for them: elements, from the one that is right. */
  told = (right: MultiLink): readonly MultiLinkPart[] => [right];
  private failure: unknown;
  private aid = 0;

  private constructor(
    readonly wifi: VWifi,
    readonly node: Node,
    readonly links: readonly Link[],
  ) {}

  static async start(context: Context, node: Node, frequencies: readonly number[]): Promise<AccessPointMld> {
    const wifi = await openClient(context, node.netns);
    const links = frequencies.map((frequency, id) => ({ id, mac: `02:00:00:00:01:0${id}`, frequency }));
    const point = new AccessPointMld(wifi, node, links);
    const dev = node.interface;
    await node.run(`ip link set ${dev} down && iw dev ${dev} set type __ap && ip link set ${dev} up`);
    const stop = new AbortController();
    context.onEnd('the access point hears no more', async () => stop.abort());
    const wanted = ['authentication', 'association-request', 'deauthentication', 'disassociation'] as const;
    const frames = await wifi
      .dev(dev)
      .frames({ matches: wanted.map((type) => ({ type })), signal: stop.signal });
    for (const link of links) {
      await wifi.commands.addLink({ dev, mac: link.mac, mloLinkId: link.id });
      await wifi.commands.startAp({ dev, ...point.beacon(link) });
    }
    void point.serve(frames).catch(() => {});
    return point;
  }

  private elements({ id }: Link): Elements {
    return buildElements({ ssid: SSID, rates: RATES, others: [multiLink(this.node.mac, id)] });
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

  private async serve(frames: AsyncIterable<{ name: string; management?: ManagementFrame }>): Promise<void> {
    for await (const { management } of frames)
      if (management)
        await this.answer(management).catch((error: unknown) => {
          this.failure = error;
        });
  }

  /** Throws what it could not do. */
  complains(): void {
    if (this.failure) throw this.failure;
  }

  private async send(link: Link, receiver: string, body: object): Promise<void> {
    const addresses = { receiver, transmitter: link.mac, bssid: link.mac };
    const frame = buildManagementFrame({ ...addresses, ...body } as ManagementFrame);
    await this.wifi.commands.frame({ dev: this.node.interface, frame, mloLinkId: link.id });
  }

  private async answer(frame: ManagementFrame): Promise<void> {
    const { transmitter, subtype } = frame;
    if (subtype === 'deauthentication' && this.joined.delete(transmitter))
      await this.wifi.commands.delStation({ dev: this.node.interface, mac: transmitter });
    const link = this.links.find(({ mac }) => mac === frame.receiver);
    if (!link) return;
    if (frame.subtype === 'authentication') {
      const said = frame.elements.get(EXTENSION, MULTI_LINK);
      const elements = buildElements({ others: said ? [multiLink(this.node.mac, link.id)] : [] });
      const { algorithm } = frame;
      await this.send(link, frame.transmitter, {
        ...{ subtype: 'authentication', algorithm, transaction: 2, status: 0, elements },
      });
    }
    if (frame.subtype === 'association-request') await this.admit(link, frame.transmitter, frame.elements);
  }

  private async admit(link: Link, from: string, said: Elements): Promise<void> {
    const dev = this.node.interface;
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
      this.joined.add(from);
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
      others: this.told(multiLink(this.node.mac, link.id, others)),
    });
    await this.send(link, mld, { ...answer, elements: told });
    this.joined.add(mld);
  }
}

/** A station, before it joins all links of an access point. */
export class StationMld {
  private readonly heard = new Set<string>();

  private constructor(
    readonly wifi: VWifi,
    readonly node: Node,
    private readonly context: Context,
  ) {}

  static async open(context: Context, node: Node, point: AccessPointMld): Promise<StationMld> {
    const wifi = await openClient(context, node.netns);
    const station = new StationMld(wifi, node, context);
    const stop = new AbortController();
    context.onEnd('the station hears no more', async () => stop.abort());
    const events = wifi.events({ signal: stop.signal });
    await events.ready;
    void (async () => {
      for await (const { name } of events) station.heard.add(String(name));
    })().catch(() => {});
    await context.eventually('all links are heard', async () => {
      const frequenciesMhz = point.links.map(({ frequency }) => frequency);
      const bsss = await wifi.dev(node.interface).scan({ frequenciesMhz });
      return point.links.every(({ mac }) => bsss.some(({ bssid }) => bssid === mac));
    });
    return station;
  }

  /** Over the first link; until it is known what came of it. */
  async join(point: AccessPointMld): Promise<void> {
    const dev = this.node.interface;
    const { commands } = this.wifi;
    const [first] = point.links;
    assert.ok(first);
    this.heard.clear();
    const mld = { mldAddr: point.node.mac, mloLinkId: first.id };
    await commands.authenticate({
      ...{ dev, mac: first.mac, wiphyFreq: first.frequency, ssid: SSID, authType: 'open-system' },
      ...mld,
    });
    const hears = async (name: string) => {
      point.complains();
      return this.heard.has(name);
    };
    await this.context.eventually('the access point has answered', () => hears('authenticate'));
    const mloLinks = point.links.map(({ id, mac, frequency }) => ({
      mloLinkId: id,
      mac,
      wiphyFreq: frequency,
    }));
    await commands.associate({ dev, ssid: SSID, ...mld, mloLinks });
    await this.context.eventually('the station has its answer', () => hears('connect'));
  }
}

const CCMP = 0x000fac04;
const keyOf = (seed: number): Uint8Array => new Uint8Array(16).fill(seed);

/** Gives both sides the keys that a handshake would: one for the two of them, and one of each link for groups. */
export async function protect(point: AccessPointMld, node: Node, station: VWifi): Promise<void> {
  const pairwise = { idx: 0, cipher: CCMP, data: keyOf(1), type: 'pairwise' } as const;
  const ends = [
    { wifi: point.wifi, dev: point.node.interface, peer: node.mac },
    { wifi: station, dev: node.interface, peer: point.node.mac },
  ];
  for (const { wifi, dev, peer } of ends) {
    await wifi.commands.newKey({ dev, mac: peer, key: pairwise });
    for (const { id } of point.links) {
      const key = { idx: 1, cipher: CCMP, data: keyOf(2 + id), type: 'group' } as const;
      await wifi.commands.newKey({ dev, mloLinkId: id, key });
    }
  }
  for (const { id } of point.links)
    await point.wifi.commands.setKey({
      ...{ dev: point.node.interface, mloLinkId: id },
      key: { idx: 1, default: true, defaultTypes: ['multicast'] },
    });
}
