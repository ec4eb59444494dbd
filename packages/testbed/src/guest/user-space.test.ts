import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userSpaceOf, userSpaceText, userSpaceWord } from './user-space.js';

describe('how a kernel that is a process runs programs', () => {
  const cacheHome = process.env.XDG_CACHE_HOME;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vwifi-user-space-'));
    process.env.XDG_CACHE_HOME = folder;
  });
  afterEach(async () => {
    if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheHome;
    await rm(folder, { recursive: true, force: true });
  });

  /** A kernel of that release that does this when it is booted; what it was booted with is in `words`. */
  async function kernel(release: string, does: string, help = 'seccomp=<on/auto/off>') {
    const image = join(folder, `linux-${release}`);
    await writeFile(image, `#!/bin/sh\n# ${help}\necho "$@" >>${join(folder, 'words')}\n${does}\n`);
    await chmod(image, 0o755);
    return { id: `uml-${release}`, kind: 'uml', release, image, modulesDir: folder } as const;
  }
  const booted = async () =>
    (await readFile(join(folder, 'words'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const THROUGH = 'echo "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000"; exit 134';

  it('is by seccomp where its first program has run so, and that is found out once', async () => {
    expect(await userSpaceOf(await kernel('7.3.4-fast', THROUGH))).toBe('seccomp');
    // The other variant of the version is the same to the host.
    expect(await userSpaceOf(await kernel('7.3.4-debug', 'exit 1'))).toBe('seccomp');
    const [words, ...more] = await booted();
    expect(words).toMatch(/seccomp=on .*confine=strict.* init=\/bin\/true/);
    expect(more).toEqual([]);
    expect(await userSpaceOf(await kernel('7.3.5-fast', THROUGH))).toBe('seccomp');
    expect(await booted()).toHaveLength(2);
  });

  it('is by ptrace where it says no, breaks off, or its program dies', async () => {
    const answers = [
      'echo "SECCOMP userspace requested but not functional!"; exit 1',
      'kill -SEGV $$',
      'echo "Attempted to kill init! exitcode=0x0000000b"',
    ];
    for (const [index, does] of answers.entries())
      expect(await userSpaceOf(await kernel(`7.3.${index}-fast`, does))).toBe('ptrace');
    expect(await userSpaceOf(await kernel('7.3.2-fast', THROUGH))).toBe('ptrace');
    expect(await booted()).toHaveLength(3);
  });

  it('is by ptrace for a kernel that knows nothing else, which is not started', async () => {
    expect(await userSpaceOf(await kernel('6.1.192-fast', THROUGH, 'mem=<Amount of desired ram>'))).toBe(
      'ptrace',
    );
    expect(await booted()).toEqual([]);
  });

  it('is said on the command line and to a person', () => {
    expect(userSpaceWord('seccomp')).toEqual(['seccomp=on']);
    expect(userSpaceWord('ptrace')).toEqual([]);
    expect(userSpaceText('ptrace')).toMatch(/slow/);
  });
});
