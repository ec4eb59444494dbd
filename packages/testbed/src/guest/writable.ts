/** Which folders of the host a guest may be given to write. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { TestbedError } from '../errors.js';

/** Folders of the system and their own names: what is in them belongs to all who use the host, or to nobody. */
const SYSTEM = [
  'bin',
  'boot',
  'dev',
  'etc',
  'lib',
  'lib32',
  'lib64',
  'proc',
  'run',
  'sbin',
  'sys',
  'usr',
  'var',
];
/** Folders in which people have folders: these themselves are everybody's. */
const SHARED = ['/home', '/media', '/mnt', '/opt', '/root', '/srv', '/tmp', '/var/tmp'];
/** In the system's folders, but people's own. */
const OWN = ['/run/user', '/run/media', '/var/tmp', '/var/lib'];

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(join(folder, '/'));

/** What speaks against a folder, without links in its path; undefined where nothing does. */
export function whyNotWritable(path: string, home: string): string | undefined {
  if (path === '/') return 'it is the root of all files';
  if (isIn(home, path)) return path === home ? 'it is your home folder' : 'your home folder is in it';
  const [first = ''] = relative(home, path).split('/');
  if (isIn(path, home) && first.startsWith('.'))
    return `${join(home, first)} is where programs keep keys, and what they start by themselves`;
  if (SHARED.includes(path)) return 'it is a folder that others share';
  const system = SYSTEM.find((name) => isIn(path, `/${name}`));
  if (system !== undefined && !OWN.some((folder) => path !== folder && isIn(path, folder)))
    return `/${system} belongs to the system`;
  return undefined;
}

/**
 * The folders as they are named, without links and without those that are in another one. Throws where one is not to be
 * had: not there, not the caller's to write, or one whose change would be a change of the host's user or system.
 */
export function writableFolders(named: readonly string[], cwd = process.cwd(), home = homedir()): string[] {
  const folders = named.map((name) => realFolder(name, cwd, home));
  return [...new Set(folders)].filter(
    (path) => !folders.some((other) => other !== path && isIn(path, other)),
  );
}

function realFolder(name: string, cwd: string, home: string): string {
  const refuse = (why: string, hint: string): never => {
    throw new TestbedError('NOT_WRITABLE', `--writable ${name}: ${why}`, { hint });
  };
  let path = resolve(cwd, name);
  try {
    path = realpathSync(path);
  } catch {
    refuse(
      'there is no such folder',
      'make it before: a guest makes no folder of the host but in one that it may write',
    );
  }
  if (!statSync(path).isDirectory()) refuse('that is a file', 'name the folder that it is in');
  const why = whyNotWritable(path, realpathOr(home));
  if (why !== undefined)
    refuse(
      `${path === resolve(cwd, name) ? why : `that is ${path}: ${why}`}`,
      'name a folder of its own for what is to be written',
    );
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    refuse('you may not write there yourself', 'name one of your own');
  }
  return path;
}

function realpathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
