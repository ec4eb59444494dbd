/** Moves a series to its newest version, on purpose: it is built first, and what breaks is said. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KernelError } from './failure.js';
import { mirror, readSources } from './module.js';
import { cacheDir } from './paths.js';
import { Steps } from './progress.js';
import { must } from './run.js';
import { allSeries, RECIPE } from './series.js';
import { upstream } from './source.js';
import type { CacheOptions } from './store.js';
import { buildUml } from './uml.js';

export interface Moved {
  readonly from: string | undefined;
  readonly to: string;
  /** The file that says so. */
  readonly where: string;
}

/**
 * Builds both variants of a series from the newest source that is served, and a module for them with every warning an
 * error; then that version is the pinned one. A series that we do not have yet begins with the patches of the newest
 * one that we have. Nothing is changed when anything fails.
 * @param module folder of the module's sources
 */
export async function moveSeries(
  module: string,
  series?: string,
  options: CacheOptions & { readonly recipe?: string } = {},
): Promise<Moved> {
  const recipe = options.recipe ?? RECIPE;
  const [newest] = allSeries(recipe);
  if (!newest) throw new KernelError('NOT_FOUND', `move: no series in ${recipe}`, 'make one');
  const name = series ?? newest.name;
  const place = join(recipe, name);
  const known = existsSync(place);
  const cache = options.cache ?? join(cacheDir(), 'move');
  const trial = await mkdtemp(join(tmpdir(), 'vwifi-move-'));
  try {
    await cp(recipe, trial, { recursive: true });
    if (!known) await cp(join(recipe, newest.name), join(trial, name), { recursive: true });
    const file = join(trial, name, 'source.json');
    const { version: from, ...rest } = JSON.parse(await readFile(file, 'utf8')) as { version?: string };
    await writeFile(file, JSON.stringify(rest));
    let to = '';
    for (const variant of ['fast', 'debug'] as const) {
      const kernel = await buildUml(variant, { ...options, cache, recipe: trial, series: name });
      await compileStrictly(module, kernel.kdir ?? '', kernel.release, options);
      to = upstream(kernel.version);
    }
    await writeFile(file, `${JSON.stringify({ version: to, ...rest }, null, 2)}\n`);
    await cp(known ? file : join(trial, name), known ? join(place, 'source.json') : place, {
      recursive: true,
    });
    return { from: known ? from : undefined, to, where: join(place, 'source.json') };
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

async function compileStrictly(
  module: string,
  kdir: string,
  release: string,
  { onProgress, signal }: CacheOptions,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'vwifi-strict-'));
  const log = `${scratch}.log`;
  const steps = new Steps(onProgress);
  try {
    steps.begin(`building the module for ${release}, every warning an error`);
    await mirror(await readSources(module), scratch);
    await must(['make', '-C', kdir, `M=${scratch}`, 'W=1', 'KCFLAGS=-g0 -Werror', 'modules'], {
      ...{ signal, log },
      what: `build the module for ${release}`,
      next: `the compiler's output is in ${log}`,
    });
    await rm(log, { force: true });
  } finally {
    steps.end();
    await rm(scratch, { recursive: true, force: true });
  }
}
