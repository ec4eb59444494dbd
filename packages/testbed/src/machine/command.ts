/** Finding and quoting commands, before anything is started. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { TestbedError } from '../errors.js';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The search path of a machine's commands: the caller's, and the folders where network tools live (a user's own often lacks sbin). */
export function searchPath(path: string | undefined): string {
  const folders = (path || DEFAULT_PATH).split(':').filter((folder) => folder !== '');
  for (const folder of DEFAULT_PATH.split(':')) if (!folders.includes(folder)) folders.push(folder);
  return folders.join(':');
}

/** The file that a command names, or an error that says why it cannot run. */
export function findCommand(command: string, path: string, cwd: string): string {
  const candidates = command.includes('/')
    ? [isAbsolute(command) ? command : resolve(cwd, command)]
    : path.split(':').map((folder) => resolve(cwd, folder, command));
  let found: string | undefined;
  for (const candidate of candidates) {
    try {
      if (!statSync(candidate).isFile()) continue;
    } catch {
      continue;
    }
    found ??= candidate;
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // A later folder may hold one that can be executed.
    }
  }
  if (found !== undefined)
    throw new TestbedError('EACCES', `cannot run ${command}: ${found} is not executable`);
  throw new TestbedError(
    'ENOENT',
    `cannot run ${command}: ${command.includes('/') ? 'no such file' : 'command not found'}`,
    {
      hint: command.includes('/')
        ? undefined
        : `Install the package that provides ${command}, or give its full path.`,
    },
  );
}

/** One word for a POSIX shell. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
