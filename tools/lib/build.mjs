/** Builds the packages with Nx, and the driver once for each kernel. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findNodeHeaders } from './prerequisites.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const DRIVER = 'packages/driver-c';

/** Everything the packages' build looks at. The driver is none of it. */
const PACKAGE_INPUTS = ['packages/nl80211', 'packages/kernel', 'packages/testbed', 'test'];
const BUILD_INPUTS = ['tsconfig.base.json', 'tsconfig.json', 'nx.json', 'package-lock.json'];
const BUILT = [
  'packages/nl80211/dist/index.js',
  'packages/nl80211/build/Release',
  'packages/kernel/dist/index.js',
  'packages/testbed/dist/index.js',
];

export async function buildPackages() {
  const inputs = hashOf([...PACKAGE_INPUTS, ...BUILD_INPUTS], [process.version]);
  if (readStamp('packages') === inputs && BUILT.every((path) => existsSync(inRoot(path)))) return;
  await step('packages', async () => {
    const headers = findNodeHeaders();
    // The daemon and the cloud have no place in a build that has to leave nothing behind.
    const env = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', ...(headers && { npm_config_nodedir: headers }) };
    const nx = inRoot('node_modules', '.bin', 'nx');
    await run([nx, 'run-many', '-t', 'build', '--outputStyle=static'], { cwd: inRoot(), env, tail: 40 });
    await run([inRoot('node_modules', '.bin', 'tsc'), '-b'], { cwd: inRoot(), tail: 40 });
  });
  writeStamp('packages', inputs);
}

/**
 * Builds dist/<release>/vwifi.ko for each kernel, each in a folder of its own, so that one kernel's objects
 * never meet another's configuration.
 *
 * @param {readonly import('./kernels.mjs').BuildableKernel[]} kernels
 */
export async function buildDrivers(kernels) {
  for (const kernel of kernels) {
    const stamp = `driver-${kernel.release}`;
    const module = inRoot(DRIVER, 'dist', kernel.release, 'vwifi.ko');
    const inputs = hashOf(
      [DRIVER],
      [kernel.headers, String(statSync(join(kernel.headers, '.config')).mtimeMs)],
    );
    if (readStamp(stamp) === inputs && existsSync(module)) continue;
    await step(`vwifi.ko for ${kernel.release}`, () => buildDriver(kernel, module));
    writeStamp(stamp, inputs);
  }
}

/** @param {import('./kernels.mjs').BuildableKernel} kernel @param {string} module */
async function buildDriver(kernel, module) {
  const folder = inRoot(DRIVER, 'build', kernel.release);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['src', 'include', 'Kbuild', 'Makefile']) {
    const source = inRoot(DRIVER, part);
    if (existsSync(source)) cpSync(source, join(folder, part), { recursive: true, filter: isSource });
  }
  await run(['make', '-C', folder, `KDIR=${kernel.headers}`, ...kernel.makeArguments], { tail: 40 });
  mkdirSync(join(module, '..'), { recursive: true });
  renameSync(join(folder, 'vwifi.ko'), `${module}.new`);
  renameSync(`${module}.new`, module);
}

/** Objects that a build in place has left beside the sources stay there. @param {string} path */
const isSource = (path) => !/\.(o|ko|mod|mod\.c|cmd)$/.test(path);
