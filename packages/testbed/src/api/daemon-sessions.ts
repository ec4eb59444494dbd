/** Sessions of laboratories that are carried by daemons. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkSettings, VirtualRadioSettings } from '@vwifi/nl80211/vwifi';
import { BegunDaemon, connectDaemon, type DaemonClient, listDaemons, stopDaemon } from '../daemon/client.js';
import type { Explanation } from '../explain/facts.js';
import type { PowerAction } from '../fleet/spec.js';
import type { StepEvent } from '../lab/run-plan.js';
import type { LabDescription } from '../lab/service.js';
import type { LabStatus } from '../lab/status.js';
import type { WireStatus } from '../lab/wire-service.js';
import type { Machine } from '../machine/machine.js';
import type { LabRecord } from '../record/record.js';
import { readRecords } from '../record/store.js';
import { again, bootOf } from '../replay/again.js';
import type { JsonObject } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';
import { BOOT, SESSION_FILE } from '../session/session.js';
import type { RunningLab, Session, Sessions, StartOptions } from './session.js';

const BOOT_DEADLINE_MS = 120_000;

class DaemonSession implements Session {
  #missing: string | undefined;

  constructor(
    readonly name: string,
    readonly machine: Machine,
    private readonly client: DaemonClient,
    private readonly lease: boolean,
  ) {}

  async up(
    lab: Parameters<Session['up']>[0],
    { onEvent, signal, timeoutMs, brief, record }: NonNullable<Parameters<Session['up']>[1]> = {},
  ): Promise<LabStatus> {
    const result = await this.client.call(
      'lab.up',
      { lab: lab as unknown as Json, timeoutMs, brief, record },
      progress(onEvent, signal),
    );
    if (!this.lease) await this.client.release();
    return result as unknown as LabStatus;
  }

  async bare({ signal, ...options }: NonNullable<Parameters<Session['bare']>[0]> = {}): Promise<LabStatus> {
    const result = await this.client.call('lab.bare', { name: this.name, ...options }, { signal });
    if (!this.lease) await this.client.release();
    return result as unknown as LabStatus;
  }

  async status({ ping = false, signal }: { ping?: boolean; signal?: AbortSignal } = {}): Promise<LabStatus> {
    return (await this.client.call('lab.status', { ping }, { signal })) as unknown as LabStatus;
  }

  async power(
    node: string,
    action: PowerAction,
    { onEvent, signal }: NonNullable<Parameters<Session['power']>[2]> = {},
  ): Promise<LabStatus> {
    const args = { node, action };
    return (await this.client.call('lab.power', args, progress(onEvent, signal))) as unknown as LabStatus;
  }

  async wire({ node, loss, delayMs }: Parameters<Session['wire']>[0] = {}): Promise<WireStatus> {
    const set = loss !== undefined || delayMs !== undefined;
    const result = set
      ? await this.client.call('wire.set', { node, loss, delayMs })
      : await this.client.call('wire.get');
    return result as unknown as WireStatus;
  }

  async record(file?: string): Promise<WireStatus> {
    return (await this.client.call('wire.record', { file })) as unknown as WireStatus;
  }

  async records(): Promise<readonly LabRecord[]> {
    const { missing } = (await this.client.call('lab.records')) as { missing?: string };
    this.#missing = missing;
    const { folder } = await this.describe();
    return readRecords(folder);
  }

  async session(): Promise<{ readonly text: string } | { readonly missing: string }> {
    if (this.#missing !== undefined) return { missing: this.#missing };
    const { folder } = await this.describe();
    const text = await readFile(join(folder, SESSION_FILE), 'utf8').catch(() => undefined);
    return text === undefined ? { missing: 'nothing was recorded' } : { text };
  }

  async explain(node: string): Promise<Explanation> {
    return (await this.client.call('lab.explain', { node })) as unknown as Explanation;
  }

  async view({ control, port }: { control: boolean; port?: number | undefined }): Promise<string> {
    const { address } = (await this.client.call('lab.view', { control, port })) as { address: string };
    return address;
  }

  async note(
    text: string,
    more: { node?: string | undefined; ok?: boolean | undefined } = {},
  ): Promise<void> {
    await this.client.call('lab.note', { text, ...more });
  }

  async mark(): Promise<void> {
    await this.client.call('lab.mark');
  }

  async reset(signal?: AbortSignal): Promise<void> {
    await this.client.call('lab.reset', {}, { signal });
  }

  async link(from: string, to: string, settings: LinkSettings): Promise<void> {
    await this.client.call('lab.link', { from, to, settings: settings as Json });
  }

  async signal(node: string, signal: string): Promise<void> {
    await this.client.call('lab.signal', { node, signal });
  }

  async deny(receiver: string, sender: string, denied: boolean): Promise<void> {
    await this.client.call('lab.deny', { receiver, sender, denied });
  }

  async place(node: string, settings: VirtualRadioSettings): Promise<void> {
    await this.client.call('lab.place', { node, settings: settings as unknown as Json });
  }

  async describe(): Promise<LabDescription> {
    return (await this.client.call('lab.get')) as unknown as LabDescription;
  }

  unref(): void {
    this.client.unref();
  }

  stop(): Promise<void> {
    return this.client.shutdown();
  }

  close(): Promise<void> {
    return this.client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const progress = (onEvent: ((event: StepEvent) => void) | undefined, signal: AbortSignal | undefined) => ({
  ...(onEvent ? { onProgress: (value: Json) => onEvent(value as unknown as StepEvent) } : {}),
  signal,
});

async function start(options: StartOptions, begun: Promise<BegunDaemon>): Promise<Session> {
  const { name, onEvent, signal, lease } = options;
  const client = await (await begun).take(name, { signal });
  try {
    const args: JsonObject = {
      backend: options.backend,
      kernel: options.kernel,
      time: options.time,
      keep: options.keep ?? [],
      writable: options.writable ?? [],
      fleet: options.fleet as unknown as Json,
      memoryMb: options.memoryMb,
      seed: options.seed,
      uplink: options.uplink,
      bootTimeoutMs: options.bootTimeoutMs ?? BOOT_DEADLINE_MS,
    };
    await client.call('machine.boot', args, progress(onEvent, signal));
    return new DaemonSession(name, await client.machine(), client, lease);
  } catch (error) {
    await client.shutdown();
    throw error;
  }
}

async function replay(
  lines: Parameters<Sessions['replay']>[0],
  { name, onEvent, signal }: Parameters<Sessions['replay']>[1],
  begin: () => Promise<BegunDaemon>,
): ReturnType<Sessions['replay']> {
  const boot = bootOf(lines);
  const client = await (await begin()).take(name, { signal });
  try {
    await client.call(BOOT, boot, progress(onEvent, signal));
    const stopped = await again(client, lines, { onEvent, signal });
    return { session: new DaemonSession(name, await client.machine(), client, true), stopped };
  } catch (error) {
    await client.shutdown();
    throw error;
  }
}

async function attach(name: string): Promise<Session> {
  const client = await connectDaemon(name);
  try {
    return new DaemonSession(name, await client.machine(), client, false);
  } catch (error) {
    await client.close();
    throw error;
  }
}

const list = async (): Promise<readonly RunningLab[]> =>
  (await listDaemons()).map(({ name, pid, backend, kernel, why, ended, lost, gone }) => ({
    name,
    pid,
    ...(backend ? { backend } : {}),
    ...(kernel ? { kernel } : {}),
    ...(why ? { why } : {}),
    state: ended ?? lost ?? (backend ? (gone?.length ? `up, without ${gone.join(', ')}` : 'up') : 'starting'),
  }));

export function daemonSessions(): Sessions {
  let begun: Promise<BegunDaemon> | undefined;
  const take = () => {
    const one = begun ?? BegunDaemon.begin();
    begun = undefined;
    return one;
  };
  return {
    prepare() {
      const early = BegunDaemon.begin();
      begun = early;
      // What is wrong with it is told to whoever needs it.
      early.catch(() => {});
      return {
        async [Symbol.asyncDispose]() {
          await (await early.catch(() => undefined))?.[Symbol.asyncDispose]();
        },
      };
    },
    start: (options) => start(options, take()),
    replay: (lines, options) => replay(lines, options, take),
    attach,
    ...{ stop: stopDaemon, list },
  };
}
