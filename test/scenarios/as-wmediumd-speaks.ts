import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { loadDropIn } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const MEDIUM = fileURLToPath(new URL('../../programs/wmediumd.py', import.meta.url));
const ADDRESSES = [0, 1, 2].map((index) => `02:00:00:00:0${index}:00`);

const HOSTAPD = `interface=wlan0
driver=nl80211
ctrl_interface=/tmp/wmediumd-hostapd
ssid=carried
hw_mode=g
channel=6
wpa=2
wpa_key_mgmt=WPA-PSK
wpa_passphrase=12345678
rsn_pairwise=CCMP
`;
const SUPPLICANT = 'network={\nssid="carried"\npsk="12345678"\nscan_freq=2437\n}\n';

/** What a run of the program has sent. */
interface Sent {
  frames: number;
  unknown: number;
  acked: number;
  failed: number;
  tries: number;
  received: number;
  errors: number;
  from: [number, number, number];
}

export default scenario(
  'what wmediumd says to mac80211_hwsim is understood: a WPA2 network over links of its, and none where it hears nothing',
  { debug: true, nightly: 'debug' },
  async (context) => {
    await loadDropIn(context, 3);
    for (const index of [0, 1, 2]) {
      const netns = `carried${index}`;
      await context.run(
        `ip netns add ${netns} && iw phy $(cat /sys/class/net/wlan${index}/phy80211/name) set netns name ${netns} &&
         ip -n ${netns} addr add 10.0.0.${index + 1}/24 dev wlan${index}`,
      );
      context.onEnd(`remove ${netns}`, () => context.run(`ip netns del ${netns}`).then(() => {}));
    }
    await context.machine.writeFile('/tmp/carried-hostapd.conf', HOSTAPD);
    await context.machine.writeFile('/tmp/carried-supplicant.conf', SUPPLICANT);
    const point = { netns: 'carried0' };

    // The second radio hears the first one at 12 dB over the noise, the third one not at all.
    const medium = async (version: 'old' | 'new') => {
      const program = await context.start('medium', [
        'python3',
        MEDIUM,
        '0-1:12,0-2:-20',
        version,
        ...ADDRESSES,
      ]);
      await program.output.next(/^registered$/);
      return program;
    };
    const first = await medium('new');
    const hostapd = await context.start('hostapd', ['hostapd', '/tmp/carried-hostapd.conf'], point);
    await hostapd.output.next(/AP-ENABLED/);
    const join = (index: number) => {
      const words = ['wpa_supplicant', '-i', `wlan${index}`, '-c', '/tmp/carried-supplicant.conf', '-d'];
      return context.start('wpa_supplicant', words, { netns: `carried${index}` });
    };
    const [near, far] = [await join(1), await join(2)];
    await near.output.next(/CTRL-EVENT-CONNECTED/, 60_000);
    const station = { netns: 'carried1' };
    await context.run('ping -i 0.1 -c 10 -W 5 10.0.0.1', station);
    assert.match(await context.run('iw dev wlan1 link', station), /signal: -50 dBm/, 'as it always says');
    const dump = await context.run('iw dev wlan0 station dump', point);
    assert.equal(dump.match(/^Station /gm)?.length, 1, dump);
    assert.ok(Number(/tx retries:\s*(\d+)/.exec(dump)?.[1]) > 0, `tries are told:\n${dump}`);

    await far.output.next(/No suitable network found/, 60_000);
    assert.match(await context.run('iw dev wlan2 link', { netns: 'carried2' }), /Not connected/);

    await first.tell('');
    const [line] = await first.output.next(/^\{.*\}$/);
    const sent: Sent = JSON.parse(line);
    assert.ok(
      sent.from.every((frames) => frames > 0),
      line,
    );
    assert.ok(sent.acked > 20 && sent.tries > sent.acked + sent.failed, line);

    // The older one names no channel; the network holds over the change.
    await first.stop();
    const second = await medium('old');
    await context.run('ping -i 0.1 -c 10 -W 5 10.0.0.1', station);
    await second.stop();
  },
);
