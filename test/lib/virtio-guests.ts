/**
 * The manual's network: three QEMU guests whose virtio-net devices are taps of a bridge that is there already. An
 * access point in the first, stations in the others. Runs where the bridge is, says what it sees, a line each, and
 * ends with status 1 at the first thing that is not as it should be.
 *
 *   virtio-guests.js KERNEL FOLDER DEVICE-OPTIONS TAP...
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findKernel, findModule } from '@vwifi/kernel';
import type { Machine } from '@vwifi/testbed';
import { inner } from '../runner/boot.js';
import { troubleIn } from '../runner/kernel-log.js';
import { eventually } from './wait.js';

type Boot = (options: object) => Promise<Machine>;

const [name = '6.1', folder = '/tmp', device = '', ...taps] = process.argv.slice(2);
const LIMIT_MS = 60_000;
const PATTERN = 'cafe0bad';
/** The configurations that come with the driver, as the manual takes them. */
const SCRIPTS = new URL('../../../packages/driver-c/scripts/', import.meta.url);

/** Has every telling of the radio's device fail, or its waking up. */
const FAULTS = new URL('../faults/', import.meta.url);

const say = (line: string) => process.stdout.write(`${line}\n`);

async function run(machine: Machine, command: string): Promise<string> {
  const { status, stdout, stderr } = await machine.exec(['sh', '-c', command], {
    timeoutMs: LIMIT_MS,
    cwd: '/tmp',
  });
  if (status !== 0) throw new Error(`"${command}" ended with status ${status}: ${(stderr || stdout).trim()}`);
  return stdout;
}

const linked = async (machine: Machine) => (await run(machine, 'iw dev vw0 link')).includes('SSID: test');

const kernel = findKernel(name);
const file = kernel && findModule(kernel);
if (!kernel || !file) throw new Error(`no kernel ${name} with its module: npm run setup`);
const { bootQemu } = await inner<{ bootQemu: Boot }>('guest/qemu.js');
const machines = await Promise.all(
  taps.map(async (tap, index) => {
    const directory = join(folder, tap);
    await mkdir(directory);
    return bootQemu({
      kernel,
      directory,
      cpus: 1,
      memoryMb: 256,
      hostname: tap,
      parameters: [
        ...['-netdev', `tap,id=net0,ifname=${tap},script=no,downscript=no`],
        ...['-device', `virtio-net-pci,netdev=net0,mac=52:54:00:12:34:5${index},romfile=,${device}`],
      ],
    });
  }),
);
try {
  const module = await readFile(file);
  await Promise.all(
    machines.map(async (machine, index) => {
      await machine.writeFile('/tmp/vwifi.ko', module);
      await run(machine, 'modprobe cfg80211 && insmod vwifi.ko station=1 && ip link set vw0 up');
      await run(machine, `ip addr add 10.0.0.${index + 1}/24 dev vw0`);
    }),
  );
  const [first, ...others] = machines;
  const [second, third] = others;
  if (!first || !second || !third) throw new Error('three taps are needed');
  say(`address ${(await run(first, 'cat /sys/class/net/vw0/address')).trim()}`);
  const card = await run(first, 'readlink -f /sys/bus/virtio/drivers/vwifi/virtio*');
  say(`driver ${card.trim().split('/').at(-1)}`);
  await first.writeFile('/tmp/hostapd.conf', await readFile(new URL('hostapd.conf', SCRIPTS)));
  await run(first, 'hostapd -i vw0 -B hostapd.conf');
  const supplicant = await readFile(new URL('wpa_supplicant.conf', SCRIPTS));
  await Promise.all(
    others.map(async (machine, index) => {
      await machine.writeFile('/tmp/wpa_supplicant.conf', supplicant);
      await run(machine, 'wpa_supplicant -i vw0 -B -c wpa_supplicant.conf');
      await eventually(machine.clock, 'the link', () => linked(machine), LIMIT_MS);
      say(`link ${index + 2}`);
    }),
  );
  // The handshake follows the association.
  const answered = async () => (await second.exec(['ping', '-c', '1', '-W', '1', '10.0.0.3'])).status === 0;
  await eventually(second.clock, 'the first answer', answered, LIMIT_MS);
  for (const [from, machine] of machines.entries())
    for (const to of machines.keys()) {
      if (to === from) continue;
      const said = await run(machine, `ping -c 4 -i 0.2 -p ${PATTERN} 10.0.0.${to + 1}`);
      say(`ping ${from + 1} ${to + 1} ${/(\d+) received/.exec(said)?.[1]}`);
    }
  say(`full ${/(\d+) received/.exec(await run(second, 'ping -c 4 -i 0.2 -s 1472 -M do 10.0.0.3'))?.[1]}`);

  // The ring says that its device was not told: what lies in it stays there.
  await second.writeFile('/tmp/faults.ko', await readFile(new URL(`${kernel.release}/faults.ko`, FAULTS)));
  await run(second, 'insmod faults.ko fault=kick');
  const untold = await run(second, 'ping -c 50 -i 0.02 -s 1200 10.0.0.3');
  await run(second, 'rmmod faults');
  say(`untold ${/(\d+) received/.exec(untold)?.[1]}`);
  say(`kicks ${/faults: (\d+) kicks failed/.exec(await run(second, 'dmesg'))?.[1]}`);

  // The device goes and comes back under traffic; so does the driver.
  const flood = await second.spawn(['ping', '-q', '-f', '-c', '1000000', '10.0.0.1']);
  const driver = '/sys/bus/virtio/drivers/vwifi';
  await run(second, `cd ${driver} && basename virtio* >/tmp/card && cat /tmp/card >unbind`);
  await eventually(second.clock, 'the loss', async () => !(await linked(second)), LIMIT_MS);
  await run(second, `cat /tmp/card >${driver}/bind`);
  await eventually(second.clock, 'the return', () => linked(second), LIMIT_MS);
  say('replugged');
  await run(second, 'rmmod vwifi && insmod vwifi.ko station=1 && ip link show vw0');
  say('reloaded');

  // It sleeps and does not wake up; then it goes, as at the end of a machine.
  await run(second, 'insmod faults.ko fault=wake && rmmod faults');
  say(`woke ${/woke up with (-?\d+)/.exec(await run(second, 'dmesg'))?.[1]}`);
  await run(second, `cat /tmp/card >${driver}/unbind && cat /tmp/card >${driver}/bind`);
  await run(second, 'rmmod vwifi && insmod vwifi.ko station=1 && ip link show vw0');
  say('woken');
  flood.kill('SIGKILL');
  await run(first, 'rmmod vwifi');
  for (const machine of machines) {
    const trouble = troubleIn(await machine.kernelLog());
    if (trouble.length > 0) throw new Error(`the kernel complains: ${trouble[0]}`);
  }
  say('clean');
} finally {
  await Promise.all(machines.map((machine) => machine.close()));
}
process.exit(0);
