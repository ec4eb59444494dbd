import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FakeArchive, type FakePackage } from '../testing/archive.js';
import { moveSeries } from './move.js';
import type { Progress } from './progress.js';
import { buildUml } from './uml.js';

/** A source whose build system has the goals of the kernel's, and takes no time. */
const SOURCE: Readonly<Record<string, string>> = {
  'greeting.txt': 'unpatched\n',
  'LICENSES/preferred/GPL-2.0': 'GPL\n',
  'drivers/gpu/huge.c': 'not needed',
  'scripts/kconfig/merge_config.sh':
    '#!/bin/sh\nshift 2\nout=$1; shift 2\ncat "$@" | grep -v GONE >> $out/.config\n',
  Makefile: `
x86_64_defconfig:
	echo CONFIG_BASE=y > $(O)/.config
olddefconfig:
	@true
linux:
	@echo '  CC      init/main.o'
	@if grep -q CONFIG_BREAK $(O)/.config; then echo 'init/main.c:3: error: no such thing'; exit 1; fi
	cp greeting.txt $(O)/linux
	mkdir -p $(O)/include/config
	echo 6.1.192-fast > $(O)/include/config/kernel.release
modules:
	@true
modules_install:
	mkdir -p $(INSTALL_MOD_PATH)/lib/modules/6.1.192-fast
	touch $(INSTALL_MOD_PATH)/lib/modules/6.1.192-fast/modules.order $(INSTALL_MOD_PATH)/lib/modules/6.1.192-fast/modules.builtin
`,
};
const PATCH =
  'Greet\n\nWhy not.\n\n--- a/greeting.txt\n+++ b/greeting.txt\n@@ -1 +1 @@\n-unpatched\n+patched\n';

/** A kernel against which nothing is built without a warning. */
const BREAK = `Break

Why not.

--- a/Makefile
+++ b/Makefile
@@ -13,3 +13,3 @@
 modules:
-\t@true
+\t@if [ -n "$(W)" ]; then echo 'a.c:1: warning: error: unused a'; exit 1; fi
 modules_install:
`;

const put = async (root: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    if (path.endsWith('.sh')) await chmod(join(root, path), 0o755);
  }
};

const series = (name: string, source: object, patch: string): Readonly<Record<string, string>> => ({
  [`${name}/source.json`]: JSON.stringify({ ...source, objects: { fast: 1, debug: 1 } }),
  [`${name}/patches/01-greet.patch`]: patch,
});

