import type { Gate } from './gated.js';
import type { GuestKernel } from './kernel.js';

/** What every kind of guest is booted with. */
export interface GuestOptions {
  readonly kernel: GuestKernel;
  /** Existing folder of this guest alone: console, logs. */
  readonly directory: string;
  readonly hostname?: string | undefined;
  readonly memoryMb?: number | undefined;
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Marks the process for the owner's guard. */
  readonly mark?: string | undefined;
  /** Files and folders of the host under /tmp, /run and the like that the guest shall see. */
  readonly keep?: readonly string[] | undefined;
  /** Folders of the host that the guest may write, as {@link writableFolders} allows them. */
  readonly writable?: readonly string[] | undefined;
  /** Descriptors that the guest's process inherits, as its own 4, 5 and on. */
  readonly descriptors?: readonly number[] | undefined;
  /** When the guest takes what the host says to it; left out: at once. */
  readonly gate?: Gate | undefined;
  /** Called when the guest's process has ended, whatever became of it. */
  readonly ended?: (() => void) | undefined;
  /** More words for the kernel. */
  readonly kernelParameters?: readonly string[] | undefined;
}
