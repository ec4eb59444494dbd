/** The command line's words, made into a run. */
import { DRIVER_NAMES, type DriverName } from '../lib/context.js';
import { KERNEL_NAMES, type KernelName, USUAL_KERNELS } from '../lib/scenario.js';
import { boot } from './boot.js';
import { type Counts, runScenarios } from './run.js';

export interface MatrixOptions {
  readonly only?: readonly string[] | undefined;
  readonly kernels?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
  /** Every row whole, also what `npm test` leaves out. */
  readonly matrix?: boolean | undefined;
  readonly parts: { readonly guest: boolean; readonly host: boolean };
  readonly driver: string;
  readonly lanes: number;
  readonly results: string;
  readonly keep?: boolean | undefined;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export async function runMatrix(options: MatrixOptions): Promise<Counts> {
  const { only = [], parts, driver, all = false, matrix = false } = options;
  const named =
    options.kernels ?? USUAL_KERNELS.filter((name) => (name === 'host' ? parts.host : parts.guest));
  const unknown = named.find((name) => !isKernelName(name));
  if (unknown) throw new Error(`no kernel ${unknown}: one of ${KERNEL_NAMES.join(', ')}`);
  if (!(DRIVER_NAMES as readonly string[]).includes(driver)) throw new Error(`no driver ${driver}`);
  const kernels = named.filter(isKernelName);
  // Who names anything wants to see just that.
  const daily = !matrix && !all && options.kernels === undefined && only.length === 0;
  return runScenarios({ ...options, only, all, daily, kernels, driver: driver as DriverName, boot });
}

const isKernelName = (name: string): name is KernelName => (KERNEL_NAMES as readonly string[]).includes(name);
