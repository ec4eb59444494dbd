/** A running laboratory as its clients see it, whatever carries it. The command line and the API know only this. */

import type { LinkSettings, VirtualRadioSettings } from '@vwifi/nl80211/vwifi';
import type { Explanation } from '../explain/facts.js';
import type { FleetSpec, PowerAction } from '../fleet/spec.js';
import type { HWSIM_NAMES, Lab, RadioNames } from '../lab/lab.js';
import type { StepEvent } from '../lab/run-plan.js';
import type { LabDescription } from '../lab/service.js';
import type { LabStatus } from '../lab/status.js';
import type { WireSettings, WireStatus } from '../lab/wire-service.js';
import type { Backend, Machine } from '../machine/machine.js';
import type { LabRecord } from '../record/record.js';
import type { SessionLine } from '../session/session.js';

export interface StartOptions {
  readonly name: string;
  readonly backend?: Backend | undefined;
  /** Series, release or variant, as `findKernel` understands it. */
  readonly kernel?: string | undefined;
  readonly time?: 'real' | 'virtual' | undefined;
  readonly seed?: number | undefined;
  /** Guests of the nodes' own. */
  readonly fleet?: FleetSpec | undefined;
  /** Megabytes of each guest. */
  readonly memoryMb?: number | undefined;
  /** A way to the network of the host, for the router that asks for it. */
  readonly uplink?: boolean | undefined;
  /** Files of the host under /tmp, /run and the like that a guest shall see. */
  readonly keep?: readonly string[] | undefined;
  /** Folders of the host that guests may write, as `writableFolders` allows them. */
  readonly writable?: readonly string[] | undefined;
  /** Wall-clock limit for the machine to boot. */
  readonly bootTimeoutMs?: number | undefined;
  /** The laboratory ends with this process, however that ends. */
  readonly lease: boolean;
  readonly onEvent?: ((event: StepEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One line of `testbed ls`. */
export interface RunningLab {
  readonly name: string;
  readonly backend?: string;
  readonly kernel?: string;
  /** Why this backend. */
  readonly why?: string;
  /** Process id of the daemon that carries it. */
  readonly pid?: number;
  /** `up`, `starting`, or why it is of no use any more. */
  readonly state: string;
}

export interface Session extends AsyncDisposable {
  readonly name: string;
  readonly machine: Machine;
  /** Makes a network on the machine. */
  up(
    lab: Lab,
    options?: {
      onEvent?: (event: StepEvent) => void;
      signal?: AbortSignal;
      /** The longest it may take, so that who still waits then says for what. */
      timeoutMs?: number | undefined;
      /** Only what makes the network: no pings, no sample files. */
      brief?: boolean;
      /** What happens is taken down, for {@link records}. */
      record?: boolean;
    },
  ): Promise<LabStatus>;
  /** Prepares a machine without a network: with sample files, or with so many radios and nothing else. */
  bare(options?: {
    module?: string | undefined;
    radios?: number | undefined;
    names?: RadioNames | typeof HWSIM_NAMES | undefined;
    record?: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<LabStatus>;
  status(options?: { ping?: boolean; signal?: AbortSignal }): Promise<LabStatus>;
  /** Kills, pauses, resumes or restarts the guest of a node. */
  power(
    node: string,
    action: PowerAction,
    options?: { onEvent?: (event: StepEvent) => void; signal?: AbortSignal },
  ): Promise<LabStatus>;
  /** The switch between guests; sets what is given, for what a node sends, or for all. */
  wire(settings?: WireSettings & { readonly node?: string | undefined }): Promise<WireStatus>;
  /** Writes what goes through the switch to a file; ends that when none is named. */
  record(file?: string): Promise<WireStatus>;
  /** What has happened until now, in the order in which it did; none where nothing is taken down. */
  records(): Promise<readonly LabRecord[]>;
  /** What was asked of it, as of the last {@link records}, for {@link Sessions.replay}; or why that cannot be had. */
  session(): Promise<{ readonly text: string } | { readonly missing: string }>;
  /** Why a node is not connected, slow, gone. */
  explain(node: string): Promise<Explanation>;
  /** The address of a live page, which opens once. `control`: it may move nodes. */
  view(options: { readonly control: boolean; readonly port?: number | undefined }): Promise<string>;
  /** Takes down something that was done or expected, where anything is taken down. */
  note(
    text: string,
    more?: { readonly node?: string | undefined; readonly ok?: boolean | undefined },
  ): Promise<void>;
  /** Remembers how the laboratory stands, and puts it back to that. */
  mark(): Promise<void>;
  reset(signal?: AbortSignal): Promise<void>;
  /** Changes of the air; each says nodes by name. */
  link(from: string, to: string, settings: LinkSettings): Promise<void>;
  deny(receiver: string, sender: string, denied: boolean): Promise<void>;
  /** Sends a signal to what a node runs. */
  signal(node: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  place(node: string, settings: VirtualRadioSettings): Promise<void>;
  describe(): Promise<LabDescription>;
  /** Does not keep this process alive. */
  unref(): void;
  /** Takes the laboratory down: daemons, machine, files. */
  stop(): Promise<void>;
  /** Lets go of the laboratory; it stays up unless this session holds its lease. */
  close(): Promise<void>;
}

export interface Sessions {
  /**
   * Begins what takes the same time whichever laboratory it will be, for the next {@link start}; disposed of when
   * there was none.
   */
  prepare(): AsyncDisposable;
  /** Boots a machine. When it throws, nothing is left. */
  start(options: StartOptions): Promise<Session>;
  attach(name: string): Promise<Session>;
  /**
   * Makes a laboratory by doing a session again; it ends with this process. `stopped`: it went another way, and so was not
   * done to its end.
   */
  replay(
    lines: readonly SessionLine[],
    options: Pick<StartOptions, 'name' | 'onEvent' | 'signal'>,
  ): Promise<{ readonly session: Session; readonly stopped?: string | undefined }>;
  /** Takes a laboratory down by name, also one whose machine is gone; false when there was none. */
  stop(name: string): Promise<boolean>;
  list(): Promise<readonly RunningLab[]>;
}
