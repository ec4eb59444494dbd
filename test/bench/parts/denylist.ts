/** How long it takes to replace the whole denylist: by the library, and by the tool, Node's start included. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Context } from '../../lib/context.js';
import { loadDriver } from '../../lib/driver.js';
import { TOOL } from '../../lib/tool.js';
import type { Part } from '../part.js';
import { rowOf } from '../report.js';

const PAIRS = 100_000;
/** So many radios make enough pairs. */
const RADIOS = 320;
const TURNS = 5;
const FILE = '/tmp/pairs';
/** Runs in the guest: milliseconds that each replacement takes. */
const REPLACE = `
  import { readFileSync } from 'node:fs';
  import { VWifi } from '${import.meta.resolve('@vwifi/nl80211')}';
  const lines = readFileSync('${FILE}', 'utf8').split('\\n').map((line) => line.split(' '));
  const pairs = lines.map(([receiver, sender]) => ({ receiver, sender }));
  const wifi = await VWifi.open();
  for (let turn = 0; turn < ${TURNS}; turn++) {
    const began = performance.now();
    await wifi.vwifi.denylist.set(pairs);
    console.log(performance.now() - began);
  }
  await wifi.close();
`;

export const denylist: Part = {
  name: 'denylist',
  about: '100 000 pairs in one replace, by names, by vwifi-tool',
  async run({ machine, module, progress }) {
    const context = new Context({ machine, driver: 'vwifi', module });
    try {
      progress(`${RADIOS} radios, ${PAIRS} pairs`);
      await loadDriver(context, { station: RADIOS });
      const wifi = await VWifi.open({ socket: machine.openNetlink });
      context.onEnd('close the client', () => wifi.close());
      const pairs: string[] = [];
      for (let receiver = 0; receiver < RADIOS; receiver++)
        for (let sender = 0; sender < RADIOS; sender++)
          if (receiver !== sender && pairs.length < PAIRS) pairs.push(`vw${receiver} vw${sender}`);
      await machine.writeFile(FILE, pairs.join('\n'));
      const taken: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        const began = performance.now();
        await context.run([process.execPath, TOOL, 'deny', 'set', '--file', FILE]);
        taken.push(performance.now() - began);
        assert.equal((await wifi.vwifi.medium.get()).pairs, PAIRS);
      }
      const replaced = await context.run([process.execPath, '--input-type=module', '--eval', REPLACE]);
      assert.equal((await wifi.vwifi.medium.get()).pairs, PAIRS);
      const head = { part: 'denylist', subject: `${PAIRS} pairs`, unit: 'ms' };
      return [
        rowOf({ ...head, measure: 'one replace' }, replaced.trim().split('\n').map(Number), undefined, {
          atMost: 2000,
        }),
        rowOf({ ...head, measure: 'one vwifi-tool deny set' }, taken),
      ];
    } finally {
      for (const failure of await context.end()) progress(failure);
    }
  },
};
