/**
 * The seam between a laboratory and the daemon that carries it. The daemon (`daemon/`) owns the process, the
 * socket, the leases and the machine; the laboratory (`lab/`) makes networks on that machine. The daemon's
 * entry calls `labService(host)` once and serves its methods beside the machine's own.
 */
import type { Machine } from '../machine/machine.js';

/** What the daemon gives to the laboratory it carries. */
export interface LabHost {
  /** This laboratory's folder on the host, for its user only: configuration and logs go there. The daemon removes it. */
  readonly folder: string;
  /** The booted machine. */
  readonly machine: Machine;
}

export interface LabCall {
  /** Sends a progress value to the caller. */
  readonly onProgress: (value: unknown) => void;
  /** Given when the caller gave up or went away. */
  readonly signal: AbortSignal;
}

/** A method that clients call: plain data in, plain data out. */
export type LabMethod = (args: never, call: LabCall) => Promise<unknown>;

export interface LabService {
  /** `lab.up`, `lab.status`, `lab.ping` and on, by name. */
  readonly methods: Readonly<Record<string, LabMethod>>;
  /** Ends hostapd, wpa_supplicant and what else the laboratory holds. The machine is closed by the daemon afterwards. */
  close(): Promise<void>;
}
