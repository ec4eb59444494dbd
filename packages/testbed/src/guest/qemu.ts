import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { errorMessage, TestbedError } from '../errors.js';
import { findCommand, searchPath } from '../machine/command.js';
import { install } from '../machine/programs.js';
import { type Accelerator, accelerator } from './accelerator.js';
import { agentSetup } from './agent-setup.js';
import { qemuScript } from './boot-script.js';
import { bounded, CONSOLE_MB, environment } from './bounded.js';
import { startFileServer } from './file-server.js';
import { GuestMachine } from './guest.js';
import { held, whyNotHeld } from './held.js';
import { type BootFiles, bootFiles } from './initramfs.js';
import { kernelWord } from './kernel-word.js';
import type { GuestOptions } from './options.js';
import { knownFrequency, learnFrequency } from './tsc-frequency.js';

export interface QemuOptions extends GuestOptions {
  readonly cpus?: number | undefined;
  /** Left out: KVM where a probe has shown that it works, otherwise emulation. */
  readonly accelerator?: Accelerator | undefined;
  /**
   * The guest's clock counts instructions, one a nanosecond, instead of time: what is measured in it repeats to a
   * few in a thousand, however busy the host is. One processor, emulated.
   */
  readonly countInstructions?: boolean | undefined;
  /** More parameters of QEMU, for instance a network card. */
  readonly parameters?: readonly string[] | undefined;
  /** Files that those let it write, and folders that it makes sockets in. They have to be there. */
  readonly files?: readonly string[] | undefined;
}

export const QEMU = 'qemu-system-x86_64';
/** What QEMU never needs, and a guest that has taken it over would: other programs, other users, other limits. */
const SANDBOX = ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'];
const PORT_NAME = 'vwifi.agent';
/** The port of the line to whoever serves folders that can be written. */
const FILES_PORT = 'vwifi.files';
const CONSOLE = 'console.log';
const TAPS = '/dev/net/tun';
/** Standard ones, and the agent's channel. */
const DESCRIPTORS = 4;

/** The processor's clock where it counts instructions: one a nanosecond. */
const COUNTED_KHZ = 1_000_000;

const KERNEL_PARAMETERS = [
  'console=ttyS0',
  'panic=-1',
  'quiet',
  'mitigations=off',
  'tsc=reliable',
  'nokaslr',
  // Tests of the crypto code that every boot would repeat: half a second under emulation.
  'cryptomgr.notests',
];

/** Boots a stock kernel in QEMU, with the host's files as its root, and waits for its agent. */
export async function bootQemu(wish: QemuOptions): Promise<GuestMachine> {
  wish.signal?.throwIfAborted();
  await mkdir(wish.directory, { recursive: true });
  // Without links, which would lead nowhere in the guest's first file system.
  const options = { ...wish, directory: await realpath(wish.directory) };
  const { kernel, directory } = options;
  const program = findQemu();
  const files = await bootFiles(kernel);
  const counting = options.countInstructions === true;
  const accel = counting ? 'tcg' : (options.accelerator ?? (await accelerator(program, files)));
  const boot = join(directory, 'boot.sh');
  const setup = agentSetup(options, ['qemu', PORT_NAME], {}, [], FILES_PORT);
  await writeFile(boot, qemuScript(setup));
  const frequency = counting ? COUNTED_KHZ : accel === 'tcg' ? knownFrequency() : undefined;
  const words = [
    ...KERNEL_PARAMETERS,
    ...(frequency === undefined ? [] : [`tsc_early_khz=${frequency}`]),
    `vwifi.boot=${kernelWord(boot)}`,
    ...(kernel.root === undefined ? [] : [`vwifi.root=${kernelWord(await realpath(kernel.root))}`]),
    ...(options.kernelParameters ?? []),
  ];
  const argv = [...machineParameters(options, accel), ...bootParameters(files, words)];
  const boots = () =>
    start([program, ...SANDBOX, ...argv], options).catch((error: unknown) => {
      // A QEMU that was built without it says so at once.
      const without = error instanceof TestbedError && error.details.some((line) => line.includes('sandbox'));
      if (!without) throw error;
      return start([program, ...argv], options);
    });
  const guest = await boots();
  if (accel !== 'tcg' || frequency !== undefined) return guest;
  if (guest.clockPlausible) {
    // For the next ones; this one does not depend on it.
    void learnFrequency(guest).catch(() => {});
    return guest;
  }
  // It has measured its processor's clock wrongly, which happens where the host is very busy: time would run wild.
  await guest.close();
  return boots();
}

