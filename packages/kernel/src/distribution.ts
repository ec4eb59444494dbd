import { readFileSync } from 'node:fs';
import { KernelError } from './failure.js';

/** What differs between distributions: the names of packages, and what they contain. */
export interface Distribution {
  readonly id: 'debian' | 'ubuntu';
  /** Packages that may bring a kernel of this series (`6.1`), best first; the distribution's own choice without one. */
  readonly images: (arch: string, series?: string) => readonly string[];
  /** The headers that go with an image package. */
  readonly headers: (image: string) => string;
  /** Dependencies that are part of the kernel itself; all others are left alone. */
  readonly follow: RegExp;
  /** Packages of a release that nothing depends on but that hold modules we need, where they exist. */
  readonly extras: (release: string) => readonly string[];
}

const headersOf = (image: string): string => image.replace(/^linux-image-(unsigned-)?/, 'linux-headers-');

/** One row a distribution. */
export const distributions: readonly Distribution[] = [
  {
    id: 'debian',
    images: (arch, series) => [...(series ? [`linux-image-${series}-${arch}`] : []), `linux-image-${arch}`],
    headers: headersOf,
    follow: /^linux-(image|headers|kbuild)-\d/,
    extras: () => [],
  },
  {
    id: 'ubuntu',
    images: (_arch, series) => [
      'linux-image-generic',
      ...(series ? [`linux-image-generic-${series}`] : []),
      'linux-image-virtual',
    ],
    headers: headersOf,
    follow: /^linux-(image|image-unsigned|headers|modules|modules-extra)-\d/,
    // mac80211_hwsim and most of wireless.
    extras: (release) => [`linux-modules-extra-${release}`],
  },
];

/** The row for the text of an os-release file; the nearest relative for a derivative. */
export function distributionOf(osRelease: string): Distribution | undefined {
  const field = (name: string): string =>
    new RegExp(`^${name}=["']?([^"'\n]*)`, 'm').exec(osRelease)?.[1]?.toLowerCase() ?? '';
  const family = [field('ID'), ...field('ID_LIKE').split(/\s+/)];
  for (const id of family) {
    const row = distributions.find((each) => each.id === id);
    if (row) return row;
  }
  return undefined;
}

/** This system's row, or an error that says what else works. */
export function thisDistribution(file = '/etc/os-release'): Distribution {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // No such file: no distribution that we know.
  }
  const found = distributionOf(text);
  if (found) return found;
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? 'this system';
  throw new KernelError(
    'UNSUPPORTED',
    `fetch kernel: no package names are known for ${name}`,
    'use Debian or Ubuntu, or a container of one of them',
  );
}

/** The release in the name of the package that holds a kernel; undefined for a package that only points to one. */
export const releaseOf = (imagePackage: string): string | undefined =>
  /^linux-image-(?:unsigned-)?(\d+\.\d+\.\d.*)$/.exec(imagePackage)?.[1];

/** Whether a release belongs to a series: `6.1` and `6.1.0-56-amd64`. */
export const inSeries = (release: string, series: string): boolean =>
  release.startsWith(`${series}.`) || release.startsWith(`${series}-`);
