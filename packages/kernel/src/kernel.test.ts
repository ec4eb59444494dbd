import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKernel, type KernelFile, kernels } from './kernel.js';
import { addName, writeKernelFile } from './store.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-kernel-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const stock = (release: string): KernelFile => ({
  id: release,
  kind: 'stock',
  release,
  package: `linux-image-${release}`,
  version: '1-1',
  names: [],
  image: `boot/vmlinuz-${release}`,
  modulesDir: `lib/modules/${release}`,
  kdir: 'kdir',
  arch: 'amd64',
});

const uml = (variant: 'fast' | 'debug'): KernelFile => {
  const { kdir: _kdir, ...rest } = stock(`6.1.192-${variant}`);
  return { ...rest, id: `uml-6.1.192-${variant}`, kind: 'uml', variant, image: 'linux' };
};

const put = async (file: KernelFile, under = 'kernels'): Promise<void> => {
  await mkdir(join(root, under, file.id), { recursive: true });
  await writeKernelFile(join(root, under, file.id), file);
};
const list = () => kernels({ kernels: join(root, 'kernels'), prebuilt: join(root, 'prebuilt') });

test('an empty cache has no kernels', () => {
  expect(list()).toEqual([]);
});

test('kernels are listed newest first, with absolute paths', async () => {
  for (const release of ['6.1.0-56-amd64', '6.12.117+deb12-amd64', '6.1.0-100-amd64'])
    await put(stock(release));
  expect(list().map(({ id }) => id)).toEqual(['6.12.117+deb12-amd64', '6.1.0-100-amd64', '6.1.0-56-amd64']);
  expect(list()[2]).toMatchObject({
    image: join(root, 'kernels/6.1.0-56-amd64/boot/vmlinuz-6.1.0-56-amd64'),
    kdir: join(root, 'kernels/6.1.0-56-amd64/kdir'),
    origin: 'cache',
  });
});

test('what is half made, foreign or broken is no kernel', async () => {
  await put(stock('6.1.0-56-amd64'));
  await mkdir(join(root, 'kernels/.tmp-1-abc'), { recursive: true });
  await writeFile(join(root, 'kernels/.tmp-1-abc/kernel.json'), JSON.stringify(stock('9.9.9-x')));
  await mkdir(join(root, 'kernels/empty'));
  await mkdir(join(root, 'kernels/broken'));
  await writeFile(join(root, 'kernels/broken/kernel.json'), '{"id": "bro');
  await writeFile(join(root, 'kernels/file'), '');
  expect(list().map(({ id }) => id)).toEqual(['6.1.0-56-amd64']);
});

test('a kernel that was built here hides the prebuilt one of the same id', async () => {
  await put(uml('fast'), 'prebuilt');
  expect(list()).toMatchObject([{ id: 'uml-6.1.192-fast', origin: 'prebuilt' }]);
  await put(uml('fast'));
  expect(list()).toMatchObject([{ id: 'uml-6.1.192-fast', origin: 'cache' }]);
});

test('a kernel that was built here without the driver has the one of its prebuilt twin', async () => {
  await put({ ...uml('fast'), module: 'vwifi.ko' }, 'prebuilt');
  await put({ ...uml('fast'), kdir: 'kdir' });
  const module = join(root, 'prebuilt/uml-6.1.192-fast/vwifi.ko');
  expect(list()).toMatchObject([{ id: 'uml-6.1.192-fast', origin: 'cache', module }]);
});

test('a person names a kernel by id, release, series, package or variant', async () => {
  for (const file of [stock('6.1.0-56-amd64'), stock('6.12.117+deb12-amd64'), uml('fast'), uml('debug')])
    await put(file);
  const id = (name: string) => findKernel(name, list())?.id;
  expect(id('6.1')).toBe('6.1.0-56-amd64');
  expect(id('6.12')).toBe('6.12.117+deb12-amd64');
  expect(id('6.1.0-56-amd64')).toBe('6.1.0-56-amd64');
  expect(id('linux-image-6.1.0-56-amd64')).toBe('6.1.0-56-amd64');
  expect(id('fast')).toBe('uml-6.1.192-fast');
  expect(id('uml-debug')).toBe('uml-6.1.192-debug');
  expect(id('6.1.192-debug')).toBe('uml-6.1.192-debug');
  expect(id('6.2')).toBeUndefined();
});

test('a kernel keeps every name under which it was asked for', async () => {
  await put(stock('6.1.0-56-amd64'));
  const [kernel] = list();
  if (!kernel) throw new Error('no kernel');
  await addName(kernel, 'default');
  expect(findKernel('default', list())?.id).toBe('6.1.0-56-amd64');
});
