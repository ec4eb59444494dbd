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
  query?: { readonly id: number; readonly timer: NodeJS.Timeout } | undefined;
}
