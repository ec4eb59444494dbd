/**
 * Before `npm pack`: puts the built addon, without symbols, where an installed package looks for it; and that for arm64,
 * without which nothing is published.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crossBuild } from './cross.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}`);
const name = 'vwifi_nl80211.node';

rmSync(join(root, 'prebuilds'), { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const strip = spawnSync(
  'strip',
  ['--strip-unneeded', '-o', join(folder, name), join(root, 'build', 'Release', name)],
  { encoding: 'utf8' },
);
if (strip.status !== 0) {
  console.error(
    `addon: cannot pack it: ${strip.error?.message ?? strip.stderr.trim()}; npm run build, and binutils`,
  );
  process.exit(1);
}
if (process.arch !== 'arm64') {
  const missing = crossBuild(join(root, 'prebuilds', 'linux-arm64'));
  if (missing !== undefined) {
    console.error(`addon: packed for ${process.arch} only, without arm64: ${missing}`);
    // What others will install has every target, or is not published.
    if (process.env.npm_command === 'publish') process.exit(1);
  }
}
