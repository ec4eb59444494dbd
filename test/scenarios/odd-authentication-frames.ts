import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openClient } from '../lib/client.js';
import * as frames from '../lib/frames.js';
import { nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const ANSWER = fileURLToPath(new URL('../../programs/answer.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];

const SAE = 3;
const OTHER = '02:00:00:00:00:77';

export default scenario(
  'authentication frames that answer nothing change nothing: the station gives up in time, and takes the answer that follows',
  { debug: true },
  async (context) => {
    const [ap, station, attacker] = await nodes(context, 3);
    assert.ok(ap && station && attacker);
    // An access point that hears requests and never answers.
    await ap.run('ip link set vw0 down && iw dev vw0 set type __ap && ip link set vw0 up');
    const own = (await openClient(context, ap.netns)).dev(ap.interface);
    await own.startAccessPoint({ ssid: OPEN.ssid as string, frequencyMhz: 2437 });
    await attacker.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await attacker.iw('set', 'channel', '6');
    const point = await attacker.start('answer', [...PYTHON, ANSWER, attacker.interface, ap.mac]);
    /** What the next authentication frame to the access point is answered with. */
    const answer = async (...these: readonly string[]) => {
      await point.tell(these.join(' '));
      await point.output.next(/^listening$/);
    };

    const whole = frames.authentication(ap.mac, station.mac);
    const odd = {
      'a first frame, as a station sends it': frames.authentication(ap.mac, station.mac, { transaction: 1 }),
      'a third frame': frames.authentication(ap.mac, station.mac, { transaction: 3 }),
      'a first frame that refuses': frames.authentication(ap.mac, station.mac, {
        transaction: 1,
        status: 1,
      }),
      'another algorithm': frames.authentication(ap.mac, station.mac, { algorithm: SAE }),
      'one without its status': whole.slice(0, -4),
      'one without a body': whole.slice(0, 48),
      'of another access point': frames.authentication(OTHER, station.mac),
      'for another BSS': frames.authentication(ap.mac, station.mac, { bssid: OTHER }),
    };
    const supplicantOf = async () =>
      (await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '2437' })).program;
    for (const [what, frame] of Object.entries(odd)) {
      await answer(frame, frame);
      const program = await supplicantOf();
      await point.output.next(/^answered$/);
      // The driver's word, before the supplicant's own patience ends and it tries again.
      await program.output.next(/SME: Trying to authenticate/);
      const [end] = await program.output.next(/SME: (Authentication timed out|Trying to authenticate)/);
      assert.equal(end, 'SME: Authentication timed out', what);
      await program.stop();
    }

    // Behind an odd one the answer, twice; then the association, which nobody answers either.
    await answer(odd['a first frame, as a station sends it'], whole, whole);
    const program = await supplicantOf();
    await program.output.next(/Trying to associate/);
    await program.output.next(/SME: Association timed out|Association .* timed out/, 8_000);
    await program.stop();

    // Who is authenticated and does no more is not so for ever.
    await station.iw('scan', 'freq', '2437');
    await answer(whole);
    const survey = 'iw dev vw1 survey dump';
    const then = await station.run(`iw dev vw1 auth test ${ap.mac} open 2437; sleep 1; ${survey}`);
    assert.match(then, /2437 MHz \[in use\]/, 'it listens where it has authenticated');
    await context.eventually(
      'it has given up',
      async () => !/2437 MHz \[in use\]/.test(await station.run(survey)),
      10_000,
    );
  },
);
