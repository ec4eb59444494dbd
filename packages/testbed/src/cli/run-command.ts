/** `testbed run`: a laboratory for the length of one command. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { bootLimit } from '../api/limits.js';
import type { Session } from '../api/session.js';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { freshFolder } from '../guest/fresh.js';
import { writableFolders } from '../guest/writable.js';
import { HWSIM_NAMES, hasUplink, keptFiles, type Lab, type RadioNames } from '../lab/lab.js';
import type { Left } from '../trace/failed.js';
import { type Context, namespaceOf } from './context.js';
import { environmentOf, launch } from './launch.js';
import { Progress } from './progress.js';
import { commandLine, seconds } from './terminal.js';
import type { UpFlags } from './up.js';

export interface RunFlags
  extends Pick<UpFlags, 'backend' | 'kernel' | 'time' | 'module' | 'timeout' | 'json' | 'set'> {
  readonly radios?: number;
  readonly names?: RadioNames;
  /** So many radios of mac80211_hwsim, by its names. */
  readonly hwsim?: number;
  readonly on?: string;
  readonly writable?: readonly string[];
  readonly env?: readonly string[];
  /** Where it fails; as `keepFailed` has it. */
  readonly keep?: boolean;
}

/** As many as the driver makes. */
const MOST_RADIOS = 65_535;

const usage = (message: string, hint: string): TestbedError => new TestbedError('USAGE', message, { hint });

/** How many radios there are, where there is no laboratory. */
const radiosOf = ({ radios, hwsim }: Pick<RunFlags, 'radios' | 'hwsim'>): number | undefined =>
  hwsim ?? radios;

function check(context: Context, file: string | undefined, flags: RunFlags): readonly string[] {
  const { hwsim } = flags;
  const radios = radiosOf(flags);
  const command = context.tail ?? [];
  if (command.length === 0)
    throw usage('run needs -- and a command', 'for instance: npx testbed run -- sh tests/wifi.sh');
  const flag = hwsim === undefined ? '--radios' : '--hwsim';
  if (radios !== undefined && file !== undefined)
    throw usage(`run takes a laboratory file or ${flag}, not both`, 'leave out one of the two');
  if (hwsim !== undefined && (flags.radios !== undefined || flags.names !== undefined))
    throw usage(
      '--hwsim says how many radios there are and what they are called',
      'leave out --radios and --names',
    );
  if (hwsim !== undefined && flags.backend === 'host')
    throw usage(
      '--hwsim changes what modprobe loads, which the host decides for itself',
      'use --backend uml or qemu',
    );
  if (radios !== undefined && flags.on !== undefined)
    throw usage(`${flag} makes no nodes, so there is none to run --on`, 'leave out one of the two');
  if (radios !== undefined && radios > MOST_RADIOS)
    throw usage(`${flag} ${radios} is more than the driver makes`, `the most are ${MOST_RADIOS}`);
  if (flags.names !== undefined && radios === undefined)
    throw usage('--names goes with --radios', 'in a laboratory file it is the key names');
  return command;
}

/** The laboratory; for radios alone nothing that reads files is loaded. */
async function laboratoryOf(file: string | undefined, flags: RunFlags): Promise<Lab> {
  const { backend, kernel, time = 'real' } = flags;
  const radios = radiosOf(flags);
  if (radios === undefined) return (await import('./up.js')).labOf(file, flags);
  const bare = { name: 'bare', time, isolation: 'namespace', driver: 'vwifi', nodes: [] } as const;
  return { ...bare, ...(backend ? { backend } : {}), ...(kernel ? { kernel } : {}) };
}

/** Throws before anything is booted where the command would have no place. */
function checkPlace({ name, nodes, fleet }: Lab, on: string | undefined): void {
  const names = [...nodes.map((node) => node.name), ...(fleet?.guests.map((guest) => guest.name) ?? [])];
  const hint = `the nodes: ${[...new Set(names)].join(', ')}`;
  if (on === undefined && fleet)
    throw usage('the nodes of this laboratory have a machine each: say --on which one', hint);
  if (on !== undefined && !names.includes(on)) throw usage(`laboratory ${name} has no node ${on}`, hint);
}

/** What it took, besides the command. */
interface Report {
  readonly lab: string;
  readonly backend: string;
  readonly kernel: string;
  /** Milliseconds from the start to the command. */
  beforeMs: number;
  commandMs: number;
  /** From its end until nothing was left. */
  afterMs: number;
  status: number;
  /** The folder with what is left of a failure. */
  kept: string | null;
}

export async function runCommand(
  context: Context,
  file: string | undefined,
  flags: RunFlags,
): Promise<number> {
  const command = check(context, file, flags);
  const env = environmentOf(flags.env ?? []);
  const writable = writableFolders(flags.writable ?? []);
  await using _begun = context.sessions.prepare();
  const lab = await laboratoryOf(file, flags);
  if ((lab.backend ?? flags.backend) === 'host' && writable.length > 0)
    throw usage('--writable means nothing with the backend host', 'the command can write whatever root can');
  const bare = radiosOf(flags) !== undefined;
  if (!bare) checkPlace(lab, flags.on);
  if (!bare) {
    const { checkMemory, checkModule, checkPrograms, fetchPrograms } = await import('./precheck.js');
    checkModule(lab);
    checkPrograms(lab);
    await fetchPrograms(lab, context);
    checkMemory(lab);
  }
  try {
    return await new Run(context, lab, flags, writable).run(command, env);
  } catch (error) {
    // As a shell says of a program that the signal ended.
    const signal = context.signal.aborted && (context.signal.reason as { cause?: unknown }).cause;
    if (typeof signal !== 'string') throw error;
    context.terminal.errors.write('interrupted; nothing was left behind\n');
    return 128 + (constants.signals[signal as NodeJS.Signals] ?? constants.signals.SIGINT);
  }
}

