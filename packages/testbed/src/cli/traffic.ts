/** Traffic of a laboratory: started, waited for in the laboratory's time, measured. */
import { readFileSync } from 'node:fs';
import type { Testbed } from '../api/testbed.js';
import { errorMessage, TestbedError } from '../errors.js';
import { type Flow, flowText } from '../lab/traffic.js';
import type { MachineProcess } from '../machine/machine.js';

const LOOK_AGAIN_MS = 50;
/** Each stream has a port of its own. */
const FIRST_PORT = 5201;
const LISTENING_MS = 10_000;
/** Of hostile output. */
const MOST_TEXT = 1 << 20;

export interface Measured {
  /** Mbit/s that arrived. */
  readonly rate?: number;
  /** The part that was lost. */
  readonly loss?: number;
  /** The mean of the round trips. */
  readonly rttMs?: number;
  readonly jitterMs?: number;
}

export interface FlowOutcome {
  readonly what: string;
  readonly measured: Measured;
  readonly ok: boolean;
  /** Why not; empty where it is so. */
  readonly why: string;
}

interface Text {
  text: string;
}

function listen(child: MachineProcess): Text {
  const said: Text = { text: '' };
  child.onOutput((_, data) => {
    if (said.text.length < MOST_TEXT) said.text += Buffer.from(data).toString('utf8');
  });
  child.endInput();
  return said;
}

/** What ping says in the end. */
export function pingResult(text: string): Measured {
  const [, sent = '', got = ''] = /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(text) ?? [];
  if (!Number(sent))
    throw new TestbedError('TRAFFIC', `ping said: ${text.trim().split('\n').at(-1) || 'nothing'}`);
  const mean = /= [\d.]+\/([\d.]+)\//.exec(text)?.[1];
  return {
    loss: Math.max(0, 1 - Number(got) / Number(sent)),
    ...(mean === undefined ? {} : { rttMs: Number(mean) }),
  };
}

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** What iperf3 says in the end. */
export function streamResult(text: string, kind: 'tcp' | 'udp'): Measured {
  let said: { error?: unknown; end?: Record<string, Record<string, unknown> | undefined> };
  try {
    said = JSON.parse(text) as typeof said;
  } catch {
    throw new TestbedError('TRAFFIC', `iperf3 said: ${text.trim().split('\n').at(-1) || 'nothing'}`);
  }
  if (said.error !== undefined) throw new TestbedError('TRAFFIC', `iperf3: ${String(said.error)}`);
  const sum = (kind === 'tcp' ? said.end?.sum_received : said.end?.sum) ?? {};
  const bits = numberIn(sum.bits_per_second);
  const lost = numberIn(sum.lost_percent);
  const jitterMs = numberIn(sum.jitter_ms);
  const part = kind === 'udp' && lost !== undefined ? lost / 100 : undefined;
  return {
    // Of a datagram stream iperf3 says what was sent.
    ...(bits === undefined ? {} : { rate: (bits / 1e6) * (1 - (part ?? 0)) }),
    ...(part === undefined ? {} : { loss: part }),
    ...(kind === 'udp' && jitterMs !== undefined ? { jitterMs } : {}),
  };
}

/** What the program that asks for web pages says in the end. */
export function httpResult(text: string): Measured {
  let answers: unknown;
  try {
    ({ answers } = JSON.parse(text) as { answers?: unknown });
  } catch {
    // Said below.
  }
  if (!Array.isArray(answers) || answers.length === 0)
    throw new TestbedError('TRAFFIC', `HTTP: ${text.trim().split('\n').at(-1) || 'nothing was said'}`);
  const good = (answers as Record<string, unknown>[]).filter(({ ok }) => ok === true);
  const sum = (key: string) => good.reduce((total, each) => total + (numberIn(each[key]) ?? 0), 0);
  const loss = 1 - good.length / answers.length;
  if (good.length === 0) return { loss };
  const ms = sum('ms');
  return { loss, rttMs: ms / good.length, ...(ms > 0 ? { rate: (sum('bytes') * 8) / ms / 1000 } : {}) };
}

/** A program of its own: what a guest sees of this package's folder is the host's business. */
const httpProgram = (): string => readFileSync(new URL('../node/http-main.js', import.meta.url), 'utf8');
const httpCommand = (...words: readonly (string | number)[]): string[] => [
  ...[process.execPath, '--input-type=module', '-e', httpProgram(), '--', ...words.map(String)],
];
/** An answer that takes longer is none. */
const ANSWER_MS = 10_000;

/** Why it is not as expected; empty where it is. */
export function shortfall({ expect }: Pick<Flow, 'expect'>, { rate, loss, rttMs }: Measured): string {
  const wrong: string[] = [];
  if (expect.rate !== undefined && !((rate ?? 0) >= expect.rate))
    wrong.push(`expected at least ${expect.rate} Mbit/s`);
  if (expect.loss !== undefined && !((loss ?? 1) <= expect.loss))
    wrong.push(`expected at most ${percent(expect.loss)} lost`);
  if (expect.rttMs !== undefined && !((rttMs ?? Number.POSITIVE_INFINITY) <= expect.rttMs))
    wrong.push(`expected a round trip of at most ${expect.rttMs} ms`);
  return wrong.join(', ');
}

const percent = (part: number): string => `${Number((part * 100).toFixed(2))} %`;

