#!/usr/bin/env node
/**
 * `npm run test:debug`: every scenario on the debug kernel. With `--smp`, the core ones on a kernel with two processors
 * that checks what they do to each other, and then radios that come and go there at random. Builds what is not there.
 *
 *   node tools/debug.mjs [--smp] [NAME]...        these scenarios instead
 */
import { readCommandLine } from './lib/command-line.mjs';
import { runMain } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { attempt } from './lib/run.mjs';

const HELP = `npm run test:debug -- [--smp] [NAME]...

Every scenario on the debug kernel, or those named.

  --smp           on a kernel with two processors instead: the core scenarios, then five minutes of radios that come and go
  --help

Example: npm run test:debug -- --smp wpa2-two-stations
`;

/** @param {string} script @param {readonly string[]} words */
const node = async (script, words) =>
  (await attempt([process.execPath, inRoot(script), ...words], { inherit: true })).status;

await runMain(async () => {
  const args = process.argv.slice(2);
  const names = args.filter((word) => !word.startsWith('-'));
  const { smp } = readCommandLine(
    HELP,
    { smp: { type: 'boolean' } },
    args.filter((word) => word.startsWith('-')),
  );
  const row = ['--kernel', smp ? 'uml-smp' : 'uml-debug', ...(smp ? [] : ['--all'])];
  const only = names.flatMap((name) => ['--only', name]);
  const scenarios = await node('tools/setup.mjs', ['--for', 'test', '--then', '--guest', ...row, ...only]);
  if (!smp || names.length > 0 || scenarios !== 0) return scenarios;
  return node('test/dist/soak/run.js', ['--kernel', 'uml-smp', '--kind', 'life', '--minutes', '5']);
});
