/** Opportunistic wireless encryption over the curve P-256 (RFC 8110): keys without a passphrase. */
import { createECDH, createHash, hkdfSync } from 'node:crypto';

const CURVE = 'prime256v1';
const GROUP = 19;
const OCTETS = 32;
/** Of the element: Diffie-Hellman parameter. */
export const DH_PARAMETER = 32;

export interface OweKeys {
  /** What the answer carries: the group and our public key. */
  readonly answer: Uint8Array;
  readonly pmk: Uint8Array;
  readonly pmkid: Uint8Array;
}

/**
 * What follows from a station's element, its group and the x coordinate of its public key. 'group': one that is not
 * known here (status 77); undefined: no point of the curve.
 */
export function oweKeys(said: Uint8Array): OweKeys | 'group' | undefined {
  if (((said[0] ?? 0) | ((said[1] ?? 0) << 8)) !== GROUP) return 'group';
  const theirs = said.subarray(2);
  if (theirs.length !== OCTETS) return undefined;
  const pair = createECDH(CURVE);
  const ours = pair.generateKeys().subarray(1, 1 + OCTETS);
  let secret: Buffer;
  try {
    // Of the two points with this coordinate either gives the same secret.
    secret = pair.computeSecret(Buffer.concat([Uint8Array.of(2), theirs]));
  } catch {
    return undefined;
  }
  const group = Uint8Array.of(GROUP, 0);
  const salt = Buffer.concat([theirs, ours, group]);
  return {
    answer: Buffer.concat([group, ours]),
    pmk: new Uint8Array(hkdfSync('sha256', secret, salt, 'OWE Key Generation', OCTETS)),
    pmkid: createHash('sha256').update(theirs).update(ours).digest().subarray(0, 16),
  };
}
