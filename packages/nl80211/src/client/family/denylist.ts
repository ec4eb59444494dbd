import { denyList, endPair } from '../../spec/vwifi.js';
import { NLA_F_NESTED } from '../../wire/attribute.js';
import { encodeTable, nest } from '../../wire/table.js';
import { LITTLE_ENDIAN, viewOf } from '../../wire/writer.js';
import type { Cancel } from '../vwifi.js';
import type { FamilyCaller } from './caller.js';
import { type End, endAttributes, endText, type PairRef, pairAttributes } from './end.js';
import { type Pair, pairOf } from './pair.js';
import type { VirtualRadio, VirtualRadios } from './radios.js';

/**
 * From so many pairs on, names are looked up here: the kernel searches every namespace for each name, which
 * takes longer than one list of all radios.
 */
const MANY = 64;
const PAIR = nest(endPair);
const PAIR_ID = denyList.pair[0] | NLA_F_NESTED;
/** Of an attribute, in octets. */
const HEADER = 4;

const text = ({ receiver, sender }: PairRef): string => `${endText(receiver)} denies ${endText(sender)}`;

/** Directed pairs: the receiver drops data frames of the sender. EAPOL and management frames pass. */
export class Denylist {
  constructor(
    private readonly caller: FamilyCaller,
    private readonly radios: VirtualRadios,
  ) {}

  /** Rejects with NetlinkError `EEXIST` for a pair that stands there already, `ENODEV` for a radio that is not there. */
  async add(pair: PairRef, options: Cancel = {}): Promise<void> {
    await this.caller.request('denyAdd', pairAttributes(pair), { ...options, target: text(pair) });
  }

  /** Rejects with NetlinkError `ENOENT` for a pair that does not stand there. */
  async remove(pair: PairRef, options: Cancel = {}): Promise<void> {
    await this.caller.request('denyDel', pairAttributes(pair), { ...options, target: text(pair) });
  }

  /** Replaces the whole list in one step: afterwards exactly these pairs are denied, or on an error the old ones. */
  async set(pairs: readonly PairRef[], options: Cancel = {}): Promise<void> {
    const numbers = pairs.length > MANY ? numbersByName(await this.radios.list(options)) : undefined;
    const named = (each: End): End => (typeof each === 'string' ? (numbers?.get(each) ?? each) : each);
    const target = pairs.length === 1 && pairs[0] ? text(pairs[0]) : `${pairs.length} pairs`;
    await this.caller.request('denySet', writePairs(pairs, named), { ...options, target });
  }

  /** The pairs that are denied, with what they did so far. */
  async list(options: Cancel = {}): Promise<Pair[]> {
    const items = await this.caller.dump('denyGet', options);
    return items.map((item) => ({ ...pairOf(item), denied: true }));
  }

  async clear(options: Cancel = {}): Promise<void> {
    await this.caller.request('denyFlush', {}, options);
  }
}

/**
 * The attributes of denySet. A long list names the same radios again and again: each is written once and copied,
 * which takes a fiftieth of the time that the table takes for an object of each pair.
 */
function writePairs(pairs: readonly PairRef[], named: (each: End) => End): Uint8Array {
  const written = (side: 'receiver' | 'sender') => {
    const known = new Map<End, Uint8Array>();
    return (each: End): Uint8Array => {
      let bytes = known.get(each);
      if (!bytes) {
        bytes = encodeTable(PAIR, { [side]: endAttributes(named(each)) });
        known.set(each, bytes);
      }
      return bytes;
    };
  };
  const receiverBytes = written('receiver');
  const senderBytes = written('sender');
  let length = 0;
  for (const { receiver, sender } of pairs)
    length += HEADER + receiverBytes(receiver).length + senderBytes(sender).length;
  const bytes = new Uint8Array(length);
  const view = viewOf(bytes);
  let at = 0;
  for (const { receiver, sender } of pairs) {
    const [one, other] = [receiverBytes(receiver), senderBytes(sender)];
    view.setUint16(at, HEADER + one.length + other.length, LITTLE_ENDIAN);
    view.setUint16(at + 2, PAIR_ID, LITTLE_ENDIAN);
    bytes.set(one, at + HEADER);
    bytes.set(other, at + HEADER + one.length);
    at += HEADER + one.length + other.length;
  }
  return bytes;
}

/** Names that mean one radio; a name that several interfaces have is left to the kernel. */
function numbersByName(radios: readonly VirtualRadio[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const twice = new Set<string>();
  for (const { id, ifname, address } of radios) {
    for (const name of [ifname, address]) {
      if (name === undefined) continue;
      if (numbers.has(name)) twice.add(name);
      numbers.set(name, id);
    }
  }
  for (const name of twice) numbers.delete(name);
  return numbers;
}
