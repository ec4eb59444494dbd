/** `testbed kernel`: the kernels at hand, and more of them. */
import { spawn } from 'node:child_process';
import { buildUml, fetchStock, findModule, kernels, missing, umlNamed } from '@vwifi/kernel';
import { TestbedError } from '../errors.js';
import { install } from '../machine/programs.js';
import { type Context, print, printJson } from './context.js';
import { reporter } from './progress.js';
import { table } from './tables.js';

export function kernelLs(context: Context, flags: { readonly json?: boolean }): void {
  const all = kernels();
  const rows = all.map((kernel) => [
    kernel.id,
    kernel.kind === 'uml' ? 'uml' : 'qemu',
    `${kernel.package} ${kernel.version}`,
    findModule(kernel) ? 'built' : 'not built',
  ]);
  if (flags.json) printJson(context, all);
  else if (all.length === 0) print(context, 'no kernel at hand; get one with `npx testbed kernel fetch 6.1`');
  else print(context, table(['KERNEL', 'BACKEND', 'FROM', 'VWIFI.KO'], rows));
}

export async function kernelFetch(context: Context, names: readonly string[]): Promise<void> {
  for (const name of names.length ? names : ['6.1']) {
    const kernel = await fetchStock(name, { onProgress: reporter(context), signal: context.signal });
    print(context, kernel.id);
  }
}

interface BuildFlags {
  readonly install?: boolean;
}

/** Compilers and the like: a package manager's work, and root's. */
async function installTools(context: Context): Promise<void> {
  const packages = [...new Set(missing(['uml']).map((tool) => tool.package))];
  if (packages.length === 0) return;
  const [program = '', ...argv] = install(...packages).split(' ');
  print(context, [program, ...argv].join(' '));
  const child = spawn(program, [...argv, '--yes'], { stdio: 'inherit', signal: context.signal });
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  if (status !== 0)
    throw new TestbedError('TOOL_MISSING', `kernel build --install: apt-get ended with status ${status}`, {
      hint: 'What it printed says why; apt-get update first, perhaps.',
    });
}

export async function kernelBuild(
  context: Context,
  variants: readonly string[],
  flags: BuildFlags,
): Promise<void> {
  if (flags.install) await installTools(context);
  else if (missing(['uml']).length > 0) {
    const tools = missing(['uml']).map(({ name }) => name.replace(/^.*\//, ''));
    throw new TestbedError('TOOL_MISSING', `kernel build: not installed: ${tools.join(', ')}`, {
      hint: `npx testbed kernel build ${variants.join(' ') || 'fast'} --install does it: ${install(...new Set(missing(['uml']).map((tool) => tool.package)))}`,
    });
  }
  for (const variant of variants.length ? variants : ['fast']) {
    const named = umlNamed(variant);
    if (!named)
      throw new TestbedError('USAGE', `there is no kernel variant ${variant}`, {
        hint: 'choose fast or debug, or one of a series: 6.1, 6.1-debug',
      });
    const kernel = await buildUml(named.variant, {
      ...(named.series === undefined ? {} : { series: named.series }),
      onProgress: reporter(context),
      signal: context.signal,
    });
    print(context, kernel.id);
  }
}
