/** What a trace is: a folder of these files, and the same as one file, `trace.zip`. */

import { SESSION_FILE } from '../session/session.js';

export const TRACE_FILE = 'trace.zip';

/** The files of a trace that are read again; logs and configurations of nodes lie beside them in `nodes/`. */
export const FILES = {
  manifest: 'trace.json',
  laboratory: 'laboratory.json',
  status: 'status.json',
  explained: 'explained.json',
  records: 'records.jsonl',
  /** What was asked of it, where its time was virtual: what `testbed replay` does again. */
  session: SESSION_FILE,
  frames: 'frames.pcapng',
  /** As Wireshark keeps them in its configuration folder. */
  keys: '80211_keys',
} as const;

export interface TraceManifest {
  readonly format: 1;
  readonly lab: string;
  /** Of the wall clock, ISO 8601. */
  readonly savedAt: string;
  /** What was run, or judged; left out where it was saved because somebody asked for it. */
  readonly command?: unknown;
  /** The command line that does it again, where there is one. */
  readonly repeat?: string;
  readonly seed?: number;
  readonly time: 'real' | 'virtual';
  /** Why it cannot be done again. */
  readonly noSession?: string;
  /** testbed, node, kernel, hostapd, wpa_supplicant. */
  readonly versions: Readonly<Record<string, string>>;
  /** How to read sealed frames of frames.pcapng; left out where no key is known. */
  readonly decrypt?: string;
  /** What could not be had, and why. */
  readonly missing?: readonly string[];
}
