import { rsn } from '../elements/rsn.js';
import type { AkmSuite, CipherSuite } from '../elements/suites.js';
import { type EapolKey, KEY_INFORMATION, keyDataItems, keyMessageOf } from '../frames/eapol.js';
import { confirms, type PairwiseKeys, pairwiseKeys, unwrap } from './key-management.js';

/** A key frame and its octets. */
export interface KeyFrame {
  readonly key: EapolKey;
  readonly octets: Uint8Array;
}

/** A group key that somebody was given. */
export interface GroupKey {
  readonly keyId: number;
  readonly cipher: CipherSuite;
  readonly temporal: Uint8Array;
}

/** Of each kind of message that was heard, so many are kept: who sends more is not the station. */
const KEPT = 4;
/** Keys before the present ones, by which frames on their way were sealed. */
const KEPT_KEYS = 3;
const RSN_ELEMENT = 48;
const GTK_KDE = 1;

interface Reply extends KeyFrame {
  readonly akm: AkmSuite;
  readonly cipher: CipherSuite;
  readonly groupCipher: CipherSuite;
}

function keep<T>(list: T[], item: T, most: number): void {
  list.unshift(item);
  list.length = Math.min(list.length, most);
}

/** What two stations said to each other of keys. */
export class Pair {
  /** The newest first. */
  readonly keys: PairwiseKeys[] = [];
  private readonly nonces: Uint8Array[] = [];
  private readonly replies: Reply[] = [];
  /** Group keys that nobody could open yet. */
  private readonly sealed: KeyFrame[] = [];
  private groupCipher: CipherSuite | undefined;

  constructor(private readonly stations: readonly [string, string]) {}

  /** Takes a key frame; the master keys are tried. Whether its MIC is of a key that is known, and the group keys in it. */
  take(frame: KeyFrame, masters: readonly Uint8Array[]): { verified: boolean; groupKeys: GroupKey[] } {
    const { handshake, message } = keyMessageOf(frame.key);
    const { nonce } = frame.key;
    let fresh = false;
    if (handshake === 'pairwise' && message % 2 === 1 && !this.nonces.some((each) => equal(each, nonce))) {
      keep(this.nonces, nonce, KEPT);
      fresh = true;
    }
    if (handshake === 'pairwise' && message === 2) fresh = this.reply(frame);
    if (fresh) this.derive(masters);
    const carries = message === 3 || (handshake === 'group' && message === 1);
    const groupKeys = carries ? this.open(frame) : [];
    if (carries && !groupKeys.length) keep(this.sealed, frame, KEPT);
    return { verified: this.confirmed(frame) !== undefined, groupKeys };
  }

  /** Tries another master key on what was heard; the group keys that it opens. */
  tryMaster(master: Uint8Array): GroupKey[] {
    if (!this.derive([master])) return [];
    return this.sealed.splice(0).flatMap((frame) => this.open(frame));
  }

  private reply(frame: KeyFrame): boolean {
    if (this.replies.some(({ octets }) => equal(octets, frame.octets))) return false;
    const element = [...keyDataItems(frame.key.data)].find(({ id }) => id === RSN_ELEMENT);
    const security = element && rsn.read(element.data);
    const [akm] = security?.akms ?? [];
    const [cipher] = security?.pairwiseCiphers ?? [];
    if (!security || akm === undefined || cipher === undefined) return false;
    keep(this.replies, { ...frame, akm, cipher, groupCipher: security.groupCipher }, KEPT);
    return true;
  }

  private derive(masters: readonly Uint8Array[]): boolean {
    let found = false;
    for (const reply of this.replies)
      for (const nonce of this.nonces)
        for (const master of masters) {
          const nonces = [nonce, reply.key.nonce] as const;
          const keys = pairwiseKeys(master, { stations: this.stations, nonces, ...reply });
          if (!keys || !confirms(keys, reply.octets)) continue;
          if (this.keys.some(({ temporal }) => equal(temporal, keys.temporal))) continue;
          keep(this.keys, keys, KEPT_KEYS);
          this.groupCipher = reply.groupCipher;
          found = true;
        }
    return found;
  }

  private confirmed({ octets }: KeyFrame): PairwiseKeys | undefined {
    return this.keys.find((keys) => confirms(keys, octets));
  }

  private open(frame: KeyFrame): GroupKey[] {
    const keys = this.confirmed(frame);
    if (!keys || (frame.key.information & KEY_INFORMATION.encrypted) === 0) return [];
    const data = unwrap(keys, frame.key.data);
    const cipher = this.groupCipher;
    if (!data || cipher === undefined) return [];
    return [...keyDataItems(data)]
      .filter(({ kind, data: each }) => kind === GTK_KDE && each.length > 2)
      .map(({ data: each }) => ({ keyId: (each[0] ?? 0) & 3, cipher, temporal: each.slice(2) }));
  }
}

const equal = (one: Uint8Array, two: Uint8Array): boolean => Buffer.compare(one, two) === 0;
