/** `testbed up`: from nothing to a network whose pings are all answered. */

import { join } from 'node:path';
import { bootLimit } from '../api/limits.js';
import type { Session } from '../api/session.js';
import { JSON_NAME } from '../daemon/lab-socket.js';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { Net } from '../fleet/spec.js';
import { defaultLab } from '../lab/default.js';
import type { Lab } from '../lab/lab.js';
import { hasUplink, keptFiles } from '../lab/lab.js';
import { limitText, lossesText } from '../lab/medium-text.js';
import type { LabStatus } from '../lab/status.js';
import type { Backend } from '../machine/machine.js';
import { type Context, print, printJson } from './context.js';
import { variablesFrom } from './launch.js';
import { Progress } from './progress.js';
import { nextSteps, statusText } from './tables.js';
import { coloursOf, seconds } from './terminal.js';

export interface UpFlags {
  readonly backend?: Backend;
  readonly kernel?: string;
  readonly time?: 'real' | 'virtual';
  readonly name?: string;
  readonly module?: string;
  readonly driver?: Lab['driver'];
  readonly timeout: number;
  readonly isolation?: Lab['isolation'];
  readonly net?: Net;
  /** NAME=VALUE, of variables of the file. */
  readonly set?: readonly string[];
  readonly bare?: boolean;
  /** What happens is taken down. */
  readonly record?: boolean;
  readonly json?: boolean;
  readonly hold?: boolean;
  /** False: the time line is left alone. */
  readonly timeline?: boolean;
}

/** Shows the time line of a laboratory that is up; an interrupt ends the showing, not the laboratory. */
async function show(context: Context, name: string): Promise<void> {
  const [{ Testbed }, { play, playText }] = await Promise.all([
    import('../api/testbed.js'),
    import('./play.js'),
  ]);
  const colours = coloursOf(context.terminal.output);
  const testbed = await Testbed.attach(name);
  print(context, colours.dim('Its time line (--no-timeline leaves it alone):'));
  try {
    for await (const event of play(testbed, context.signal)) print(context, playText(event, colours));
  } catch (error) {
    if (!context.signal.aborted) throw error;
    context.terminal.errors.write('interrupted; the laboratory is up\n');
  } finally {
    await testbed.close();
  }
  print(context, '');
}

/** The laboratory with what the command line says about it. */
export async function labOf(file: string | undefined, flags: UpFlags): Promise<Lab> {
  const folder = process.cwd();
  // What checks a laboratory takes longer to load than all the rest of this program.
  if (file === undefined) {
    const { labFrom } = await import('../lab/from-object.js');
    return labFrom(
      { ...defaultLab, ...overrides(flags), ...machines(flags) },
      { folder, name: 'default' },
      () => 'command line',
    );
  }
  const { readLab } = await import('../lab/parse.js');
  const lab = await readLab(file, machines(flags));
  const renamed =
    flags.driver && flags.driver !== lab.driver ? { nodes: renamedRadios(lab, flags.driver) } : {};
  return { ...lab, ...overrides(flags), ...renamed };
}

/** The drivers call their interfaces differently. */
const renamedRadios = (lab: Lab, driver: Lab['driver']): Lab['nodes'] =>
  lab.nodes.map((node) => ({
    ...node,
    interface: node.interface.replace(/^(vw|wlan)/, driver === 'vwifi' ? (lab.names ?? 'vw') : 'wlan'),
  }));

/** What decides which machine each node is in, and what the file's variables are. */
const machines = ({ isolation, net, set }: UpFlags) => ({
  ...variablesFrom(set),
  ...(isolation ? { isolation } : {}),
  ...(net ? { net, isolation: isolation ?? ('machine' as const) } : {}),
});

const overrides = ({ backend, kernel, time, name, module, driver }: UpFlags) => ({
  ...(backend ? { backend } : {}),
  ...(kernel ? { kernel } : {}),
  ...(time ? { time } : {}),
  ...(name ? { name } : {}),
  ...(module ? { module } : {}),
  ...(driver ? { driver } : {}),
});

/** Said where it is so. */
const UPLINK_TEXT =
  "This laboratory has a way out: it reaches the network of this host, by passt, and nothing of the host's loopback.";

