/** The manual's walk-through, command by command, as a person types it. Only `sudo` is taken out: the guest is root's. */
import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { modulePath, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const HOSTAPD_CONF = `interface=vw0
driver=nl80211
debug=1
ctrl_interface=/var/run/hostapd
ctrl_interface_group=wheel
channel=6
ssid=test
wpa=2
wpa_passphrase=12345678
wpa_key_mgmt=WPA-PSK
wpa_pairwise=CCMP
`;

const SUPPLICANT_CONF = `network={
ssid="test"
psk="12345678"
}
`;

/** The daemons go to the background by themselves, so they are found by name: the guest has no others. */
async function endDaemons(context: Context): Promise<void> {
  await context.attempt('kill $(pidof hostapd wpa_supplicant)');
  await context.eventually('the daemons have ended', async () => {
    return (await context.attempt('pidof hostapd wpa_supplicant')).status !== 0;
  });
}

async function phyOf(context: Context, name: string): Promise<string> {
  const found = await context.run(
    `${name}_phy=$(iw dev ${name} info | grep wiphy | awk '{print $2}')
     ${name}_phy=$(iw list | grep "wiphy index: $${name}_phy" -B 1 | grep Wiphy | awk '{print $2}')
     echo $${name}_phy`,
  );
  return found.trim();
}

async function pingFour(context: Context, netns: string, address: string): Promise<void> {
  const output = await context.run(`ip netns exec ${netns} ping -c 4 ${address}`);
  assert.match(output, new RegExp(`64 bytes from ${address}: icmp_seq=4 ttl=64 time=`));
  assert.match(output, /4 packets transmitted, 4 received, 0% packet loss/);
}

export default scenario(
  "the manual's walk-through works as it is printed",
  { core: true },
  async (context) => {
    context.onEnd('unload the driver', () => unloadDriver(context));
    await context.run('modprobe cfg80211');
    await context.run(`insmod ${modulePath(context)} station=3`);

    const links = await context.run('ip link');
    for (const name of ['vw0', 'vw1', 'vw2']) assert.match(links, new RegExp(`^\\d+: ${name}: <`, 'm'));

    const interfaces = await context.run('iw dev');
    for (const index of [0, 1, 2]) {
      assert.match(
        interfaces,
        new RegExp(
          `phy#\\d+\\n\\tInterface vw${index}\\n\\t\\tifindex \\d+\\n\\t\\twdev 0x[\\da-f]*1\\n\\t\\taddr 00:76:77:3\\d:[\\w:]+\\n\\t\\ttype managed`,
        ),
      );
    }

    for (const index of [0, 1, 2]) assert.equal(await phyOf(context, `vw${index}`), `vw_phy${index}`);

    for (const index of [0, 1, 2]) {
      await context.run(`ip netns add ns${index}`);
      context.onEnd(`delete ns${index}`, async () => void (await context.run(`ip netns del ns${index}`)));
    }
    for (const index of [0, 1, 2]) await context.run(`iw phy vw_phy${index} set netns name ns${index}`);
    for (const index of [0, 1, 2]) {
      await context.run(`ip netns exec ns${index} ip addr add 10.0.0.${index + 1}/24 dev vw${index}`);
    }

    await context.machine.writeFile('/tmp/manual/scripts/hostapd.conf', HOSTAPD_CONF);
    await context.machine.writeFile('/tmp/manual/scripts/wpa_supplicant.conf', SUPPLICANT_CONF);
    // Debian has no group of this name; where the manual comes from there is one.
    await context.run("grep -q '^wheel:' /etc/group || echo 'wheel:x:990:' >> /etc/group");
    context.onEnd('end the daemons', () => endDaemons(context));
    const scripts = { cwd: '/tmp/manual' };
    await context.run('ip netns exec ns0 hostapd -i vw0 -B scripts/hostapd.conf', scripts);
    for (const index of [1, 2]) {
      await context.run(
        `ip netns exec ns${index} wpa_supplicant -i vw${index} -B -c scripts/wpa_supplicant.conf`,
        scripts,
      );
    }

    const accessPoint = (await context.run('ip netns exec ns0 cat /sys/class/net/vw0/address')).trim();
    for (const index of [1, 2]) {
      const link = await context.eventually(
        `vw${index} is connected`,
        async () => {
          const output = await context.run(`ip netns exec ns${index} iw dev vw${index} link`);
          return output.startsWith('Connected to') && output;
        },
        30_000,
      );
      assert.match(
        link,
        new RegExp(`^Connected to ${accessPoint} \\(on vw${index}\\)\\n\\tSSID: test\\n\\tfreq: 2437`),
      );
      assert.match(
        link,
        /\tRX: \d+ bytes \(\d+ packets\)\n\tTX: \d+ bytes \(\d+ packets\)\n\tsignal: -\d+ dBm/,
      );
    }

    const dump = await context.run('ip netns exec ns0 iw dev vw0 station dump');
    for (const row of [
      'inactive time',
      'rx bytes',
      'rx packets',
      'tx bytes',
      'tx packets',
      'tx failed',
      'signal',
    ]) {
      assert.equal(dump.split(`\t${row}:`).length - 1, 2, `${row}, once for each station:\n${dump}`);
    }
    assert.equal([...dump.matchAll(/^Station 00:76:77:3\d:[\w:]+ \(on vw0\)$/gm)].length, 2, dump);

    await pingFour(context, 'ns1', '10.0.0.3');
    await pingFour(context, 'ns2', '10.0.0.1');
  },
);
