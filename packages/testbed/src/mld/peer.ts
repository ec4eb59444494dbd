/** A station of an access point with several links: how far it has come. */
import type { Authenticator } from './authenticator.js';
import type { Sae } from './sae.js';

/** Who has authenticated, or begins to: by the address that it sends from. */
export interface Newcomer {
  /** What it is known by: its device's address, where it has links. */
  readonly address: string;
  readonly mld: boolean;
  readonly sae?: Sae;
  /** Its commit, to tell a repetition from a new beginning. */
  readonly commit?: Uint8Array;
  /** Agreed upon with {@link sae}, and proven. */
  proven?: boolean;
}

export interface Peer {
  /** Its device's address, where it has links. */
  readonly address: string;
  readonly aid: number;
  readonly mld: boolean;
  /** The link it came over, and the addresses of all of its links. */
  readonly first: number;
  readonly links: ReadonlyMap<number, string>;
  readonly akm: 'SAE' | 'OWE' | undefined;
  authenticator?: Authenticator;
  /** Repeats what was not answered. */
  timer?: NodeJS.Timeout | undefined;
  authorized: boolean;
  /** A question whether it is still there: its number. */
  query?: { readonly id: number; timer: NodeJS.Timeout | undefined } | undefined;
}

/** Who has which addresses: the access point, and who is there. */
interface Taken {
  readonly mac: string;
  readonly links: readonly { readonly mac: string }[];
  readonly peers: ReadonlyMap<string, Peer>;
}

/** Whether one may be known by this address, with these links: nobody else is, and each is of one station. */
export function isFree(
  address: string,
  links: ReadonlyMap<number, string>,
  { mac, links: own, peers }: Taken,
): boolean {
  const its = [...links.values()];
  const group = [address, ...its].some((each) => (Number.parseInt(each.slice(0, 2), 16) & 1) !== 0);
  if (group || new Set(its).size < its.length) return false;
  const taken = new Set([mac, ...own.map((each) => each.mac)]);
  for (const peer of peers.values())
    if (peer.address !== address) for (const each of [peer.address, ...peer.links.values()]) taken.add(each);
  return ![address, ...its].some((each) => taken.has(each));
}
