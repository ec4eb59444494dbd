import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of everything vwifi keeps between runs: `$XDG_CACHE_HOME/vwifi`, or `~/.cache/vwifi`. */
export function cacheDir(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.XDG_CACHE_HOME;
  // The XDG specification: a relative path there is to be ignored.
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'vwifi');
}

/** One folder per kernel. */
export const kernelsDir = (cache = cacheDir()): string => join(cache, 'kernels');

/** Kernels that came inside this package (see `pack`). */
export const prebuiltDir = (): string => inPackage('prebuilt');

/** A path inside this package, the same from sources and from `dist`. */
export const inPackage = (...parts: string[]): string =>
  join(fileURLToPath(new URL('..', import.meta.url)), ...parts);
