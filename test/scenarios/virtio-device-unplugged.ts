import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { findKernel, findModule } from '@vwifi/kernel';
import { VWifi } from '@vwifi/nl80211';
import type { Machine } from '@vwifi/testbed';
import { Qmp } from '../lib/qmp.js';
import { scenario } from '../lib/scenario.js';
import { inner } from '../runner/boot.js';
import { troubleIn } from '../runner/kernel-log.js';

type Boot = (options: object) => Promise<Machine & { close(): Promise<void> }>;

/** The configurations that come with the driver. */
const SCRIPTS = new URL('../../../packages/driver-c/scripts/', import.meta.url);
/** Two devices with little in common: nobody sends the second one what it cannot take. */
const GUESTS = [
  { name: 'point', host: 1, mtu: 9000, mergeable: true, daemon: 'hostapd -i vw0 -B', file: 'hostapd.conf' },
  {
    ...{ name: 'station', host: 2, mtu: 2000, mergeable: false },
    ...{ daemon: 'wpa_supplicant -i vw0 -B -c', file: 'wpa_supplicant.conf' },
  },
] as const;
type Guest = (typeof GUESTS)[number];
/** Of a virtio-net device, by their bits. */
const [F_MTU, F_MRG_RXBUF] = [3, 15] as const;
const LIMIT_MS = 60_000;
/** So much a stream carries. */
const OCTETS = 4_344_000;

const device = ({ host, mtu, mergeable }: Guest) => ({
  ...{ driver: 'virtio-net-pci', id: 'card', netdev: 'wire', mac: `52:54:00:12:35:0${host}` },
  ...{ host_mtu: mtu, mrg_rxbuf: mergeable, romfile: '' },
});

