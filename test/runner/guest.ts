/** A booted kernel of the matrix, and all that it has said so far. */
import type { Machine } from '@vwifi/testbed';
import type { KernelName } from '../lib/scenario.js';

export interface Guest {
  readonly kernel: KernelName;
  readonly machine: Machine;
  /** The driver's file as the guest sees it. */
  readonly module: string | undefined;
  /** The names of those that were started in it, in order. */
  readonly scenarios: string[];
  /** Everything on the console since the boot. */
  console(): Promise<string>;
  /** Ends it, with everything that is in it. */
  close(): Promise<void>;
}

/** Boots a kernel of the matrix; a fake stands in for it in the runner's own tests. */
export type Boot = (kernel: KernelName) => Promise<Guest>;
