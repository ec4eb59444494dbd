/**
 * The side of an access point in the 4-way handshake and in that for new group keys (IEEE Std 802.11-2020, 12.7.6 and
 * 12.7.7), with a station or with a device of several links (802.11be-2024, 12.7.6.1).
 */
import { randomBytes } from 'node:crypto';
import {
  buildEapolKey,
  confirms,
  type EapolKey,
  integrityOf,
  KEY_INFORMATION,
  keyMessageOf,
  MIC_AT,
  type PairwiseKeys,
  pairwiseKeys,
  parseEapolKey,
  wrap,
} from '@vwifi/nl80211/capture';
import type { AkmSuite, Elements } from '@vwifi/nl80211/elements';
import { le16, octetsOf } from './multi-link.js';

/** Kinds of key data of 00-0F-AC. */
const KDE = { gtk: 1, mac: 3, pmkid: 4, igtk: 9, linkGtk: 16, linkIgtk: 17, link: 19 } as const;
const VENDOR = 0xdd;
const RSN = 48;
const RSNX = 244;
const HAS_RSN = 0x10;
const HAS_RSNX = 0x20;

const { pairwise, ack, mic, secure, install, encrypted, request } = KEY_INFORMATION;
const DESCRIPTOR = 2;
const EAPOL_VERSION = 2;
const TEMPORAL_OCTETS = 16;
const NO_NONCE = new Uint8Array(32);
const NO_SEQUENCE = new Uint8Array(8);

/** What a key frame says, before it has a counter and an integrity code. */
interface Words {
  readonly information: number;
  readonly nonce: Uint8Array;
  readonly data: Uint8Array;
  readonly rsc: Uint8Array;
  readonly keys?: PairwiseKeys;
}

/** Group keys of a link, with the number of the last frame each was used for. */
export interface GroupKeys {
  readonly gtk: { readonly index: number; readonly key: Uint8Array; readonly sequence: Uint8Array };
  readonly igtk: { readonly index: number; readonly key: Uint8Array; readonly sequence: Uint8Array };
}

/** A link as message 3 tells of it: what its beacons say, and its keys. */
export interface LinkKeys {
  readonly id: number;
  readonly mac: string;
  readonly elements: Elements;
  readonly keys: GroupKeys;
}

export interface Handshake {
  /** Addresses: of devices, where they have links. */
  readonly own: string;
  readonly peer: string;
  readonly akm: AkmSuite;
  readonly pmk: Uint8Array;
  readonly pmkid?: Uint8Array | undefined;
  /** The element of security that the station said in its request. */
  readonly said: Uint8Array;
  /** Whether the station is a device with links. */
  readonly mld: boolean;
  /** The links that it uses; without links that one which it is on. */
  readonly links: () => Promise<readonly LinkKeys[]>;
}

/** What came of a key frame: nothing, an answer to be sent, the end of a handshake. */
export type Step =
  | { readonly send: Uint8Array }
  /** `outdated`: the group keys that it told of are not the newest any more. */
  | { readonly done: 'pairwise'; readonly keys: PairwiseKeys; readonly outdated: boolean }
  | { readonly done: 'group' }
  | { readonly refused: 'mic' | 'element' }
  | undefined;

const kde = (kind: number, ...parts: readonly Iterable<number>[]): number[] => {
  const data = parts.flatMap((part) => [...part]);
  return [VENDOR, data.length + 4, 0x00, 0x0f, 0xac, kind, ...data];
};

const elementsOf = (elements: Elements, ids: readonly number[]): number[] =>
  ids.flatMap((id) => {
    const data = elements.get(id);
    return data ? [id, data.length, ...data] : [];
  });

/** Keys of groups, as who has links is given them, and who has none. */
function groupData(links: readonly LinkKeys[], mld: boolean): number[] {
  return links.flatMap(({ id, keys: { gtk, igtk } }) =>
    mld
      ? [
          ...kde(KDE.linkGtk, [gtk.index | (id << 4)], gtk.sequence, gtk.key),
          ...kde(KDE.linkIgtk, le16(igtk.index), igtk.sequence, [id << 4], igtk.key),
        ]
      : [
          ...kde(KDE.gtk, [gtk.index, 0], gtk.key),
          ...kde(KDE.igtk, le16(igtk.index), igtk.sequence, igtk.key),
        ],
  );
}

/** What beacons say of security, once more, where nobody can have changed it. */
function beaconData(links: readonly LinkKeys[], mld: boolean): number[] {
  return links.flatMap(({ id, mac, elements }) => {
    const said = elementsOf(elements, [RSN, RSNX]);
    if (!mld) return said;
    const has = HAS_RSN | (elements.get(RSNX) ? HAS_RSNX : 0);
    return kde(KDE.link, [id | has], octetsOf(mac), said);
  });
}

