/** Where the source of a series comes from: a package of this system's, or of a suite of Debian's that this system does not have. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Apt } from './apt.js';
import { KernelError } from './failure.js';
import { makeFolder, removeStale } from './folder.js';
import type { Steps } from './progress.js';
import type { Series } from './series.js';
import type { CacheOptions } from './store.js';

export interface Source {
  readonly package: string;
  readonly version: string;
  readonly deb: string;
  /** Why this one, in a few words. */
  readonly because: string;
}

/** The version of the kernel in a package's version: 7.3.4 of 7.3.4-1~bpo13+1. */
export const upstream = (version: string): string => version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');

/**
 * The packages that a series can be built from, downloaded as they are asked for: the version that is pinned, then the
 * newest. They are kept for the other variant (and for whoever asks for the source of a prebuilt kernel).
 */
export async function* sources(
  series: Series,
  cache: string,
  steps: Steps,
  { signal }: CacheOptions,
): AsyncGenerator<Source> {
  const name = `linux-source-${series.name}`;
  const apt = new Apt(join(cache, 'apt', ...series.suites), steps, signal, series.suites);
  const folder = join(cache, 'sources');
  await mkdir(folder, { recursive: true });
  await removeStale(folder);
  const served = await apt.retrying(async () => {
    const found = await apt.versions(name);
    if (found.length > 0) return found;
    throw new KernelError(
      'NOT_FOUND',
      `build User-Mode Linux: ${series.suites.join(' and ') || 'the package sources of this system'} have no ${name}`,
      'use a package of @vwifi/kernel with a prebuilt kernel, or the qemu backend',
    );
  });
  const pinned = served.find(({ version }) => upstream(version) === series.version);
  const newest = served[0];
  const chosen = [
    ...(pinned ? [{ found: pinned, because: 'as pinned' }] : []),
    ...(newest && newest !== pinned ? [{ found: newest, because: newestBecause(series, pinned) }] : []),
  ];
  for (const { found, because } of chosen) {
    const id = `${name}_${found.version.replaceAll(':', '%3a')}`;
    const path = join(folder, id);
    await apt.retrying(async () => {
      if (existsSync(path)) return;
      steps.begin(`downloading ${name} ${found.version} (${Math.round(found.size / 1e6)} MB)`);
      await makeFolder(folder, id, (temporary) => apt.download([found], temporary));
    });
    const deb = readdirSync(path).find((each) => each.endsWith('.deb'));
    if (!deb) {
      await rm(path, { recursive: true });
      throw new KernelError('NOT_FOUND', `${path}: no package there`, 'try again');
    }
    yield { package: name, version: found.version, deb: join(path, deb), because };
  }
}

function newestBecause({ version }: Series, pinned: object | undefined): string {
  if (version === undefined) return 'the newest of its series';
  return pinned
    ? `the newest of its series: ${version} cannot be built`
    : `the newest of its series: ${version} is not served any more`;
}
