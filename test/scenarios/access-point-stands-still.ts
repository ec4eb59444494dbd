import assert from 'node:assert/strict';
import { kill } from 'node:process';
import { Testbed } from '@vwifi/testbed';
import { onOneWire } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

/**
 * The access point asks whether its old association is alive (802.11-2020, 11.13), and has the station come back after
 * 1000 TU. So long it stands still that it finds that request and two repetitions, and does not miss the last.
 */
const STILL_MS = 1_350;
const ROUNDS = 3;
/** Two handshakes, of which neither ended, held both up for a minute. */
const LIMIT_MS = 25_000;
const lab = onOneWire('busy', ['sta'], 'wpa3-sae');

/** Its process stops, as on a host that has other things to do; what is sent to it waits in its card. */
export default scenario(
  'across machines: an access point that stood still finds a request several times, answers once, and the station connects',
  { only: ['host'] },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `busy-${process.pid}` });
    const sta = testbed.node('sta');
    const state = async () => /^wpa_state=(.*)$/m.exec(await sta.supplicant.request('STATUS'))?.[1];
    const { guests } = await testbed.status();
    const pid = guests?.find(({ nodes }) => nodes.includes('ap'))?.pid;
    assert.ok(pid);
    for (let round = 1; round <= ROUNDS; round++) {
      await sta.supplicant.request('REASSOCIATE');
      await context.eventually(`round ${round}: associating`, async () => (await state()) === 'ASSOCIATING');
      kill(pid, 'SIGSTOP');
      await context.machine.clock.sleep(STILL_MS);
      kill(pid, 'SIGCONT');
      await context.eventually(
        `round ${round}: connected, and the access point answers`,
        async () => (await state()) === 'COMPLETED' && (await sta.ping('ap')).ok,
        LIMIT_MS,
      );
    }
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
