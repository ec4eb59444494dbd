/** A laboratory that exists only in words, for the tests of the command line. */
import { PassThrough } from 'node:stream';
import type { Session, Sessions, StartOptions } from '../api/session.js';
import { TestbedError } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import { hostPart, isWifi, type Lab } from '../lab/lab.js';
import { planOf } from '../lab/plan.js';
import type { LabStatus, NodeStatus } from '../lab/status.js';
import { collect } from '../machine/collect.js';
import type { Machine, MachineProcess, OutputListener, RunOptions } from '../machine/machine.js';
import { run } from './run.js';

/** What a command of the fake machine does: prints, and ends with a status; `wait` never ends by itself. */
export interface Scripted {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
  readonly wait?: boolean;
}

import type { LabRecord } from '../record/record.js';
import type { SessionLine } from '../session/session.js';

export interface Spawned {
  readonly argv: readonly string[];
  readonly options: RunOptions;
  input: string;
  readonly killed: string[];
}

export class FakeSessions implements Sessions {
  readonly running = new Map<string, Lab | undefined>();
  readonly spawned: Spawned[] = [];
  readonly started: StartOptions[] = [];
  readonly powered: string[] = [];
  readonly wired: object[] = [];
  script: (argv: readonly string[]) => Scripted = () => ({});
  /** Thrown by the step of that name. */
  failure: Error | undefined;
  log = '/dev/null';
  /** What happened, in any of them. */
  happened: readonly LabRecord[] = [];
  /** Sessions that were done again. */
  readonly replayed: (readonly SessionLine[])[] = [];

  async start(options: StartOptions): Promise<Session> {
    this.started.push(options);
    if (this.running.has(options.name))
      throw new TestbedError('LAB_UP', `laboratory ${options.name} is up already`, {
        hint: 'run `npx testbed down` first',
      });
    options.onEvent?.({ step: 'boot', title: 'boot', state: 'running', ms: 0 });
    options.onEvent?.({ step: 'boot', title: 'boot', state: 'done', ms: 2000 });
    this.running.set(options.name, undefined);
    return this.#session(options.name);
  }

  async attach(name: string): Promise<Session> {
    if (!this.running.has(name))
      throw new TestbedError('NO_LAB', `no laboratory ${name} is up`, {
        hint: 'bring it up with `npx testbed up`',
      });
    return this.#session(name);
  }

