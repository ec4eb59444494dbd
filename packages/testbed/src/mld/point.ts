/**
 * An access point with several links (IEEE Std 802.11be-2024, 35.3): beacons, stations with and without links of their own,
 * SAE or OWE, keys. What hostapd is where it was built with all of Wi-Fi 7, which no distribution's is.
 */
import { randomBytes } from 'node:crypto';
import type { Radio } from '@vwifi/nl80211';
import {
  Elements,
  type ManagementBody,
  type ManagementFrame,
  parseManagementFrame,
} from '@vwifi/nl80211/elements';
import type { CommandName, Nl80211, Nl80211In } from '@vwifi/nl80211/netlink';
import type { Air } from './air.js';
import { Authenticator, type LinkKeys } from './authenticator.js';
import { capabilitiesOf } from './capabilities.js';
import { REASON, STATUS } from './codes.js';
import { type Link, linksOf, newKeys, profileOf } from './links.js';
import { Masters } from './masters.js';
import { type Asked, le16, octetsOf, pointElement, readAsked } from './multi-link.js';
import { Newcomers } from './newcomers.js';
import { DH_PARAMETER } from './owe.js';
import { isFree, type Peer } from './peer.js';
import { COMMIT_OCTETS, GROUP, Sae, secretElement } from './sae.js';
import type { PointSettings } from './settings.js';
import { beaconRequest, type Move, moveOf } from './switch.js';

const EAPOL = 0x888e;
const SUITE = { ccmp: 0x000fac04, cmac: 0x000fac06 } as const;
const AKM_NUMBER = { SAE: 0x000fac08, OWE: 0x000fac12 } as const;
const OPEN = 0;
const SAE = 3;
const [COMMIT, CONFIRM] = [1, 2];
const EXTENSION = 255;
const RSN = 48;
const TIMEOUT_INTERVAL = 56;
const COMEBACK = 3;
const SA_QUERY = 8;
const [QUERY, ANSWER] = [0, 1];
/** Of the second octet of a frame. */
const PROTECTED = 0x40;
const LAST_AID = 2007;
/** Frames of anybody that wait for their turn; more are lost, as they are on the air. */
const MOST_WAITING = 32;
/** An answer to a key frame is waited for so long, so many times (hostapd's). */
const ANSWER_MS = 1000;
const TRIES = 4;
/** How long a station that is protected may take to say that it is still there. */
const QUERY_MS = 400;
const NOTHING = new Elements(new Uint8Array());

const same = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other !== undefined && Buffer.compare(one, other) === 0;

/** The kernel, for this: {@link Air}, or what a test has in its place. */
export type PointAir = Pick<Air, 'ask' | 'send' | 'sendKey'>;
export type See = (command: CommandName | number, attributes: Nl80211) => void;

/** Something happened, in hostapd's words. */
export type Tell = (event: string) => void;

export class Point {
  readonly peers = new Map<string, Peer>();
  links: readonly Link[];
  /** Where they will be once one of them has counted down. */
  private moving: Move | undefined;
  private readonly newcomers = new Newcomers();
  private readonly masters = new Masters();
  private readonly secret: ReturnType<typeof secretElement> | undefined;
  private air!: PointAir;
  /** One thing after the other. */
  private work: Promise<void> = Promise.resolve();
  /** Answers to associations on their way: the handshake begins when the station has got its. */
  private readonly answers = new Map<bigint, Peer>();
  private running = false;
  private waiting = 0;

  constructor(
    private settings: PointSettings,
    /** The device's address. */
    readonly mac: string,
    private readonly radio: Radio,
    private readonly tell: Tell,
  ) {
    this.links = linksOf(mac, radio, settings);
    const { security, ssid } = settings;
    if (security.type === 'sae') this.secret = secretElement(Buffer.from(ssid), security.passphrase);
  }

  async start(air: PointAir): Promise<void> {
    this.air = air;
    const { security } = this.settings;
    for (const link of this.links) {
      const at = this.at(link);
      if (this.settings.mld) await this.air.ask('addLink', { mac: link.mac, ...at });
      await this.air.ask('startAp', {
        ...{ ...link.parts.request, ...at, socketOwner: true },
        ...(security.type === 'open' ? {} : this.secured(security.type === 'sae' ? 'SAE' : 'OWE')),
      });
      if (security.type !== 'open') await this.installGroup(link);
    }
    this.running = true;
    this.tell('AP-ENABLED');
  }

