/**
 * A machine: where a laboratory's commands run and its sockets open. This kernel (`host`), or a guest
 * (`qemu`, `uml`) reached through its agent; everything above cannot tell which.
 */
import type { NetlinkSocketFactory } from '@vwifi/nl80211';

export type Backend = 'uml' | 'qemu' | 'host';

export interface RunOptions {
  /** Network namespace by name (as `ip netns` knows it); the machine's own when left out. */
  readonly netns?: string;
  readonly cwd?: string;
  /** Added to the machine's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Allocate a terminal of this size, with job control; stdout and stderr become one stream. */
  readonly tty?: { readonly columns: number; readonly rows: number };
}

export interface ExitStatus {
  /** 0 to 255; 128 + the signal's number when a signal ended it, as a shell says. */
  readonly status: number;
  readonly signal?: string;
}

/** A running process of a machine. Output that comes before the first listener is kept for it. */
export interface MachineProcess {
  readonly pid: number;
  onOutput(listener: (stream: 'stdout' | 'stderr', data: Uint8Array) => void): void;
  write(data: Uint8Array): void;
  endInput(): void;
  /** Sent to the whole process group. */
  kill(signal?: NodeJS.Signals): void;
  resize(columns: number, rows: number): void;
  readonly exited: Promise<ExitStatus>;
}

export interface ExecOptions extends RunOptions {
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Wall-clock limit; the process group is killed and the call rejects. */
  readonly timeoutMs?: number;
}

export interface ExecResult extends ExitStatus {
  readonly stdout: string;
  readonly stderr: string;
}

/** A connected Unix datagram socket (the control interface of hostapd and wpa_supplicant). */
export interface DatagramSocket extends AsyncDisposable {
  send(data: Uint8Array): Promise<void>;
  listen(listener: (data: Uint8Array) => void): void;
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

export interface Machine extends AsyncDisposable {
  readonly backend: Backend;
  /** Kernel release, as `uname -r` prints it. */
  readonly kernel: string;
  /** Starts a process and returns when it runs. Rejects with ENOENT and the like, naming the command. */
  spawn(argv: readonly string[], options?: RunOptions): Promise<MachineProcess>;
  /** Runs a command to its end and collects its output. A status other than 0 is a result, not an error. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  readFile(path: string): Promise<Uint8Array>;
  /** Writes a file, making its folders. */
  writeFile(path: string, data: string | Uint8Array, mode?: number): Promise<void>;
  readonly openNetlink: NetlinkSocketFactory;
  openDatagram(path: string): Promise<DatagramSocket>;
  /** New lines of the kernel log since the last call (or since boot). */
  kernelLog(): Promise<readonly string[]>;
  /** Resolves when the machine ends without having been asked to, with the reason in words. */
  readonly lost: Promise<string>;
  /** Ends the machine and everything in it. Idempotent. */
  close(): Promise<void>;
}
