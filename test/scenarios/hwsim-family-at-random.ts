import { scenario } from '../lib/scenario.js';
import { soak } from '../lib/soak-program.js';

/** The same each time; other seeds, and hours: npm run soak -- --kind hwsim. */
const ROUNDS = [{ kind: 'hwsim', seed: 1, steps: 250 }];

/** Where memory that is gone is noticed, and leaks are. */
export default scenario(
  'the family MAC80211_HWSIM stands a medium that lies and dies, strangers, and commands at random',
  { only: ['uml-debug'], programs: ['gcc'] },
  (context) => soak(context, ROUNDS),
);
