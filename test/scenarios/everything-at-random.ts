import { scenario } from '../lib/scenario.js';
import { soak } from '../lib/soak-program.js';

/** The same each time; other seeds, and hours: npm run soak. */
const ROUNDS = [
  { kind: 'all', seed: 1, steps: 250 },
  { kind: 'user', seed: 1, steps: 150 },
  { kind: 'memory', seed: 1, steps: 250 },
];

/** Only the debug kernel refuses memory and finds leaks. */
export default scenario(
  'the driver stands everything that is done to it at random, by anybody, and with memory that fails',
  { only: ['uml-debug'], programs: ['gcc'] },
  (context) => soak(context, ROUNDS),
);
