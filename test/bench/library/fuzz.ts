/**
 * `npm run fuzz:library -- [--messages N] [--seed N]`: random messages are read; nothing but DecodeError is thrown, and
 * the memory does not grow. Ten million when left out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz, parseCapture, seededRandom } from '@vwifi/nl80211/testing';

const FIXTURES = fileURLToPath(new URL('../../../../packages/nl80211/fixtures/', import.meta.url));
const BATCH = 50_000;
/** What may come and go: caches that fill, code that is compiled. */
const GROWTH_LIMIT_BYTES = 4e6;

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.messages);
const random = seededRandom(Number(values.seed));
const files = ['hwsim-6.1.txt', ...readdirSync(`${FIXTURES}iw`).map((name) => `iw/${name}`)];
const real = files.flatMap((name) =>
  parseCapture(readFileSync(FIXTURES + name, 'utf8')).map(({ data }) => data),
);

const used = (): number => {
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
};

const started = performance.now();
let messages = 0;
let before: number | undefined;
while (messages < wanted) {
  messages += fuzz(BATCH, random, real);
  // After the first tenth all code is compiled and all caches are full.
  if (before === undefined && messages >= wanted / 10) before = used();
}
const growth = used() - (before ?? used());
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${messages} messages in ${seconds.toFixed(0)} s (seed ${values.seed}): nothing but DecodeError; memory ${growth < 0 ? '' : '+'}${(growth / 1e6).toFixed(2)} MB\n`,
);
if (growth > GROWTH_LIMIT_BYTES) {
  process.stderr.write(`fuzz: the memory grows by more than ${GROWTH_LIMIT_BYTES / 1e6} MB\n`);
  process.exitCode = 1;
}