export class Authenticator {
  private readonly nonce = randomBytes(32);
  private counter = 0n;
  /** The counter of what is waited for to be answered, when it was said for the first time. */
  private since = 0n;
  /** What was said last, to be said again while there is no answer. */
  private words: Words | undefined;
  private waitsFor: 'message 2' | 'message 4' | 'group' | undefined = 'message 2';
  private keys: PairwiseKeys | undefined;
  private outdated = false;

  constructor(private readonly of: Handshake) {}

  /** Whether an answer is waited for. */
  get waiting(): boolean {
    return this.waitsFor !== undefined;
  }

  /** Message 1. */
  begin(): Uint8Array {
    const { own, pmkid, mld } = this.of;
    const data = [...(pmkid ? kde(KDE.pmkid, pmkid) : []), ...(mld ? kde(KDE.mac, octetsOf(own)) : [])];
    return this.say({
      ...{ information: pairwise | ack, nonce: this.nonce, rsc: NO_SEQUENCE },
      data: Uint8Array.from(data),
    });
  }

  /** New keys of groups. */
  async renew(): Promise<Uint8Array | undefined> {
    const { keys } = this;
    // Message 3 has told of those of before: the new ones follow when that is agreed upon.
    this.outdated = this.waitsFor === 'message 4';
    if (!keys || this.waitsFor?.startsWith('message')) return undefined;
    this.waitsFor = 'group';
    const links = await this.of.links();
    return this.seal(keys, ack | mic | secure | encrypted, links, []);
  }

  /** Again what was not answered: the same words, under another counter. */
  again(): Uint8Array | undefined {
    return this.waitsFor && this.words && this.octets(this.words);
  }

  async take(octets: Uint8Array): Promise<Step> {
    const key = parseEapolKey(octets);
    // Nothing is answered twice, nor what was not asked for.
    if (!key || key.information & (ack | request)) return undefined;
    if (key.replayCounter < this.since || key.replayCounter > this.counter) return undefined;
    const { handshake, message } = keyMessageOf(key);
    if (handshake === 'group') return this.groupAnswer(octets);
    return message === 2 ? this.second(key, octets) : this.fourth(octets);
  }

  private async second(key: EapolKey, octets: Uint8Array): Promise<Step> {
    if (this.waitsFor !== 'message 2') return undefined;
    const { own, peer, akm, pmk, mld, said } = this.of;
    const nonces = [this.nonce, key.nonce] as const;
    const keys = pairwiseKeys(pmk, { stations: [own, peer], nonces, akm, cipher: 'CCMP-128' });
    if (!keys || !confirms(keys, octets)) return { refused: 'mic' };
    // What it asked for when it came, and not what somebody made of that on the way.
    if (!Buffer.from(key.data).includes(Buffer.from([RSN, said.length, ...said])))
      return { refused: 'element' };
    this.keys = keys;
    this.waitsFor = 'message 4';
    const links = await this.of.links();
    const information = pairwise | install | ack | mic | secure | encrypted;
    const first = [...(mld ? kde(KDE.mac, octetsOf(own)) : []), ...beaconData(links, mld)];
    return { send: this.seal(keys, information, links, first) };
  }

  private fourth(octets: Uint8Array): Step {
    const { keys } = this;
    if (this.waitsFor !== 'message 4' || !keys || !confirms(keys, octets)) return undefined;
    this.waitsFor = undefined;
    return { done: 'pairwise', keys, outdated: this.outdated };
  }

  private groupAnswer(octets: Uint8Array): Step {
    if (this.waitsFor !== 'group' || !this.keys || !confirms(this.keys, octets)) return undefined;
    this.waitsFor = undefined;
    return { done: 'group' };
  }

  private seal(
    keys: PairwiseKeys,
    information: number,
    links: readonly LinkKeys[],
    first: readonly number[],
  ) {
    const { mld } = this.of;
    const data = wrap(keys, Uint8Array.from([...first, ...groupData(links, mld)]));
    const rsc = new Uint8Array(8);
    // Who has links is told the numbers with the keys.
    if (!mld) rsc.set(links[0]?.keys.gtk.sequence ?? []);
    const nonce = information & pairwise ? this.nonce : NO_NONCE;
    return this.say({ information, nonce, data, rsc, keys });
  }

  private say(words: Words): Uint8Array {
    this.words = words;
    this.since = this.counter + 1n;
    return this.octets(words);
  }

  private octets({ keys, information, nonce, data, rsc }: Words): Uint8Array {
    this.counter += 1n;
    const octets = buildEapolKey({
      ...{ version: EAPOL_VERSION, descriptor: DESCRIPTOR, information, nonce, data, rsc },
      ...{ keyLength: information & pairwise ? TEMPORAL_OCTETS : 0, replayCounter: this.counter },
      ...{ iv: new Uint8Array(16), id: new Uint8Array(8), mic: new Uint8Array(16) },
    });
    if (keys) octets.set(integrityOf(keys, octets), MIC_AT);
    return octets;
  }
}
