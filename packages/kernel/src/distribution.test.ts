import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Package, parsePackages } from './apt.js';
import { distributionOf, distributions, inSeries, releaseOf, thisDistribution } from './distribution.js';
import { resolve } from './stock.js';

const pkg = (name: string, ...depends: string[]): Package => ({ name, version: '1', depends, size: 1 });

/** An index that knows these packages. */
const index = (...packages: Package[]) => ({
  async closure(roots: readonly string[], follow: RegExp): Promise<readonly Package[]> {
    const found = new Map<string, Package>();
    const visit = (name: string): void => {
      const each = packages.find((one) => one.name === name);
      if (!each || found.has(name)) return;
      found.set(name, each);
      for (const depend of each.depends) if (follow.test(depend)) visit(depend);
    };
    roots.forEach(visit);
    return [...found.values()];
  },
});

const row = (id: string) => {
  const found = distributions.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};

const bookworm = index(
  pkg('linux-image-amd64', 'linux-image-6.1.0-56-amd64'),
  pkg('linux-image-6.1.0-56-amd64', 'kmod', 'initramfs-tools'),
  pkg(
    'linux-headers-6.1.0-56-amd64',
    'linux-headers-6.1.0-56-common',
    'linux-kbuild-6.1',
    'linux-compiler-gcc-12-x86',
  ),
  pkg('linux-headers-6.1.0-56-common'),
  pkg('linux-kbuild-6.1'),
  pkg('linux-compiler-gcc-12-x86', 'gcc-12'),
  pkg('linux-image-6.12-amd64', 'linux-image-6.12.117+deb12-amd64'),
  pkg('linux-image-6.12.117+deb12-amd64', 'kmod'),
  pkg('linux-headers-6.12.117+deb12-amd64', 'linux-base', 'linux-kbuild-6.12.117+deb12'),
  pkg('linux-kbuild-6.12.117+deb12'),
);

const names = async (name: string, id: string, packages: ReturnType<typeof index>) =>
  (await resolve(name, row(id), packages)).packages.map((each) => each.name).sort();

test('Debian: a series is the package of that name, or the release that the default points to', async () => {
  expect((await resolve('6.12', row('debian'), bookworm)).release).toBe('6.12.117+deb12-amd64');
  expect((await resolve('6.1', row('debian'), bookworm)).release).toBe('6.1.0-56-amd64');
  expect((await resolve('default', row('debian'), bookworm)).release).toBe('6.1.0-56-amd64');
  expect((await resolve('linux-image-6.12-amd64', row('debian'), bookworm)).release).toBe(
    '6.12.117+deb12-amd64',
  );
  expect((await resolve('6.1.0-56-amd64', row('debian'), bookworm)).release).toBe('6.1.0-56-amd64');
});

test('Debian: image, headers and their tools are taken, compilers and boot loaders are not', async () => {
  expect(await names('6.1', 'debian', bookworm)).toEqual([
    'linux-headers-6.1.0-56-amd64',
    'linux-headers-6.1.0-56-common',
    'linux-image-6.1.0-56-amd64',
    'linux-kbuild-6.1',
  ]);
});

test('Ubuntu: modules are packages of their own', async () => {
  const noble = index(
    pkg(
      'linux-image-generic',
      'linux-image-6.8.0-45-generic',
      'linux-modules-extra-6.8.0-45-generic',
      'linux-firmware',
    ),
    pkg('linux-image-6.8.0-45-generic', 'kmod', 'linux-base', 'linux-modules-6.8.0-45-generic'),
    pkg('linux-modules-6.8.0-45-generic'),
    pkg('linux-modules-extra-6.8.0-45-generic', 'wireless-regdb'),
    pkg('linux-headers-6.8.0-45-generic', 'linux-headers-6.8.0-45', 'libc6'),
    pkg('linux-headers-6.8.0-45'),
    pkg('linux-firmware'),
  );
  expect(await names('default', 'ubuntu', noble)).toEqual([
    'linux-headers-6.8.0-45',
    'linux-headers-6.8.0-45-generic',
    'linux-image-6.8.0-45-generic',
    'linux-modules-6.8.0-45-generic',
    'linux-modules-extra-6.8.0-45-generic',
  ]);
});

test('a kernel that nobody has: one line with what was looked for and what to do', async () => {
  await expect(resolve('5.10', row('debian'), bookworm)).rejects.toThrow(
    /^fetch kernel 5\.10: the package sources of this system have none \(looked for linux-image-5\.10-amd64, linux-image-amd64\); see what there is with: apt-cache/,
  );
});

test('a derivative uses the names of its family', () => {
  expect(distributionOf('ID=debian\nVERSION_ID="12"')?.id).toBe('debian');
  expect(distributionOf('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"')?.id).toBe('ubuntu');
  expect(distributionOf('ID="raspbian"\nID_LIKE=debian')?.id).toBe('debian');
  expect(distributionOf('ID=fedora')).toBeUndefined();
});

test('an unknown system is named in the error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-os-'));
  await writeFile(join(folder, 'os-release'), 'PRETTY_NAME="Fedora Linux 43"\nID=fedora\n');
  expect(() => thisDistribution(join(folder, 'os-release'))).toThrow(/Fedora Linux 43; use Debian or Ubuntu/);
  await rm(folder, { recursive: true });
});

test('releases and series', () => {
  expect(releaseOf('linux-image-6.12-amd64')).toBeUndefined();
  expect(releaseOf('linux-image-generic')).toBeUndefined();
  expect(releaseOf('linux-image-unsigned-6.8.0-45-generic')).toBe('6.8.0-45-generic');
  expect(inSeries('6.12.117+deb12-amd64', '6.1')).toBe(false);
  expect(inSeries('6.1.0-56-amd64', '6.1')).toBe(true);
});

test('the package index: first of alternatives, names without versions', () => {
  const text = `Package: linux-headers-6.12-amd64
Version: 6.12.117-1
Depends: linux-base (>= 4.12~), linux-image-6.12-amd64 (= 6.12.117-1) | linux-image-6.12-amd64-unsigned, gcc-12:amd64
Size: 3271240
Description: Header files
 indented: text

Package: other
Version: 2
`;
  expect(parsePackages(text)).toEqual([
    {
      name: 'linux-headers-6.12-amd64',
      version: '6.12.117-1',
      depends: ['linux-base', 'linux-image-6.12-amd64', 'gcc-12'],
      size: 3271240,
    },
    { name: 'other', version: '2', depends: [], size: 0 },
  ]);
  expect(parsePackages('')).toEqual([]);
});
