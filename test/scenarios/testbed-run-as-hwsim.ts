import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** What somebody's script does who tests with mac80211_hwsim. */
const SCRIPT = `
set -e
count() { iw dev | grep -c 'Interface wlan' || true; }
echo $(count) $(cat /sys/module/mac80211_hwsim/parameters/radios)
modprobe mac80211_hwsim radios=7
echo $(count)
modprobe -r mac80211_hwsim
modprobe -r mac80211_hwsim
ls /sys/module | grep -c hwsim || true
modprobe mac80211_hwsim radios=2 channels=2
echo $(count) $(cat /sys/module/mac80211_hwsim/parameters/channels)
ethtool -i wlan0 | grep driver
rmmod mac80211_hwsim
`;

export default scenario(
  'a script that loads mac80211_hwsim gets our radios, as often as it likes, with none of its lines changed',
  { only: ['host'], limitMs: 60_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await context.machine.writeFile(`${testbed.folder}/theirs`, SCRIPT);
    const [there, none, refused] = await Promise.all([
      testbed.script('$testbed run --hwsim 3 -- sh theirs'),
      testbed.script("$testbed run --hwsim 0 -- sh -c 'modprobe mac80211_hwsim && iw dev | grep -c wlan'"),
      testbed.script(
        '$testbed run --hwsim 1 --radios 2 -- true; echo $?; $testbed run --hwsim 1 --backend host -- true; echo $?',
      ),
    ]);
    assert.equal(there.stdout, '3 3\n3\n0\n2 2\ndriver: mac80211_hwsim\n', there.stderr);
    assert.equal(none.stdout, '2\n', none.stderr);
    assert.equal(refused.stdout, '2\n2\n', 'nothing was tried');
    assert.match(refused.stderr, /--hwsim says how many/);
    assert.match(refused.stderr, /which the host decides for itself/);
  },
);
