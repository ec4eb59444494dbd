import assert from 'node:assert/strict';
import { NetlinkError } from '@vwifi/nl80211';
import { GenericNetlink, hwsimFamily, hwsimGroups } from '@vwifi/nl80211/netlink';
import type { Context } from '../lib/context.js';
import { dropInPath, isLoaded, untilNameIsFree } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

/** As hostap's suite loads it. */
const PARAMETERS = 'radios=3 channels=1 support_p2p_device=0 dyndbg=+p';

/** What scripts look at: of each radio, by the numbers that it has. */
const LOOK = `
cd /sys/class/ieee80211 && for phy in $(ls | sort -V); do
  head -qn 2 $phy/addresses $phy/device/net/*/address
  ls $phy/device/net
  readlink -f $phy/device $phy/device/driver $phy/device/driver/module $phy/device/subsystem
done
cd /sys/class/net && ls -d wlan* hwsim0 && cat hwsim0/type hwsim0/operstate
ls /sys/class/mac80211_hwsim /sys/bus/platform/drivers/mac80211_hwsim
cat /sys/module/mac80211_hwsim/parameters/radios /sys/module/mac80211_hwsim/parameters/channels
ls /sys/module/mac80211_hwsim/parameters | grep -x -e radios -e channels -e rctbl -e paged_rx -e support_p2p_device -e mlo -e regtest
ethtool -i wlan1 | grep -e driver -e bus-info
cd /sys/kernel/debug/ieee80211 && for phy in $(ls | sort -V); do
  ls $phy/hwsim | grep -x -e ps -e group -e rx_rssi -e dfs_simulate_radar
  cat $phy/hwsim/ps $phy/hwsim/group
done
`;

/** A second interface, where a radio with another name lies, and what is left. */
const CHANGE = `
phy=$(ls /sys/class/ieee80211 | sort -V | tail -n 1)
iw phy $phy interface add second type station && cat /sys/class/net/second/address
iw dev second del
iw phy $phy interface add watcher type monitor && ip link set watcher up && iw dev watcher info | grep -e channel -e txpower
iw dev watcher del
cat /sys/kernel/debug/ieee80211/$phy/hwsim/rx_rssi
echo -60 >/sys/kernel/debug/ieee80211/$phy/hwsim/rx_rssi
for ps in 3 1 3 2 3 0 4; do echo $ps >/sys/kernel/debug/ieee80211/$phy/hwsim/ps && cat /sys/kernel/debug/ieee80211/$phy/hwsim/ps || echo $ps refused; done 2>/dev/null
for bad in 0 -101; do echo $bad >/sys/kernel/debug/ieee80211/$phy/hwsim/rx_rssi || echo refused; done 2>&1 | grep -c refused
echo 3 >/sys/kernel/debug/ieee80211/$phy/hwsim/group; cat /sys/kernel/debug/ieee80211/$phy/hwsim/group
`;

/** The numbers of wiphys and of their interfaces count on from whoever was there before. */
const withoutNumbers = (text: string): string => text.replaceAll(/\bphy\d+/g, 'phyN');

