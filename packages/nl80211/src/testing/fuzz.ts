import { Elements } from '../elements/elements.js';
import { buildManagementFrame, parseManagementFrame } from '../elements/management.js';
import { decodeFamilyMessage } from '../genl/family.js';
import { nlctrl } from '../genl/nlctrl.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { vwifi } from '../spec/vwifi.js';
import { DecodeError } from '../wire/errors.js';
import { joinMessage, splitMessages } from '../wire/message.js';
import { generateBytes, type Random } from './generate.js';

/** A small generator with a seed (mulberry32): the same seed makes the same messages. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const GETTERS = Object.entries(Object.getOwnPropertyDescriptors(Elements.prototype))
  .filter(([, { get }]) => get !== undefined)
  .map(([name]) => name as keyof Elements);

/** Lazily read parts are read, too. */
function touch(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > 8) return;
  if (value instanceof Elements) {
    for (const name of GETTERS) void value[name];
    return;
  }
  for (const inner of Object.values(value)) touch(inner, depth + 1);
}

const SPECS = [nl80211, nl80211, nl80211, vwifi, nlctrl] as const;

function framed(random: Random, payload: Uint8Array): Uint8Array {
  return joinMessage({ type: 16 + random(32), flags: random(0x400), sequence: random(9), payload });
}

/** A sound message of random attributes. */
function sound(random: Random): Uint8Array {
  const { message } = SPECS[random(SPECS.length)] ?? nl80211;
  return framed(random, Uint8Array.from([random(160), 1, 0, 0, ...generateBytes(message, random)]));
}

/** Noise; sound framing around noise; sound messages and real ones, with octets changed or cut off. */
function datagram(random: Random, originals: readonly Uint8Array[]): Uint8Array {
  const kind = random(4);
  if (kind < 2) {
    const noise = new Uint8Array(random(100));
    for (let i = 0; i < noise.length; i++) noise[i] = random(256);
    return kind === 0 ? noise : framed(random, noise);
  }
  const bytes = (originals[random(originals.length)] ?? new Uint8Array()).slice();
  for (let i = random(8); i > 0 && bytes.length > 0; i--) bytes[random(bytes.length)] = random(256);
  return random(3) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : bytes;
}

/**
 * Reads so many random datagrams, as a socket's and as management frames; returns how many messages were in them. Throws
 * whatever is thrown that is no DecodeError.
 */
export function fuzz(count: number, random: Random, real: readonly Uint8Array[]): number {
  let messages = 0;
  // Making a sound message takes longer than reading one: each is changed in many ways.
  const made = Array.from({ length: Math.ceil(count / 50) }, () => sound(random));
  const originals = [...made, ...real];
  for (let i = 0; i < count; i++) {
    const bytes = datagram(random, originals);
    try {
      for (const { payload } of splitMessages(bytes)) {
        messages++;
        touch(
          decodeFamilyMessage((SPECS[i % SPECS.length] ?? nl80211) as typeof nl80211, payload).attributes,
        );
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    const frame = parseManagementFrame(bytes);
    if (frame) {
      touch(frame);
      buildManagementFrame(frame);
    }
  }
  return messages;
}
