/** `testbed exec` and `testbed shell`: commands on a node, or on the machine itself. */
import type { Session } from '../api/session.js';
import { errorCode, TestbedError } from '../errors.js';
import { WORK_FOLDER } from '../lab/places.js';
import type { RunOptions } from '../machine/machine.js';
import { attach } from './attach.js';
import { type Context, namespaceOf, withSession } from './context.js';
import { environmentOf, launch, sizeOf } from './launch.js';

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

export async function exec(context: Context, operands: readonly string[], flags: ExecFlags): Promise<number> {
  const { node, command } = target(operands, context.tail);
  const env = environmentOf(flags.env ?? []);
  return withSession(context, flags.name, async (session) => {
    const netns = await namespaceOf(session, node);
    return launch(context, session, command, {
      ...{ netns, env, tty: flags.tty },
      ...(flags.cwd === undefined ? await startFolder(session, netns) : { cwd: flags.cwd }),
      timeoutMs: flags.timeout === undefined ? undefined : flags.timeout * 1000,
    });
  });
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
    return attach(context.terminal, child, { tty: interactive, raw: interactive });
  });
}
