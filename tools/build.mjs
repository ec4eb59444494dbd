#!/usr/bin/env node
/** `npm run build`: the packages, and vwifi.ko for every kernel in the cache. Quick when nothing changed. */
import { buildPackages } from './lib/build.mjs';
import { buildDrivers } from './lib/kernels.mjs';
import { runMain } from './lib/progress.mjs';

await runMain(async () => {
  await buildPackages();
  await buildDrivers();
  return 0;
});
