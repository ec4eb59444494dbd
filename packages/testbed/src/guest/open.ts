/** Any kind of machine, by what a laboratory asks for. */
import { join } from 'node:path';
import { findKernel, findModule, isForChecks, type Kernel, kernels } from '@vwifi/kernel';
import { TestbedError } from '../errors.js';
import type { Guard } from '../machine/guard.js';
import { LocalMachine } from '../machine/local.js';
import type { Backend, Machine } from '../machine/machine.js';
import type { GuestOptions } from './options.js';

export interface MachineWish {
  readonly backend?: Backend | undefined;
  /** An id, a release, a series (`6.1`), `fast` or `debug`. */
  readonly kernel?: string | undefined;
  readonly time?: 'real' | 'virtual' | undefined;
}

export interface MachineChoice {
  readonly backend: Backend;
  /** None on the host: its own. */
  readonly kernel?: Kernel;
  /** Why this one, in words. */
  readonly why: string;
}

export interface OpenMachineOptions extends MachineWish, Omit<GuestOptions, 'kernel' | 'directory' | 'mark'> {
  /** The machine gets a folder `machine` in it, or the one that is named. */
  readonly folder: string;
  readonly directory?: string | undefined;
  readonly guard: Guard;
  readonly cpus?: number | undefined;
  /** With virtual time: see `UmlOptions`. */
  readonly wallClockNs?: bigint | undefined;
  readonly seed?: string | undefined;
  /** More parameters of QEMU. */
  readonly parameters?: readonly string[] | undefined;
}

const FETCH = 'Fetch one: npx testbed kernel fetch.';

/** The backend and kernel for a wish: what it names; else User-Mode Linux where its kernel is at hand; else QEMU. */
export function chooseMachine(wish: MachineWish, among: readonly Kernel[] = kernels()): MachineChoice {
  const { backend, kernel: name, time } = wish;
  if (backend === 'host') {
    if (time === 'virtual') throw noVirtualTime('this kernel');
    return { backend, why: 'the host was asked for' };
  }
  const kinds =
    backend === 'uml' || time === 'virtual' ? ['uml'] : backend === 'qemu' ? ['stock'] : ['uml', 'stock'];
  if (backend === 'qemu' && time === 'virtual') throw noVirtualTime('QEMU');
  const fitting = among.filter(({ kind }) => kinds.includes(kind));
  if (name !== undefined) {
    const kernel = findKernel(name, fitting);
    if (kernel) return { backend: backendOf(kernel), kernel, why: `the kernel ${name} was asked for` };
    const known = among.map(({ id }) => id).join(', ');
    const other = findKernel(name, among);
    if (other) {
      const what = time === 'virtual' ? 'virtual time' : `the backend ${backend}`;
      throw new TestbedError('NO_KERNEL', `the kernel ${name} (${other.id}) does not fit ${what}`, {
        hint: `Leave the backend out, or take one of: ${fitting.map(({ id }) => id).join(', ') || 'none at hand'}.`,
      });
    }
    throw new TestbedError('NO_KERNEL', `there is no kernel ${name} at hand`, {
      hint: known ? `At hand: ${known}. Or fetch it: npx testbed kernel fetch ${name}.` : FETCH,
    });
  }
  for (const kind of kinds) {
    const candidates = fitting.filter((kernel) => kernel.kind === kind && !isForChecks(kernel));
    // One that has its driver can be used at once.
    const kernel = candidates.find((candidate) => findModule(candidate) !== undefined) ?? candidates[0];
    if (kernel) {
      const fast = kind === 'uml' && backend === undefined;
      return {
        backend: backendOf(kernel),
        kernel,
        why: fast ? 'its kernel is at hand' : `it is the kernel at hand for ${backendOf(kernel)}`,
      };
    }
  }
  throw new TestbedError(
    'NO_KERNEL',
    `there is no kernel at hand${kinds.length === 1 ? ` for the backend ${kinds[0] === 'uml' ? 'uml' : 'qemu'}` : ''}`,
    {
      hint: kinds.includes('stock') ? FETCH : 'Build one: npx testbed kernel build fast.',
    },
  );
}

const backendOf = ({ kind }: Kernel): Backend => (kind === 'uml' ? 'uml' : 'qemu');

function noVirtualTime(where: string): TestbedError {
  return new TestbedError('NO_VIRTUAL_TIME', `${where} cannot run in virtual time`, {
    hint: 'Leave the backend out or take uml.',
  });
}

/** Opens the machine: boots a guest, or takes this kernel. */
export async function openMachine(choice: MachineChoice, options: OpenMachineOptions): Promise<Machine> {
  const { backend, kernel } = choice;
  const { guard, folder, signal } = options;
  if (backend === 'host' || !kernel) {
    if (process.getuid?.() !== 0) {
      throw new TestbedError('NEED_ROOT', 'cannot make a laboratory on this kernel: only root may', {
        hint: 'Run it with sudo, or leave the backend out: a guest needs no root.',
      });
    }
    return new LocalMachine({ guard });
  }
  const { hostname, memoryMb, deadlineMs, keep, writable, kernelParameters, descriptors, gate, ended } =
    options;
  const common = {
    ...{
      kernel,
      hostname,
      memoryMb,
      deadlineMs,
      keep,
      writable,
      kernelParameters,
      descriptors,
      gate,
      ended,
      signal,
    },
    directory: options.directory ?? join(folder, 'machine'),
    mark: guard.mark,
  };
  // Each is imported when it is wanted: the other one's code is not needed.
  if (backend === 'uml') {
    const { bootUml } = await import('./uml.js');
    const { time, wallClockNs, seed } = options;
    return bootUml({ ...common, virtualTime: time === 'virtual', held: true, wallClockNs, seed });
  }
  const { bootQemu } = await import('./qemu.js');
  return bootQemu({ ...common, cpus: options.cpus, parameters: options.parameters });
}