/** Tells a program where its laboratory is, and keeps it for as long as that program's end of standard input is open. */
async function hold(context: Context, session: Session, status: LabStatus): Promise<void> {
  const { input } = context.terminal;
  const { folder } = await session.describe();
  print(context, JSON.stringify({ name: session.name, socket: join(folder, JSON_NAME), status }));
  await new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) input.once(event, () => resolve());
    context.signal.addEventListener('abort', () => resolve(), { once: true });
    void session.machine.lost.then(() => resolve());
    input.resume();
  });
  await session.stop();
}

/** The laboratory is up, and some of its pings within a network were not answered. */
const UNANSWERED = 3;

/** The first of many, and how many more. */
const few = (words: readonly string[], most = 4): string =>
  words.slice(0, most).join(', ') + (words.length > most ? ` and ${words.length - most} more` : '');

/** Makes the laboratory; the exit status is 0, or {@link UNANSWERED} where it is up and not every ping came back. */
export async function up(context: Context, file: string | undefined, flags: UpFlags): Promise<number> {
  const began = performance.now();
  if (flags.bare && file !== undefined)
    throw new TestbedError('USAGE', 'up --bare takes no laboratory file', {
      hint: 'leave out one of the two',
    });
  await using _begun = context.sessions.prepare();
  const lab = await labOf(file, flags);
  const { checkMemory, checkModule, checkPrograms, fetchPrograms } = await import('./precheck.js');
  if (!flags.bare) {
    checkModule(lab);
    checkPrograms(lab);
    await fetchPrograms(lab, context);
    checkMemory(lab);
  }
  const progress = new Progress(context.terminal.errors);
  using limit = limited([context.signal], { afterMs: flags.timeout * 1000 });
  const onEvent = progress.event.bind(progress);
  let status: LabStatus;
  let underWay: readonly string[] = [];
  try {
    const session = await context.sessions.start({
      name: lab.name,
      backend: lab.backend,
      kernel: lab.kernel,
      time: lab.time,
      seed: lab.seed,
      fleet: flags.bare ? undefined : lab.fleet,
      memoryMb: lab.memoryMb,
      uplink: !flags.bare && hasUplink(lab),
      keep: keptFiles(lab),
      bootTimeoutMs: bootLimit(flags.timeout * 1000),
      lease: flags.hold ?? false,
      onEvent,
      signal: limit,
    });
    try {
      status = flags.bare
        ? await session.bare({ module: flags.module, signal: limit, record: flags.record ?? false })
        : await session.up(lab, {
            onEvent,
            signal: limit,
            record: flags.record ?? false,
            timeoutMs: flags.timeout * 1000 - (performance.now() - began),
          });
    } catch (error) {
      underWay = progress.running;
      progress.end();
      await session.stop();
      throw error;
    }
    if (flags.hold) {
      progress.end();
      await hold(context, session, status);
      return 0;
    }
    await session.close();
  } catch (error) {
    progress.end();
    // What failed by itself says more, also where taking it down took the rest of the time.
    if (error === limit.reason && !context.signal.aborted)
      throw new TestbedError(
        'UP_TIMEOUT',
        `laboratory ${lab.name} was not up within ${flags.timeout} s, and was taken down${underWay.length ? `; it was at: ${few(underWay)}` : ''}`,
        {
          hint: 'give it more with --timeout SECONDS',
          cause: error,
        },
      );
    throw error;
  }
  progress.end();
  const colours = coloursOf(context.terminal.output);
  const expected = status.pings.filter((ping) => ping.expected);
  const silent = expected.filter((ping) => !ping.ok);
  const exitStatus = silent.length > 0 ? UNANSWERED : 0;
  const complaint = `${silent.length} of ${expected.length} pings were not answered${lossesText(lab)}`;
  if (flags.json) {
    printJson(context, status);
    if (exitStatus) context.terminal.errors.write(`${complaint}\n`);
    return exitStatus;
  }
  print(context, `\n${statusText(status, context.terminal.output.columns)}\n`);
  const unshared = limitText(lab);
  if (unshared !== undefined) print(context, colours.dim(`${unshared}\n`));
  if (exitStatus) context.terminal.errors.write(`${colours.yellow(complaint)}\n`);
  const ready = colours.dim(`Ready after ${seconds(performance.now() - began)}.\n`);
  print(context, ready);
  if (hasUplink(lab)) print(context, `${UPLINK_TEXT}\n`);
  if (lab.timeline && flags.timeline !== false) await show(context, lab.name);
  print(context, nextSteps(status));
  return exitStatus;
}