  /** Which link a request is about. */
  private at({ id }: { readonly id: number }): Pick<Nl80211In, 'mloLinkId'> {
    return this.settings.mld ? { mloLinkId: id } : {};
  }

  /** What who comes says of links. */
  private asked(said: Elements): Asked | undefined {
    return this.settings.mld ? readAsked(said) : undefined;
  }

  private secured(akm: 'SAE' | 'OWE'): Nl80211In {
    return {
      ...{ cipherSuitesPairwise: [SUITE.ccmp], cipherSuiteGroup: SUITE.ccmp, akmSuites: [AKM_NUMBER[akm]] },
      ...{ wpaVersions: [2], controlPort: true, controlPortEthertype: EAPOL },
      ...{ controlPortOverNl80211: true, controlPortNoPreauth: true },
    };
  }

  get state(): 'ENABLED' | 'DISABLED' {
    return this.running ? 'ENABLED' : 'DISABLED';
  }

  /** Sends a station away. False when there is none of that address. */
  dismiss(
    mac: string,
    subtype: 'deauthentication' | 'disassociation',
    reason: number = REASON.leaving,
  ): boolean {
    const peer = this.peers.get(mac);
    if (peer) this.inTurn(() => this.farewell(peer, reason, subtype));
    return peer !== undefined;
  }

  /** Sends a link to another channel of its width, after so many beacons that say so. False where that cannot be. */
  move(id: number, frequencyMhz: number, count: number): boolean {
    const { links, settings, radio, mac } = this;
    const move = this.moving
      ? undefined
      : moveOf({ links, settings, radio, mac }, { id, frequencyMhz, count });
    if (!move) return false;
    this.moving = move;
    this.inTurn(async () => {
      try {
        await this.air.ask('channelSwitch', { ...move.request, ...this.at({ id }) });
      } catch (error) {
        this.moving = undefined;
        throw error;
      }
    });
    return true;
  }

  /** A link is where it was sent; the others say so. */
  private async moved(frequency: number): Promise<void> {
    const { moving } = this;
    const at = moving?.links.find(({ frequencyMhz }) => frequencyMhz === frequency);
    if (!moving || !at) return;
    this.moving = undefined;
    moving.links.forEach((link, id) => {
      link.keys = (this.links[id] as Link).keys;
    });
    this.settings = moving.settings;
    this.links = moving.links;
    this.tell(`AP-CSA-FINISHED freq=${frequency} link_id=${at.id}`);
    for (const link of this.links)
      if (link !== at) await this.air.ask('setBeacon', { ...beaconRequest(link), ...this.at(link) });
  }

  /** New keys of groups, for all. */
  renewKeys(): void {
    this.inTurn(async () => {
      for (const link of this.links) {
        link.keys = newKeys(link.keys);
        await this.installGroup(link);
      }
      for (const peer of this.peers.values()) await this.renew(peer);
    });
  }

  private async renew(peer: Peer): Promise<void> {
    const words = await peer.authenticator?.renew();
    if (words) await this.say(peer, words);
  }

  /** Sends all away, and leaves the air. Nothing, where it has not begun. */
  async close(): Promise<void> {
    await this.work;
    if (!this.air) return;
    for (const peer of [...this.peers.values()]) await this.farewell(peer, REASON.leaving).catch(() => {});
    this.running = false;
    for (const link of this.links) {
      await this.air.ask('stopAp', this.at(link)).catch(() => {});
      if (this.settings.mld) await this.air.ask('removeLink', this.at(link)).catch(() => {});
    }
  }

  private inTurn(work: () => Promise<unknown>): void {
    this.work = this.work.then(work).then(
      () => {},
      // A station that went away while it was answered, or a frame that the kernel did not take.
      (error: Error) => this.tell(`failed: ${error.message}`),
    );
  }

