/** The folders of running laboratories: one each, in a folder that only its user can enter. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestbedError } from '../errors.js';
import { pidNamespace } from '../machine/boot-id.js';
import { isAlive } from './lab-socket.js';

/** What `daemon.json` says: who carries the laboratory, and how it stands. */
export interface DaemonInfo {
  readonly name: string;
  readonly pid: number;
  /** In which namespace its process ids mean something. */
  readonly pidNamespace: string;
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
  const make = () => mkdtemp(join(runFolder(), `${STARTING}${process.pid}-${pidNamespace()}-`));
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

/** Whether there is a process with that id here; a zombie is none. */
export function isProcess(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}

/** A start takes no longer. */
const START_MS = 120_000;

/** Whether somebody still makes a daemon in this folder. One whose process cannot be seen from here gets time. */
async function isStarting(folder: string, name: string): Promise<boolean> {
  const [starter, namespace] = name.slice(STARTING.length).split('-');
  if (namespace === pidNamespace() ? isProcess(Number(starter)) : ageMs(folder) < START_MS) return true;
  return await isAlive(folder);
}

function ageMs(folder: string): number {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

/** The folders of laboratories, and what is left of those whose start was killed is removed on the way. */
export async function labFolders(): Promise<string[]> {
  const folder = runFolder();
  const names: string[] = [];
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(STARTING)) names.push(name);
    else if (!(await isStarting(join(folder, name), name)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
  return names.sort();
}
