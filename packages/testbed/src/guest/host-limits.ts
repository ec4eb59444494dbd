/**
 * What a host limits and a User-Mode Linux guest needs, asked before the boot: a guest that meets such a limit later ends
 * in the middle of its work, and says nothing that a person could use.
 */
import { accessSync, constants, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { TestbedError } from '../errors.js';

/** Every process of a guest is one of the host too; a small laboratory has some fifty, and the kernel four of its own. */
const PROCESSES = 100;
/** Its channels, its memory, and a file of the host for each that is open inside. */
const FILES = 256;

/** The soft limit of this process; `Infinity` where there is none. Names are those of /proc/PID/limits. */
function limitOf(name: string, limits: string): number {
  const word = new RegExp(`^${name} +(\\S+)`, 'm').exec(limits)?.[1];
  return word === undefined || word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word);
}

/** How many threads this user has: what RLIMIT_NPROC of getrlimit(2) counts. */
function threadsOf(uid: number): number {
  let count = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (statSync(`/proc/${name}`).uid === uid) count += readdirSync(`/proc/${name}/task`).length;
    } catch {
      // It has just ended.
    }
  }
  return count;
}

/** Throws where a guest would end for want of processes or descriptors. Root has no limit of processes. */
export function needLimits(limits = readFileSync('/proc/self/limits', 'utf8')): void {
  const files = limitOf('Max open files', limits);
  if (files < FILES)
    throw new TestbedError('HOST_LIMIT', `cannot start a guest: only ${files} files may be open here`, {
      hint: `It needs ${FILES}: ulimit -n ${FILES}, or a higher limit from whoever runs this.`,
    });
  const uid = process.getuid?.() ?? 0;
  const processes = limitOf('Max processes', limits);
  if (uid === 0 || !Number.isFinite(processes)) return;
  const left = processes - threadsOf(uid);
  if (left < PROCESSES)
    throw new TestbedError(
      'HOST_LIMIT',
      `cannot start a guest: user ${uid} may have ${processes} processes, and has ${processes - left}`,
      {
        hint: `A guest needs ${PROCESSES}: end some, or raise the limit: ulimit -u ${processes + PROCESSES - left}.`,
      },
    );
}

/** Options of the mount that a folder is on, from /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export function mountOptions(folder: string, mountinfo: string): ReadonlySet<string> {
  let best = '';
  let options = '';
  for (const line of mountinfo.split('\n')) {
    const [, , , , point = '', each = ''] = line.split(' ');
    const place = point.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const covers = place === '/' || folder === place || folder.startsWith(`${place}/`);
    // The last of two at one place is the one that is seen.
    if (covers && place.length >= best.length) [best, options] = [place, each];
  }
  return new Set(options.split(','));
}

/** Why the guest's memory cannot be kept there; undefined where it can. It is mapped and run, so it has to be executable. */
function whyNot(folder: string, memoryMb: number, mountinfo: string): string | undefined {
  const options = mountOptions(folder, mountinfo);
  if (options.has('noexec')) return 'is mounted noexec';
  if (options.has('ro')) return 'is read-only';
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(folder);
    const free = Math.floor((bavail * bsize) / 2 ** 20);
    return free > memoryMb * 1.1 ? undefined : `has ${free} MB free`;
  } catch {
    return 'cannot be written';
  }
}

/** Where the guest's memory is kept, as a file without a name: the first of the folders that will do. */
export function memoryFolder(
  memoryMb: number,
  directory: string,
  mountinfo = readFileSync('/proc/self/mountinfo', 'utf8'),
): string {
  const reasons: string[] = [];
  for (const folder of ['/dev/shm', '/tmp', directory]) {
    const why = whyNot(folder, memoryMb, mountinfo);
    if (why === undefined) return folder;
    reasons.push(`${folder} ${why}`);
  }
  throw new TestbedError(
    'NO_MEMORY',
    `cannot start a guest: no place for its ${memoryMb} MB of memory: ${reasons.join(', ')}`,
    {
      hint: 'Make room in one of them, or mount one writable and without noexec (a container: --tmpfs /dev/shm:exec,size=2g).',
    },
  );
}
