/** The folders of running laboratories: one each, in a folder that only its user can enter. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestbedError } from '../errors.js';
import { bootId } from '../machine/boot-id.js';

/** What `daemon.json` says: who carries the laboratory, and how it stands. */
export interface DaemonInfo {
  readonly name: string;
  readonly pid: number;
  /** Start of the process in the kernel's ticks: a number that a later process with the same id does not have. */
  readonly processStart: string;
  readonly bootId: string;
  /** Process id of the guard, which cleans up when the daemon was killed. */
  readonly guard?: number;
  /** In the environment of every process of the laboratory. */
  readonly mark?: string;
  /** Commands that undo what it has made on this host, in order. */
  readonly undo?: readonly (readonly string[])[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly backend?: string;
  readonly kernel?: string;
  /** Why this backend and kernel. */
  readonly why?: string;
  /** Guests that have ended, where nodes have machines of their own. */
  readonly gone?: readonly string[];
  /** Why the machine is gone although the daemon is there. */
  readonly lost?: string;
  /** Why the daemon is of no use any more; it ended by itself, and kept its folder so that this can be told. */
  readonly ended?: string;
}

export const INFO_FILE = 'daemon.json';
export const LOG_FILE = 'daemon.log';
export const SOCKET_FILE = 'socket';
const STARTING = '.starting-';

/** The folder of all laboratories of this user; made when missing, and refused when somebody else could write to it. */
export function runFolder(): string {
  const uid = process.getuid?.() ?? 0;
  const runtime = process.env.XDG_RUNTIME_DIR;
  const folder = runtime ? join(runtime, 'vwifi') : `/tmp/vwifi-${uid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new TestbedError('RUN_FOLDER', `cannot make the folder ${folder}: ${(error as Error).message}`, {
      hint: 'Set XDG_RUNTIME_DIR to a folder of your own.',
      cause: error,
    });
  }
  const { uid: owner, mode } = lstatSync(folder);
  const isFolder = lstatSync(folder).isDirectory();
  if (!isFolder || owner !== uid || (mode & 0o077) !== 0) {
    const why = !isFolder ? 'is no folder' : owner !== uid ? 'belongs to somebody else' : 'is open to others';
    throw new TestbedError('RUN_FOLDER', `cannot use ${folder}: it ${why}`, {
      hint: `Remove it, or close it: chmod 700 ${folder}.`,
    });
  }
  return folder;
}

/** The folder of one laboratory, whether or not it is there. */
export function labFolder(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(name)) {
    throw new TestbedError('LAB_NAME', `${JSON.stringify(name)} cannot be the name of a laboratory`, {
      hint: 'Use up to 40 letters, digits, dots, dashes and underscores, a letter or digit first.',
    });
  }
  return join(runFolder(), name);
}

/** Makes a folder in which this process starts a daemon. */
export async function makeStarting(): Promise<string> {
  const make = () => mkdtemp(join(runFolder(), `${STARTING}${process.pid}-`));
  // The folder of all goes with the last laboratory: at this moment, perhaps.
  return make().catch(make);
}

/** Removes the folder of all laboratories when there is none left. */
export function leaveRunFolder(): void {
  try {
    rmdirSync(runFolder());
  } catch {
    // Somebody is in it.
  }
}

export function readInfo(folder: string): DaemonInfo | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, INFO_FILE), 'utf8')) as DaemonInfo;
  } catch {
    return undefined;
  }
}

/** Replaces the information; a reader sees the old or the new one, whole. */
export async function writeInfo(folder: string, info: DaemonInfo): Promise<void> {
  const partial = join(folder, `.${INFO_FILE}`);
  await writeFile(partial, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, join(folder, INFO_FILE));
}

/** When a process was started, in the kernel's ticks; undefined when there is none (zombies count as none). */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Whether the daemon that wrote this still runs. */
export function isAlive(info: DaemonInfo): boolean {
  return info.bootId === bootId() && processStart(info.pid) === info.processStart;
}

/** The folders of laboratories, and what is left of those whose start was killed is removed on the way. */
export function labFolders(): string[] {
  const folder = runFolder();
  const names: string[] = [];
  for (const name of readdirSync(folder)) {
    if (name.startsWith(STARTING)) {
      const starter = Number(name.slice(STARTING.length).split('-')[0]);
      const info = readInfo(join(folder, name));
      const inUse = processStart(starter) !== undefined || (info !== undefined && isAlive(info));
      if (!inUse) rmSync(join(folder, name), { recursive: true, force: true });
    } else {
      names.push(name);
    }
  }
  return names.sort();
}