export const measuredText = ({ rate, loss, rttMs, jitterMs }: Measured): string =>
  [
    ...(rate === undefined ? [] : [`${Number(rate.toFixed(2))} Mbit/s`]),
    ...(loss === undefined ? [] : [`${percent(loss)} lost`]),
    ...(rttMs === undefined ? [] : [`round trip ${Number(rttMs.toFixed(3))} ms`]),
    ...(jitterMs === undefined ? [] : [`jitter ${Number(jitterMs.toFixed(3))} ms`]),
  ].join(', ');

interface Running {
  readonly flow: Flow;
  readonly child: MachineProcess;
  /** In the laboratory's time. */
  readonly beganMs: number;
  readonly result: Promise<FlowOutcome>;
  late: boolean;
}

export class Traffic {
  readonly #running: Running[] = [];

  constructor(
    private readonly testbed: Testbed,
    private readonly signal: AbortSignal,
    private readonly firstPort = FIRST_PORT,
  ) {}

  /** Begins a flow; how it ends is told by {@link ended}. */
  async start(flow: Flow): Promise<void> {
    const port = this.firstPort + this.#running.length;
    const to = this.testbed.node(flow.to);
    const { nodes } = await this.testbed.status();
    const address = nodes.find(({ name }) => name === flow.to)?.address;
    if (!address) throw new TestbedError('NO_ADDRESS', `${flow.to} has no address`);
    const from = this.testbed.node(flow.from);
    const beganMs = await this.testbed.clock.now();
    if (flow.kind === 'ping') {
      const argv = [
        'ping',
        '-n',
        '-c',
        String(flow.count),
        '-i',
        String(flow.intervalMs / 1000),
        '-W',
        '2',
        address,
      ];
      const child = await from.spawn(argv);
      return this.#follow(flow, child, listen(child), beganMs, pingResult);
    }
    if (flow.kind === 'http') return this.#ask(flow, port, address, beganMs);
    const server = await to.spawn(['iperf3', '-s', '-1', '-p', String(port), '--forceflush']);
    const said = listen(server);
    await this.#until(
      () => /Server listening/.test(said.text),
      LISTENING_MS,
      () => server.kill('SIGKILL'),
    );
    const kind = flow.kind === 'udp' ? 'udp' : 'tcp';
    const { rate } = flow;
    // The kernel paces a TCP stream; iperf3 itself would look at the clock without a pause, and virtual time run ahead.
    const limit =
      rate === undefined ? [] : [kind === 'tcp' ? '--fq-rate' : '-b', `${Math.round(rate * 1e6)}`];
    const words = ['-c', address, '-p', String(port), '-n', String(flow.bytes), '-J', ...limit];
    const client = await from.spawn(['iperf3', ...words, ...(kind === 'udp' ? ['-u'] : [])]);
    this.#follow(flow, client, listen(client), beganMs, (text) => streamResult(text, kind), server);
  }

  /** Of a server of its own, where the laboratory names none. */
  async #ask(flow: Flow, port: number, address: string, beganMs: number): Promise<void> {
    const server = flow.url === undefined ? await this.#serve(flow, port) : undefined;
    const url = flow.url ?? `http://${address.includes(':') ? `[${address}]` : address}:${port}/`;
    const client = await this.testbed
      .node(flow.from)
      .spawn(httpCommand('ask', url, flow.count, flow.intervalMs, ANSWER_MS));
    this.#follow(flow, client, listen(client), beganMs, httpResult, server);
  }

  async #serve({ to, bytes }: Flow, port: number): Promise<MachineProcess> {
    const server = await this.testbed.node(to).spawn(httpCommand('serve', port, bytes));
    const said = listen(server);
    await this.#until(
      () => /http: listening/.test(said.text),
      LISTENING_MS,
      () => server.kill('SIGKILL'),
    );
    return server;
  }

  /** The outcomes of all, in the order of their beginnings. */
  async *ended(): AsyncGenerator<FlowOutcome> {
    for (const running of this.#running) {
      const { result, flow, child, beganMs } = running;
      let over = false;
      void result.finally(() => {
        over = true;
      });
      // What is there already needs no time.
      await new Promise(setImmediate);
      while (!over) {
        if (!running.late && (await this.testbed.clock.now()) - beganMs > flow.withinMs) {
          running.late = true;
          child.kill('SIGKILL');
        }
        await this.testbed.sleep(LOOK_AGAIN_MS, this.signal);
      }
      yield await result;
    }
  }

  #follow(
    flow: Flow,
    child: MachineProcess,
    said: Text,
    beganMs: number,
    read: (text: string) => Measured,
    server?: MachineProcess,
  ): void {
    const what = flowText(flow);
    const outcome = async (): Promise<FlowOutcome> => {
      try {
        await child.exited;
        if (entry.late) throw new TestbedError('TRAFFIC', `it did not end within ${flow.withinMs / 1000} s`);
        const measured = read(said.text);
        const why = shortfall(flow, measured);
        return { what, measured, ok: why === '', why };
      } catch (error) {
        return { what, measured: {}, ok: false, why: errorMessage(error) };
      } finally {
        server?.kill('SIGKILL');
      }
    };
    const entry: Running = { flow, child, beganMs, late: false, result: Promise.resolve().then(outcome) };
    this.#running.push(entry);
  }

  async #until(so: () => boolean, limitMs: number, late: () => void): Promise<void> {
    for (let left = limitMs; !so(); left -= LOOK_AGAIN_MS) {
      if (left <= 0) {
        late();
        throw new TestbedError('TRAFFIC', 'the server does not listen');
      }
      await this.testbed.sleep(LOOK_AGAIN_MS, this.signal);
    }
  }
}
