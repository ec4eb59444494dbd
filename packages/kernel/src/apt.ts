import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
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

const DEBIAN_KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * The system's apt, used without root and without changing the system: packages are downloaded, never installed.
 * Where the system has no package lists, or stale ones, lists of our own are fetched into the cache from the
 * system's own sources; from other suites of Debian's where those are named.
 */
export class Apt {
  #private = false;

  /**
   * @param folder for lists of our own; made when needed
   * @param suites Debian's suites to ask, instead of what this system asks
   */
  constructor(
    private readonly folder: string,
    private readonly steps: Steps,
    private readonly signal: LongOptions['signal'],
    private readonly suites: readonly string[] = [],
  ) {}

  /** Reads packages from the index; unknown ones are absent from the result. */
  async show(names: readonly string[]): Promise<ReadonlyMap<string, Package>> {
    const { stdout } = await run(['apt-cache', ...this.#options(), 'show', '--no-all-versions', ...names], {
      signal: this.signal,
    });
    return new Map(parsePackages(stdout).map((each) => [each.name, each]));
  }

  /** Where this system reads Debian's packages. */
  async debian(): Promise<string> {
    const format = ['--format', '$(REPO_URI) $(ORIGIN)', 'Identifier: Packages'];
    const { stdout } = await run(['apt-get', ...this.#options(), 'indextargets', ...format], {
      signal: this.signal,
    });
    const uri = /^(\S+) Debian$/m.exec(stdout)?.[1];
    if (uri !== undefined) return uri;
    throw new KernelError(
      'NOT_FOUND',
      "this system reads no archive of Debian's",
      'use Debian, or a container of it',
    );
  }

  /** All versions of a package in the index, the newest first. */
  async versions(name: string): Promise<readonly Package[]> {
    // One of several suites that cannot be read keeps nobody from the others.
    const trouble = this.suites.length > 0 ? await this.refresh().catch((error: Error) => error) : true;
    const { stdout } = await run(['apt-cache', ...this.#options(), 'show', '--all-versions', name], {
      signal: this.signal,
    });
    const found = parsePackages(stdout);
    if (found.length === 0 && trouble instanceof Error) throw trouble;
    return found;
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
    if (this.suites.length > 0) {
      const system = new Apt(join(this.folder, 'system'), this.steps, this.signal);
      const archive = await system.retrying(() => system.debian());
      const lines = this.suites.map((suite) => `deb [signed-by=${DEBIAN_KEYS}] ${archive} ${suite} main\n`);
      await writeFile(this.#list(), lines.join(''));
    }
    await must(['apt-get', ...this.#options(), '-q', 'update'], {
      signal: this.signal,
      what: `apt-get update of ${this.suites.join(' and ') || 'the package sources of this system'} (in the cache, not in the system)`,
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
      ...(this.suites.length > 0
        ? ['-o', `Dir::Etc::SourceList=${this.#list()}`, '-o', 'Dir::Etc::SourceParts=-']
        : []),
    ];
  }

  #list(): string {
    return join(this.folder, 'sources.list');
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
