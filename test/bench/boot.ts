/** The guests of the benchmark, which end with it. */
import { readFile, rm } from 'node:fs/promises';
import { findKernel, findModule } from '@vwifi/kernel';
import type { Machine } from '@vwifi/testbed';

type Boot = (options: object) => Promise<Machine>;

interface More {
  readonly countInstructions?: boolean | undefined;
  readonly userSpace?: string | undefined;
  readonly virtualTime?: boolean | undefined;
  readonly held?: boolean | undefined;
}

/** A guest whose clock is the host's, unless asked for another one: what is measured in it took that long. */
export async function bootRealTime(
  name: string,
  directory: string,
  more: More = {},
): Promise<{ machine: Machine; module: string; kind: string }> {
  const kernel = findKernel(name);
  const file = kernel && findModule(kernel);
  if (!kernel || !file)
    throw new Error(`bench: no kernel ${name} with its module in the cache: npm run setup`);
  const guest = new URL('../../../packages/testbed/dist/guest/', import.meta.url);
  const uml = kernel.kind === 'uml';
  if (more.virtualTime && !uml) throw new Error(`bench: ${name} has no virtual time: --kernel uml-fast`);
  const boots = (await import(new URL(uml ? 'uml.js' : 'qemu.js', guest).href)) as Record<string, Boot>;
  const boot = boots[uml ? 'bootUml' : 'bootQemu'];
  if (!boot) throw new Error('bench: the testbed has no such guest');
  const machine = await boot({ kernel, directory, ...more });
  // A guest outlives the process that booted it, unless it is closed.
  const clear = async (): Promise<void> => {
    await machine.close();
    await rm(directory, { recursive: true, force: true });
  };
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const)
    process.once(signal, () => void clear().finally(() => process.exit(128 + number)));
  const module = '/run/vwifi/vwifi.ko';
  await machine.writeFile(module, await readFile(file));
  return { machine, module, kind: kernel.kind };
}
