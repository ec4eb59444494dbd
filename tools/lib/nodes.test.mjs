import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { nodesAtHand } from './nodes.mjs';
import { inRoot } from './root.mjs';

const DEADLINE = pathToFileURL(inRoot('packages', 'nl80211', 'dist', 'genl', 'deadline.js'));

const LIBRARY = pathToFileURL(inRoot('packages', 'nl80211', 'dist', 'index.js'));

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

/** One built addon serves all of them: Node-API. Links are told to anybody. */
const LINKS = `
  const { VWifi } = await import('${LIBRARY}');
  const wifi = await VWifi.open();
  console.log((await wifi.ip.links()).map(({ name }) => name).includes('lo'));
  await wifi.close();
`;

test.each(nodesAtHand())('the addon asks the kernel on Node $version', async ({ path }) => {
  const { stdout } = await promisify(execFile)(path, ['--input-type=module', '--eval', LINKS]);
  expect(stdout.trim()).toBe('true');
});
