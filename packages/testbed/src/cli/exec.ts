/** `testbed exec` and `testbed shell`: commands on a node, or on the machine itself. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Session } from '../api/session.js';
import { startTimer } from '../deadline.js';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { freshFolder } from '../guest/fresh.js';
import { WORK_FOLDER } from '../lab/places.js';
import type { MachineProcess, RunOptions } from '../machine/machine.js';
import { type Context, namespaceOf, withSession } from './context.js';
import { reportError } from './report.js';
import type { Terminal } from './terminal.js';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Node and command from the operands: `NODE -- CMD`, `-- CMD`, `NODE CMD`. */
export function target(
  operands: readonly string[],
  tail: readonly string[] | undefined,
): { readonly node: string | undefined; readonly command: readonly string[] } {
  const [node, ...rest] = operands;
  if (tail === undefined && rest[0]?.startsWith('-'))
    throw new TestbedError('USAGE', `exec: ${rest[0]} stands where the command begins`, {
      hint: `npx testbed exec ${node} ${rest[0]} ... -- COMMAND`,
    });
  const command = tail === undefined ? rest : tail;
  if (tail !== undefined && rest.length > 0)
    throw new TestbedError('USAGE', `exec takes one node before --, not ${operands.join(' ')}`, {
      hint: 'npx testbed exec NODE -- COMMAND',
    });
  if (command.length === 0)
    throw new TestbedError('USAGE', 'exec needs a command', {
      hint: 'for instance: npx testbed exec sta1 -- iw dev',
    });
  return { node, command };
}

/** Where commands begin: a guest has a folder for it; on the host it is the caller's own. */
async function startFolder(session: Session, netns: string | undefined): Promise<{ cwd?: string }> {
  if (session.machine.backend === 'host') return { cwd: process.cwd() };
  const sample = `${WORK_FOLDER}/scripts/hostapd.conf`;
  const there = await session.machine.readFile(sample, { netns }).catch(() => undefined);
  return there ? { cwd: WORK_FOLDER } : {};
}

export interface ExecFlags {
  readonly name?: string;
  readonly timeout?: number;
  readonly env?: readonly string[];
  readonly cwd?: string;
  readonly tty?: boolean;
}

/** As a shell says it. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const NOT_STARTED: Readonly<Record<string, number>> = {
  ENOENT: NOT_FOUND,
  EACCES: NOT_EXECUTABLE,
  ENOEXEC: NOT_EXECUTABLE,
};

/** `NAME=VALUE`, or the caller's own value of NAME. */
function environmentOf(words: readonly string[]): Record<string, string> {
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

const sizeOf = ({ columns = 80, rows = 24 }: Terminal['output']) => ({ columns, rows });

export async function exec(context: Context, operands: readonly string[], flags: ExecFlags): Promise<number> {
  const { node, command } = target(operands, context.tail);
  const env = environmentOf(flags.env ?? []);
  const { input, output } = context.terminal;
  return withSession(context, flags.name, async (session) => {
    const netns = await namespaceOf(session, node);
    const options = {
      ...(netns ? { netns } : {}),
      ...(flags.cwd === undefined ? await startFolder(session, netns) : { cwd: flags.cwd }),
      ...{ awaited: 'at once' as const, anew: true, env },
      ...(flags.tty ? { tty: sizeOf(output) } : {}),
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
    const status = await attach(context.terminal, child, {
      raw: Boolean(flags.tty && input.isTTY && output.isTTY),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
    });
    const hint = status === 0 ? undefined : await outOfSight(session, netns, command);
    if (hint !== undefined) context.terminal.errors.write(`hint: ${hint}\n`);
    return status;
  });
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

export async function shell(
  context: Context,
  node: string | undefined,
  flags: { readonly name?: string },
): Promise<number> {
  return withSession(context, flags.name, async (session) => {
    const netns = await namespaceOf(session, node);
    const { input, output } = context.terminal;
    const interactive = Boolean(input.isTTY && output.isTTY);
    const options: RunOptions = {
      ...(netns ? { netns } : {}),
      ...(await startFolder(session, netns)),
      awaited: 'at once',
      anew: true,
      env: { PS1: `${node ?? session.name}:\\w\\$ ` },
      ...(interactive ? { tty: sizeOf(output) } : {}),
    };
    // The user's own start files are made for the host, not for a machine that borrows its files.
    const argv = ['bash', '--norc', '--noprofile', ...(interactive ? ['-i'] : [])];
    const child = await session.machine.spawn(argv, options).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return session.machine.spawn(['/bin/sh'], options);
    });
    return attach(context.terminal, child, { raw: interactive });
  });
}

interface AttachOptions {
  /** The terminal's keys go to the process as they are. */
  readonly raw?: boolean;
  readonly timeoutMs?: number;
}

/** Connects a process to this terminal until it ends; returns its exit status. */
export async function attach(
  terminal: Terminal,
  child: MachineProcess,
  { raw = false, timeoutMs }: AttachOptions = {},
): Promise<number> {
  const { input, output, errors } = terminal;
  const undo: (() => void)[] = [];
  const on = (emitter: NodeJS.EventEmitter, event: string, listener: (...args: never[]) => void) => {
    emitter.on(event, listener as () => void);
    undo.push(() => emitter.off(event, listener as () => void));
  };

  // A reader that has seen enough (`| head -1`) ends the command as a shell would.
  for (const stream of [output, errors]) on(stream, 'error', () => child.kill('SIGPIPE'));
  child.onOutput((stream, data) => written(stream === 'stdout' ? output : errors, data));

  if (raw) {
    input.setRawMode?.(true);
    undo.push(() => input.setRawMode?.(false));
    on(output, 'resize', () => child.resize(output.columns ?? 80, output.rows ?? 24));
  } else {
    for (const signal of passedOn) on(process, signal, () => child.kill(signal));
  }
  on(input, 'data', (data: Uint8Array) => {
    input.pause();
    void child.write(data).then(() => input.resume());
  });
  on(input, 'end', () => child.endInput());
  input.resume();
  undo.push(() => input.pause());

  let late = false;
  using _timer = startTimer(timeoutMs ?? Number.POSITIVE_INFINITY, () => {
    late = true;
    child.kill('SIGKILL');
  });
  try {
    const { status } = await child.exited;
    if (!late) return status;
    throw new TestbedError(
      'EXEC_TIMEOUT',
      `the command did not end within ${(timeoutMs ?? 0) / 1000} s of wall clock, and was killed`,
      {
        hint: 'give it more with --timeout; in virtual time a loop on the clock never ends',
      },
    );
  } finally {
    for (const action of undo.reverse()) action();
  }
}

/** Resolves when the stream takes more: what the terminal cannot take holds the process back. */
function written(stream: Terminal['output'], data: Uint8Array): Promise<void> | void {
  if (stream.destroyed || stream.write(data)) return;
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      stream.off('error', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
    stream.on('error', done);
  });
}
