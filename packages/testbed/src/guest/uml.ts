import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TestbedError } from '../errors.js';
import { agentSetup } from './agent-setup.js';
import { umlScript } from './boot-script.js';
import { bounded, CONSOLE_MB, environment } from './bounded.js';
import { confinementOf, weaknessOf } from './confinement.js';
import { startFileServer } from './file-server.js';
import { GatedChannel } from './gated.js';
import { GuestMachine } from './guest.js';
import { memoryFolder, needLimits } from './host-limits.js';
import type { GuestKernel } from './kernel.js';
import { kernelWord } from './kernel-word.js';
import type { GuestOptions } from './options.js';
import { type UserSpace, userSpaceOf, userSpaceWord } from './user-space.js';

export interface UmlOptions extends GuestOptions {
  /** Idle time is skipped and computing takes none. */
  readonly virtualTime?: boolean | undefined;
  /** Virtual time is held from the start on: see `MachineClock.hold`. */
  readonly held?: boolean | undefined;
  /** What its wall clock shows at its beginning, with virtual time: nanoseconds since 1970; left out, this second. */
  readonly wallClockNs?: bigint | undefined;
  /** With virtual time: all that is random in it follows from this; left out, from the host's chance. */
  readonly seed?: string | undefined;
  /** How it runs its programs; left out, the faster way that works on this host. */
  readonly userSpace?: UserSpace | undefined;
}

const DEVICE = '/dev/ttyS1';
/** Of a kernel that can have several: enough for everything that two do to each other. */
const PROCESSORS = 2;
/** The line to whoever serves folders that can be written. */
const FILES_DEVICE = '/dev/ttyS2';
/** The first descriptor that a guest inherits beyond those that every guest has. */
const FIRST_DESCRIPTOR = 4;
/** In quotes of the kernel's; without fields and patterns of the shell's. */
const RUN_BOOT = `"set -f; IFS= ; . $(printf %b $VWIFI_BOOT)"`;
/** The memory is a file, and begins in it where the host has put the program's heap: up to 1 GiB behind its beginning. */
const HOLE_MB = 1280;
/** Asked for with the card. */
const TAPS = 'confine=tap';
/** One processor has no use for the collector's threads. */
const NODE_FLAGS = ['--single-threaded'];

const seedWord = ({ seed }: UmlOptions): string[] => (seed === undefined ? [] : [`random.seed=${seed}`]);

const thisSecond = (): bigint => BigInt(Math.floor(Date.now() / 1000)) * 1_000_000_000n;

/** Throws where the kernel is one that was built before guests could write. */
async function needNineP(kernel: GuestKernel): Promise<void> {
  if ((await readFile(kernel.image)).includes('9p2000.L')) return;
  throw new TestbedError('NO_9P', `the kernel ${kernel.id} cannot be given folders to write: it has no 9p`, {
    hint: 'It is of an older make; build it anew: npx testbed kernel build fast.',
  });
}

/** Boots a User-Mode Linux kernel: a process of this user, with the host's files as its root. */
export async function bootUml(options: UmlOptions): Promise<GuestMachine> {
  const {
    kernel,
    directory,
    deadlineMs = 60_000,
    signal,
    memoryMb = 512,
    virtualTime = false,
    held = false,
  } = options;
  signal?.throwIfAborted();
  needLimits();
  await mkdir(directory, { recursive: true });
  const boot = join(directory, 'boot.sh');
  const env = {
    ...(virtualTime ? { VWIFI_VIRTUAL_TIME: '1' } : {}),
    ...(virtualTime && held ? { VWIFI_TIME_HELD: '1' } : {}),
  };
  const setup = agentSetup(options, ['uml', DEVICE], env, NODE_FLAGS, FILES_DEVICE);
  await writeFile(boot, umlScript(setup, DEVICE), { mode: 0o755 });
  if (setup.writable) await needNineP(kernel);
  const files = setup.writable && (await startFileServer(setup.writable.folders, directory, options.mark));
  const descriptors = options.descriptors ?? [];
  const userSpace = options.userSpace ?? (await userSpaceOf(kernel));
  const console = join(directory, 'console.log');
  const log = join(directory, 'uml.log');
  const argv = [
    kernel.image,
    `mem=${memoryMb}M`,
    // In our folder, where it is started: the default is one in the user's home, which would stay.
    ...['uml_dir=./', 'umid=guest'],
    // A wall clock that starts with a second: where a second ends decides what the kernel's clock rounds.
    ...(virtualTime
      ? [
          'time-travel=inf-cpu',
          `time-travel-start=${options.wallClockNs ?? thisSecond()}`,
          ...seedWord(options),
        ]
      : []),
    ...['root=none', 'rootfstype=hostfs', 'rootflags=/', 'hostfs=/,ro', 'ro'],
    // The last thing that it may do to its host is to make its own files, in our folder.
    'confine=strict',
    ...userSpaceWord(userSpace),
    ...(kernel.variant === 'smp' ? [`ncpus=${PROCESSORS}`] : []),
    ...['con=null', 'con0=null,fd:1', 'ssl=null', 'ssl1=fd:3', 'quiet'],
    ...(files ? [`ssl2=fd:${FIRST_DESCRIPTOR + descriptors.length}`] : []),
    ...(options.kernelParameters ?? []),
    // The script's name may hold anything: no word of the command line is it.
    ...['init=/bin/sh', `VWIFI_BOOT=${kernelWord(boot)}`, '--', '-c', RUN_BOOT],
  ];
  const startedAt = performance.now();
  const consoleDescriptor = openSync(console, 'w');
  const logDescriptor = openSync(log, 'w');
  // SIGTERM, not SIGKILL: its own end takes its helper processes along.
  const [file = '', ...parameters] = await bounded(argv, {
    ...{ signal: 'TERM', fileMb: memoryMb + HOLE_MB + CONSOLE_MB },
    taps: argv.includes(TAPS),
  });
  const child = spawn(file, parameters, {
    cwd: directory,
    detached: true,
    env: environment(options.mark, { TMPDIR: memoryFolder(memoryMb, directory) }),
    stdio: [
      'ignore',
      consoleDescriptor,
      logDescriptor,
      'pipe',
      ...descriptors,
      ...(files ? [files.line] : []),
    ],
  });
  if (options.ended) child.once('exit', options.ended);
  files?.release();
  closeSync(consoleDescriptor);
  closeSync(logDescriptor);
  const name = `User-Mode Linux with the kernel ${kernel.id}`;
  const line = child.stdio[3] as Duplex;
  const channel = options.gate ? new GatedChannel(line, options.gate) : line;
  return GuestMachine.ready(
    {
      ...{ backend: 'uml', child, channel, console, log, name, startedAt, userSpace },
      weakness: async () => weaknessOf(await confinementOf(directory)),
    },
    { deadlineMs, signal },
  );
}
