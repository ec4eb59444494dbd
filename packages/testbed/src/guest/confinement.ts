/** What holds the process that is a User-Mode Linux kernel, so that a hostile root in it changes nothing outside. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GuestKernel } from './kernel.js';

export interface Confinement {
  /** The version of Landlock that the host has; 0 for none. */
  readonly landlock: number;
  /** Whether the host filters the system calls of a process. */
  readonly calls: boolean;
}

/** From here on Landlock knows whom a signal is for. */
const LANDLOCK_SIGNALS = 6;
const QUESTION = '--confinement';
const ANSWER_LIMIT_MS = 5000;

/** What the kernel has found, as it says itself; undefined when it says nothing. */
function parse(text: string): Confinement | undefined {
  const number = (name: string) => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
  const landlock = number('landlock');
  return landlock === undefined
    ? undefined
    : { landlock: Number(landlock), calls: number('seccomp') === '1' };
}

/** Of a guest that runs: written by its kernel before anything else ran in it. */
export async function confinementOf(directory: string): Promise<Confinement | undefined> {
  return parse(await readFile(join(directory, 'guest', 'confinement'), 'utf8').catch(() => ''));
}

/** What a kernel would be held by on this host. */
export async function confinementHere(kernel: GuestKernel): Promise<Confinement | undefined> {
  // One that does not know the question would boot.
  if (!(await readFile(kernel.image)).includes(QUESTION)) return undefined;
  const { stdout } = await promisify(execFile)(kernel.image, [QUESTION], { timeout: ANSWER_LIMIT_MS });
  return parse(stdout);
}

/** What it is held by, in words. */
export function confinementText(held: Confinement | undefined): string {
  if (!held) return 'by nothing: it is older than this program';
  const by = [
    ...(held.landlock > 0 ? [`Landlock ${held.landlock}`] : []),
    ...(held.calls ? ['a filter of system calls'] : []),
  ];
  const open = held.landlock < LANDLOCK_SIGNALS ? '; a hostile guest may send signals to your processes' : '';
  return `${by.length > 0 ? `by ${by.join(' and ')}` : 'by nothing that this host has'}${open}`;
}

/** Why a hostile root in the guest could change something of the host after all, and what to do; undefined if not. */
export function weaknessOf(held: Confinement | undefined): string | undefined {
  if (!held)
    return 'this kernel is older than the program: a root in the guest can change your files. Build it anew: npx testbed kernel build fast';
  if (held.calls) return undefined;
  const [means, what] =
    held.landlock > 0
      ? ['no seccomp', 'modes and owners of your files']
      : ['neither Landlock nor seccomp', 'your files'];
  return `this host has ${means}: a guest that loads a hostile module can change ${what}`;
}