describe('building a User-Mode Linux kernel from a toy source', () => {
  let root = '';
  let archive: FakeArchive;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vwifi-uml-'));
    const packages: Record<string, FakePackage> = {};
    for (const name of ['linux-source-6.1', 'linux-source-7.3']) {
      const greeting = name.endsWith('7.3') ? 'new\n' : 'unpatched\n';
      await put(join(root, name), { ...SOURCE, 'greeting.txt': greeting });
      const tar = join(root, `${name}.tar.xz`);
      execFileSync('tar', ['-cJf', tar, '-C', root, name]);
      packages[name] = { files: { [`usr/src/${name}.tar.xz`]: await readFile(tar) } };
    }
    archive = await FakeArchive.create(root, packages);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  let cache = '';
  let recipe = '';
  beforeEach(async () => {
    cache = await mkdtemp(join(root, 'cache-'));
    recipe = join(cache, 'recipe');
    await put(recipe, { 'fast.fragment': 'CONFIG_RADIO=y\n', ...series('6.1', { suites: [] }, PATCH) });
    await archive.use();
  });
  afterEach(() => archive.leave());

  const build = (options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {}) =>
    buildUml('fast', { cache, recipe, ...options });
  const inKernels = async () => (await readdir(join(cache, 'kernels'))).filter((name) => name !== '.lock');

  test('the kernel is patched, configured, and complete; the source package is kept, the log is not', async () => {
    const kernel = await build();
    expect(kernel).toMatchObject({
      id: 'uml-6.1.192-fast',
      variant: 'fast',
      version: '1',
      because: 'the newest of its series',
    });
    expect(await readFile(kernel.image, 'utf8')).toBe('patched\n');
    expect(await readFile(join(kernel.path, 'config'), 'utf8')).toBe('CONFIG_BASE=y\nCONFIG_RADIO=y\n');
    expect(existsSync(join(kernel.modulesDir, 'modules.dep'))).toBe(true);
    expect(existsSync(join(kernel.kdir ?? '', 'Makefile'))).toBe(true);
    expect(await inKernels()).toEqual(['uml-6.1.192-fast']);
    expect(await readdir(join(cache, 'sources'))).toEqual(['linux-source-6.1_1']);
    expect(await readdir(join(cache, 'logs'))).toEqual([]);
  });

  test('it is built once, and again when the recipe changes', async () => {
    await build();
    await archive.forget();
    await build();
    expect(await archive.calls()).toBe('');
    await writeFile(join(recipe, 'fast.fragment'), 'CONFIG_RADIO=y\nCONFIG_MORE=y\n');
    const kernel = await build();
    expect(await readFile(join(kernel.path, 'config'), 'utf8')).toContain('CONFIG_MORE=y');
    expect(await inKernels()).toEqual(['uml-6.1.192-fast']);
    expect(await archive.calls()).not.toContain('download');
  });

  test('a compile error: one line with the place and the log; nothing is left', async () => {
    await writeFile(join(recipe, 'fast.fragment'), 'CONFIG_BREAK=y\n');
    await expect(build()).rejects.toThrow(
      /^compile the fast kernel: init\/main\.c:3: error: no such thing; read .*uml-fast\.log, then run/,
    );
    expect(await inKernels()).toEqual([]);
    expect(await readFile(join(cache, 'logs/uml-fast.log'), 'utf8')).toContain('CC      init/main.o');
  });

  test('an option that the source does not know stops the build', async () => {
    await writeFile(join(recipe, 'fast.fragment'), 'CONFIG_RADIO=y\nCONFIG_GONE=y\n');
    await expect(build()).rejects.toThrow(/this source or compiler has no CONFIG_GONE=y/);
    expect(await inKernels()).toEqual([]);
  });

  test('a patch that does not fit stops the build and is named', async () => {
    await writeFile(
      join(recipe, '6.1/patches/01-greet.patch'),
      PATCH.replace('-unpatched', '-something else'),
    );
    await expect(build()).rejects.toThrow(
      /^linux-source-6\.1 1: 01-greet\.patch of our patches for 6\.1 do not apply; adapt them; .*log has the hunks$/,
    );
    expect(await inKernels()).toEqual([]);
  });

  describe('of a newer series', () => {
    const newer = PATCH.replace('-unpatched', '-new');
    const pinned = (version: string, patch: string) =>
      put(recipe, series('7.3', { version, suites: ['sid'] }, patch));

    test('it is the one that is built, from a suite that the system does not have', async () => {
      await pinned('1', newer);
      const kernel = await build();
      expect(kernel).toMatchObject({ package: 'linux-source-7.3', because: 'as pinned' });
      expect(await readFile(kernel.image, 'utf8')).toBe('patched\n');
      expect(await readFile(join(cache, 'apt/sid/sources.list'), 'utf8')).toMatch(
        /^deb \[.*\] http:\/\/mirror\.example\/debian\/ sid main$/m,
      );
    });

    test('a version that is not served any more: the newest of the series', async () => {
      await pinned('7.3.4', newer);
      expect((await build()).because).toBe('the newest of its series: 7.3.4 is not served any more');
    });

    test('a patch that does not fit it: the older series, and which patch', async () => {
      await pinned('1', PATCH);
      const kernel = await build();
      expect(kernel.package).toBe('linux-source-6.1');
      expect(kernel.because).toMatch(
        /^the newest of its series; before it: linux-source-7\.3 1: 01-greet\.patch .* do not apply$/,
      );
    });

    test('a series that nobody serves: the older one, and why', async () => {
      await put(recipe, series('7.9', { version: '7.9.1', suites: ['sid'] }, newer));
      const kernel = await build();
      expect(kernel.package).toBe('linux-source-6.1');
      expect(kernel.because).toMatch(/before it: .*sid have no linux-source-7\.9$/);
    });

    test('the older one is built by whoever asks for it', async () => {
      await pinned('1', newer);
      expect((await buildUml('fast', { cache, recipe, series: '6.1' })).package).toBe('linux-source-6.1');
    });
  });

  describe('moved to another version', () => {
    const pinned = async (name: string) =>
      (JSON.parse(await readFile(join(recipe, name, 'source.json'), 'utf8')) as { version?: string }).version;
    const move = async (name?: string) => {
      const module = join(cache, 'module');
      await put(module, { Kbuild: 'obj-m := a.o\n', 'a.c': 'int a;\n' });
      return moveSeries(module, name, { cache, recipe });
    };
    beforeEach(() => put(recipe, { 'debug.fragment': 'CONFIG_CHECKS=y\n' }));

    test('both variants and a module are built, and the version is pinned', async () => {
      expect(await move()).toMatchObject({ from: undefined, to: '1' });
      expect(await pinned('6.1')).toBe('1');
    });

    test('a series that is new begins with the patches of the newest one', async () => {
      await put(recipe, series('7.2', { version: '7.2.9', suites: [] }, PATCH.replace('-unpatched', '-new')));
      expect(await move('7.3')).toMatchObject({ from: undefined, to: '1' });
      expect(await readdir(join(recipe, '7.3', 'patches'))).toEqual(['01-greet.patch']);
      expect(await pinned('7.2')).toBe('7.2.9');
    });

    test('what does not fit is said, and nothing is moved', async () => {
      await put(recipe, series('7.2', { version: '7.2.9', suites: [] }, PATCH));
      await expect(move('7.3')).rejects.toThrow(/^linux-source-7\.3 1: 01-greet\.patch .* do not apply/);
      expect(existsSync(join(recipe, '7.3'))).toBe(false);
    });

    test('nor with a module that does not build without a warning', async () => {
      await put(recipe, { '6.1/patches/02-break.patch': BREAK });
      await expect(move()).rejects.toThrow(/^build the module for 6\.1\.192-fast: .*a\.c:1: warning/);
      expect(await pinned('6.1')).toBeUndefined();
    });
  });

  test.each(['downloading', 'unpacking', 'configuring', 'compiling', 'arranging'])(
    'interrupted while %s: nothing is left, and the next try works',
    async (step) => {
      const abort = new AbortController();
      const onProgress = (progress: Progress): void => {
        if (progress.step.startsWith(step)) abort.abort();
      };
      await expect(build({ signal: abort.signal, onProgress })).rejects.toMatchObject({ code: 'ABORTED' });
      expect(await inKernels()).toEqual([]);
      expect((await build()).id).toBe('uml-6.1.192-fast');
    },
  );
});
