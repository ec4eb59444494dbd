import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KernelError } from './failure.js';
import type { LongOptions, Steps } from './progress.js';
import { must, run } from './run.js';

/** What the package index says of one package. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Names only; the first of alternatives. */
  readonly depends: readonly string[];
  /** Of the download, in bytes. */
  readonly size: number;
}

/**
 * The system's apt, used without root and without changing the system: packages are downloaded, never installed.
 * Where the system has no package lists, or stale ones, lists of our own are fetched into the cache from the
 * system's own sources.
 */
export class Apt {
  #private = false;

  /** @param folder for lists of our own; made when needed */
  constructor(
    private readonly folder: string,
    private readonly steps: Steps,
    private readonly signal: LongOptions['signal'],
  ) {}

  /** Reads packages from the index; unknown ones are absent from the result. */
  async show(names: readonly string[]): Promise<ReadonlyMap<string, Package>> {
    const { stdout } = await run(['apt-cache', ...this.#options(), 'show', '--no-all-versions', ...names], {
      signal: this.signal,
    });
    return new Map(parsePackages(stdout).map((each) => [each.name, each]));
  }

  /** Everything reachable from `roots` over dependencies that `follow` names. Unknown packages are left out. */
  async closure(roots: readonly string[], follow: Pick<RegExp, 'test'>): Promise<readonly Package[]> {
    const found = new Map<string, Package>();
    let names = [...roots];
    while (names.length > 0) {
      const packages = [...(await this.show(names)).values()];
      for (const each of packages) found.set(each.name, each);
      const wanted = packages.flatMap(({ depends }) => depends.filter((name) => follow.test(name)));
      names = [...new Set(wanted)].filter((name) => !found.has(name));
    }
    return [...found.values()];
  }

  /** Downloads packages into a folder and returns the files. apt checks signatures and sums. */
  async download(packages: readonly Package[], into: string): Promise<readonly string[]> {
    await mkdir(into, { recursive: true });
    const total = packages.reduce((sum, { size }) => sum + size, 0);
    const watch = setInterval(() => void folderSize(into).then((size) => this.steps.count(size, total)), 500);
    try {
      await must(
        [
          'apt-get',
          ...this.#options(),
          '-q',
          'download',
          ...packages.map(({ name, version }) => `${name}=${version}`),
        ],
        {
          cwd: into,
          signal: this.signal,
          what: `download of ${packages.map(({ name }) => name).join(', ')}`,
          next: 'check the network and the package sources of this system (apt-get update)',
          code: 'DOWNLOAD_FAILED',
        },
      );
    } finally {
      clearInterval(watch);
    }
    return (await readdir(into)).filter((name) => name.endsWith('.deb')).map((name) => join(into, name));
  }

  /** Fetches fresh lists of our own, once; false when that was done before. */
  async refresh(): Promise<boolean> {
    if (this.#private) return false;
    this.#private = true;
    this.steps.begin('reading the package lists');
    await mkdir(join(this.folder, 'state', 'lists', 'partial'), { recursive: true });
    await mkdir(join(this.folder, 'cache', 'archives', 'partial'), { recursive: true });
    await must(['apt-get', ...this.#options(), '-q', 'update'], {
      signal: this.signal,
      what: 'apt-get update (in the cache, not in the system)',
      next: 'check the network and the package sources of this system',
      code: 'DOWNLOAD_FAILED',
    });
    return true;
  }

  /** Runs `work`; when it fails for want of a package or a download, once more with fresh lists. */
  async retrying<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const curable =
        error instanceof KernelError && (error.code === 'NOT_FOUND' || error.code === 'DOWNLOAD_FAILED');
      if (!curable || !(await this.refresh())) throw error;
      return await work();
    }
  }

  #options(): readonly string[] {
    const always = ['-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Languages=none'];
    if (!this.#private) return always;
    return [
      ...always,
      ...['-o', `Dir::State=${join(this.folder, 'state')}`],
      ...['-o', 'Dir::State::status=/var/lib/dpkg/status'],
      ...['-o', `Dir::Cache=${join(this.folder, 'cache')}`],
    ];
  }
}

/** Whether this system has the apt client at all. */
export function needApt(): void {
  if (existsSync('/usr/bin/apt-get')) return;
  throw new KernelError(
    'UNSUPPORTED',
    'fetch kernel: this system has no apt-get',
    'use Debian or Ubuntu, or a container of one of them',
  );
}

/** Reads the paragraphs that `apt-cache show` prints. */
export function parsePackages(text: string): readonly Package[] {
  return text
    .split(/\n\n+/)
    .map((paragraph) => new Map(paragraph.split('\n').map((line) => splitField(line))))
    .filter((fields) => fields.has('Package') && fields.has('Version'))
    .map((fields) => ({
      name: fields.get('Package') ?? '',
      version: fields.get('Version') ?? '',
      depends: parseDepends(fields.get('Depends') ?? ''),
      size: Number(fields.get('Size') ?? 0),
    }));
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(': ');
  return colon < 0 || line.startsWith(' ') ? ['', ''] : [line.slice(0, colon), line.slice(colon + 2)];
}

function parseDepends(field: string): readonly string[] {
  return field
    .split(',')
    .map(
      (each) =>
        each
          .split('|')[0]
          ?.trim()
          .split(/[\s:(]/)[0] ?? '',
    )
    .filter((name) => name !== '');
}

async function folderSize(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
