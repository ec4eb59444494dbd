/** Opens sealed frames: listens to handshakes, and has the keys that follow from what it was told. */
import { keyMessageOf, parseEapolKey } from '../frames/eapol.js';
import { type Frame, parseFrame } from '../frames/frame.js';
import { type Msdu, msdusOf } from '../frames/msdu.js';
import { FRAME_FLAGS } from '../frames/names.js';
import { isSeal } from './key-management.js';
import { type GroupKey, Pair } from './pair.js';
import { keyIdOf, type SealKey, type SealName, unseal } from './seal.js';
import { keyOf, type Secret } from './secret.js';

/** A message about keys that passed by. */
export interface Handshake {
  readonly handshake: 'pairwise' | 'group';
  /** 1 to 4, of a group handshake 1 and 2. */
  readonly message: number;
  readonly transmitter: string;
  readonly receiver: string;
  /** Its integrity code is of keys that are known here: with the right secret all but the first message. */
  readonly verified: boolean;
}

/** What a frame says to who has its key. */
export interface Opened {
  /** The frame in the clear, where it was sealed. */
  readonly plain?: Frame;
  readonly cipher?: SealName;
  /** What it carries: of a data frame in the clear, or one that was opened. */
  readonly msdus: readonly Msdu[];
  readonly handshake?: Handshake;
}

const EAPOL = 0x888e;
/** Anybody may send from any address: who is forgotten first has been silent longest. */
const MOST_PAIRS = 1024;
/** Group keys of a sender and a key number: of several networks, VLANs, and before new ones were made. */
const MOST_GROUP_KEYS = 8;
const GROUP_ADDRESS = 0x01;

const nameOf = (one: string, two: string): string => (one < two ? `${one} ${two}` : `${two} ${one}`);

/** A map of so many things; what was used last stays. */
class Recent<T> {
  private readonly items = new Map<string, T>();

  get(name: string): T | undefined {
    const item = this.items.get(name);
    if (item !== undefined) this.set(name, item);
    return item;
  }

  set(name: string, item: T): void {
    this.items.delete(name);
    this.items.set(name, item);
    if (this.items.size <= MOST_PAIRS) return;
    for (const oldest of this.items.keys()) {
      this.items.delete(oldest);
      return;
    }
  }

  *[Symbol.iterator](): Generator<[string, T]> {
    yield* this.items;
  }
}

export class Decryptor {
  private readonly masters: Uint8Array[] = [];
  private readonly temporals: SealKey[] = [];
  private readonly pairs = new Recent<{ readonly pair: Pair; authenticator: string }>();
  private readonly groups = new Recent<SealKey[]>();

  /** Throws VWifiError `BAD_ARGUMENT` for a secret that cannot be one. */
  constructor(...secrets: readonly Secret[]) {
    for (const secret of secrets) this.add(secret);
  }

  /** Another secret: tried on the handshakes that were heard, too, so that it may come after them. */
  add(secret: Secret): void {
    const key = keyOf(secret);
    if ('temporal' in key) {
      this.temporals.push(key.temporal);
      return;
    }
    this.masters.push(key.pmk);
    for (const [, { pair, authenticator }] of this.pairs)
      this.keepGroup(authenticator, pair.tryMaster(key.pmk));
  }

  /** Opens a frame where a key is known, and learns from it. `octets` are the frame's, without radiotap and checksum. Never throws. */
  read(octets: Uint8Array, frame = parseFrame(octets)): Opened {
    if (!frame || (frame.type !== 'data' && frame.type !== 'management')) return { msdus: [] };
    const opened = (frame.flags ?? 0) & FRAME_FLAGS.protected ? this.open(octets, frame) : undefined;
    const plain = opened?.plain;
    const data = plain ?? frame;
    const msdus = data.type === 'data' ? msdusOf(data) : [];
    const handshake = data.type === 'data' ? this.learn(data.transmitter, data.receiver, msdus) : undefined;
    return { ...opened, msdus, ...(handshake ? { handshake } : {}) };
  }

  private open(
    octets: Uint8Array,
    frame: Frame & { readonly transmitter: string; readonly receiver: string },
  ): { readonly plain: Frame; readonly cipher: SealName } | undefined {
    const body = 'body' in frame ? frame.body : undefined;
    if (!body) return undefined;
    const sealed = { octets, headerLength: octets.length - body.length };
    const keyId = keyIdOf(sealed);
    if (keyId === undefined) return undefined;
    for (const key of this.candidates(frame, (octets[4] ?? 0) & GROUP_ADDRESS ? keyId : undefined)) {
      const content = unseal(key, sealed);
      if (!content) continue;
      const clear = new Uint8Array(sealed.headerLength + content.length);
      clear.set(octets.subarray(0, sealed.headerLength));
      clear.set(content, sealed.headerLength);
      clear[1] = (clear[1] ?? 0) & ~FRAME_FLAGS.protected;
      const plain = parseFrame(clear);
      if (plain) return { plain, cipher: key.cipher };
    }
    return undefined;
  }

  private *candidates(
    { transmitter, receiver }: { readonly transmitter: string; readonly receiver: string },
    groupKey: number | undefined,
  ): Generator<SealKey> {
    if (groupKey === undefined) yield* this.pairs.get(nameOf(transmitter, receiver))?.pair.keys ?? [];
    else yield* this.groups.get(`${transmitter} ${groupKey}`) ?? [];
    yield* this.temporals;
  }

  private learn(transmitter: string, receiver: string, msdus: readonly Msdu[]): Handshake | undefined {
    const octets = msdus.find(({ ethertype }) => ethertype === EAPOL)?.payload;
    const key = octets && parseEapolKey(octets);
    if (!key) return undefined;
    const said = keyMessageOf(key);
    const name = nameOf(transmitter, receiver);
    const known = this.pairs.get(name) ?? {
      pair: new Pair([transmitter, receiver]),
      authenticator: transmitter,
    };
    if (said.message % 2 === 1) known.authenticator = transmitter;
    this.pairs.set(name, known);
    const whole = { key, octets: octets.slice(0, 4 + ((octets[2] ?? 0) << 8) + (octets[3] ?? 0)) };
    const { verified, groupKeys } = known.pair.take(whole, this.masters);
    this.keepGroup(transmitter, groupKeys);
    return { ...said, transmitter, receiver, verified };
  }

  private keepGroup(transmitter: string, groupKeys: readonly GroupKey[]): void {
    for (const { keyId, cipher, temporal } of groupKeys) {
      if (!isSeal(cipher)) continue;
      const name = `${transmitter} ${keyId}`;
      const keys = this.groups.get(name) ?? [];
      if (!keys.some((each) => Buffer.compare(each.temporal, temporal) === 0))
        keys.unshift({ cipher, temporal });
      keys.length = Math.min(keys.length, MOST_GROUP_KEYS);
      this.groups.set(name, keys);
    }
  }
}
