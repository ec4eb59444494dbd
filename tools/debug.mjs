#!/usr/bin/env node
/**
 * `npm run test:debug`: every scenario on the debug kernel. With `--smp`, the core ones on a kernel with two processors
 * that checks what they do to each other, and then radios that come and go there at random. Builds what is not there.
 */
import { runMain } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { attempt } from './lib/run.mjs';

const HELP = `npm run test:debug -- [--smp] [WORDS]

Every scenario on the debug kernel. What is not known here goes to the tests (npm test -- --help): --only NAME, --keep, ...

  --smp           on a kernel with two processors instead: the core scenarios, then five minutes of radios that come and go
                  and of several programs against each other;
                  with WORDS, the scenarios alone
  --help

Example: npm run test:debug -- --smp --only wpa2-two-stations
`;

/** @param {string} script @param {readonly string[]} words */
const node = async (script, words) =>
  (await attempt([process.execPath, inRoot(script), ...words], { inherit: true })).status;

await runMain(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const smp = args.includes('--smp');
  const words = args.filter((word) => word !== '--smp');
  const row = ['--kernel', smp ? 'uml-smp' : 'uml-debug', ...(smp ? [] : ['--all'])];
  const scenarios = await node('tools/setup.mjs', ['--for', 'test', '--then', '--guest', ...row, ...words]);
  if (!smp || words.length > 0 || scenarios !== 0) return scenarios;
  return node('test/dist/soak/run.js', [
    '--kernel',
    'uml-smp',
    '--kind',
    'life',
    '--kind',
    'race',
    '--minutes',
    '5',
  ]);
});