  see(command: CommandName | number, attributes: Nl80211): void {
    const { frame, mac, cookie, ack, wiphyFreq } = attributes;
    if (command === 'frame' && frame) this.heard(frame, wiphyFreq);
    if (command === 'controlPortFrame' && frame && mac) this.inTurn(() => this.keyFrame(mac, frame));
    // Known when the answer that it is about has been sent, which this may overtake.
    if (command === 'frameTxStatus' && cookie !== undefined)
      this.inTurn(() => this.sent(cookie, ack === true));
    if (command === 'chSwitchNotify' && wiphyFreq !== undefined) this.inTurn(() => this.moved(wiphyFreq));
    if (command === 'stopAp' && this.running) {
      this.running = false;
      this.tell('AP-DISABLED');
      this.inTurn(() => Promise.all([...this.peers.values()].map((peer) => this.remove(peer))));
    }
  }

  private heard(octets: Uint8Array, frequency: number | undefined): void {
    // The kernel has opened it, and tells by this bit that it was sealed.
    const sealed = ((octets[1] ?? 0) & PROTECTED) !== 0;
    const frame = parseManagementFrame(octets.map((each, at) => (at === 1 ? each & ~PROTECTED : each)));
    if (!frame) return;
    const its = this.peers.get(frame.transmitter);
    if (
      frame.subtype === 'action' ||
      frame.subtype === 'deauthentication' ||
      frame.subtype === 'disassociation'
    ) {
      // Whoever has keys says so with them: in the address of a device anybody may send.
      if (its?.authorized && its.akm && !sealed) return;
      // Not behind others, whoever they are: it is waited for.
      if (frame.subtype === 'action' && its) this.answered(its, frame.body);
      this.inTurn(() => this.answer(frame, undefined));
      return;
    }
    if (this.waiting >= MOST_WAITING) return;
    this.waiting += 1;
    this.inTurn(async () => {
      this.waiting -= 1;
      await this.answer(frame, frequency);
    });
  }

  private async answer(frame: ManagementFrame, frequency: number | undefined): Promise<void> {
    if (frame.subtype === 'action') return this.action(frame.transmitter, frame.body);
    if (frame.subtype === 'deauthentication' || frame.subtype === 'disassociation') {
      const peer = this.peers.get(frame.transmitter);
      return peer && this.remove(peer);
    }
    const link = this.links.find(({ frequencyMhz }) => frequencyMhz === frequency);
    if (!link) return;
    switch (frame.subtype) {
      case 'probe-request':
        return this.probed(link, frame.transmitter, frame.elements);
      case 'authentication':
        return this.authenticate(link, frame.transmitter, frame);
      case 'association-request':
      case 'reassociation-request':
        return this.associate(link, frame);
    }
  }

  private async send(
    link: Link,
    receiver: string,
    body: ManagementBody,
    more: Nl80211In = {},
  ): Promise<bigint> {
    return this.air.send({ transmitter: link.mac, receiver }, body, { ...this.at(link), ...more });
  }

  private async probed(link: Link, to: string, said: Elements): Promise<void> {
    const asked = said.ssid?.bytes ?? new Uint8Array();
    const { capability, interval, elements, ssid } = link.parts;
    if (asked.length > 0 && !same(asked, ssid)) return;
    const body = {
      subtype: 'probe-response',
      tsfUs: 0n,
      beaconIntervalTu: interval,
      capability,
      elements,
    } as const;
    await this.send(link, to, body, { dontWaitForAck: true });
  }

