import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from './kernel.js';
import { buildModule, findModule, mirror, moduleKey, readSources } from './module.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-module-'));
  await mkdir(join(root, 'driver/src'), { recursive: true });
  await writeFile(join(root, 'driver/Kbuild'), 'obj-m := toy.o\n');
  await writeFile(join(root, 'driver/src/toy.c'), 'int toy;\n');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const driver = (...parts: string[]): string => join(root, 'driver', ...parts);

/** A kernel whose "build system" copies the source to the module and counts how often it ran. */
const toyKernel = async (extra: Partial<Kernel> = {}): Promise<Kernel> => {
  const kdir = join(root, 'kdir');
  await mkdir(kdir, { recursive: true });
  await writeFile(
    join(kdir, 'Makefile'),
    `modules:\n\t@test ! -e $(M)/src/broken.c || { echo "src/broken.c:1: error: no"; exit 1; }\n\tcp $(M)/src/toy.c $(M)/toy.ko\n\techo ran >> ${join(root, 'runs')}\n`,
  );
  return {
    id: '6.1.0-56-amd64',
    kind: 'stock',
    release: '6.1.0-56-amd64',
    package: 'linux-image-6.1.0-56-amd64',
    version: '6.1.192-2',
    names: [],
    image: join(root, 'vmlinuz'),
    modulesDir: join(root, 'lib'),
    kdir,
    arch: 'amd64',
    path: root,
    origin: 'cache',
    ...extra,
  };
};

const build = (kernel: Kernel) =>
  buildModule(kernel, driver(), driver('dist'), { cache: join(root, 'cache') });

test('a module goes to dist/<release>, and nothing else is written beside the sources', async () => {
  const { path, built } = await build(await toyKernel());
  expect(path).toBe(driver('dist/6.1.0-56-amd64/toy.ko'));
  expect(built).toBe(true);
  expect((await readdir(driver())).sort()).toEqual(['Kbuild', 'dist', 'src']);
  expect(await readdir(driver('src'))).toEqual(['toy.c']);
});

test('it is built again only when sources or kernel have changed', async () => {
  const kernel = await toyKernel();
  await build(kernel);
  expect((await build(kernel)).built).toBe(false);
  await utimes(driver('src/toy.c'), 1, 1);
  expect((await build(kernel)).built).toBe(false);
  await writeFile(driver('src/toy.c'), 'int toy2;\n');
  expect((await build(kernel)).built).toBe(true);
  expect((await build({ ...kernel, version: '6.1.193-1' })).built).toBe(true);
});

test('another checkout of the same sources compiles nothing, and what is not used goes', async () => {
  const kernel = await toyKernel();
  const { path } = await build(kernel);
  const first = await readFile(path);
  await rm(driver('dist'), { recursive: true });
  expect(await build(kernel)).toMatchObject({ path, built: false });
  expect(await readFile(path)).toEqual(first);
  expect((await build(kernel)).built).toBe(false);
  for (let i = 0; i < 4; i++) {
    await writeFile(driver('src/toy.c'), `int toy${i};\n`);
    expect((await build(kernel)).built).toBe(true);
  }
  expect((await readdir(join(root, 'cache/modules', kernel.id, 'stored'))).length).toBe(4);
  await writeFile(driver('src/toy.c'), 'int toy;\n');
  expect((await build(kernel)).built).toBe(true);
});

test('a module that does not compile: the error names the line and the log, the old module stays', async () => {
  const kernel = await toyKernel();
  const { path } = await build(kernel);
  await writeFile(driver('src/broken.c'), '');
  await expect(build(kernel)).rejects.toThrow(
    /^build driver for 6\.1\.0-56-amd64: src\/broken\.c:1: error: no; the compiler's output is in .*\.log$/,
  );
  expect((await stat(path)).isFile()).toBe(true);
  await rm(driver('src/broken.c'));
  expect((await build(kernel)).built).toBe(false);
});

test('a prebuilt kernel has nothing to build against, and says so', async () => {
  const { kdir: _kdir, ...prebuilt } = await toyKernel({ origin: 'prebuilt', variant: 'fast' });
  await expect(build(prebuilt)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
});

test('a folder without a module, and none at all', async () => {
  const kernel = await toyKernel();
  await expect(buildModule(kernel, join(root, 'kdir/..', 'nowhere'), root)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await mkdir(join(root, 'empty'));
  await expect(buildModule(kernel, join(root, 'empty'), root)).rejects.toThrow(/has no Kbuild file/);
});

test('what a build leaves behind is no source', async () => {
  for (const name of ['toy.o', 'toy.ko', 'toy.mod.c', 'Module.symvers', 'src/.toy.o.cmd', 'README.md']) {
    await writeFile(driver(name), '');
  }
  await mkdir(driver('dist'));
  await writeFile(driver('dist/old.c'), '');
  expect([...(await readSources(driver())).keys()].sort()).toEqual(['Kbuild', 'src/toy.c']);
});

test('a copy follows its original: changed files change, gone files go, others keep their times', async () => {
  const copy = join(root, 'copy');
  await writeFile(driver('src/old.c'), '');
  await mirror(await readSources(driver()), copy);
  await utimes(join(copy, 'Kbuild'), 1, 1);
  await rm(driver('src/old.c'));
  await writeFile(driver('src/toy.c'), 'int changed;\n');
  await mirror(await readSources(driver()), copy);
  expect(await readdir(join(copy, 'src'))).toEqual(['toy.c']);
  expect((await stat(join(copy, 'Kbuild'))).mtimeMs).toBe(1000);
  expect((await stat(join(copy, 'src/toy.c'))).mtimeMs).toBeGreaterThan(1000);
});

test('the key tells kernels, contents and names apart, and does not depend on order', () => {
  const kernel = { id: 'k', version: '1' };
  const source = (...pairs: [string, string][]) =>
    new Map(pairs.map(([name, text]) => [name, Buffer.from(text)]));
  const key = moduleKey(kernel, source(['a', '1'], ['b', '2']));
  expect(moduleKey(kernel, source(['b', '2'], ['a', '1']))).toBe(key);
  expect(moduleKey(kernel, source(['a', '12'], ['b', '']))).not.toBe(key);
  expect(moduleKey({ ...kernel, version: '2' }, source(['a', '1'], ['b', '2']))).not.toBe(key);
  expect(moduleKey(kernel, source(['a', '1'], ['b', '2']), true)).not.toBe(key);
});

test('vwifi.ko of a kernel: what was built here, else what came with the kernel', async () => {
  const module = join(root, 'prebuilt.ko');
  const kernel = await toyKernel({ module });
  expect(findModule(kernel, driver('dist'))).toBeUndefined();
  await writeFile(module, '');
  expect(findModule(kernel, driver('dist'))).toBe(module);
  await mkdir(driver('dist', kernel.release), { recursive: true });
  await writeFile(driver('dist', kernel.release, 'vwifi.ko'), '');
  expect(findModule(kernel, driver('dist'))).toBe(driver('dist', kernel.release, 'vwifi.ko'));
});
