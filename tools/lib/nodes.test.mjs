import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { nodesAtHand } from './nodes.mjs';
import { inRoot } from './root.mjs';

const DEADLINE = pathToFileURL(inRoot('packages', 'nl80211', 'dist', 'genl', 'deadline.js'));

/** Nobody holds the signal; what is weak is gone after two collections; another timer keeps the process. */
const PROGRAM = `
  const { limited, startTimer } = await import('${DEADLINE}');
  const never = new AbortController();
  const wait = () => new Promise((resolve) =>
    limited([never.signal], { afterMs: 100 }).addEventListener('abort', () => resolve('fired')));
  const ends = wait();
  for (let i = 0; i < 2; i++) { await new Promise(setImmediate); gc(); }
  console.log(await Promise.race([ends, new Promise((resolve) => startTimer(5000, () => resolve('never')))]));
  process.exit();
`;

test.each(nodesAtHand())('a deadline outlives a collection on Node $version', async ({ path }) => {
  const argv = ['--expose-gc', '--input-type=module', '--eval', PROGRAM];
  expect((await promisify(execFile)(path, argv)).stdout.trim()).toBe('fired');
});
