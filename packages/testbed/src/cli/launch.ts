/** A command on a machine as if it ran here: its streams, its signals, its exit status. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Session } from '../api/session.js';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { freshFolder } from '../guest/fresh.js';
import type { Value } from '../lab/variables.js';
import type { RunOptions } from '../machine/machine.js';
import { attach } from './attach.js';
import type { Context } from './context.js';
import { reportError } from './report.js';
import type { Terminal } from './terminal.js';

/** As a shell says it. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const NOT_STARTED: Readonly<Record<string, number>> = {
  ENOENT: NOT_FOUND,
  EACCES: NOT_EXECUTABLE,
  ENOEXEC: NOT_EXECUTABLE,
};

/** `NAME=VALUE`, or the caller's own value of NAME. */
export function environmentOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name = '', value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(word) ?? [];
      const given = value ?? process.env[name];
      if (name === '')
        throw new TestbedError('USAGE', `--env ${word} is no variable`, {
          hint: '--env NAME=VALUE, or --env NAME',
        });
      if (given === undefined)
        throw new TestbedError('USAGE', `--env ${name}: there is no such variable here`, {
          hint: '--env NAME=VALUE',
        });
      return [name, given];
    }),
  );
}

/** `NAME=VALUE` of each `--set`; a number is one, and so is true. */
export function variablesFrom(words: readonly string[] = []): { variables?: Record<string, Value> } {
  if (words.length === 0) return {};
  const variables = words.map((word): [string, Value] => {
    const [, name = '', text = ''] = /^([A-Za-z]\w*)=([\s\S]*)$/.exec(word) ?? [];
    if (name === '')
      throw new TestbedError('USAGE', `--set ${word} is no variable and its value`, {
        hint: '--set NAME=VALUE',
      });
    if (text === 'true' || text === 'false') return [name, text === 'true'];
    return [name, /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text];
  });
  return { variables: Object.fromEntries(variables) };
}

export const sizeOf = ({ columns = 80, rows = 24 }: Terminal['output']) => ({ columns, rows });

export interface Launch extends Pick<RunOptions, 'cwd' | 'env'> {
  readonly netns: string | undefined;
  /** It gets a terminal. */
  readonly tty?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  /** When it runs. */
  readonly onStart?: () => void;
}

/** Runs a command to its end; returns its exit status, or what a shell returns for one that cannot be run. */
export async function launch(
  context: Context,
  session: Session,
  command: readonly string[],
  { netns, tty, timeoutMs, onStart, ...place }: Launch,
): Promise<number> {
  const { input, output } = context.terminal;
  const options: RunOptions = {
    ...place,
    ...(netns ? { netns } : {}),
    ...{ awaited: 'at once', anew: true },
    ...(tty ? { tty: sizeOf(output) } : {}),
  };
  const child = await session.machine.spawn(command, options).catch(async (error: unknown) => {
    const status = NOT_STARTED[errorCode(error) ?? ''];
    if (status === undefined) throw error;
    const hint = status === NOT_FOUND ? await outOfSight(session, netns, command) : undefined;
    const told = hint && new TestbedError('ENOENT', errorMessage(error), { hint, cause: error });
    reportError(context.terminal, told ?? error);
    return status;
  });
  if (typeof child === 'number') return child;
  onStart?.();
  const status = await attach(context.terminal, child, {
    tty: tty ?? false,
    raw: Boolean(tty && input.isTTY && output.isTTY),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const hint = status === 0 ? undefined : await outOfSight(session, netns, command);
  if (hint !== undefined) context.terminal.errors.write(`hint: ${hint}\n`);
  return status;
}

/** What to say of a failed command one of whose words is a file of the host that the machine does not see. */
async function outOfSight(
  { machine }: Session,
  netns: string | undefined,
  command: readonly string[],
): Promise<string | undefined> {
  if (machine.backend === 'host') return undefined;
  const word = command.find(
    (each) => isAbsolute(each) && freshFolder(each) !== undefined && existsSync(each),
  );
  if (word === undefined) return undefined;
  const there = await machine.exec(['test', '-e', word], netns ? { netns } : {}).catch(() => undefined);
  if (there?.status !== 1) return undefined;
  return `${word} is a file of yours, and this machine has ${freshFolder(word)} for itself: take another folder`;
}
