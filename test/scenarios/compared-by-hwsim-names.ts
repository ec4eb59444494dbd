import { Context } from '../lib/context.js';
import { scenario } from '../lib/scenario.js';
import injected from './access-point-of-injected-frames.js';
import verbs from './verbs-from-typescript.js';

/** The quickest of what also runs on mac80211_hwsim; the others: docs/testing.md. */
const COMPARED = [injected, verbs];

export default scenario(
  'what is compared with mac80211_hwsim finds the same in our module, by the names of that one alone',
  { programs: ['python3'] },
  async ({ machine, module }) => {
    for (const { title, run } of COMPARED) {
      const context = new Context({ machine, module, driver: 'drop-in' });
      let left: string[] = [];
      try {
        await run(context);
      } finally {
        left = await context.end();
      }
      if (left.length > 0) throw new Error(`${title}: ${left.join('; ')}`);
    }
  },
);