  private async authenticate(
    link: Link,
    from: string,
    frame: Extract<ManagementFrame, { subtype: 'authentication' }>,
  ): Promise<void> {
    const { algorithm, transaction, status } = frame;
    const reply = (code: number, body: Uint8Array = new Uint8Array(), mld = false): Promise<unknown> => {
      const more = mld ? Elements.from(pointElement(this.mac, link.id, this.links.length)).bytes : [];
      return this.send(link, from, {
        ...{ subtype: 'authentication', algorithm, status: code },
        ...{ transaction: algorithm === SAE ? transaction : 2 },
        elements: new Elements(Uint8Array.from([...body, ...more])),
      });
    };
    if (algorithm === OPEN && transaction === 1) {
      const asked = this.asked(frame.elements);
      this.newcomers.meet(from, { address: asked?.mld ?? this.known(from), mld: asked !== undefined });
      await reply(STATUS.ok, undefined, asked !== undefined);
      return;
    }
    if (algorithm !== SAE || !this.secret) return void (await reply(STATUS.algorithm));
    const body = frame.elements.bytes;
    if (transaction === COMMIT) {
      if (status !== STATUS.hashToElement) return void (await reply(STATUS.failure));
      const group = (body[0] ?? 0) | ((body[1] ?? 0) << 8);
      if (group !== GROUP) return void (await reply(STATUS.group, body.slice(0, 2)));
      const asked = this.asked(new Elements(body.slice(COMMIT_OCTETS)));
      const before = this.newcomers.get(from);
      const commit = body.slice(0, COMMIT_OCTETS);
      // Its answer was lost: the same again.
      const again = before?.sae && same(commit, before.commit) ? before : undefined;
      const address = asked?.mld ?? this.known(from);
      const sae = again?.sae ?? new Sae(this.secret, octetsOf(this.mldOr(link, asked)), octetsOf(address));
      if (!again && !sae.hear(commit)) return void (await reply(STATUS.failure));
      if (!again) this.newcomers.meet(from, { address, mld: asked !== undefined, sae, commit });
      await reply(STATUS.hashToElement, sae.commit, asked !== undefined);
      return;
    }
    const newcomer = this.newcomers.get(from);
    if (transaction !== CONFIRM || !newcomer?.sae || status !== STATUS.ok) return;
    if (!newcomer.sae.confirms(body)) {
      this.newcomers.delete(from);
      this.tell(`${newcomer.address} knows another passphrase`);
      return void (await reply(STATUS.challenge));
    }
    newcomer.proven = true;
    await reply(STATUS.ok, newcomer.sae.confirm(1), newcomer.mld);
  }

  /** Of two who meet, one is known by its device's address when the other is. */
  private mldOr(link: Link, asked: Asked | undefined): string {
    return asked ? this.mac : link.mac;
  }

  /** The device that sends from this address. */
  private known(from: string): string {
    for (const { address, links } of this.peers.values())
      if ([...links.values()].includes(from)) return address;
    return from;
  }

  private async associate(
    link: Link,
    frame: Extract<ManagementFrame, { subtype: 'association-request' | 'reassociation-request' }>,
  ): Promise<void> {
    const { transmitter: from, elements: said } = frame;
    const asked = this.asked(said);
    const address = asked?.mld ?? this.known(from);
    const subtype =
      frame.subtype === 'association-request' ? 'association-response' : 'reassociation-response';
    const { capability } = link.parts;
    const refuse = (status: number, elements: Elements = NOTHING): Promise<unknown> =>
      this.send(link, from, { subtype, capability, status, aid: 0, elements });
    const newcomer = this.newcomers.get(from);
    if (!newcomer || newcomer.address !== address) return void (await refuse(STATUS.failure));
    const wanted = this.links.filter(({ id }) => id === link.id || asked?.links.has(id));
    const links = new Map(
      wanted.map(({ id }) => [id, id === link.id ? from : (asked?.links.get(id)?.mac ?? from)]),
    );
    if (!isFree(address, links, this)) return void (await refuse(STATUS.failure));
    const keys = this.masters.keysOf(this.settings.security.type, newcomer, said);
    if (typeof keys === 'number') return void (await refuse(keys));
    const before = this.peers.get(address);
    // Who comes may be somebody else who wants it to go, and may know the passphrase: it is asked itself first.
    if (before?.authorized && keys) {
      if (!before.query) this.query(before);
      const interval = { id: TIMEOUT_INTERVAL, data: Uint8Array.of(COMEBACK, ...le16(QUERY_MS), 0, 0) };
      return void (await refuse(STATUS.refusedForNow, Elements.from([interval])));
    }
    if (before) await this.remove(before);
    const aid = this.freeAid();
    if (aid === undefined) return void (await refuse(STATUS.full));
    this.newcomers.delete(from);
    const akm = keys && (this.settings.security.type === 'sae' ? 'SAE' : 'OWE');
    const peer: Peer = {
      address,
      aid,
      mld: asked !== undefined,
      first: link.id,
      links,
      akm,
      authorized: false,
    };
    try {
      await this.admit(peer, link, frame, asked);
    } catch (error) {
      // Not half of it: what it says of itself, or of a link, is nothing that the kernel takes.
      await this.air.ask('delStation', { mac: address }).catch(() => []);
      await refuse(STATUS.failure);
      throw error;
    }
    const others = wanted.filter((each) => each !== link).map(profileOf);
    const answer = [
      ...link.answered,
      ...(keys?.answer ? [{ id: EXTENSION, extension: DH_PARAMETER, data: keys.answer }] : []),
      ...(asked ? pointElement(this.mac, link.id, this.links.length, others) : []),
    ];
    this.peers.set(address, peer);
    if (keys)
      peer.authenticator = new Authenticator({
        ...{ own: this.mldOr(link, asked), peer: address, mld: peer.mld, pmk: keys.pmk, pmkid: keys.pmkid },
        ...{ akm: akm ?? 'SAE', said: said.get(RSN) ?? new Uint8Array() },
        links: () => this.keysFor(peer),
      });
    const elements = Elements.from(answer);
    const cookie = await this.send(link, address, { subtype, capability, status: STATUS.ok, aid, elements });
    if (!keys) return this.welcome(peer);
    this.answers.set(cookie, peer);
    // What became of it may be lost: nobody stays who never begins.
    peer.timer = setTimeout(() => this.inTurn(() => this.sent(cookie, true)), ANSWER_MS);
  }

