import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { GenericNetlink, HwsimMedium, hwsimFamily } from '@vwifi/nl80211/netlink';
import { Capture } from '../lib/capture.js';
import type { Context } from '../lib/context.js';
import { loadDropIn } from '../lib/driver.js';
import type { Program } from '../lib/program.js';
import { scenario } from '../lib/scenario.js';

const CARRY = fileURLToPath(new URL('../lib/carry-main.js', import.meta.url));
const LOSS = 200_000;

const HOSTAPD = `interface=wlan0
driver=nl80211
ctrl_interface=/tmp/carried-hostapd
ssid=carried
hw_mode=g
channel=6
wpa=2
wpa_key_mgmt=WPA-PSK
wpa_passphrase=12345678
rsn_pairwise=CCMP
`;
const SUPPLICANT = 'network={\nssid="carried"\npsk="12345678"\n}\n';

async function carry(context: Context, loss: number): Promise<Program> {
  const program = await context.start('carry', [process.execPath, CARRY, String(loss)]);
  await program.output.next(/^registered$/);
  return program;
}

async function counts(program: Program): Promise<Record<'carried' | 'acked' | 'lost', number>> {
  await program.tell('');
  const [line] = await program.output.next(/^\{.*\}$/);
  return JSON.parse(line);
}

export default scenario(
  'a program is the medium of a WPA2 network: it loses a fifth, the network holds; it dies, and frames go by themselves',
  { debug: true },
  async (context) => {
    await loadDropIn(context, 2);
    for (const index of [0, 1]) {
      const netns = `carried${index}`;
      await context.run(
        `ip netns add ${netns} && iw phy $(cat /sys/class/net/wlan${index}/phy80211/name) set netns name ${netns} &&
         ip -n ${netns} addr add 10.0.0.${index + 1}/24 dev wlan${index}`,
      );
      context.onEnd(`remove ${netns}`, () => context.run(`ip netns del ${netns}`).then(() => {}));
    }
    await context.machine.writeFile('/tmp/carried-hostapd.conf', HOSTAPD);
    await context.machine.writeFile('/tmp/carried-supplicant.conf', SUPPLICANT);

    // Who may not make radios is no medium of them either.
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, CARRY];
    const refused = await context.attempt(nobody);
    assert.ok(refused.status !== 0 && /EPERM/.test(refused.stderr), refused.stderr);

    const medium = await carry(context, LOSS);
    // There is one medium of an air, and only that says what becomes of frames.
    const socket = context.machine.openNetlink;
    await assert.rejects(HwsimMedium.open({ socket }), { code: 'EBUSY' });
    await using stranger = await GenericNetlink.open(socket);
    const forged = { receiver: '42:00:00:00:01:00', frame: new Uint8Array(30), signal: -1, rxRate: 0 };
    await assert.rejects(stranger.request(hwsimFamily, 'frame', forged), { code: 'EINVAL' });

    const point = { netns: 'carried0' };
    const station = { netns: 'carried1' };
    const hostapd = await context.start('hostapd', ['hostapd', '/tmp/carried-hostapd.conf'], point);
    await hostapd.output.next(/AP-ENABLED/);
    const words = ['wpa_supplicant', '-i', 'wlan1', '-c', '/tmp/carried-supplicant.conf'];
    const supplicant = await context.start('wpa_supplicant', words, station);
    await supplicant.output.next(/CTRL-EVENT-CONNECTED/, 60_000);
    await context.run('ip link set hwsim0 up');
    const capture = await Capture.of(context, 'hwsim0');
    const pings = await context.attempt('ping -i 0.2 -c 30 10.0.0.1', station);
    assert.match(pings.stdout, /30 packets transmitted, (2[89]|30) received/, 'repeated until it arrives');
    await capture.stop();
    assert.match(await context.run('iw dev wlan1 link', station), /signal: -61 dBm/, 'as the program says');
    const dump = await context.run('iw dev wlan0 station dump', point);
    assert.ok(Number(/tx retries:\s*(\d+)/.exec(dump)?.[1]) > 0, dump);
    const busy = await counts(medium);
    assert.ok(busy.acked > 60, JSON.stringify(busy));
    assert.ok(busy.lost > busy.carried / 10, JSON.stringify(busy));
    // Whoever watches sees what was carried, sealed and once.
    const seen = await capture.frames('wlan.fc.protected == 1 && wlan.fc.retry == 0 && wlan.fc.type == 2', [
      'wlan.ta',
      'wlan.seq',
    ]);
    assert.ok(seen.length >= 60, `${seen.length} frames`);
    assert.equal(new Set(seen.map((each) => each.join())).size, seen.length);

    await medium.stop('SIGKILL');
    await context.run('ping -c 3 -W 1 10.0.0.1', station);
    assert.match(await context.run('dmesg'), /the medium in user space has closed its socket/);
    assert.doesNotMatch(await context.run('iw dev wlan1 link', station), /signal: -61 dBm/);

    // One that carries nothing: the network ends for its station, and no process hangs.
    const silent = await carry(context, 1_000_000);
    await supplicant.output.next(/CTRL-EVENT-DISCONNECTED/, 60_000);
    await silent.stop();
    await supplicant.output.next(/CTRL-EVENT-CONNECTED/, 120_000);

    // The module goes from under one that is at work.
    await carry(context, 0);
    await context.attempt('ping -c 3 -i 0.2 10.0.0.1', station);
    await context.run('rmmod mac80211_hwsim');
  },
);