async function seen(context: Context): Promise<Record<string, unknown>> {
  const look = withoutNumbers(await context.run(LOOK));
  const change = withoutNumbers(await context.run(CHANGE));
  await using netlink = await GenericNetlink.open(context.machine.openNetlink);
  const told: unknown[] = [];
  await netlink.subscribe(hwsimFamily, hwsimGroups, (event) => {
    if (event.kind === 'message') told.push([event.message.command, event.message.attributes]);
  });
  const { version, maxAttribute, groups } = await netlink.family('MAC80211_HWSIM');
  const family = { version, maxAttribute: maxAttribute >= 25, groups: Object.keys(groups) };
  const list = async () =>
    (await netlink.dump(hwsimFamily, 'getRadio', {})).items.map((each) => plain({ ...each }));
  const before = await list();
  const refused: unknown[] = [];
  const attempt = async (...words: Parameters<typeof netlink.request<typeof hwsimFamily>>) =>
    netlink.request(...words).then(
      (answer) => answer.map((each) => plain({ ...each })),
      (error: unknown) => {
        assert.ok(error instanceof NetlinkError, String(error));
        refused.push([words[1], error.code]);
      },
    );
  await attempt(hwsimFamily, 'newRadio', { radioName: 'named', address: '02:aa:bb:cc:00:01' });
  await attempt(hwsimFamily, 'newRadio', { noInterface: true, channels: 2 });
  await attempt(hwsimFamily, 'newRadio', { channels: 0 });
  await attempt(hwsimFamily, 'newRadio', { address: '01:00:00:00:00:01' });
  await attempt(hwsimFamily, 'newRadio', { ciphers: [1] });
  const made = await list();
  const one = await attempt(hwsimFamily, 'getRadio', { radioId: 3 });
  await attempt(hwsimFamily, 'getRadio', { radioId: 99 });
  await attempt(hwsimFamily, 'getRadio', {});
  await attempt(hwsimFamily, 'delRadio', {});
  await attempt(hwsimFamily, 'delRadio', { radioName: 'nobody' });
  const named = await context.run(
    'head -n 2 /sys/class/ieee80211/named/addresses; ls /sys/class/ieee80211/named/device/net',
  );
  const bare = await context.run('ls -d /sys/class/mac80211_hwsim/hwsim4/net 2>&1 || true');
  await attempt(hwsimFamily, 'delRadio', { radioName: 'named' });
  await attempt(hwsimFamily, 'delRadio', { radioId: 4 });
  {
    await using owner = await GenericNetlink.open(context.machine.openNetlink);
    await owner.request(hwsimFamily, 'newRadio', { radioName: 'owned', owned: true });
  }
  const after = await context.eventually('its radio goes with a socket', async () => {
    const now = await list();
    return now.length === before.length && now;
  });
  await context.eventually('all of it is told', async () => told.length >= 6);
  return { look, change, family, before, made, one, named, bare, after, refused, told: told.map(plainTold) };
}

/** What is written to debugfs has its effect: who hears whom, how strong, and a radar. */
async function groupsAndSignals(context: Context): Promise<void> {
  const point = async (channel: number, more = '') => {
    const conf = `interface=wlan0\ndriver=nl80211\nssid=grouped\nhw_mode=a\nchannel=${channel}\n${more}`;
    await context.machine.writeFile('/tmp/grouped.conf', conf);
    return context.start('hostapd', ['hostapd', '/tmp/grouped.conf']);
  };
  const radar = await point(52, 'country_code=DE\nieee80211d=1\nieee80211h=1\n');
  await radar.output.next(/DFS-CAC-START/);
  await context.run(`${hwsimOf('wlan0')} && echo 1 >$hwsim/dfs_simulate_radar`);
  await radar.output.next(/DFS-RADAR-DETECTED/);
  await radar.stop();

  const hostapd = await point(36);
  await hostapd.output.next(/AP-ENABLED/);
  await context.run('ip link set wlan1 up');
  const heard = async (group: string) => {
    const scan = `${hwsimOf('wlan1')} && echo ${group} >$hwsim/group && iw dev wlan1 scan freq 5180 flush`;
    return /signal: (-\d+)\.\d+ dBm[\s\S]*SSID: grouped/.exec(await context.run(scan))?.[1];
  };
  await context.run(`${hwsimOf('wlan0')} && echo -63 >$hwsim/rx_rssi && cat $hwsim/rx_rssi`);
  assert.equal(await heard('0x3'), '-43', 'one group in common; what its file says, and 20 dBm');
  assert.equal(await heard('0x2'), undefined, 'no group in common');
  await hostapd.stop();
}

