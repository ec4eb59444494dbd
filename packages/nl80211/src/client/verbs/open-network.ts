import { Elements } from '../../elements/elements.js';
import { buildElements, type ElementsIn } from '../../elements/encode.js';
import { ELEMENT, ELEMENT_EXTENSION } from '../../elements/ids.js';
import {
  buildManagementFrame,
  type ManagementBody,
  parseManagementFrame,
} from '../../elements/management.js';
import { reasonWords } from '../../elements/words.js';
import { abortError, within } from '../../genl/abort.js';
import { NetlinkError } from '../../genl/error.js';
import { type FamilyEvent, GenericNetlink } from '../../genl/generic.js';
import { BoundedQueue } from '../../genl/queue.js';
import type { OverrunEvent } from '../../genl/stream.js';
import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import { VWifiError } from '../../wire/errors.js';
import type { Place } from '../place.js';
import { type AccessPointSettings, accessPointParts } from './access-point.js';
import { frameNumber } from './frames.js';
import { interfaceGone } from './of-interface.js';

/** A station came or went. */
export type NetworkEvent =
  | { readonly name: 'joined'; readonly mac: string; readonly aid: number }
  | { readonly name: 'left'; readonly mac: string; readonly reason?: number; readonly reasonText?: string };

/**
 * A network that anybody may join, for as long as it is open: `for await (const event of network)` tells who comes and
 * goes. It ends with `close()`, or with the process.
 */
export interface OpenNetwork extends AsyncIterableIterator<NetworkEvent | OverrunEvent>, AsyncDisposable {
  readonly bssid: string;
  /** The stations that are in now. */
  readonly stations: ReadonlyMap<string, { readonly aid: number }>;
  /** Sends a station away, with a reason code; 'station is leaving' when left out. */
  dismiss(mac: string, reason?: number): Promise<void>;
  close(): Promise<void>;
}

const WANTED = [
  'authentication',
  'association-request',
  'reassociation-request',
  'probe-request',
  'deauthentication',
  'disassociation',
] as const;

const BROADCAST = 'ff:ff:ff:ff:ff:ff';
const OPEN_SYSTEM = 0;
const SUCCESS = 0;
const UNSUPPORTED_ALGORITHM = 13;
const TOO_MANY_STATIONS = 17;
const LEAVING = 3;
const LAST_AID = 2007;
const KEPT_EVENTS = 1024;
/** How long the kernel may take to answer at the end. */
const PATIENCE_MS = 2000;
const NOTHING = new Elements(new Uint8Array());

/** Beacons, and lets stations in (802.11-2020, 11.3): what hostapd does for a network without security. */
export async function openNetwork(
  place: Place,
  bssid: string,
  settings: AccessPointSettings,
  signal: AbortSignal | undefined,
): Promise<OpenNetwork> {
  if (settings.rsn || settings.wpa)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `openNetwork ${place.target}: it does no security; run hostapd, or startAccessPoint() with a handshake of your own`,
    );
  const netlink = await GenericNetlink.open(place.factory, place.netns);
  const network = new Network(place, bssid, settings, netlink);
  try {
    await network.start(signal);
  } catch (error) {
    await network.close();
    throw error;
  }
  return network;
}

/** What a station says of itself, as far as the network has it, too. */
function capabilitiesOf(said: Elements, ours: ElementsIn): Nl80211In {
  const { HE_CAPABILITIES, EHT_CAPABILITIES } = ELEMENT_EXTENSION;
  const of = (had: unknown, id: number, extension?: number) => (had ? said.get(id, extension) : undefined);
  const ht = of(ours.htCapabilities, ELEMENT.HT_CAPABILITIES);
  const vht = of(ours.vhtCapabilities, ELEMENT.VHT_CAPABILITIES);
  const he = of(ours.heCapabilities, ELEMENT.EXTENSION, HE_CAPABILITIES);
  const eht = of(ours.ehtCapabilities && he, ELEMENT.EXTENSION, EHT_CAPABILITIES);
  return {
    ...(ht?.length === 26 ? { htCapability: ht } : {}),
    ...(vht?.length === 12 ? { vhtCapability: vht } : {}),
    ...(he ? { heCapability: he } : {}),
    ...(eht ? { ehtCapability: eht } : {}),
  };
}

