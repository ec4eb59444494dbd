/** @vwifi/nl80211 in the guest against a process of iw for each question; more of it in `npm run bench:library`. */
import { fileURLToPath } from 'node:url';
import { Context } from '../../lib/context.js';
import { loadDriver } from '../../lib/driver.js';
import { iwRates, type Rates } from '../library/iw.js';
import type { Part } from '../part.js';

const INSIDE = fileURLToPath(new URL('../library/inside.js', import.meta.url));

export const library: Part = {
  name: 'library',
  about: 'netlink round trips a second from @vwifi/nl80211 against spawning iw',
  async run({ machine, module, progress }) {
    const context = new Context({ machine, driver: 'vwifi', module });
    try {
      await loadDriver(context, { station: 1 });
      await context.run('ip link set vw0 up');
      progress('@vwifi/nl80211, in the guest');
      const inside = await context.run([process.execPath, '--expose-gc', INSIDE, 'vw0', 'vw_phy0', '1']);
      progress('iw, a process each');
      const rates = JSON.parse(inside) as Rates;
      const iw = await iwRates(context);
      const head = { part: 'library', subject: '@vwifi/nl80211', unit: 'a second', against: 'iw, spawned' };
      return [
        {
          ...head,
          measure: 'an interface, asked',
          value: rates.roundTrips,
          ratio: rates.roundTrips / iw.roundTrips,
          target: { atLeast: 50 },
        },
        { ...head, measure: 'a survey, a dump', value: rates.survey, ratio: rates.survey / iw.survey },
      ];
    } finally {
      for (const failure of await context.end()) progress(failure);
    }
  },
};
