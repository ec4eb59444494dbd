/**
 * What a scenario works with: a machine that boots the kernel under test, and everything that must be gone
 * again when it ends. Whatever is started here is ended here, in reverse order.
 */
import type { ExecResult, Machine, RunOptions } from '@vwifi/testbed';
import { Control } from './control.js';
import { Program } from './program.js';
import { Timeline } from './timeline.js';
import { eventually } from './wait.js';

export interface CommandOptions extends RunOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
}

/** Which module makes the radios. `drop-in`: ours, loaded as mac80211_hwsim. */
export const DRIVER_NAMES = ['vwifi', 'mac80211_hwsim', 'drop-in'] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

export interface ContextOptions {
  readonly machine: Machine;
  readonly driver: DriverName;
  /** The module's file, for a driver that does not come with the kernel. */
  readonly module?: string | undefined;
}

const COMMAND_LIMIT_MS = 120_000;
const DAEMON_READY_MS = 10_000;

export class Context {
  readonly machine: Machine;
  readonly driver: DriverName;
  readonly module: string | undefined;
  readonly timeline = new Timeline();
  /** Every program that was started, for the logs of a scenario that failed. */
  readonly programs: Program[] = [];
  #cleanups: { what: string; undo: () => Promise<void> }[] = [];
  #pictures: { file: string; take: () => Promise<string> }[] = [];

  constructor({ machine, driver, module }: ContextOptions) {
    this.machine = machine;
    this.driver = driver;
    this.module = module;
  }

  /** Something to undo at the end, last one first. */
  onEnd(what: string, undo: () => Promise<void>): void {
    this.#cleanups.push({ what, undo });
  }

  /** Something that a scenario which failed leaves as evidence: asked for before anything is undone. */
  onFailure(file: string, take: () => Promise<string>): void {
    this.#pictures.push({ file, take });
  }

  /** What is to be seen now, by the file that keeps it; what cannot be seen says why. */
  async pictures(): Promise<Record<string, string>> {
    const taken: Record<string, string> = {};
    for (const { file, take } of this.#pictures)
      taken[file] = await take().catch((error: Error) => `not to be had: ${error.message}\n`);
    return taken;
  }

  /** Undoes everything; goes on after a failure and returns what failed. */
  async end(): Promise<string[]> {
    const failures: string[] = [];
    for (const { what, undo } of this.#cleanups.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        failures.push(`teardown: ${what}: ${(error as Error).message}`);
      }
    }
    return failures;
  }

  /** Runs a command; a status other than 0 is a result. A string is for the shell. */
  async attempt(command: string | readonly string[], options: CommandOptions = {}): Promise<ExecResult> {
    const argv = typeof command === 'string' ? ['sh', '-c', command] : command;
    const where = options.netns ? `[${options.netns}] ` : '';
    this.timeline.note(`${where}$ ${typeof command === 'string' ? command : command.join(' ')}`);
    const result = await this.machine.exec(argv, { timeoutMs: COMMAND_LIMIT_MS, ...options });
    const output = (result.stdout + result.stderr).trimEnd();
    if (output) this.timeline.note(output);
    if (result.status !== 0) this.timeline.note(`status ${result.status}`);
    return result;
  }

  /** Runs a command that has to succeed, and returns what it printed. */
  async run(command: string | readonly string[], options: CommandOptions = {}): Promise<string> {
    const result = await this.attempt(command, options);
    if (result.status === 0) return result.stdout;
    const name = typeof command === 'string' ? command : command.join(' ');
    const words = (result.stderr || result.stdout).trim().split('\n').slice(-3).join(' | ');
    throw new Error(`"${name}" ended with status ${result.status}: ${words}`);
  }

  /** Starts a program that is ended with the scenario. */
  async start(name: string, argv: readonly string[], options: RunOptions = {}): Promise<Program> {
    this.timeline.note(`${options.netns ? `[${options.netns}] ` : ''}& ${argv.join(' ')}`);
    const program = new Program(name, await this.machine.spawn(argv, options), this.machine.clock);
    this.programs.push(program);
    this.onEnd(`stop ${name}`, () => program.stop('SIGKILL'));
    return program;
  }

  /** Connects to a daemon's control interface as soon as it is there. */
  async attach(daemon: Program, path: string): Promise<Control> {
    const control = await this.eventually(
      `${daemon.name} listens on ${path}`,
      async () => {
        if (daemon.ended) throw new Error(`${daemon.name} ended: ${daemon.output.all.slice(-3).join(' | ')}`);
        try {
          // Who ends meanwhile never answers.
          return await Promise.race([Control.attach(this.machine, path), daemon.gone.then(() => undefined)]);
        } catch (error) {
          if (/ENOENT|ECONNREFUSED/.test(String((error as { code?: string }).code ?? error)))
            return undefined;
          throw error;
        }
      },
      DAEMON_READY_MS,
    );
    this.onEnd(`leave ${path}`, () => control.close());
    return control;
  }

  /** Looks again and again until there is an answer; the deadline is in the machine's own time. */
  async eventually<T>(
    what: string,
    probe: () => Promise<T | undefined | false>,
    withinMs?: number,
  ): Promise<T> {
    const answer = await eventually(this.machine.clock, what, probe, withinMs);
    this.timeline.note(`so it is: ${what}`);
    return answer;
  }
}
