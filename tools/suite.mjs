#!/usr/bin/env node
/**
 * `npm run test:next`: the kernel of Debian's development suite. Makes a root folder of the suite in the cache
 * (once: some minutes, 1.2 GB, root only), builds vwifi.ko there with the suite's own compiler, every warning an
 * error, and runs the core scenarios on that kernel with the suite's own daemons.
 *
 *   node tools/suite.mjs [NAME]...        these scenarios instead
 */
import { runMain } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { attempt } from './lib/run.mjs';

const SUITE = 'sid';
const KERNEL = '7.2';

/** @param {readonly string[]} words */
const node = async (words) =>
  (await attempt([process.execPath, ...words], { inherit: true, env: { NODE_NO_WARNINGS: '1' } })).status;

await runMain(async () => {
  const only = process.argv.slice(2).flatMap((name) => ['--only', name]);
  const driver = inRoot('packages', 'driver-c');
  return (
    (await node([inRoot('tools', 'build.mjs')])) ||
    (await node([
      inRoot('packages', 'kernel', 'dist', 'cli.js'),
      ...['suite', SUITE, driver, inRoot('packages', 'driver-c', 'dist')],
    ])) ||
    (await node([inRoot('tools', 'test.mjs'), '--guest', '--kernel', KERNEL, ...only]))
  );
});
