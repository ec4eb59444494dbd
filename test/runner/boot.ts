/** Boots the kernels of the matrix with the testbed's own guests. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKernel, findModule, findSuiteKernel, programsDir } from '@vwifi/kernel';
import type { Machine } from '@vwifi/testbed';
import type { KernelName } from '../lib/scenario.js';
import type { Boot, Guest } from './guest.js';

/** What this needs of the testbed's inner parts, which its index does not show. */
interface BootOptions {
  readonly kernel: NonNullable<ReturnType<typeof findKernel>>;
  readonly directory: string;
  readonly virtualTime?: boolean;
  readonly held?: boolean;
  readonly deadlineMs?: number;
  /** What the guest sees also where it has a folder of its own in that place, as /tmp. */
  readonly keep?: readonly string[];
}
type BootFunction = (options: BootOptions) => Promise<Machine>;

export const inner = async <T>(path: string) =>
  (await import(new URL(`../../../packages/testbed/dist/${path}`, import.meta.url).href)) as T;

/** In the guest: out of the way of everything that a scenario writes. */
const MODULE = '/run/vwifi/vwifi.ko';
const BOOT_LIMIT_MS = 180_000;

export const boot: Boot = async (name) => (name === 'host' ? thisMachine() : guest(name));

async function guest(name: Exclude<KernelName, 'host'>): Promise<Guest> {
  const kernel = findKernel(name) ?? (await findSuiteKernel(name));
  if (!kernel) throw new Error(`it is not in the cache: npm run ${name === '7.2' ? 'test:next' : 'setup'}`);
  const directory = await mkdtemp(join(tmpdir(), `vwifi-${name}-`));
  const keep = [programsDir()].filter((folder) => existsSync(folder));
  const options = { kernel, directory, deadlineMs: BOOT_LIMIT_MS, keep };
  const console = () => readFile(join(directory, 'console.log'), 'utf8').catch(() => '');
  try {
    const machine = await (kernel.kind === 'uml'
      ? (await inner<{ bootUml: BootFunction }>('guest/uml.js')).bootUml({
          ...options,
          virtualTime: kernel.variant !== 'smp',
          held: kernel.variant !== 'smp',
        })
      : (await inner<{ bootQemu: BootFunction }>('guest/qemu.js')).bootQemu(options));
    const module = findModule(kernel);
    if (module) await machine.writeFile(MODULE, await readFile(module));
    const close = async () => {
      await machine.close();
      await rm(directory, { recursive: true, force: true });
    };
    return { kernel: name, machine, module: module && MODULE, scenarios: [], console, close };
  } catch (error) {
    const last = (await console()).trimEnd().split('\n').slice(-5).join('\n');
    await rm(directory, { recursive: true, force: true });
    throw new Error(`${(error as Error).message}\n${last}`);
  }
}

async function thisMachine(): Promise<Guest> {
  const { LocalMachine } = await inner<{ LocalMachine: new () => Machine }>('machine/local.js');
  const machine = new LocalMachine();
  return {
    kernel: 'host',
    machine,
    module: undefined,
    scenarios: [],
    console: async () => '',
    close: () => machine.close(),
  };
}
