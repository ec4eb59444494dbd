/** Builds the packages with Nx, and the scenarios. */
import { existsSync } from 'node:fs';
import { findNodeHeaders } from './prerequisites.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

/** Everything the build looks at. The driver is none of it. */
const INPUTS = [
  'packages/nl80211',
  'packages/kernel',
  'packages/testbed',
  'test',
  'tsconfig.base.json',
  'tsconfig.json',
  'nx.json',
  'package-lock.json',
];
const OUTPUTS = ['nl80211', 'kernel', 'testbed'].map((name) => inRoot('packages', name, 'dist', 'index.js'));

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
