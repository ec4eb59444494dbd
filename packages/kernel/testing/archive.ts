import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A package for the archive: dependencies as its control file has them, and files by path. */
export interface FakePackage {
  readonly depends?: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/**
 * A folder of real packages, and an apt in front of it that needs no network; both found through PATH. What the
 * environment variable APT_TROUBLE says goes wrong: `unread` or `stale` package lists, or `offline`.
 */
export class FakeArchive {
  readonly #path = process.env.PATH;
  private constructor(private readonly root: string) {}

  static async create(root: string, packages: Readonly<Record<string, FakePackage>>): Promise<FakeArchive> {
    const archive = new FakeArchive(root);
    await mkdir(join(root, 'archive'));
    await mkdir(join(root, 'bin'));
    for (const [name, content] of Object.entries(packages)) await archive.#add(name, content);
    const updated = '[[ "$*" == *Dir::State* ]]';
    await archive.#command(
      'apt-cache',
      `[[ $APT_TROUBLE == unread ]] && ! ${updated} && exit 100
for p in "$@"; do [[ -f $archive/$p ]] && cat "$archive/$p"; done; exit 0`,
    );
    await archive.#command(
      'apt-get',
      `[[ "$*" == *" update"* ]] && exit 0
[[ "$*" == *indextargets* ]] && { echo "http://mirror.example/debian/ Debian"; exit 0; }
if [[ $APT_TROUBLE == offline ]] || { [[ $APT_TROUBLE == stale ]] && ! ${updated}; }; then
  echo "E: Failed to fetch it" >&2; exit 100
fi
for p in "$@"; do [[ $p == *=1 ]] && cp "$archive/\${p%=1}_1_all.deb" .; done; exit 0`,
    );
    return archive;
  }

  /** Puts it in front of the system's apt, with a clean record. */
  async use(): Promise<void> {
    process.env.PATH = `${join(this.root, 'bin')}:${this.#path}`;
    await this.forget();
  }

  /** The system's own apt again. */
  leave(): void {
    process.env.PATH = this.#path;
    delete process.env.APT_TROUBLE;
  }

  /** What was called since `use` or `forget`, a line each. */
  calls(): Promise<string> {
    return readFile(join(this.root, 'calls'), 'utf8');
  }

  forget(): Promise<void> {
    return writeFile(join(this.root, 'calls'), '');
  }

  async #add(name: string, { depends, files }: FakePackage): Promise<void> {
    const tree = join(this.root, 'trees', name);
    const fields = [`Package: ${name}`, 'Version: 1', ...(depends ? [`Depends: ${depends}`] : [])];
    const control = [...fields, 'Architecture: all', 'Maintainer: x <x@example>', 'Description: x', ''].join(
      '\n',
    );
    for (const [path, content] of Object.entries({ 'DEBIAN/control': control, ...files })) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), content);
    }
    const deb = join(this.root, 'archive', `${name}_1_all.deb`);
    execFileSync('dpkg-deb', ['-b', '--root-owner-group', tree, deb], { stdio: 'ignore' });
    await writeFile(join(this.root, 'archive', name), `${[...fields, 'Size: 10'].join('\n')}\n\n`);
  }

  async #command(name: string, body: string): Promise<void> {
    const path = join(this.root, 'bin', name);
    const record = `echo "${name} $*" >> ${join(this.root, 'calls')}`;
    await writeFile(path, `#!/bin/bash\narchive=${join(this.root, 'archive')}\n${record}\n${body}\n`);
    await chmod(path, 0o755);
  }
}
