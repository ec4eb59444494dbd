/** Builds the packages with Nx, and the scenarios. */
import { existsSync, readdirSync } from 'node:fs';
import { findNodeHeaders } from './prerequisites.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

/** The driver is no npm package; it is built for kernels, not for Node. */
const PACKAGES = readdirSync(inRoot('packages')).filter((name) =>
  existsSync(inRoot('packages', name, 'package.json')),
);

/** Everything the build looks at, and what a build leaves. */
const INPUTS = [
  ...PACKAGES.map((name) => `packages/${name}`),
  ...['test', 'tsconfig.base.json', 'tsconfig.json', 'nx.json', 'package-lock.json'],
];
const OUTPUTS = PACKAGES.map((name) => inRoot('packages', name, 'dist', '.tsbuildinfo'));

export async function buildPackages() {
  const inputs = hashOf(INPUTS, [process.version]);
  if (readStamp('packages') === inputs && OUTPUTS.every((path) => existsSync(path))) return;
  await step('packages', async () => {
    const headers = findNodeHeaders();
    // Neither a daemon nor a cloud: a build leaves nothing behind but its files.
    const env = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', ...(headers && { NODEDIR: headers }) };
    const nx = inRoot('node_modules', '.bin', 'nx');
    await run([nx, 'run-many', '-t', 'build', '--outputStyle=static'], { cwd: inRoot(), env, tail: 40 });
    await run([inRoot('node_modules', '.bin', 'tsc'), '-b'], { cwd: inRoot(), tail: 40 });
  });
  writeStamp('packages', inputs);
}