function machineParameters(options: QemuOptions, accel: Accelerator): string[] {
  const console = join(options.directory, CONSOLE);
  const kvm = accel === 'kvm';
  const counting = options.countInstructions === true;
  const engine = kvm ? 'kvm' : `tcg,thread=${counting ? 'single' : 'multi'}`;
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none'],
    ...['-machine', 'pc', '-accel', engine, '-cpu', kvm ? 'host' : 'max'],
    ...(counting ? ['-icount', 'shift=0,sleep=off'] : []),
    ...['-smp', String(counting ? 1 : (options.cpus ?? 2)), '-m', String(options.memoryMb ?? 1024)],
    ...['-chardev', `file,id=console,path=${doubled(console)}`, '-serial', 'chardev:console'],
    ...['-fsdev', 'local,id=host,path=/,readonly=on,security_model=none,multidevs=remap'],
    ...['-device', 'virtio-9p-pci,fsdev=host,mount_tag=host'],
    // The channel is a descriptor, not a path: nobody else can open it, nothing stays behind, and it breaks with us.
    ...['-chardev', 'socket,id=agent,fd=3', '-device', 'virtio-serial-pci'],
    ...['-device', `virtserialport,chardev=agent,name=${PORT_NAME}`],
    ...(options.parameters ?? []),
  ];
}

/** Not a console, which loses what its other end does not take at once. */
const filesLine = (descriptor: number): string[] => [
  ...['-chardev', `socket,id=files,fd=${descriptor}`],
  ...['-device', `virtserialport,chardev=files,name=${FILES_PORT}`],
];

/** What QEMU opens by itself. */
const devicesOf = (argv: readonly string[]): string[] => [
  ...(argv.includes('kvm') ? ['/dev/kvm'] : []),
  ...(argv.some((word) => word.startsWith('tap,')) ? [TAPS] : []),
];

const bootParameters = (files: BootFiles, words: readonly string[]): string[] => [
  ...['-kernel', files.kernel, '-initrd', files.initramfs],
  ...['-append', words.join(' ')],
];

async function start(argv: readonly string[], options: QemuOptions): Promise<GuestMachine> {
  const {
    kernel,
    directory,
    deadlineMs = 120_000,
    signal,
    writable: folders = [],
    descriptors: inherited = [],
  } = options;
  const console = join(directory, CONSOLE);
  const log = join(directory, 'qemu.log');
  const startedAt = performance.now();
  const logDescriptor = openSync(log, 'w');
  await writeFile(console, '');
  const notHeld = await whyNotHeld();
  const own = { files: [console, ...(options.files ?? [])], devices: devicesOf(argv) };
  const server = folders.length > 0 ? await startFileServer(folders, directory, options.mark) : undefined;
  const descriptors = [...inherited, ...(server ? [server.line] : [])];
  const line = server ? filesLine(DESCRIPTORS + inherited.length) : [];
  const whole = [...argv, ...line];
  const [file = '', ...parameters] = await bounded(
    notHeld === undefined ? held(whole, own, DESCRIPTORS + descriptors.length) : whole,
    {
      fileMb: CONSOLE_MB,
      taps: own.devices.includes(TAPS),
    },
  );
  const child = spawn(file, parameters, {
    cwd: '/',
    detached: true,
    env: environment(options.mark),
    stdio: ['ignore', logDescriptor, logDescriptor, 'pipe', ...descriptors],
  });
  server?.release();
  closeSync(logDescriptor);
  const name = `QEMU with the kernel ${kernel.id}`;
  const channel = child.stdio[3] as Duplex;
  return GuestMachine.ready(
    {
      ...{ backend: 'qemu', child, channel, console, log, name, startedAt },
      weakness: async () =>
        notHeld &&
        `${notHeld}: a root in the guest can read the environment, and where you may trace them the memory, of your processes`,
    },
    { deadlineMs, signal },
  );
}

/** QEMU's path, or an error that says how to get it. */
export function findQemu(): string {
  try {
    return findCommand(QEMU, searchPath(process.env.PATH), '/');
  } catch (error) {
    throw new TestbedError('NO_QEMU', `cannot start a guest: ${errorMessage(error)}`, {
      hint: `Install it: ${install('qemu-system-x86')}.`,
      cause: error,
    });
  }
}

/** In a value of one of QEMU's parameters a comma is written twice. */
const doubled = (value: string) => value.replaceAll(',', ',,');