  /** Tells the kernel of a station. */
  private async admit(
    { address, aid, mld, first, links, akm }: Peer,
    link: Link,
    {
      elements: said,
      ...frame
    }: Extract<ManagementFrame, { subtype: 'association-request' | 'reassociation-request' }>,
    asked: Asked | undefined,
  ): Promise<void> {
    const flags = ['authenticated', 'associated', 'wme', ...(akm ? (['mfp'] as const) : [])] as const;
    const own = (id: number, extension?: number) => said.get(id, extension);
    await this.air.ask('newStation', {
      ...{ mac: links.get(first) ?? address, staAid: aid, staListenInterval: frame.listenInterval },
      ...this.at(link),
      ...(mld ? { mldAddr: address } : {}),
      ...capabilitiesOf(own),
      staFlags2: { mask: [...flags], set: [...flags] },
    });
    for (const [id, mac] of links) {
      const get = asked?.links.get(id)?.get;
      if (id === first || !get) continue;
      await this.air.ask('addLinkSta', { mldAddr: address, mloLinkId: id, mac, ...capabilitiesOf(get) });
    }
  }

  private freeAid(): number | undefined {
    const taken = new Set([...this.peers.values()].map(({ aid }) => aid));
    for (let aid = 1; aid <= LAST_AID; aid++) if (!taken.has(aid)) return aid;
    return undefined;
  }

  private async sent(cookie: bigint, ack: boolean): Promise<void> {
    const peer = this.answers.get(cookie);
    this.answers.delete(cookie);
    if (peer) await (ack ? this.begin(peer) : this.remove(peer));
  }

  private async begin(peer: Peer): Promise<void> {
    if (this.peers.get(peer.address) !== peer || !peer.authenticator) return;
    await this.say(peer, peer.authenticator.begin());
  }

  /** Says a key frame, and says it again while it is not answered. */
  private async say(peer: Peer, words: Uint8Array, left = TRIES): Promise<void> {
    clearTimeout(peer.timer);
    peer.timer = setTimeout(() => this.inTurn(() => this.sayAgain(peer, left - 1)), ANSWER_MS);
    await this.air.sendKey(peer.address, words, peer.authorized);
  }

  private async sayAgain(peer: Peer, left: number): Promise<void> {
    const words = this.peers.get(peer.address) === peer ? peer.authenticator?.again() : undefined;
    if (!words) return;
    if (left > 0) return this.say(peer, words, left);
    await this.farewell(peer, peer.authorized ? REASON.inactive : REASON.handshake);
  }

  private async keyFrame(mac: string, frame: Uint8Array): Promise<void> {
    const peer = this.peers.get(mac);
    const step = await peer?.authenticator?.take(frame);
    if (!peer || !step) return;
    if ('refused' in step) {
      this.tell(`${mac}: ${step.refused === 'mic' ? 'a key frame with a wrong MIC' : 'another RSN element'}`);
      // Anybody may send the second message: only who is at it for long has no key.
      if (step.refused === 'element') await this.farewell(peer, REASON.element);
      return;
    }
    if ('send' in step) return this.say(peer, step.send);
    clearTimeout(peer.timer);
    if (step.done === 'group') return;
    const key = { idx: 0, cipher: SUITE.ccmp, data: step.keys.temporal, type: 'pairwise' } as const;
    await this.air.ask('newKey', { mac, key });
    await this.welcome(peer);
    // New ones have come while these were agreed upon.
    if (step.outdated) await this.renew(peer);
  }

