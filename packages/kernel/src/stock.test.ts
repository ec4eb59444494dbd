import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeArchive } from '../testing/archive.js';
import { distributions } from './distribution.js';
import { kernels } from './kernel.js';
import type { Progress } from './progress.js';
import { fetchStock } from './stock.js';
import { debianArch } from './store.js';

const RELEASE = `6.1.0-56-${debianArch()}`;
const debian = distributions.find(({ id }) => id === 'debian');

let root = '';
let archive: FakeArchive;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-stock-'));
  archive = await FakeArchive.create(root, {
    [`linux-image-${debianArch()}`]: { depends: `linux-image-${RELEASE} (= 1)`, files: {} },
    [`linux-image-${RELEASE}`]: {
      depends: 'kmod, initramfs-tools',
      files: {
        [`boot/vmlinuz-${RELEASE}`]: 'kernel',
        [`lib/modules/${RELEASE}/modules.order`]: '',
        [`lib/modules/${RELEASE}/modules.builtin`]: '',
        [`lib/modules/${RELEASE}/kernel/drivers/gpu/drm/drm.ko`]: 'huge',
      },
    },
    [`linux-headers-${RELEASE}`]: {
      depends: 'linux-headers-6.1.0-56-common',
      files: {
        [`usr/src/linux-headers-${RELEASE}/Makefile`]:
          'include /usr/src/linux-headers-6.1.0-56-common/Makefile\n',
        [`usr/src/linux-headers-${RELEASE}/vmlinux`]: 'BTF',
      },
    },
    'linux-headers-6.1.0-56-common': {
      files: { 'usr/src/linux-headers-6.1.0-56-common/Makefile': 'hello:\n\t@echo found\n' },
    },
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(root, 'cache-'));
  await archive.use();
});
afterEach(() => archive.leave());

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
  await archive.forget();
  expect((await fetch('6.1')).id).toBe(RELEASE);
  expect((await fetch(RELEASE)).id).toBe(RELEASE);
  expect(await archive.calls()).toBe('');
});

test('another name of a kernel that is there is remembered, not fetched', async () => {
  await fetch('6.1');
  expect((await fetch('default')).names).toEqual(['6.1', 'default']);
  expect(await inKernels()).toEqual([RELEASE]);
});

test('two at once fetch it once', async () => {
  const [one, two] = await Promise.all([fetch('6.1'), fetch('6.1')]);
  expect(one).toEqual(two);
  expect((await archive.calls()).match(/download/g)).toHaveLength(1);
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
    const update = (await archive.calls()).split('\n').find((line) => line.endsWith(' update'));
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
