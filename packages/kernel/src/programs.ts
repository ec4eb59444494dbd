import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Apt, needApt } from './apt.js';
import { unpack } from './archive.js';
import { KernelError } from './failure.js';
import { makeFolder, needSpace, removeStale } from './folder.js';
import { withLock } from './lock.js';
import { cacheDir } from './paths.js';
import { type LongOptions, Steps } from './progress.js';
import { run } from './run.js';
import type { CacheOptions } from './store.js';

/** A program of the distribution that is at hand without being installed: nothing of it starts by itself. */
export interface UnpackedProgram {
  /** The package that brings it. */
  readonly name: string;
  readonly version: string;
  /** What /usr would be: the program with the libraries that this system lacks. */
  readonly usr: string;
  /** Of one that is newer than this system: a folder of commands that run with its own libraries, and no others. */
  readonly bin?: string;
}

/**
 * What is fetched from Debian's development suite, whatever this system is: it comes with its own C library and loader.
 * wpa_supplicant for Wi-Fi 7, of which releases before 2.11 know nothing; Debian has no hostapd that was built with it.
 */
const NEWER: Readonly<Record<string, string>> = { wpasupplicant: 'sid' };

const FILE = 'program.json';
/** One folder per unpacked program. */
export const programsDir = (cache = cacheDir()): string => join(cache, 'programs');

/** The unpacked program of that package; undefined when it has not been fetched. */
export function findProgram(name: string, cache?: string): UnpackedProgram | undefined {
  const folder = join(programsDir(cache), name);
  if (!existsSync(join(folder, FILE))) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { version: string };
  return {
    ...{ name, version, usr: join(folder, 'usr') },
    ...(name in NEWER ? { bin: join(folder, 'bin') } : {}),
  };
}

/**
 * Brings a package's program into the cache, with the libraries it needs that are not installed. Programs that
 * take over a system's network as soon as they are installed can be tried this way. Returns at once when it is there.
 */
export async function fetchProgram(name: string, options: CacheOptions = {}): Promise<UnpackedProgram> {
  const folder = programsDir(options.cache);
  const early = findProgram(name, options.cache);
  if (early) return early;
  needApt();
  const steps = new Steps(options.onProgress);
  return await withLock(
    join(folder, '.lock'),
    async () => {
      await removeStale(folder);
      const late = findProgram(name, options.cache);
      if (late) return late;
      const suite = NEWER[name];
      const apt = new Apt(
        join(folder, '..', 'apt', suite ?? ''),
        steps,
        options.signal,
        suite === undefined ? [] : [suite],
      );
      if (suite !== undefined) await apt.refresh();
      await apt.retrying(() => fetch(name, apt, folder, steps, options));
      return findProgram(name, options.cache) as UnpackedProgram;
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another process that fills the cache') },
  ).finally(() => steps.end());
}

async function fetch(
  name: string,
  apt: Apt,
  folder: string,
  steps: Steps,
  { signal }: LongOptions,
): Promise<void> {
  steps.begin(`looking for ${name}`);
  const newer = name in NEWER;
  const there = newer ? new Set() : await installed(signal);
  const packages = await apt.closure([name], {
    test: (each) => each.startsWith('lib') && !there.has(each),
  });
  const program = packages.find((each) => each.name === name);
  if (!program) {
    throw new KernelError(
      'NOT_FOUND',
      `fetch ${name}: ${newer ? `Debian's suite ${NEWER[name]} has` : 'the package sources of this system have'} no such package`,
      newer ? 'check the network' : `see what there is with: apt-cache policy ${name}`,
    );
  }
  await needSpace(folder, 10 * packages.reduce((sum, { size }) => sum + size, 0));
  await makeFolder(folder, name, async (temporary) => {
    const downloads = join(temporary, 'packages');
    steps.begin(`downloading ${packages.map((each) => each.name).join(', ')}`);
    for (const deb of await apt.download(packages, downloads)) await unpack(deb, temporary, { signal });
    await rm(downloads, { recursive: true });
    await mergeUsr(temporary);
    if (newer) await makeCommands(temporary);
    await writeFile(join(temporary, FILE), `${JSON.stringify({ version: program.version })}\n`);
  });
}

/** The names of the packages that this system has. */
async function installed(signal: LongOptions['signal']): Promise<ReadonlySet<string>> {
  const { stdout } = await run(['dpkg-query', '-W', '-f', '${db:Status-Status} ${Package}\n'], { signal });
  const rows = stdout.split('\n').map((row) => row.split(' '));
  return new Set(rows.filter(([status]) => status === 'installed').map(([, name = '']) => name));
}

/** Packages still put files into /lib, /bin and /sbin, which are parts of /usr. */
async function mergeUsr(root: string): Promise<void> {
  for (const name of ['lib', 'bin', 'sbin']) {
    const from = join(root, name);
    if (!existsSync(from)) continue;
    await cp(from, join(root, 'usr', name), { recursive: true, verbatimSymlinks: true });
    await rm(from, { recursive: true });
  }
}

/**
 * For each daemon a command that starts it by the loader that came with it. It finds its files by its own path: the
 * folder may be anywhere, and its files are not this system's.
 */
async function makeCommands(root: string): Promise<void> {
  const [triplet] = (await readdir(join(root, 'usr', 'lib'))).filter((name) => name.endsWith('-linux-gnu'));
  const libraries = `lib/${triplet}`;
  const [loader] = (await readdir(join(root, 'usr', libraries))).filter((name) =>
    /^ld-linux.*\.so/.test(name),
  );
  if (triplet === undefined || loader === undefined)
    throw new KernelError(
      'NOT_FOUND',
      'unpacked packages: no loader in them',
      'run it with the loader of libc6',
    );
  await mkdir(join(root, 'bin'));
  for (const name of await readdir(join(root, 'usr', 'sbin'))) {
    const file = join(root, 'bin', name);
    const lines = [
      '#!/bin/sh',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
      'usr="${0%/*}/../usr"',
      `exec "$usr/${libraries}/${loader}" --argv0 ${name} --library-path "$usr/${libraries}" "$usr/sbin/${name}" "$@"`,
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    await chmod(file, 0o755);
  }
}
