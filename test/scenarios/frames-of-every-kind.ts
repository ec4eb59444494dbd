import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Capture } from '../lib/capture.js';
import { everyKind } from '../lib/every-kind.js';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const STRANGER = '02:00:00:00:00:66';
/** Rate, TX flags and data retries, in the word of a radiotap header that says which fields are there. */
const ECHO = '0x00028004';

/** Also on mac80211_hwsim (--driver). */
export default scenario(
  'what is injected is on the air as it is, whatever it is: who listens hears every octet, who sent it how it went and no more',
  { debug: true, programs: ['python3'] },
  async (context) => {
    const [listener, receiver, sender] = await nodes(context, 3);
    assert.ok(listener && receiver && sender);
    for (const { run, interface: device } of [listener, sender].map((node) => ({
      run: node.run.bind(node),
      interface: node.interface,
    })))
      await run(
        `ip link set ${device} down && iw dev ${device} set type monitor && ip link set ${device} up && iw dev ${device} set channel 6`,
      );
    const heard = await Capture.of(context, listener.interface, { netns: listener.netns });
    const echo = await Capture.of(context, sender.interface, { netns: sender.netns });
    const program = await sender.start('inject', [...PYTHON, INJECT, sender.interface, '--numbered']);
    const kinds = everyKind(receiver.mac, STRANGER);
    for (const [, frame] of kinds) {
      await program.tell(frame);
      await program.output.next(/acked$|no status/);
    }
    await heard.stop();
    await echo.stop();

    const [there, back] = [
      await heard.octets('frame'),
      await echo.octets(`radiotap.present.word == ${ECHO}`),
    ];
    // mac80211 fills in durations.
    const whole = (frame: string) =>
      context.driver === 'vwifi' ? frame : `${frame.slice(0, 4)}0000${frame.slice(8)}`;
    for (const [kind, frame] of kinds) {
      assert.equal(
        there.filter((each) => whole(each) === whole(frame)).length,
        1,
        `${kind} is heard, once and as it is`,
      );
      assert.equal(
        back.filter((each) => whole(each) === whole(frame)).length,
        1,
        `${kind} comes back to its sender, once, with nothing but rate, flags and retries`,
      );
    }
    const signals = await heard.frames(`wlan.ta == ${STRANGER}`, [
      'radiotap.channel.freq',
      'radiotap.dbm_antsignal',
    ]);
    assert.ok(
      signals.every(([freq, signal]) => freq === '2437' && signal),
      JSON.stringify(signals),
    );
  },
);
