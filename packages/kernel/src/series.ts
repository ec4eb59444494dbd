/** What User-Mode Linux kernels are made of: a folder of patches and configuration for each series of the source. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UmlVariant } from './kernel.js';
import { inPackage } from './paths.js';

/** A series of the kernel, as its folder's `source.json` says. */
export interface Series {
  /** `7.3`; its source is the package `linux-source-7.3`. */
  readonly name: string;
  /** The version that is built as long as it is served; the newest of the series without one. */
  readonly version?: string;
  /** Suites of Debian that have it; this system's own package sources when empty. */
  readonly suites: readonly string[];
  /** How many files a build of a variant compiles: measured, for the estimate. */
  readonly objects: Readonly<Partial<Record<UmlVariant, number>>>;
}

/** What distinguishes the variants. */
const FRAGMENTS: Readonly<Record<UmlVariant, readonly string[]>> = {
  fast: ['fast.fragment'],
  debug: ['fast.fragment', 'debug.fragment'],
  smp: ['fast.fragment', 'smp.fragment'],
};
/** Those that only some series can be: an older kernel has one processor. */
const ONLY: Readonly<Partial<Record<UmlVariant, number>>> = { smp: 7 };

/** A variant by name, of one series where that is named: `fast`, `debug`, `6.1`, `6.1-debug`; undefined for any other word. */
export function umlNamed(
  name: string,
): { readonly variant: UmlVariant; readonly series?: string } | undefined {
  const [all, series, variant = 'fast'] = /^(?:uml-)?(\d+\.\d+)?-?(fast|debug|smp)?$/.exec(name) ?? [];
  if (!all) return undefined;
  return { variant: variant as UmlVariant, ...(series === undefined ? {} : { series }) };
}

/** The folder of all of them. */
export const RECIPE = inPackage('uml');

/** All series, the one that is preferred first. */
export function allSeries(folder = RECIPE): readonly Series[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'source.json')))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name, 'source.json'), 'utf8')) }));
}

/** Whether a series can be a variant. */
export const canBe = (variant: UmlVariant, series: string): boolean =>
  Number.parseInt(series, 10) >= (ONLY[variant] ?? 0);

/** Our edits of a series' source, in the order in which they apply; each says why at its top. */
export const patches = (series: string, folder = RECIPE): readonly string[] =>
  readdirSync(join(folder, series, 'patches'))
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => join(folder, series, 'patches', name));

/** The configuration fragments of a variant, in the order in which they apply: those of all series, then its own. */
export const fragments = (variant: UmlVariant, series: string, folder = RECIPE): readonly string[] =>
  FRAGMENTS[variant].flatMap((name) =>
    [join(folder, name), join(folder, series, name)].filter((file) => existsSync(file)),
  );

/** Hash of all that decides how a variant is built, the source's version apart. */
export function recipe(variant: UmlVariant, series: string, folder = RECIPE): string {
  const hash = createHash('sha256');
  for (const file of [...patches(series, folder), ...fragments(variant, series, folder)])
    hash.update(readFileSync(file)).update('\0');
  const { version } = allSeries(folder).find(({ name }) => name === series) ?? {};
  if (version !== undefined) hash.update(version);
  return hash.digest('hex').slice(0, 16);
}
