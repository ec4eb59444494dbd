/** How a User-Mode Linux kernel runs programs on this host: found out by having one run a program. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootId } from '../machine/boot-id.js';
import { bounded, CONSOLE_MB, environment } from './bounded.js';
import { guestCache, writeCached } from './cache.js';
import { memoryFolder } from './host-limits.js';
import type { GuestKernel } from './kernel.js';

/** `seccomp`: a program's calls are caught by a filter of its own, several times as fast as by a tracer. */
export type UserSpace = 'seccomp' | 'ptrace';

/** What a kernel that knows the question has in its help. */
const QUESTION = 'seccomp=<on/auto/off>';
const MEMORY_MB = 256;
/** A kernel is through with it in a second, one with every check in five. */
const PROBE_DEADLINE_MS = 30_000;
/** Its first program has run, and was the last. */
const THROUGH = 'Attempted to kill init! exitcode=0x00000000';

/** What the kernel's own answer may depend on: another start of the host, user or container, and it is asked again. */
function hostKey(kernel: GuestKernel): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  const filters = [...status.matchAll(/^(?:Seccomp|Seccomp_filters|NoNewPrivs):\s*(\d+)$/gm)];
  const version = kernel.release.replace(/-.*/, '');
  return [bootId(), release(), version, process.getuid?.(), ...filters.map(([, n]) => n)].join(' ');
}

const answerFile = (): string => join(guestCache(), 'user-space.json');

/** What was found out since this host was started; undefined where nobody has asked yet. */
function known(key: string): UserSpace | undefined {
  try {
    const answer = JSON.parse(readFileSync(answerFile(), 'utf8')) as { key: string; userSpace: UserSpace };
    if (answer.key !== key) return undefined;
    return answer.userSpace === 'seccomp' ? 'seccomp' : 'ptrace';
  } catch {
    return undefined;
  }
}

/** Seccomp where it has been shown to work since this host was started, otherwise ptrace, which always does. */
export async function userSpaceOf(kernel: GuestKernel): Promise<UserSpace> {
  const key = hostKey(kernel);
  const before = known(key);
  if (before) return before;
  if (!readFileSync(kernel.image).includes(QUESTION)) return 'ptrace';
  const answer = await probe(kernel);
  // A host that had no time for an answer is asked again.
  if (answer === undefined) return 'ptrace';
  await writeCached(answerFile(), `${JSON.stringify({ key, userSpace: answer })}\n`);
  return answer;
}

/** The word of the command line for it; none for a kernel that knows one way only. */
export const userSpaceWord = (userSpace: UserSpace): readonly string[] =>
  userSpace === 'seccomp' ? ['seccomp=on'] : [];

/** Boots a kernel as a guest is, up to its first program; undefined when it does not come to an end. */
async function probe(kernel: GuestKernel): Promise<UserSpace | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-probe-'));
  try {
    const argv = await bounded(
      [
        ...[kernel.image, `mem=${MEMORY_MB}M`, 'uml_dir=./', 'umid=probe', ...userSpaceWord('seccomp')],
        ...['root=none', 'rootfstype=hostfs', 'rootflags=/', 'hostfs=/,ro', 'ro', 'confine=strict'],
        ...['con=null', 'con0=null,fd:1', 'ssl=null', 'quiet', 'init=/bin/true'],
      ],
      { fileMb: 4 * MEMORY_MB + 1024 + CONSOLE_MB, taps: false },
    );
    const [file = '', ...parameters] = argv;
    const child = spawn(file, parameters, {
      cwd: folder,
      detached: true,
      env: environment(undefined, { TMPDIR: memoryFolder(MEMORY_MB, folder) }),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString('latin1');
    });
    let late = false;
    const endAll = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(() => {
      late = true;
      endAll();
    }, PROBE_DEADLINE_MS);
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      // Programs of its guest would hold its output open.
      child.once('exit', endAll);
      child.once('close', () => resolve());
    });
    clearTimeout(timer);
    return late ? undefined : said.includes(THROUGH) ? 'seccomp' : 'ptrace';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In words, for a person. */
export const userSpaceText = (userSpace: UserSpace): string =>
  userSpace === 'seccomp'
    ? 'by seccomp'
    : 'by ptrace: two to three times as slow as by seccomp, which this kernel does not know or this host does not let it have';
