/** From what a laboratory asks for to a machine that runs. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findKernel, type Kernel, kernels } from '@vwifi/kernel';
import { TestbedError } from '../errors.js';
import type { Guard } from '../machine/guard.js';
import type { Backend, Machine } from '../machine/machine.js';

export interface BootOptions {
  readonly backend?: Backend | undefined;
  readonly kernel?: string | undefined;
  readonly time: 'real' | 'virtual';
  readonly keep: readonly string[];
  readonly deadlineMs: number;
}

/** What a machine will be: decided before anything is started. */
export interface Choice {
  readonly backend: Backend;
  /** Undefined for the host's own kernel. */
  readonly kernel?: Kernel;
}

/** uml where its kernel is at hand, else qemu; the newest stock kernel unless one was named. */
export function choose(
  { backend, kernel: wanted, time }: Pick<BootOptions, 'backend' | 'kernel' | 'time'>,
  among: readonly Kernel[] = kernels(),
): Choice {
  if (backend === 'host') {
    if (wanted !== undefined)
      throw new TestbedError('NO_KERNEL', 'backend host runs on this kernel, and takes no other', {
        hint: 'leave --kernel out',
      });
    return { backend };
  }
  const kind = backend === 'uml' ? 'uml' : backend === 'qemu' ? 'stock' : undefined;
  const fits = among.filter(
    (kernel) =>
      (kind === undefined || kernel.kind === kind) && (wanted === undefined || findKernel(wanted, [kernel])),
  );
  const usable = fits.filter((kernel) => wanted !== undefined || kernel.variant !== 'debug');
  const chosen = usable.find((kernel) => kernel.kind === 'uml') ?? preferred(usable);
  if (!chosen) throw noKernel(kind, wanted, among);
  if (time === 'virtual' && chosen.kind !== 'uml')
    throw new TestbedError('NO_VIRTUAL_TIME', `kernel ${chosen.id} cannot run in virtual time`, {
      hint: 'use --backend uml (its kernel: testbed kernel build fast)',
    });
  return { backend: chosen.kind === 'uml' ? 'uml' : 'qemu', kernel: chosen };
}

/** The first kernel this project supports is its reference: it boots fastest and is tested most. */
const preferred = (among: readonly Kernel[]): Kernel | undefined =>
  among.find((kernel) => kernel.release.startsWith('6.1.')) ?? among[0];

function noKernel(
  kind: Kernel['kind'] | undefined,
  wanted: string | undefined,
  among: readonly Kernel[],
): TestbedError {
  const what = `no ${kind === 'uml' ? 'User-Mode Linux ' : ''}kernel${wanted === undefined ? '' : ` ${wanted}`} is at hand`;
  const there = among.length ? ` (there are: ${among.map(({ id }) => id).join(', ')})` : '';
  const get =
    kind === 'uml' ? `testbed kernel build ${wanted ?? 'fast'}` : `testbed kernel fetch ${wanted ?? '6.1'}`;
  return new TestbedError('NO_KERNEL', `${what}${there}`, { hint: `get it: ${get}` });
}

export interface Place {
  /** The laboratory's folder: consoles and logs of the guest go below it. */
  readonly folder: string;
  readonly guard: Guard;
}

/** Boots the machine. */
export async function boot(
  choice: Choice,
  options: BootOptions,
  place: Place,
  signal: AbortSignal,
): Promise<Machine> {
  const { backend, kernel } = choice;
  if (backend === 'host') {
    if (process.getuid?.() !== 0)
      throw new TestbedError('NOT_ROOT', 'backend host needs root: it loads a module into this kernel', {
        hint: 'use --backend qemu, which does not, or sudo',
      });
    const { LocalMachine } = await import('../machine/local.js');
    return new LocalMachine({ guard: place.guard });
  }
  if (!kernel) throw noKernel(undefined, undefined, []);
  const directory = join(place.folder, 'machine');
  await mkdir(directory, { recursive: true });
  const { deadlineMs, keep } = options;
  const { mark } = place.guard;
  if (backend === 'uml')
    throw new TestbedError('NOT_SUPPORTED', 'backend uml is not there yet', { hint: 'use --backend qemu' });
  const { bootQemu } = await import('../guest/qemu.js');
  return bootQemu({ kernel, directory, deadlineMs, signal, mark, keep });
}
