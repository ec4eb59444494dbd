import { readFileSync } from 'node:fs';
import { parseCapture } from './capture.js';
import { fuzz, seededRandom } from './fuzz.js';

const text = readFileSync(new URL('../../fixtures/hwsim-6.1.txt', import.meta.url), 'utf8');
const real = parseCapture(text).map(({ data }) => data);

/** `npm run fuzz:library` reads ten million, and watches the memory. */
test.each([1, 2, 3])('random messages, seed %i: nothing but DecodeError', (seed) => {
  expect(fuzz(5000, seededRandom(seed), real)).toBeGreaterThan(2000);
});
