/** `testbed record`: a session in virtual time, as a file that `testbed replay` does again. */
import { randomBytes } from 'node:crypto';
import { bootLimit } from '../api/limits.js';
import type { Session } from '../api/session.js';
import { TestbedError } from '../errors.js';
import { freshFolder } from '../guest/fresh.js';
import { defaultLab } from '../lab/default.js';
import { keptFiles, type Lab } from '../lab/lab.js';
import { shellQuote } from '../machine/command.js';
import { type Context, namespaceOf, print, printJson } from './context.js';
import { variablesFrom } from './launch.js';
import { Progress } from './progress.js';
import { coloursOf } from './terminal.js';

export interface RecordFlags {
  readonly out: string;
  readonly on?: string;
  readonly seed?: number;
  readonly kernel?: string;
  readonly set?: readonly string[];
  readonly timeout: number;
  readonly json?: boolean;
}

/** Without one its chances are the host's, and no two sessions are the same. */
const SEED = 1;

/** The exit status is that of the command; of a time line 1 where something was not as expected. */
export async function record(
  context: Context,
  file: string | undefined,
  flags: RecordFlags,
): Promise<number> {
  const { tail } = context;
  if (flags.on !== undefined && !tail)
    throw new TestbedError('USAGE', '--on says where a command runs, and there is none', {
      hint: 'leave it out',
    });
  await using _begun = context.sessions.prepare();
  const lab = await laboratoryOf(file, flags);
  if (tail?.length === 0 || (!tail && !lab.timeline?.length))
    throw new TestbedError('USAGE', 'there is nothing to record: no command, and no time line', {
      hint: 'npx testbed record labs/roaming-corridor.yaml, or npx testbed record -- COMMAND',
    });
  const { checkMemory, checkModule, checkPrograms, fetchPrograms } = await import('./precheck.js');
  for (const check of [checkModule, checkPrograms, checkMemory]) check(lab);
  await fetchPrograms(lab, context);
  const session = await make(context, lab, flags);
  try {
    await session.records();
    const begun = await session.session();
    if ('missing' in begun)
      throw new TestbedError('NO_REPLAY', `what is recorded here could not be done again: ${begun.missing}`);
    const status = tail
      ? await command(context, session, tail, flags.on)
      : await timeline(context, session, flags);
    const { saveTrace } = await import('../trace/keep.js');
    const repeat = ['npx', 'testbed', 'replay', flags.out].map(shellQuote).join(' ');
    await saveTrace(flags.out, session, { command: tail ?? { record: file }, repeat });
    // A command's output is its own.
    if (flags.json) printJson(context, { file: flags.out, status, repeat });
    else (tail ? context.terminal.errors : context.terminal.output).write(`${repeat} does it again\n`);
    return status;
  } finally {
    await session.stop();
  }
}

async function laboratoryOf(file: string | undefined, { seed, kernel, set }: RecordFlags): Promise<Lab> {
  const instead = {
    ...variablesFrom(set),
    ...(seed === undefined ? {} : { seed }),
    ...(kernel === undefined ? {} : { kernel }),
    ...({ time: 'virtual', backend: 'uml' } as const),
  };
  const { labFrom } = await import('../lab/from-object.js');
  const { readLab } = await import('../lab/parse.js');
  const lab =
    file === undefined
      ? labFrom({ ...defaultLab, ...instead }, { folder: process.cwd(), name: 'default' })
      : await readLab(file, instead);
  return { ...lab, seed: lab.seed ?? SEED };
}

async function make(context: Context, lab: Lab, { timeout }: RecordFlags): Promise<Session> {
  const { backend, kernel, time, seed, fleet, memoryMb } = lab;
  const began = performance.now();
  const progress = new Progress(context.terminal.errors, false);
  const onEvent = progress.event.bind(progress);
  const cwd = process.cwd();
  try {
    const session = await context.sessions.start({
      name: `recorded-${process.pid}-${randomBytes(3).toString('hex')}`,
      ...{ backend, kernel, time, seed, fleet, memoryMb },
      keep: [...keptFiles(lab), ...(freshFolder(cwd) === undefined ? [] : [cwd])],
      bootTimeoutMs: bootLimit(timeout * 1000),
      ...{ lease: true, onEvent, signal: context.signal },
    });
    try {
      const timeoutMs = timeout * 1000 - (performance.now() - began);
      await session.up(lab, { onEvent, signal: context.signal, record: true, timeoutMs });
      return session;
    } catch (error) {
      await session.stop();
      throw error;
    }
  } finally {
    progress.end();
  }
}

async function timeline(context: Context, session: Session, { json }: RecordFlags): Promise<number> {
  const [{ Testbed }, { play, playText }] = await Promise.all([
    import('../api/testbed.js'),
    import('./play.js'),
  ]);
  const colours = coloursOf(context.terminal.output);
  await using testbed = await Testbed.attach(session.name);
  let good = true;
  for await (const event of play(testbed, context.signal)) {
    good &&= event.ok;
    if (!json) print(context, playText(event, colours));
  }
  return good ? 0 : 1;
}

/** Its input is empty: what a person types comes when it comes. */
async function command(
  context: Context,
  session: Session,
  argv: readonly string[],
  on: string | undefined,
): Promise<number> {
  const { terminal, signal } = context;
  const netns = await namespaceOf(session, on);
  const place = { cwd: process.cwd(), ...(netns === undefined ? {} : { netns }) };
  const child = await session.machine.spawn(argv, { ...place, awaited: 'after input', anew: true });
  child.onOutput((stream, data) => {
    (stream === 'stdout' ? terminal.output : terminal.errors).write(Buffer.from(data));
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  child.endInput();
  const { status } = await child.exited.finally(() => signal.removeEventListener('abort', stop));
  signal.throwIfAborted();
  return status;
}
