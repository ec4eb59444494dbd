import { scenario } from '../lib/scenario.js';
import { soak } from '../lib/soak-program.js';

/** The same each time; other seeds, and hours: npm run soak. */
const ROUNDS = [
  { kind: 'nl80211', seed: 2, steps: 200 },
  { kind: 'life', seed: 2, steps: 60 },
  { kind: 'memory', seed: 2, steps: 150 },
];

/** Only the debug kernel refuses memory and finds leaks. */
export default scenario(
  'radios that connect by themselves stand everything that is done to them at random, and with memory that fails',
  { only: ['uml-debug'], programs: ['gcc'] },
  (context) => soak(context, ROUNDS, { driverSme: true, driverHandshake: true }),
);
