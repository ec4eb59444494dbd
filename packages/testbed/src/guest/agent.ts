/**
 * The agent: the guest's kernel as a machine, served on a serial port. Started as `node agent.js DEVICE`.
 * It starts on an emulated processor: what is imported here costs boot time.
 */
import { openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { Duplex } from 'node:stream';
import { LocalMachine } from '../machine/local.js';
import type { Backend } from '../machine/machine.js';
import { RpcConnection } from '../rpc/connection.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { DeviceStream } from './device-stream.js';

const FIRST_MOMENT_MS = 2000;

const [, , backend = 'qemu', device = ''] = process.argv;

/** The device of a virtio-serial port, by the port's name: udev, which would make a link of that name, does not run. */
function portDevice(name: string): string {
  const folder = '/sys/class/virtio-ports';
  const port = readdirSync(folder).find(
    (port) => readFileSync(`${folder}/${port}/name`, 'utf8').trim() === name,
  );
  if (port === undefined) throw new Error(`there is no virtio-serial port named ${name}`);
  return `/dev/${port}`;
}

async function open(): Promise<Duplex> {
  if (device.startsWith('/dev/tty')) {
    const { ReadStream } = await import('node:tty');
    return new ReadStream(openSync(device, 'r+'));
  }
  return new DeviceStream(portDevice(device));
}

/**
 * Contents first, then names and files that nobody uses: a file whose contents are cached is not given up, and 9p would look at
 * nothing but its size again.
 */
const forgetFiles = () => writeFile('/proc/sys/vm/drop_caches', '3');

/** Links that programs expect in /dev, and that udev would have made. */
function linkDevices(): void {
  const links = { fd: 'fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };
  for (const [name, target] of Object.entries(links)) {
    try {
      symlinkSync(`/proc/self/${target}`, `/dev/${name}`);
    } catch {
      // The kernel has made it.
    }
  }
}

async function main(): Promise<void> {
  linkDevices();
  const machine = new LocalMachine({
    backend: backend as Backend,
    virtualTime: process.env.VWIFI_VIRTUAL_TIME === '1',
    // User-Mode Linux asks its host by itself.
    ...(backend === 'qemu' ? { forget: forgetFiles } : {}),
  });
  // From the start on: while the host is only getting ready to say something, time would run ahead.
  if (process.env.VWIFI_TIME_HELD === '1') {
    // In its first second a clock looks to some programs (ping) as if it had not been read yet.
    await machine.clock.sleep(FIRST_MOMENT_MS - (await machine.clock.now()));
    await machine.clock.hold?.(true);
  }
  const phases = process.env.VWIFI_PHASES ?? '';
  const stream = await open();
  const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ');
  const connection = new RpcConnection(stream, {
    peer: 'the host',
    methods: machineMethods(() => machine),
    hello: { kernel: release(), phases: `${phases} ${uptime}` },
  });
  const reason = await connection.closed;
  console.error(`vwifi: agent: ${reason.message}`);
  // Nobody is there any more. Not process.exit(): it would wait for the thread that reads the device.
  process.kill(process.pid, 'SIGKILL');
}

void main();