  async replay(lines: readonly SessionLine[], { name }: Pick<StartOptions, 'name'>) {
    this.replayed.push(lines);
    this.running.set(name, undefined);
    return { session: this.#session(name) };
  }

  async stop(name: string): Promise<boolean> {
    return this.running.delete(name);
  }

  /** What is found of a node. */
  explained = (node: string): Explanation => ({ node, well: true, findings: [], last: [] });

  /** How many were begun and are neither started nor disposed of. */
  prepared = 0;

  prepare() {
    this.prepared++;
    return {
      [Symbol.asyncDispose]: async () => {
        this.prepared--;
      },
    };
  }

  async list() {
    return [...this.running.keys()].map((name) => ({
      name,
      backend: 'qemu',
      kernel: '6.1.0',
      pid: 42,
      state: 'up',
    }));
  }

  #session(name: string): Session {
    const status = async (): Promise<LabStatus> => fakeStatus(this.running.get(name), name);
    return {
      name,
      machine: this.#machine(),
      up: async (lab, options) => {
        for (const { id, title } of planOf(lab)) {
          options?.onEvent?.({ step: id, title, state: 'running', ms: 0 });
          if (this.failure && id === 'load') {
            options?.onEvent?.({ step: id, title, state: 'failed', ms: 7 });
            throw this.failure;
          }
          options?.onEvent?.({ step: id, title, state: 'done', ms: 100 });
        }
        this.running.set(name, lab);
        return status();
      },
      bare: status,
      status,
      power: async (node, action) => {
        this.powered.push(`${action} ${node}`);
        return status();
      },
      wire: async (settings) => {
        this.wired.push(settings ?? {});
        return { ports: [], record: null };
      },
      record: async (file) => {
        this.wired.push({ file: file ?? null });
        return { ports: [], record: file === undefined ? null : { file, frames: 7, missing: 0 } };
      },
      records: async () => this.happened,
      session: async () => ({ missing: 'nothing is kept' }),
      view: async () => 'http://127.0.0.1:1/open/x',
      note: async () => {},
      explain: async (node) => this.explained(node),
      mark: async () => {},
      reset: async () => {},
      link: async () => {},
      deny: async () => {},
      place: async () => {},
      signal: async () => {},
      unref: () => {},
      describe: async () => {
        const lab = this.running.get(name);
        if (!lab) throw new TestbedError('LAB_NOT_UP', 'no laboratory was made on this machine yet');
        const nodes = lab.nodes.map((node) => [node.name, { control: '', log: this.log, conf: '' }]);
        return { lab, folder: '/tmp', nodes: Object.fromEntries(nodes) };
      },
      stop: async () => void this.running.delete(name),
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  }

  #machine(): Machine {
    const spawn = async (argv: readonly string[], options: RunOptions = {}): Promise<MachineProcess> => {
      const spawned: Spawned = { argv, options, input: '', killed: [] };
      this.spawned.push(spawned);
      const { stdout = '', stderr = '', status = 0, wait = false } = this.script(argv);
      let end = (_: { status: number; signal?: string }) => {};
      const exited = new Promise<{ status: number; signal?: string }>((resolve) => {
        end = resolve;
      });
      return {
        pid: 1,
        onOutput: (listener: OutputListener) => {
          void (async () => {
            if (stdout) await listener('stdout', Buffer.from(stdout));
            if (stderr) await listener('stderr', Buffer.from(stderr));
            if (!wait) end({ status });
          })();
        },
        write: async (data) => {
          spawned.input += Buffer.from(data).toString();
        },
        endInput: () => {},
        kill: (signal = 'SIGTERM') => {
          spawned.killed.push(signal);
          end({ status: 137, signal });
        },
        resize: () => {},
        exited,
      };
    };
    const machine: Partial<Machine> = {
      backend: 'qemu',
      kernel: '6.1.0',
      spawn,
      exec: async (argv, options = {}) => collect(await spawn(argv, options), argv, options),
      readFile: async () => Buffer.alloc(0),
      kernelLog: async () => ['[    1.000000] vwifi: 3 radios'],
      lost: new Promise(() => {}),
    };
    return machine as Machine;
  }
}

function fakeStatus(lab: Lab | undefined, name: string): LabStatus {
  const nodes = (lab?.nodes ?? []).map(
    (node): NodeStatus => ({
      name: node.name,
      role: node.kind,
      interface: node.interface,
      connected: true,
      ssid: isWifi(node) ? node.ssid : null,
      bssid: '00:76:77:30:00:00',
      frequencyMhz: 2437,
      signalDbm: node.kind === 'station' ? -50 : null,
      address: node.address ? hostPart(node.address) : null,
    }),
  );
  const pings = nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from)
      .map((to) => ({ from: from.name, to: to.name, ok: true, rttMs: 0.42, expected: true })),
  );
  return { lab: name, backend: 'qemu', kernel: '6.1.0', guests: null, nodes, pings };
}

/** Runs a command line against it; returns what a person would see. */
export async function cli(
  sessions: Sessions,
  words: readonly string[],
  { input = '', signal = new AbortController().signal, isTTY = false } = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  Object.assign(stdout, { isTTY });
  const text = { stdout: '', stderr: '' };
  stdout.on('data', (data) => (text.stdout += data));
  stderr.on('data', (data) => (text.stderr += data));
  const status = await run(words, {
    terminal: { input: stdin, output: stdout, errors: stderr },
    sessions,
    signal,
  });
  await new Promise(setImmediate);
  return { status, ...text };
}
