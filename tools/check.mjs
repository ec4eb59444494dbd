#!/usr/bin/env node
/** `npm run check`: the sources, without running them. */
import { runChecks } from './checks/all.mjs';
import { runMain } from './lib/progress.mjs';

await runMain(async () => ((await runChecks()).length === 0 ? 0 : 1));