/** A station that is put to sleep gets nothing until it asks for a frame (3), and all of it when it is woken up. */
async function sleepsAndPolls(context: Context): Promise<void> {
  await context.run('sysctl -qw net.ipv6.conf.wlan0.disable_ipv6=1 net.ipv6.conf.wlan1.disable_ipv6=1');
  await context.machine.writeFile(
    '/tmp/asleep.conf',
    'interface=wlan0\ndriver=nl80211\nssid=asleep\nchannel=1\n',
  );
  const hostapd = await context.start('hostapd', ['hostapd', '/tmp/asleep.conf']);
  await hostapd.output.next(/AP-ENABLED/);
  await context.run(`${hwsimOf('wlan1')} && echo 1 >$hwsim/group && ip link set wlan1 up`);
  assert.match(await context.run('iw dev wlan1 connect -w asleep'), /connected to/);
  await context.run('ip address add 10.9.0.1/24 dev wlan0');
  await context.run(
    'ip neigh add 10.9.0.2 lladdr $(cat /sys/class/net/wlan1/address) dev wlan0 nud permanent',
  );
  const received = async () => Number(await context.run('cat /sys/class/net/wlan1/statistics/rx_packets'));
  const write = (ps: number) => context.run(`${hwsimOf('wlan1')} && echo ${ps} >$hwsim/ps`);
  const before = await received();
  await write(1);
  // Nobody answers: the station has no address. Three take longer than two beacons do.
  await context.attempt('ping -qc 3 -i 0.1 -W 0.1 10.9.0.2');
  assert.equal(await received(), before, 'beacons do not wake it');
  await write(3);
  assert.equal(await received(), before + 1);
  await write(0);
  assert.equal(await received(), before + 3);
  await context.run('ip address del 10.9.0.1/24 dev wlan0');
  await hostapd.stop();
}

const hwsimOf = (ifname: string) =>
  `hwsim=/sys/kernel/debug/ieee80211/$(cat /sys/class/net/${ifname}/phy80211/name)/hwsim`;

/** Names of wiphys count on, and of P2P we are told elsewhere. */
function plain({
  radioName,
  p2pDevice: _p2p,
  $unknown: _,
  backgroundRadar: _radar,
  ...rest
}: Readonly<Record<string, unknown>>) {
  return { ...rest, radioName: withoutNumbers(String(radioName)) };
}
const plainTold = (event: unknown) => {
  const [command, attributes] = event as [string, Record<string, unknown>];
  return [command, plain(attributes)];
};

export default scenario(
  'under its name the driver is to scripts and programs what mac80211_hwsim is: names, devices, debugfs, and its family',
  { only: ['uml-fast', 'uml-debug'] },
  async (context) => {
    await context.run('mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug');
    // What the kernel's own is like, in this very kernel: whose country says how strong it may be, and is nobody's.
    await context.run('iw reg set 00');
    await context.run(`modprobe mac80211_hwsim ${PARAMETERS}`);
    const original = await seen(context);
    await context.run('rmmod mac80211_hwsim');
    await untilNameIsFree(context);

    await context.run('modprobe cfg80211');
    context.onEnd('unload the drop-in', () => context.attempt('rmmod mac80211_hwsim').then(() => {}));
    await context.run(['insmod', await dropInPath(context), ...PARAMETERS.split(' '), 'regtest=1']);
    assert.match(await context.run('dmesg'), /not honoured: regtest$/m);
    assert.equal(await isLoaded(context), false, 'it is not called vwifi');
    const ours = await seen(context);
    for (const [part, value] of Object.entries(original)) assert.deepEqual(ours[part], value, part);

    await groupsAndSignals(context);
    await sleepsAndPolls(context);
    assert.match((await context.attempt('modprobe mac80211_hwsim')).stdout, /^$/, 'it is there already');
    await context.run('rmmod mac80211_hwsim');
    assert.equal(
      (await context.run('ls /sys/class/ieee80211; ls /sys/class/net | grep -c hwsim; true')).trim(),
      '0',
    );
    await untilNameIsFree(context);
    const path = await dropInPath(context);
    for (const bad of ['radios=-1', 'radios=65536', 'channels=0']) {
      assert.match((await context.attempt(['insmod', path, bad])).stderr, /Invalid/, bad);
      await untilNameIsFree(context);
    }
  },
);