/** Priorities are for stations that know them. */
function flagsOf(said: Elements, ours: ElementsIn): NonNullable<Nl80211In['staFlags2']> {
  const set = ours.wmm && said.wmm ? (['authorized', 'wme'] as const) : (['authorized'] as const);
  return { mask: [...set], set: [...set] };
}

class Network implements OpenNetwork {
  readonly stations = new Map<string, { readonly aid: number }>();
  private readonly events: BoundedQueue<NetworkEvent | OverrunEvent>;
  /** Frames are answered one after the other. */
  private work: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;
  private started = false;
  private lost = false;
  private readonly leave: () => void;
  private signal: AbortSignal | undefined;
  private readonly onAbort = (): void => void this.close();
  /** A station that comes again, and is taken out of the kernel before: that is no leave. */
  private renewed: string | undefined;

  constructor(
    private readonly place: Place,
    readonly bssid: string,
    private readonly settings: AccessPointSettings,
    private readonly netlink: GenericNetlink,
  ) {
    const overrun = (lost: number): OverrunEvent => ({ name: 'overrun', lost });
    this.events = new BoundedQueue<NetworkEvent | OverrunEvent>(KEPT_EVENTS, overrun);
    this.leave = place.lifetime.add(`openNetwork ${place.target}`, () => this.close());
  }

  async start(signal: AbortSignal | undefined): Promise<void> {
    await this.netlink.subscribe(nl80211, ['mlme', 'config'], (event) => this.see(event), { signal });
    for (const type of WANTED)
      await this.ask('registerFrame', { frameType: frameNumber(type), frameMatch: new Uint8Array() }, signal);
    const { request } = accessPointParts(this.bssid, this.settings);
    // The kernel ends the network when this socket closes, however that comes about.
    await this.ask('startAp', { ...request, socketOwner: true }, signal);
    this.started = true;
    this.signal = signal;
    signal?.addEventListener('abort', this.onAbort, { once: true });
    if (signal?.aborted) throw abortError(`openNetwork ${this.place.target}`, signal);
  }

  next(): Promise<IteratorResult<NetworkEvent | OverrunEvent>> {
    return this.netlink.waiting(this.events.next());
  }

