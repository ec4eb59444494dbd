/** What a laboratory asks of a fleet: which guests, and what is in them. Plain data: it crosses sockets. */

/** One guest of a laboratory whose nodes have machines of their own. */
export interface GuestSpec {
  readonly name: string;
  /** Address of its network card, which its first radio has too. */
  readonly mac: string;
  /** Its nodes. A single one has the guest to itself; several have a network namespace each. */
  readonly nodes: readonly string[];
}

/** What connects the guests: a switch in the laboratory's daemon, or a bridge of the host, which needs root. */
export const nets = ['switch', 'bridge'] as const;
export type Net = (typeof nets)[number];

export interface FleetSpec {
  readonly guests: readonly GuestSpec[];
  readonly net: Net;
  /** A bridge of the host that is there already, where the guests do not get one of their own. */
  readonly bridge?: string;
  /** Of the switch's random choices. */
  readonly seed?: number;
}

/** How a guest is. `gone`: it has ended, by a command or by itself. */
export type GuestState = 'booting' | 'running' | 'paused' | 'gone';

export interface GuestReport {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly state: GuestState;
  /** Why it is gone. */
  readonly why: string | null;
  /** Process id; null while there is none. */
  readonly pid: number | null;
  /** What its last boot took. */
  readonly bootMs: number | null;
}

/** What can be done to a guest while the laboratory runs. */
export const powerActions = ['kill', 'pause', 'resume', 'restart'] as const;
export type PowerAction = (typeof powerActions)[number];
