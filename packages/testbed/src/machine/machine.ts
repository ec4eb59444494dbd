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
  /**
   * Somebody waits for its end: time that is held passes until then, `at once` or from the end of its input on (what
   * waits for input would be idle meanwhile). `exec` is awaited after its input, a process on a terminal at once.
   */
  readonly awaited?: 'at once' | 'after input';
  /** It sees the host's files as they are now, where the machine remembers what it has read of them (QEMU). */
  readonly anew?: boolean;
}

export interface ExitStatus {
  /** 0 to 255; 128 + the signal's number when a signal ended it, as a shell says. */
  readonly status: number;
  readonly signal?: string;
}

/** Takes output as it comes. The process is held back while a returned promise is pending. */
export type OutputListener = (stream: 'stdout' | 'stderr', data: Uint8Array) => void | Promise<void>;

/**
 * A running process of a machine. Output that comes before the listener is kept for it; a process that nobody
 * listens to is held back once its pipe is full.
 */
export interface MachineProcess {
  readonly pid: number;
  onOutput(listener: OutputListener): void;
  /** Resolves when the data was taken on its way; never rejects: a process that has ended swallows it. */
  write(data: Uint8Array): Promise<void>;
  endInput(): void;
  /** Sent to the whole process group (on a terminal: to its foreground group too). */
  kill(signal?: NodeJS.Signals): void;
  resize(columns: number, rows: number): void;
  /** After the last output was handed to the listener. Rejects when the machine was lost meanwhile. */
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
  /** The one listener; what came before it is kept for it. */
  listen(listener: (data: Uint8Array) => void): void;
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Which machine is meant where a laboratory has several: the one with this node's network namespace. */
export interface Place {
  readonly netns?: string | undefined;
}

/**
 * What {@link Machine.watch} listens to: groups of generic netlink by their numbers, an interface's packets, or the answers to a
 * datagram of generic netlink (in hexadecimal) that the machine sends again and again in its own time, at once for the first time.
 */
export type Watched = Place &
  (
    | { readonly groups: readonly number[] }
    | { readonly packetsOf: string; readonly ethertype: number }
    | { readonly asked: string; readonly everyMs: number }
  );

/** Takes what was heard, and when: microseconds of the machine's own time. Without data: something was missed. */
export type WatchListener = (us: number, data: Uint8Array | undefined) => void;

/** The machine's own time, which is not the caller's when the machine runs in virtual time. */
export interface MachineClock {
  /** Idle time is skipped: a second of sleep costs next to nothing outside. */
  readonly virtual: boolean;
  /** Milliseconds since the machine's start (CLOCK_MONOTONIC), with fractions. */
  now(): Promise<number>;
  /** Waits in the machine's time, which passes meanwhile even while it is held. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * Stops time, or lets it go on; only where time is virtual. Free time runs ahead whenever the machine is idle, by
   * days while its caller thinks. Held, it passes only within {@link sleep} and while something runs that is awaited
   * (see {@link RunOptions.awaited}), so that a scenario told step by step has the same time line every time.
   */
  hold?(held: boolean): Promise<void>;
}

export interface Machine extends AsyncDisposable {
  readonly backend: Backend;
  /** Why a hostile root in a guest could change something of its host, where that is so. */
  readonly weakness?: string | undefined;
  /** Kernel release, as `uname -r` prints it. */
  readonly kernel: string;
  /** How a kernel that is a process runs its programs. */
  readonly userSpace?: 'seccomp' | 'ptrace' | undefined;
  readonly clock: MachineClock;
  /** Starts a process and returns when it runs. Rejects with ENOENT and the like, naming the command. */
  spawn(argv: readonly string[], options?: RunOptions): Promise<MachineProcess>;
  /** Runs a command to its end and collects its output. A status other than 0 is a result, not an error. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  readFile(path: string, place?: Place): Promise<Uint8Array>;
  /** Writes a file, making its folders. */
  writeFile(path: string, data: string | Uint8Array, mode?: number, place?: Place): Promise<void>;
  readonly openNetlink: NetlinkSocketFactory;
  openDatagram(path: string, place?: Place): Promise<DatagramSocket>;
  /** Listens until the signal, or until the machine ends; resolves when it does. */
  watch(what: Watched, listener: WatchListener, signal: AbortSignal): Promise<void>;
  /** What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in microseconds. */
  wallUs(place?: Place): Promise<number>;
  /** New lines of the kernel log since the last call (or since boot), as `dmesg` prints them. */
  kernelLog(place?: Place): Promise<readonly string[]>;
  /** Hands over every line of the kernel log, from the oldest kept one on, until the signal is given. */
  followKernelLog(listener: (line: string) => void, signal: AbortSignal, place?: Place): Promise<void>;
  /**
   * Remembers a command that undoes something outside of processes (removes a namespace, unloads a module). It
   * runs when the machine is closed, or when its owner is killed; the last one first. A guest has no need of it:
   * all it holds ends with its kernel.
   */
  undoOnEnd(argv: readonly string[]): Promise<void>;
  /** Resolves when the machine ends without having been asked to, with the reason in words. */
  readonly lost: Promise<string>;
  /** Ends the machine and everything in it. Idempotent. */
  close(): Promise<void>;
}
