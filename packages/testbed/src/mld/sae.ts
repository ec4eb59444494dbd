/**
 * Simultaneous authentication of equals, hash to element, over the curve P-256 (IEEE Std 802.11-2020, 12.4): what one side
 * says, what it makes of the other's words, and the keys that follow. A multi-link device is known by its own address.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { p256, p256_hasher } from '@noble/curves/nist.js';

const { Point } = p256;
type Point = InstanceType<typeof Point>;
const ORDER: bigint = Point.Fn.ORDER;
const PRIME: bigint = Point.Fp.ORDER;

/** Of the group in the register of IKE. */
export const GROUP = 19;
const OCTETS = 32;
/** A third more than a number of the field, so that the remainder is near enough to even (12.4.4.2.3). */
const WIDE = 48;
const CONFIRM_OCTETS = 2 + OCTETS;
export const COMMIT_OCTETS: number = 2 + 3 * OCTETS;

const number = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex') || '0'}`);
const octets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * OCTETS, '0'), 'hex');
const hmac = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHmac('sha256', key)).digest();
const le16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);
const coordinates = (point: Point): Buffer => {
  const { x, y } = point.toAffine();
  return Buffer.concat([octets(x), octets(y)]);
};

/** Two blocks of the KDF of 12.7.1.7.2. */
function derived(seed: Uint8Array, context: Uint8Array): { kck: Buffer; pmk: Buffer } {
  const bits = le16(16 * OCTETS);
  const block = (counter: number) => hmac(seed, le16(counter), 'SAE KCK and PMK', context, bits);
  return { kck: block(1), pmk: block(2) };
}

/** The secret element of a network and its passphrase: made once, for all who come (12.4.4.2.3). */
export function secretElement(ssid: Uint8Array, passphrase: string): Point {
  const seed = hmac(ssid, passphrase);
  const mapped = ['u1 P1', 'u2 P2'].map((name) => {
    // The seed is extracted already: to expand it is to begin behind that.
    const wide = expanded(seed, `SAE Hash to Element ${name}`, WIDE);
    const { x, y } = p256_hasher.mapToCurve([number(wide) % PRIME]).toAffine();
    return Point.fromAffine({ x, y });
  });
  return (mapped[0] as Point).add(mapped[1] as Point);
}

/** HKDF-Expand of RFC 5869. */
function expanded(key: Uint8Array, info: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 1; blocks.length * OCTETS < length; i++)
    blocks.push(hmac(key, blocks.at(-1) ?? '', info, Uint8Array.of(i)));
  return Buffer.concat(blocks).subarray(0, length);
}

/** The element of two who meet, by their addresses. */
export function passwordElement(secret: Point, one: Uint8Array, other: Uint8Array): Point {
  const both = Buffer.compare(one, other) > 0 ? [one, other] : [other, one];
  const value = hmac(new Uint8Array(OCTETS), ...both);
  return secret.multiply((number(value) % (ORDER - 1n)) + 1n);
}

const randomScalar = (): bigint => (number(randomBytes(WIDE)) % (ORDER - 2n)) + 2n;

interface Commit {
  readonly scalar: bigint;
  readonly element: Point;
}

/** undefined: of another group, cut off, or no element of this one (12.4.5.4). */
function readCommit(body: Uint8Array): Commit | undefined {
  if (body.length < COMMIT_OCTETS || ((body[0] ?? 0) | ((body[1] ?? 0) << 8)) !== GROUP) return undefined;
  const [scalar, x, y] = [0, 1, 2].map((n) => number(body.subarray(2 + n * OCTETS, 2 + (n + 1) * OCTETS)));
  if (scalar === undefined || x === undefined || y === undefined) return undefined;
  if (scalar <= 1n || scalar >= ORDER) return undefined;
  try {
    const element = Point.fromAffine({ x, y });
    element.assertValidity();
    return { scalar, element };
  } catch {
    return undefined;
  }
}

const written = ({ scalar, element }: Commit): Buffer =>
  Buffer.concat([octets(scalar), coordinates(element)]);

/** One exchange with one station. */
export class Sae {
  /** The body of our commit: group, scalar, element. */
  readonly commit: Uint8Array;
  private readonly ours: Commit;
  private readonly random = randomScalar();
  private theirs: Commit | undefined;
  private kck: Buffer | undefined;
  /** Agreed upon as soon as the other's commit was heard; worth nothing before its confirm. */
  pmk: Uint8Array | undefined;
  pmkid: Uint8Array | undefined;
  private readonly element: Point;

  /** @param own @param peer addresses, of six octets */
  constructor(secret: Point, own: Uint8Array, peer: Uint8Array) {
    this.element = passwordElement(secret, own, peer);
    const mask = randomScalar();
    this.ours = {
      scalar: (this.random + mask) % ORDER,
      element: this.element.multiply(mask).negate(),
    };
    this.commit = Buffer.concat([le16(GROUP), written(this.ours)]);
  }

  /** Takes the other's commit: false when it is none. */
  hear(body: Uint8Array): boolean {
    const theirs = readCommit(body);
    // Who sends our own words back knows nothing.
    if (!theirs || written(theirs).equals(written(this.ours))) return false;
    const shared = this.element.multiply(theirs.scalar).add(theirs.element).multiply(this.random);
    if (shared.is0()) return false;
    const seed = hmac(new Uint8Array(OCTETS), octets(shared.toAffine().x));
    const context = octets((this.ours.scalar + theirs.scalar) % ORDER);
    const { kck, pmk } = derived(seed, context);
    this.theirs = theirs;
    this.kck = kck;
    this.pmk = pmk;
    this.pmkid = context.subarray(0, 16);
    return true;
  }

  /** The body of our confirm. Throws before the other's commit was heard. */
  confirm(counter: number): Uint8Array {
    const { kck, theirs } = this.agreed();
    return Buffer.concat([le16(counter), hmac(kck, le16(counter), written(this.ours), written(theirs))]);
  }

  /** Whether the other's confirm says that it knows the passphrase. */
  confirms(body: Uint8Array): boolean {
    const { kck, theirs } = this.agreed();
    if (body.length < CONFIRM_OCTETS) return false;
    const made = hmac(kck, body.subarray(0, 2), written(theirs), written(this.ours));
    return timingSafeEqual(made, body.subarray(2, CONFIRM_OCTETS));
  }

  private agreed(): { kck: Buffer; theirs: Commit } {
    const { kck, theirs } = this;
    if (!kck || !theirs) throw new Error('SAE: no commit was heard');
    return { kck, theirs };
  }
}