/** A device of QEMU can be taken away as no other: the bus says so, and the driver has no choice. */
export default scenario(
  'virtio-net devices of different MTU carry one air, and come and go under traffic',
  { only: ['host'], limitMs: 180_000, programs: ['qemu-system-x86_64'], nightly: true },
  async (context) => {
    const folder = (await context.run(['mktemp', '-d'])).trim();
    context.onEnd('remove the folder', async () => void (await context.run(['rm', '-rf', folder])));
    const kernel = findKernel('6.1');
    const file = kernel && findModule(kernel);
    assert.ok(kernel && file, 'the kernel 6.1 with its module is at hand: npm run setup');
    const module = await readFile(file);
    const { bootQemu } = await inner<{ bootQemu: Boot }>('guest/qemu.js');
    const socket = ({ name }: Guest) => `${folder}/${name}.wire`;
    const boot = async (guest: Guest, other: Guest) => {
      const directory = `${folder}/${guest.name}`;
      await mkdir(directory);
      const control = `${folder}/${guest.name}.qmp`;
      const machine = await bootQemu({
        ...{ kernel, directory, cpus: 1, memoryMb: 256, hostname: guest.name },
        files: [folder],
        parameters: [
          ...['-qmp', `unix:${control},server=on,wait=off`, '-netdev'],
          `dgram,id=wire,local.type=unix,local.path=${socket(guest)},remote.type=unix,remote.path=${socket(other)}`,
          ...['-device', JSON.stringify(device(guest))],
        ],
      });
      context.onEnd(`end ${guest.name}`, () => machine.close());
      const qmp = await Qmp.open(control);
      context.onEnd(`let go of ${guest.name}`, async () => qmp.close());
      const run = async (command: string) => {
        const { status, stdout, stderr } = await machine.exec(['sh', '-c', command], {
          ...{ timeoutMs: LIMIT_MS, cwd: '/tmp' },
        });
        assert.equal(status, 0, `${guest.name}: ${command}: ${stderr || stdout}`);
        return stdout;
      };
      await machine.writeFile('/tmp/vwifi.ko', module);
      await machine.writeFile(`/tmp/${guest.file}`, await readFile(new URL(guest.file, SCRIPTS)));
      await run(`modprobe cfg80211 && insmod vwifi.ko station=1 && ip link set vw0 up &&
        ip addr add 10.0.0.${guest.host}/24 dev vw0`);
      const features = (await run('cat /sys/bus/virtio/drivers/vwifi/virtio*/features')).trim();
      assert.equal(features[F_MTU], '1', `${guest.name}: ${features}`);
      assert.equal(features[F_MRG_RXBUF] === '1', guest.mergeable, `${guest.name}: ${features}`);
      return { guest, machine, run, qmp };
    };
    const [first, second] = GUESTS;
    const [point, station] = await Promise.all([boot(first, second), boot(second, first)]);
    await point.run(`${first.daemon} ${first.file}`);
    await station.run(`${second.daemon} ${second.file}`);
    const answered = async () =>
      (await station.machine.exec(['ping', '-c', '1', '-W', '1', '10.0.0.1'])).status === 0;
    const counters = async () => {
      const each = [station, point].map(({ run }) =>
        run("ethtool -S vw0 | grep -v ': 0$' | tr -s ' \\n' ' '; awk '/^Icmp: [0-9]/' /proc/net/snmp"),
      );
      return (await Promise.all(each)).join('; ').replaceAll('\n', ' ');
    };
    /** All of them, while a flood goes beside: one that is lost is noted, with who counted what, and all are asked again. */
    const full = async (when: string) => {
      await context.eventually(
        `${when}: frames of full length pass`,
        async () => {
          const before = await counters();
          const said = await station.run('ping -q -c 20 -i 0.02 -M do -s 1472 10.0.0.1');
          if (/20 received/.test(said)) return true;
          context.timeline.note(
            `${when}: ${said.split('\n')[3]}; before: ${before}; after: ${await counters()}`,
          );
          return false;
        },
        LIMIT_MS,
      );
    };
    await context.eventually('the station reaches its access point', answered, LIMIT_MS);
    await full('at first');

    const flood = await station.machine.spawn(['ping', '-q', '-f', '-s', '1472', '10.0.0.1']);
    for (const { guest, run, qmp } of [station, point]) {
      await qmp.run('device_del', { id: 'card' });
      await qmp.event('DEVICE_DELETED', { device: 'card' });
      assert.equal((await run('ls -d /sys/bus/virtio/drivers/vwifi/virtio* || true')).trim(), '', guest.name);
      await context.eventually(
        `${guest.name} is on its own`,
        async () => !(await station.run('iw dev vw0 link')).includes('SSID: test'),
        LIMIT_MS,
      );
      await qmp.run('device_add', device(guest));
      await context.eventually(`${guest.name} is back`, answered, LIMIT_MS);
      await full(`after ${guest.name} was away`);
    }
    flood.kill('SIGKILL');

    for (const { guest, qmp } of [station, point]) {
      await qmp.run('device_del', { id: 'card' });
      await qmp.event('DEVICE_DELETED', { device: 'card' });
      await qmp.run('device_add', { ...device(guest), host_mtu: undefined });
    }
    await context.eventually('both are back, with devices that say nothing of an MTU', answered, LIMIT_MS);
    await using wifi = await VWifi.open({ socket: station.machine.openNetlink });
    const underlay = async () => {
      const [first] = await wifi.vwifi.underlays.list();
      assert.ok(first);
      return first;
    };
    assert.equal((await underlay()).mtu, 1500);
    const packets = OCTETS / 1448;
    // A probe has to be answered before: it comes with a HELLO.
    await context.eventually(
      'longer frames are found to arrive, and carry several packets',
      async () => {
        const before = await underlay();
        await point.run('iperf3 -s -D -1');
        await station.run(`iperf3 -n ${OCTETS} -c 10.0.0.1`);
        const sent = (await underlay()).txFrames - before.txFrames;
        context.timeline.note(`${packets} packets in ${sent} frames`);
        return sent < packets / 2;
      },
      LIMIT_MS,
    );
    for (const { guest, machine, run } of [station, point]) {
      await run('rmmod vwifi');
      assert.deepEqual(troubleIn(await machine.kernelLog()), [], guest.name);
    }
  },
);