class Run {
  /** When this process did. */
  readonly #began = 0;
  readonly #progress: Progress;
  #phaseEnded = 0;

  constructor(
    private readonly context: Context,
    private readonly lab: Lab,
    private readonly flags: RunFlags,
    private readonly writable: readonly string[],
  ) {
    this.#progress = new Progress(context.terminal.errors, false);
  }

  async run(command: readonly string[], env: Record<string, string>): Promise<number> {
    using limit = limited([this.context.signal], {
      afterMs: this.flags.timeout * 1000,
      late: () =>
        new TestbedError('UP_TIMEOUT', `the laboratory was not up within ${this.flags.timeout} s`, {
          hint: 'give it more with --timeout SECONDS',
        }),
    });
    const session = await this.#boot(limit).finally(() => this.#progress.end());
    const report: Report = {
      ...{ lab: this.#radios === undefined ? this.lab.name : `${this.#radios} radios` },
      ...{ backend: session.machine.backend, kernel: session.machine.kernel },
      ...{ beforeMs: 0, commandMs: 0, afterMs: 0, status: 1, kept: null },
    };
    let left: Left | undefined;
    try {
      await this.#make(session, limit).finally(() => this.#progress.end());
      const netns = await namespaceOf(session, this.flags.on);
      report.status = await launch(this.context, session, command, {
        ...{ netns, env, cwd: process.cwd(), tty: this.#hasTerminal },
        onStart: () => {
          report.beforeMs = this.#lap();
        },
      });
      report.commandMs = this.#lap();
      if (report.status !== 0) {
        if (this.#radios === undefined) await this.#explain(session);
        left = await this.#keep(session, command, report);
      }
    } catch (error) {
      if (!this.context.signal.aborted) left = await this.#keep(session, command, report);
      if (left) this.context.terminal.errors.write(`testbed: ${left.text}\n`);
      throw error;
    } finally {
      await session.stop();
    }
    report.afterMs = this.#lap();
    report.kept = left?.folder ?? null;
    this.#tell(report, left);
    return report.status;
  }

  #boot(signal: AbortSignal): Promise<Session> {
    const { lab, flags } = this;
    const cwd = process.cwd();
    return this.context.sessions.start({
      // Of its own, so that any number of them run side by side.
      name: `run-${process.pid}-${randomBytes(3).toString('hex')}`,
      ...{ backend: lab.backend, kernel: lab.kernel, time: lab.time, seed: lab.seed },
      fleet: this.#radios === undefined ? lab.fleet : undefined,
      memoryMb: lab.memoryMb,
      uplink: flags.radios === undefined && hasUplink(lab),
      keep: [
        ...keptFiles(lab),
        ...(flags.module === undefined ? [] : [resolve(flags.module)]),
        ...(freshFolder(cwd) === undefined ? [] : [cwd]),
      ],
      writable: this.writable,
      bootTimeoutMs: bootLimit(flags.timeout * 1000),
      lease: true,
      onEvent: this.#progress.event.bind(this.#progress),
      signal,
    });
  }

  async #make(session: Session, signal: AbortSignal): Promise<void> {
    const { hwsim, module, timeout } = this.flags;
    const radios = this.#radios;
    const names = hwsim === undefined ? this.flags.names : HWSIM_NAMES;
    if (radios !== undefined) await session.bare({ radios, names, module, signal, record: true });
    else
      await session.up(this.lab, {
        onEvent: this.#progress.event.bind(this.#progress),
        ...{ signal, brief: true, record: true },
        timeoutMs: timeout * 1000 - (performance.now() - this.#began),
      });
  }

  get #radios(): number | undefined {
    return radiosOf(this.flags);
  }

  /** What a program that ran here would have. */
  get #hasTerminal(): boolean {
    const { input, output } = this.context.terminal;
    return Boolean(input.isTTY && output.isTTY);
  }

  async #keep(session: Session, command: readonly string[], { status }: Report): Promise<Left | undefined> {
    const { keepFailed } = await import('../trace/failed.js');
    const { on = null, keep } = this.flags;
    const occasion = { command: { command, on, status }, repeat: commandLine() };
    return keepFailed(session, this.lab.name, occasion, keep);
  }

  /** What of the laboratory is not as it should be may be why. */
  async #explain(session: Session): Promise<void> {
    const { explanationLines } = await import('./explain.js');
    const lines = await explanationLines(session).catch(() => []);
    for (const line of lines) this.context.terminal.errors.write(`${line}\n`);
  }

  /** Milliseconds since the last call. */
  #lap(): number {
    const now = performance.now() - this.#began;
    const lap = Math.round(now - this.#phaseEnded);
    this.#phaseEnded = now;
    return lap;
  }

  #tell(report: Report, left: Left | undefined): void {
    const { lab, backend, kernel, beforeMs, afterMs } = report;
    const text = `testbed: ${lab} on ${backend}, kernel ${kernel}: ${seconds(beforeMs)} before the command, ${seconds(afterMs)} after it`;
    const line = this.flags.json ? JSON.stringify(report) : `${text}${left ? `; ${left.text}` : ''}`;
    this.context.terminal.errors.write(`${line}\n`);
  }
}
