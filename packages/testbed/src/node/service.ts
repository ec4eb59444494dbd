/** Programs of a node that are no daemons of Wi-Fi: started, logged, watched, ended. */
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import type { ExitStatus, Machine, MachineProcess } from '../machine/machine.js';
import { passWhile } from '../machine/pass-while.js';
import { install } from '../machine/programs.js';
import type { LogFile } from './log-file.js';
import type { Recipe, RecipeProgram } from './recipe.js';

const LOOK_AGAIN_MS = 100;
/** How long a program may take to end when asked. */
const STOP_DEADLINE_MS = 2000;
const DETAILS = 8;

const howText = ({ status, signal }: ExitStatus): string =>
  signal === undefined ? `ended with status ${status}` : `was ended by ${signal}`;

export interface ServicePlace {
  readonly machine: Machine;
  /** Of the node. */
  readonly name: string;
  readonly namespace: string;
  readonly log: LogFile;
}

export class Service {
  readonly #running: MachineProcess[] = [];
  #why: string | undefined;
  #stopping = false;

  private constructor(private readonly place: ServicePlace) {}

  /** Resolves once all of it is there; rejects with the last lines of what ends before that. */
  static async start(place: ServicePlace, recipe: Recipe, signal: AbortSignal): Promise<Service> {
    const service = new Service(place);
    try {
      await service.#start(recipe, signal);
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  /** Why it is not all there any more; undefined while it is. */
  get failure(): string | undefined {
    return this.#why;
  }

  /** Asked first, then killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#running.splice(0);
    for (const child of running) child.kill('SIGTERM');
    const timer = setTimeout(() => {
      for (const child of running) child.kill('SIGKILL');
    }, STOP_DEADLINE_MS);
    await Promise.allSettled(running.map((child) => child.exited));
    clearTimeout(timer);
  }

  /** Sends a signal to every program of it. */
  kill(signal: NodeJS.Signals): void {
    for (const child of this.#running) child.kill(signal);
  }

  async #start({ files, prepare, programs, ready }: Recipe, signal: AbortSignal): Promise<void> {
    const { machine, name, namespace: netns } = this.place;
    for (const { path, text, mode } of files) await machine.writeFile(path, text, mode, { netns });
    if (prepare !== undefined) {
      const made = await machine.exec(['/bin/sh', '-c', prepare], { netns, signal });
      if (made.status !== 0) throw prepareError(name, made.stderr);
    }
    for (const program of programs) await this.#run(program, signal);
    if (ready !== undefined) await this.#until(ready, signal);
  }

  async #run(program: RecipeProgram, signal: AbortSignal): Promise<void> {
    const { machine, name, namespace: netns, log } = this.place;
    const { argv, env, cwd, ready } = program;
    const child = await machine
      .spawn(argv, { netns, ...(env ? { env } : {}), ...(cwd === undefined ? {} : { cwd }) })
      .catch((error: unknown) => {
        const missing = errorCode(error) === 'ENOENT' && program.package !== undefined;
        throw new TestbedError(
          missing ? 'PROGRAM_MISSING' : 'PROGRAM_FAILED',
          `${name}: cannot start ${program.name}: ${missing ? 'it is not installed' : errorMessage(error)}`,
          { hint: missing ? `install it: ${install(program.package ?? '')}` : undefined, cause: error },
        );
      });
    this.#running.push(child);
    let said = '';
    let isThere = () => {};
    const there = new Promise<void>((resolve) => {
      isThere = resolve;
    });
    child.onOutput((_, data) => {
      log.append(data);
      if (ready === undefined || said.length > 1 << 20) return;
      said += Buffer.from(data).toString('utf8');
      if (ready.test(said)) isThere();
    });
    child.endInput();
    const ended = child.exited.then((status) => {
      if (this.#stopping) return;
      this.#why = `${program.name} ${howText(status)}`;
      throw new TestbedError('PROGRAM_ENDED', `${name}: ${this.#why}${lastWords(log)}`, {
        details: log.last(DETAILS),
      });
    });
    ended.catch(() => {});
    if (ready === undefined) return;
    await this.#wait(Promise.race([there, ended]), `${program.name} to begin`, signal);
  }

  /** Asks again and again, in the machine's time. */
  async #until(command: string, signal: AbortSignal): Promise<void> {
    const { machine, name, namespace: netns, log } = this.place;
    for (;;) {
      if (this.#why !== undefined)
        throw new TestbedError('PROGRAM_ENDED', `${name}: ${this.#why}${lastWords(log)}`, {
          details: log.last(DETAILS),
        });
      const { status, stderr } = await machine.exec(['/bin/sh', '-c', command], { netns, anew: true });
      if (status === 0) return;
      if (signal.aborted)
        throw new TestbedError(
          'PROGRAM_LATE',
          `${name} was not ready in time: ${command} still ends with status ${status}${stderr.trim() ? `: ${stderr.trim().split('\n').at(-1)}` : ''}`,
          { details: log.last(DETAILS) },
        );
      if (machine.clock.virtual) await machine.clock.sleep(LOOK_AGAIN_MS).catch(() => {});
      else await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #wait(work: Promise<void>, what: string, signal: AbortSignal): Promise<void> {
    const { machine, name, log } = this.place;
    const lateError = () =>
      new TestbedError('PROGRAM_LATE', `${name} waits for ${what}, and it did not in time${lastWords(log)}`, {
        details: log.last(DETAILS),
      });
    let onAbort = () => {};
    const late = new Promise<never>((_, reject) => {
      onAbort = () => reject(lateError());
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    late.catch(() => {});
    const either = Promise.race([work, late]);
    // Time that is held passes until then.
    void passWhile(machine.clock, either).catch(() => {});
    try {
      await either;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

const lastWords = (log: LogFile): string => {
  const [last] = log.last(1);
  return last === undefined ? '' : `: ${last.trim()}`;
};

function prepareError(name: string, stderr: string): TestbedError {
  const said = stderr.trim().split('\n').at(0) ?? '';
  const missing = /\bnft: (command )?not found/.test(said);
  return new TestbedError(
    'ROUTER_FAILED',
    `${name}: cannot set it up: ${missing ? 'there is no program nft' : said}`,
    missing
      ? { hint: `install it: ${install('nftables')}` }
      : /Operation not supported|No such file/.test(said)
        ? { hint: 'the kernel needs nf_tables with NAT; take another one: npx testbed kernel ls' }
        : {},
  );
}