  async return(): Promise<IteratorResult<NetworkEvent | OverrunEvent>> {
    const end = this.events.return();
    await this.close();
    return end;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async dismiss(mac: string, reason: number = LEAVING): Promise<void> {
    if (!this.stations.has(mac)) return;
    await this.send(mac, { subtype: 'deauthentication', reason, elements: NOTHING });
    await this.remove(mac, reason);
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async shut(): Promise<void> {
    this.signal?.removeEventListener('abort', this.onAbort);
    this.events.end();
    await within(PATIENCE_MS, this.work);
    // It may not have begun, or be gone already, with its interface or its radio.
    if (this.started && !this.lost) await within(PATIENCE_MS, this.sayGoodbye());
    await this.netlink.close();
    this.leave();
  }

  private async sayGoodbye(): Promise<void> {
    const farewell = { subtype: 'deauthentication', reason: LEAVING, elements: NOTHING } as const;
    await this.send(BROADCAST, farewell).catch(() => {});
    await this.ask('stopAp', {});
  }

  private see(event: FamilyEvent<typeof nl80211>): void {
    if (event.kind === 'overrun') this.events.push({ name: 'overrun' });
    if (event.kind === 'closed' && !this.closing) {
      this.lost = true;
      this.events.end(
        new VWifiError('CLOSED', `openNetwork ${this.place.target}: the socket was lost; open it again`),
      );
      void this.close();
    }
    if (event.kind !== 'message') return;
    const { command, attributes } = event.message;
    if (attributes.ifindex !== this.place.ifindex) return;
    if (command === 'stopAp' && !this.closing) {
      this.lost = true;
      this.events.end(
        new VWifiError('CLOSED', `openNetwork ${this.place.target}: it was stopped by somebody else`),
      );
    }
    if (command === 'delInterface' && !this.closing) {
      this.lost = true;
      this.events.end(interfaceGone(this.place.target));
      void this.close();
    }
    if (command === 'delStation' && attributes.mac) this.forget(attributes.mac, attributes.reasonCode);
    const { frame } = attributes;
    if (command === 'frame' && frame)
      this.work = this.work.then(() => this.answer(frame)).catch((error: Error) => this.failed(error));
  }

  /** A station that went away while it was answered is no reason to end; a socket that is gone is. */
  private failed(error: Error): void {
    if (error instanceof NetlinkError || this.closing) return;
    this.lost = true;
    this.events.end(error);
  }

  private async answer(octets: Uint8Array): Promise<void> {
    const frame = parseManagementFrame(octets);
    if (!frame || this.closing) return;
    const { transmitter: from, receiver, bssid } = frame;
    if (frame.subtype === 'probe-request') {
      await this.probed(from, frame.elements.ssid?.bytes);
      return;
    }
    if (receiver !== this.bssid || bssid !== this.bssid) return;
    switch (frame.subtype) {
      case 'authentication': {
        if (frame.transaction !== 1) return;
        const status = frame.algorithm === OPEN_SYSTEM ? SUCCESS : UNSUPPORTED_ALGORITHM;
        const { algorithm } = frame;
        await this.send(from, {
          subtype: 'authentication',
          algorithm,
          transaction: 2,
          status,
          elements: NOTHING,
        });
        return;
      }
      case 'association-request':
      case 'reassociation-request':
        await this.admit(from, frame.listenInterval, frame.elements, frame.subtype === 'association-request');
        return;
      case 'deauthentication':
      case 'disassociation':
        await this.remove(from, frame.reason);
        return;
      default:
    }
  }

  /** A network that is looked for by another name is not ours. */
  private async probed(from: string, asked: Uint8Array | undefined): Promise<void> {
    const { capability, interval, elements, ssid } = accessPointParts(this.bssid, this.settings);
    if (asked && asked.length > 0 && Buffer.compare(asked, ssid) !== 0) return;
    const body = { tsfUs: 0n, beaconIntervalTu: interval, capability, elements };
    await this.send(from, { subtype: 'probe-response', ...body }, { dontWaitForAck: true });
  }

  private async admit(from: string, listenInterval: number, said: Elements, first: boolean): Promise<void> {
    const { capability, rates, said: ours } = accessPointParts(this.bssid, this.settings);
    const { ssid: _ssid, ...answered } = ours;
    const answer = { capability, elements: buildElements({ ...answered, rates }) };
    const subtype = first ? 'association-response' : 'reassociation-response';
    const aid = this.stations.get(from)?.aid ?? this.freeAid();
    if (aid === undefined) {
      await this.send(from, { subtype, ...answer, status: TOO_MANY_STATIONS, aid: 0 });
      return;
    }
    const known = this.stations.has(from);
    this.renewed = from;
    await this.ask('delStation', { mac: from }).catch(() => {});
    this.renewed = undefined;
    await this.ask('newStation', {
      mac: from,
      staAid: aid,
      staListenInterval: listenInterval,
      staSupportedRates: Uint8Array.from([...(said.get(1) ?? []), ...(said.get(50) ?? [])]),
      ...capabilitiesOf(said, ours),
      staFlags2: flagsOf(said, ours),
    });
    // Before the answer: its first data frame may come right behind it.
    await this.send(from, { subtype, ...answer, status: SUCCESS, aid });
    this.stations.set(from, { aid });
    if (!known) this.events.push({ name: 'joined', mac: from, aid });
  }

  private async remove(mac: string, reason: number): Promise<void> {
    this.forget(mac, reason);
    await this.ask('delStation', { mac }).catch(() => {});
  }

  private forget(mac: string, reason: number | undefined): void {
    if (mac === this.renewed || !this.stations.delete(mac)) return;
    const why = reason === undefined ? {} : { reason, reasonText: reasonWords(reason) };
    this.events.push({ name: 'left', mac, ...why });
  }

  private freeAid(): number | undefined {
    const taken = new Set([...this.stations.values()].map(({ aid }) => aid));
    for (let aid = 1; aid <= LAST_AID; aid++) if (!taken.has(aid)) return aid;
    return undefined;
  }

  private async send(receiver: string, body: ManagementBody, attributes: Nl80211In = {}): Promise<void> {
    const { bssid } = this;
    const frame = buildManagementFrame({ receiver, transmitter: bssid, bssid, ...body });
    await this.ask('frame', { frame, wiphyFreq: this.settings.frequencyMhz, ...attributes });
  }

  private async ask(
    command: 'registerFrame' | 'startAp' | 'stopAp' | 'delStation' | 'newStation' | 'frame',
    attributes: Nl80211In,
    signal?: AbortSignal,
  ): Promise<void> {
    const { ifindex, target } = this.place;
    await this.netlink.request(nl80211, command, { ifindex, ...attributes }, { target, signal });
  }
}
