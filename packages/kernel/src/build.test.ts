import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FakeArchive } from '../testing/archive.js';
import { distributions } from './distribution.js';
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

const debian = distributions.find(({ id }) => id === 'debian');
const put = async (root: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    if (path.endsWith('.sh')) await chmod(join(root, path), 0o755);
  }
};

describe('building a User-Mode Linux kernel from a toy source', () => {
  let root = '';
  let archive: FakeArchive;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vwifi-uml-'));
    await put(join(root, 'linux-source-6.1'), SOURCE);
    const tar = join(root, 'linux-source-6.1.tar.xz');
    execFileSync('tar', ['-cJf', tar, '-C', root, 'linux-source-6.1']);
    archive = await FakeArchive.create(root, {
      'linux-source-6.1': { files: { 'usr/src/linux-source-6.1.tar.xz': await readFile(tar) } },
    });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  let cache = '';
  let recipe = '';
  beforeEach(async () => {
    cache = await mkdtemp(join(root, 'cache-'));
    recipe = join(cache, 'recipe');
    await put(recipe, { 'fast.fragment': 'CONFIG_RADIO=y\n', 'patches/01-greet.patch': PATCH });
    await archive.use();
  });
  afterEach(() => archive.leave());

  const build = (options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {}) =>
    buildUml('fast', { cache, recipe, ...(debian ? { distribution: debian } : {}), ...options });
  const inKernels = async () => (await readdir(join(cache, 'kernels'))).filter((name) => name !== '.lock');

  test('the kernel is patched, configured, and complete; the source package is kept, the log is not', async () => {
    const kernel = await build();
    expect(kernel).toMatchObject({
      id: 'uml-6.1.192-fast',
      variant: 'fast',
      version: '1',
      names: ['fast', 'uml-fast'],
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
    await writeFile(join(recipe, 'patches/01-greet.patch'), PATCH.replace('-unpatched', '-something else'));
    await expect(build()).rejects.toThrow(
      /apply .*01-greet\.patch to linux-source-6\.1 1: .*adapt the patch$/,
    );
    expect(await inKernels()).toEqual([]);
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
