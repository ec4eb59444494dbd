/**
 * What happens in a laboratory, as one stream: each thing is a record, and whoever wants to know what happened reads
 * records: `explain`, a trace, a page. Nobody else reads logs.
 *
 * A record is plain data, one line of JSON of `records.jsonl`. Its text may come from the air or from a guest's root:
 * whoever shows it shows it as text.
 */

interface Base {
  /** 1, 2, 3: in the order in which they were taken down; the order in time is that of `us`. */
  readonly id: number;
  /**
   * Microseconds of the machine's own time (CLOCK_MONOTONIC) when it happened; of several machines those of the first.
   * A line of a daemon is as exact as its clock, one of the kernel as the kernel's log, which is some milliseconds.
   */
  readonly us: number;
  /** The node where it happened; left out where it is nobody's, or not known. */
  readonly node?: string;
  /** The record that it follows from, where that is known. */
  readonly cause?: number;
}

/** An event of nl80211, in the namespace of a node or in the machine's own. */
export interface Nl80211Record extends Base {
  readonly kind: 'nl80211';
  /** newScanResults, connect, delStation: the event's command. */
  readonly event: string;
  /** Its attributes, octets in hexadecimal; long ones are cut. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The medium was changed: an event of the family `vwifi` (radios, pairs, defaults). */
export interface MediumRecord extends Base {
  readonly kind: 'medium';
  readonly event: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A line of hostapd or wpa_supplicant. */
export interface DaemonRecord extends Base {
  readonly kind: 'daemon';
  readonly program: 'hostapd' | 'wpa_supplicant';
  /** Without its time. */
  readonly text: string;
  /** The event that the line is: CTRL-EVENT-CONNECTED, AP-STA-CONNECTED. */
  readonly event?: string;
  /** Every key=value of an event. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A line of the kernel's log. */
export interface KernelRecord extends Base {
  readonly kind: 'kernel';
  readonly text: string;
}

/** A frame of the air, as the one who sent it had it: management frames but beacons, and EAPOL. */
export interface FrameRecord extends Base {
  readonly kind: 'frame';
  /** 'authentication', 'QoS data': by type and subtype. */
  readonly frame: string;
  readonly from?: string;
  readonly to?: string;
  readonly frequencyMhz?: number;
  /** What the medium did: how often it was repeated, and whether it was acknowledged; group frames are not. */
  readonly retries?: number;
  readonly acknowledged?: boolean;
  /** The body is sealed. */
  readonly sealed: boolean;
  /** Octets of the frame on the air. */
  readonly bytes: number;
  /** The frame from its first octet on, in hexadecimal; the first {@link FRAME_OCTETS} of it. */
  readonly octets: string;
}

/** How a node (an access point) hears a peer, and the rates between them: as last looked at, where that has changed. */
export interface StationRecord extends Base {
  readonly kind: 'station';
  /** Its address. */
  readonly peer: string;
  readonly signalDbm?: number;
  /** What the node sends to it with, and it to the node. */
  readonly toMbps?: number;
  readonly fromMbps?: number;
}

/** A step of the making of the laboratory. */
export interface StepRecord extends Base {
  readonly kind: 'step';
  readonly step: string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
}

/** Something was done to the laboratory: a moment of its time line, a change of the air, a power button. */
export interface DeedRecord extends Base {
  readonly kind: 'deed';
  readonly text: string;
  /** It was expected, and whether it was so. */
  readonly ok?: boolean;
}

/** A command that a client ran in it. */
export interface CommandRecord extends Base {
  readonly kind: 'command';
  readonly argv: readonly string[];
  /** 0 to 255; left out while it runs. */
  readonly status?: number;
  /** When it ended. */
  readonly endUs?: number;
  /** The first {@link OUTPUT_OCTETS} of what it printed, both streams as they came. */
  readonly output: string;
}

/** Something was not recorded, and why. */
export interface GapRecord extends Base {
  readonly kind: 'gap';
  readonly text: string;
}

export type LabRecord =
  | Nl80211Record
  | MediumRecord
  | DaemonRecord
  | KernelRecord
  | FrameRecord
  | StationRecord
  | StepRecord
  | DeedRecord
  | CommandRecord
  | GapRecord;

/** A record that has no number yet. */
export type NewRecord = LabRecord extends infer R ? (R extends LabRecord ? Omit<R, 'id'> : never) : never;

export type RecordKind = LabRecord['kind'];

export const FRAME_OCTETS = 512;
export const OUTPUT_OCTETS = 4096;

/** The records of a text of lines; what is no record (a line that was cut off) is left out. */
export function parseRecords(text: string): LabRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value = JSON.parse(line) as LabRecord | null;
      return value && typeof value === 'object' && typeof value.us === 'number' ? [value] : [];
    } catch {
      return [];
    }
  });
}

/** In the order in which things happened. */
export const inTime = (records: readonly LabRecord[]): LabRecord[] =>
  [...records].sort((one, other) => one.us - other.us || one.id - other.id);
