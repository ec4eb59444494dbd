import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { distributions } from './distribution.js';
import { kernels } from './kernel.js';
import type { Progress } from './progress.js';
import { fetchStock } from './stock.js';
import { debianArch } from './store.js';

const RELEASE = `6.1.0-56-${debianArch()}`;
const debian = distributions.find(({ id }) => id === 'debian');
const PATH = process.env.PATH;

let root = '';
const packages = new Map<
  string,
  { readonly depends: string; readonly files: Readonly<Record<string, string>> }
>();

/** A package archive in a folder, and an apt in front of it: everything but the network is real. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-stock-'));
  packages.set(`linux-image-${debianArch()}`, { depends: `linux-image-${RELEASE} (= 1)`, files: {} });
  packages.set(`linux-image-${RELEASE}`, {
    depends: 'kmod, initramfs-tools',
    files: {
      [`boot/vmlinuz-${RELEASE}`]: 'kernel',
      [`lib/modules/${RELEASE}/modules.order`]: '',
      [`lib/modules/${RELEASE}/modules.builtin`]: '',
      [`lib/modules/${RELEASE}/kernel/drivers/gpu/drm/drm.ko`]: 'huge',
    },
  });
  packages.set(`linux-headers-${RELEASE}`, {
    depends: `linux-headers-6.1.0-56-common`,
    files: {
      [`usr/src/linux-headers-${RELEASE}/Makefile`]:
        'include /usr/src/linux-headers-6.1.0-56-common/Makefile\n',
      [`usr/src/linux-headers-${RELEASE}/vmlinux`]: 'BTF',
    },
  });
  packages.set('linux-headers-6.1.0-56-common', {
    depends: '',
    files: { 'usr/src/linux-headers-6.1.0-56-common/Makefile': 'hello:\n\t@echo found\n' },
  });
  await mkdir(join(root, 'archive'));
  let index = '';
  for (const [name, { depends, files }] of packages) {
    const tree = join(root, 'trees', name);
    const control = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example>\nDepends: ${depends}\nDescription: x\n`;
    const all = { 'DEBIAN/control': control.replace(/Depends: \n/, ''), ...files };
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    execFileSync('dpkg-deb', ['-b', '--root-owner-group', tree, join(root, 'archive', `${name}_1_all.deb`)]);
    await writeFile(
      join(root, 'archive', name),
      `${control.replace(/^(Architecture|Maintainer).*\n/gm, '')}Size: 10\n\n`,
    );
    index += name;
  }
  expect(index).not.toBe('');
  await mkdir(join(root, 'bin'));
  const fake = async (name: string, body: string): Promise<void> => {
    const path = join(root, 'bin', name);
    await writeFile(
      path,
      `#!/bin/bash\ncd_archive=${join(root, 'archive')}\necho "${name} $*" >> ${join(root, 'calls')}\n${body}\n`,
    );
    await chmod(path, 0o755);
  };
  // $APT_TROUBLE: `unread` until an update, `stale` until an update, `offline` for ever.
  const updated = `[[ "$*" == *Dir::State* ]]`;
  await fake(
    'apt-cache',
    `[[ $APT_TROUBLE == unread ]] && ! ${updated} && exit 100\nfor p in "$@"; do [[ -f $cd_archive/$p ]] && cat "$cd_archive/$p"; done; exit 0`,
  );
  await fake(
    'apt-get',
    `[[ "$*" == *" update"* ]] && exit 0
if [[ $APT_TROUBLE == offline ]] || { [[ $APT_TROUBLE == stale ]] && ! ${updated}; }; then echo "E: Failed to fetch it" >&2; exit 100; fi
for p in "$@"; do [[ $p == *=1 ]] && cp "$cd_archive/\${p%=1}_1_all.deb" .; done; exit 0`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(root, 'cache-'));
  await writeFile(join(root, 'calls'), '');
  process.env.PATH = `${join(root, 'bin')}:${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  delete process.env.APT_TROUBLE;
});

const fetch = (
  name: string,
  options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
) => fetchStock(name, { cache, ...(debian ? { distribution: debian } : {}), ...options });
const inKernels = async () => (await readdir(join(cache, 'kernels'))).filter((name) => name !== '.lock');

test('a kernel comes with headers that work where they lie, and without what a guest has no use for', async () => {
  const kernel = await fetch('6.1');
  expect(kernel).toMatchObject({ id: RELEASE, kind: 'stock', version: '1', names: ['6.1'] });
  expect(await readFile(kernel.image, 'utf8')).toBe('kernel');
  expect(existsSync(join(kernel.modulesDir, 'modules.dep'))).toBe(true);
  expect(existsSync(join(kernel.modulesDir, 'kernel/drivers/gpu/drm/drm.ko'))).toBe(false);
  expect(existsSync(join(kernel.kdir ?? '', 'vmlinux'))).toBe(false);
  expect(execFileSync('make', ['-s', '-C', kernel.kdir ?? '', 'hello'], { encoding: 'utf8' })).toContain(
    'found',
  );
  expect(await inKernels()).toEqual([RELEASE]);
});

test('the second call asks nobody', async () => {
  await fetch('6.1');
  await writeFile(join(root, 'calls'), '');
  expect((await fetch('6.1')).id).toBe(RELEASE);
  expect((await fetch(RELEASE)).id).toBe(RELEASE);
  expect(await readFile(join(root, 'calls'), 'utf8')).toBe('');
});

test('another name of a kernel that is there is remembered, not fetched', async () => {
  await fetch('6.1');
  expect((await fetch('default')).names).toEqual(['6.1', 'default']);
  expect(await inKernels()).toEqual([RELEASE]);
});

test('two at once fetch it once', async () => {
  const [one, two] = await Promise.all([fetch('6.1'), fetch('6.1')]);
  expect(one).toEqual(two);
  expect((await readFile(join(root, 'calls'), 'utf8')).match(/download/g)).toHaveLength(1);
});

test.each(['downloading', 'unpacking'])(
  'interrupted while %s: nothing is left, and the next try works',
  async (step) => {
    const abort = new AbortController();
    const onProgress = (progress: Progress): void => {
      if (progress.step.startsWith(step)) abort.abort();
    };
    await expect(fetch('6.1', { signal: abort.signal, onProgress })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(await inKernels()).toEqual([]);
    expect((await fetch('6.1')).id).toBe(RELEASE);
  },
);

test.each(['unread', 'stale'])(
  'a system whose package lists are %s: lists of our own are fetched',
  async (trouble) => {
    process.env.APT_TROUBLE = trouble;
    expect((await fetch('6.1')).id).toBe(RELEASE);
    const update = (await readFile(join(root, 'calls'), 'utf8'))
      .split('\n')
      .find((line) => line.endsWith(' update'));
    expect(update).toContain(`Dir::State=${join(cache, 'apt', 'state')}`);
  },
);

test('offline: one line, and nothing is left', async () => {
  process.env.APT_TROUBLE = 'offline';
  await expect(fetch('6.1')).rejects.toThrow(
    /^download of linux-image-.*: E: Failed to fetch it; check the network/,
  );
  expect(await inKernels()).toEqual([]);
});

test('a killed fetch is cleaned up by the next one', async () => {
  await mkdir(join(cache, 'kernels/.tmp-1-dead/boot'), { recursive: true });
  await fetch('6.1');
  expect(await inKernels()).toEqual([RELEASE]);
  expect(kernels({ kernels: join(cache, 'kernels'), prebuilt: '' })).toHaveLength(1);
});
