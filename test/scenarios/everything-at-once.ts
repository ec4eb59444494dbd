import { scenario } from '../lib/scenario.js';
import { soak } from '../lib/soak-program.js';

const LIMIT_MS = 180_000;

/** Other seeds, and hours: npm run soak -- --kind race --kernel uml-smp. */
export default scenario(
  'the driver stands daemons, radios, commands, frames, underlays and its own removal against each other on two processors',
  { only: ['uml-smp'], programs: ['gcc'] },
  (context) => soak(context, [{ kind: 'race', seed: 1, steps: 150 }], { timeoutMs: LIMIT_MS }),
);