  private async welcome(peer: Peer): Promise<void> {
    const flags = ['authorized'] as const;
    await this.air.ask('setStation', { mac: peer.address, staFlags2: { mask: [...flags], set: [...flags] } });
    peer.authorized = true;
    this.tell(`AP-STA-CONNECTED ${peer.address}`);
  }

  /** The links of a station, with the numbers that its keys of groups begin with. */
  private async keysFor({ links }: Peer): Promise<LinkKeys[]> {
    const own = this.links.filter(({ id }) => links.has(id));
    return Promise.all(
      own.map(async ({ id, mac, parts, keys: { gtk, igtk } }) => ({
        ...{ id, mac, elements: parts.elements },
        keys: {
          gtk: { ...gtk, sequence: await this.sequence({ id }, gtk.index) },
          igtk: { ...igtk, sequence: await this.sequence({ id }, igtk.index) },
        },
      })),
    );
  }

  private async sequence(link: { readonly id: number }, keyIdx: number): Promise<Uint8Array> {
    const [said] = await this.air.ask('getKey', { ...this.at(link), keyIdx });
    return said?.key?.seq?.slice(0, 6) ?? new Uint8Array(6);
  }

  private async installGroup(link: Link): Promise<void> {
    const { gtk, igtk } = link.keys;
    const at = this.at(link);
    const group = { type: 'group' } as const;
    const data = { idx: gtk.index, cipher: SUITE.ccmp, data: gtk.key };
    const management = { idx: igtk.index, cipher: SUITE.cmac, data: igtk.key };
    for (const each of [data, management])
      await this.air.ask('newKey', { ...at, key: { ...group, ...each } });
    const many = { default: true, defaultTypes: ['multicast'] } as const;
    await this.air.ask('setKey', { ...at, key: { idx: gtk.index, ...many } });
    await this.air.ask('setKey', { ...at, key: { idx: igtk.index, defaultMgmt: true } });
  }

  /** Asks a station whether it is still there; without an answer it goes. */
  private query(peer: Peer): void {
    const [id = 0, second = 0] = randomBytes(2);
    const query: NonNullable<Peer['query']> = { id: (id << 8) | second, timer: undefined };
    peer.query = query;
    const body = Uint8Array.of(QUERY, id, second);
    const ends = async (): Promise<void> => {
      // It may have answered while others were answered.
      if (peer.query === query) await this.remove(peer);
    };
    this.inTurn(async () => {
      const link = this.links[peer.first];
      if (link) await this.send(link, peer.address, { subtype: 'action', category: SA_QUERY, body });
      query.timer = setTimeout(() => this.inTurn(ends), QUERY_MS);
    });
  }

  private answered(peer: Peer, body: Uint8Array): void {
    const number = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
    if (body[0] !== ANSWER || peer.query?.id !== number) return;
    clearTimeout(peer.query.timer);
    peer.query = undefined;
  }

  private async action(from: string, body: Uint8Array): Promise<void> {
    const peer = this.peers.get(from);
    const link = peer && this.links[peer.first];
    if (!peer || !link) return;
    if (body[0] !== QUERY) return;
    const answer = Uint8Array.of(ANSWER, ...body.subarray(1, 3));
    await this.send(link, from, { subtype: 'action', category: SA_QUERY, body: answer });
  }

  private async farewell(
    peer: Peer,
    reason: number,
    subtype: 'deauthentication' | 'disassociation' = 'deauthentication',
  ): Promise<void> {
    const link = this.links[peer.first];
    if (link) await this.send(link, peer.address, { subtype, reason, elements: NOTHING }).catch(() => 0n);
    await this.remove(peer);
  }

  private async remove(peer: Peer): Promise<void> {
    clearTimeout(peer.timer);
    clearTimeout(peer.query?.timer);
    if (this.peers.get(peer.address) !== peer) return;
    this.peers.delete(peer.address);
    await this.air.ask('delStation', { mac: peer.address }).catch(() => []);
    if (peer.authorized) this.tell(`AP-STA-DISCONNECTED ${peer.address}`);
  }
}
