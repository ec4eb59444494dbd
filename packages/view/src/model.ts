/**
 * What the page shows: plain data, made by whoever has a trace or a laboratory that is up. Any text of it may come from
 * the air or from a guest: the page shows it as text and as nothing else.
 */

export interface PageData {
  readonly format: 1;
  /** The laboratory's name. */
  readonly lab: string;
  /** Name and value: versions, seed, the command that repeats it. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly nodes: readonly PageNode[];
  /** In the order in which they happened. */
  readonly records: readonly PageRecord[];
  readonly verdicts: readonly PageVerdict[];
  readonly series: readonly PageSeries[];
}

export interface PageNode {
  readonly name: string;
  /** ap, station, router. */
  readonly kind: string;
  /** In a few words: its network, its channel. */
  readonly about: string;
}

/** How it is shown: as usual, as what was hoped for, as what is worth a look, as what went wrong. */
export type Tone = 'good' | 'odd' | 'bad';

export interface PageRecord {
  readonly id: number;
  /** Microseconds of the laboratory's time. */
  readonly us: number;
  readonly kind: PageKind;
  /** What it means, in a few words. */
  readonly text: string;
  /** Index of the node where it happened; left out: the laboratory. */
  readonly node?: number;
  /** Of a frame: the node that it is for; -1: for all. */
  readonly to?: number;
  readonly tone?: Tone;
  /** When it ended, where it took a while. */
  readonly endUs?: number;
  /** The record that it follows from. */
  readonly cause?: number;
  /** What else is known of it: a {@link PageDetail} as JSON, which is read when somebody looks at it. */
  readonly detail?: string;
}

export interface PageDetail {
  /** Name and value. */
  readonly more?: readonly (readonly [name: string, value: string])[];
  /** Of a frame, in hexadecimal, from its first octet on. */
  readonly octets?: string;
  readonly fields?: readonly PageField[];
}

export const KINDS = [
  ...(['frame', 'daemon', 'nl80211', 'medium', 'kernel', 'step', 'deed', 'command', 'gap'] as const),
] as const;
export type PageKind = (typeof KINDS)[number];

/** A field of a frame and where its octets are. */
export type PageField = readonly [name: string, value: string, at: number, length: number];

/** Why a node is as it is. */
export interface PageVerdict {
  readonly node: string;
  readonly cause: string;
  readonly text: string;
  readonly remedy: string;
  /** What shows it; `record` is a record's id. */
  readonly evidence: readonly { readonly text: string; readonly record?: number }[];
}

/** A value over time. */
export interface PageSeries {
  /** Index of the node that it is about. */
  readonly node: number;
  /** 'sta1 heard by ap'. */
  readonly name: string;
  readonly unit: 'dBm' | 'Mbit/s';
  /** Microseconds and value, in order of time. */
  readonly points: readonly (readonly [us: number, value: number])[];
}

/** What a page carries that is live: the word with which it asks for more. */
export interface PageLive {
  readonly format: 1;
  readonly live: string;
}

/** All until now. `control`: the page may do things. */
export interface PageStart extends PageData {
  readonly control: boolean;
}

/** What a live page is told, one after the other: first all until now, then what comes. */
export interface PageUpdate {
  readonly start?: PageStart;
  readonly records?: readonly PageRecord[];
  /** New points, of lines that may be there. */
  readonly series?: readonly PageSeries[];
  readonly now?: PageNow;
}

/** How it stands. */
export interface PageNow {
  /** In the order of the nodes. */
  readonly nodes: readonly PageNodeNow[];
  readonly hearing: readonly PageHearing[];
}

export interface PageNodeNow {
  readonly connected: boolean;
  /** In a few words: its network, its address. */
  readonly about: string;
  /** In metres; left out where it stands nowhere. */
  readonly at?: readonly [x: number, y: number, z: number];
}

/** A node hears another one; both by index. */
export interface PageHearing {
  readonly by: number;
  readonly from: number;
  readonly signalDbm?: number;
  /** They have a connection. */
  readonly joined: boolean;
  /** What `by` sends to the other with. */
  readonly rateMbps?: number;
  /** What went between them in the last second, Mbit/s. */
  readonly mbps?: number;
}
