/** The methods of the table, done by a machine and the laboratory on it. */
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { tail } from '../guest/tail.js';
import type { LabDescription } from '../lab/service.js';
import type { LabStatus } from '../lab/status.js';
import type { Machine } from '../machine/machine.js';
import { attachControl } from '../node/control.js';
import { pingMatrix, silence } from '../node/ping.js';
import type { JsonObject } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';
import type { WatchedCommand } from '../rpc/machine-methods.js';
import { type MethodName, methods, type Params, PROTOCOL, type Result } from './methods.js';

export interface JsonRpcHost {
  readonly name: string;
  readonly machine: () => Machine;
  /** Calls a method of the laboratory's service. */
  call(method: string, args: JsonObject, signal: AbortSignal): Promise<unknown>;
  shutdown(): void;
  /** Takes down a command, where anything is taken down. */
  command(argv: readonly string[], netns: string | undefined): WatchedCommand | undefined;
}

export type Service = {
  readonly [M in MethodName]: (params: Params<M>, signal: AbortSignal) => Promise<Result<M>>;
};

export function jsonRpcService(host: JsonRpcHost): Service {
  const describe = async (signal: AbortSignal) =>
    (await host.call('lab.get', {}, signal)) as unknown as LabDescription;
  const nodeOf = async (name: string, signal: AbortSignal) => {
    const { lab, nodes } = await describe(signal);
    const node = lab.nodes.find((each) => each.name === name);
    if (!node)
      throw new TestbedError('NO_NODE', `laboratory ${lab.name} has no node ${name}`, {
        hint: `its nodes: ${lab.nodes.map((each) => each.name).join(', ')}`,
      });
    return { node, files: nodes[name] ?? { control: '', log: '', conf: '' } };
  };
  const controlOf = async (name: string, signal: AbortSignal) => {
    const { node, files } = await nodeOf(name, signal);
    return attachControl(host.machine(), files.control, { netns: node.namespace });
  };
  const done = async (method: string, args: JsonObject, signal: AbortSignal): Promise<null> => {
    await host.call(method, args, signal);
    return null;
  };
  return {
    version: async () => ({ protocol: PROTOCOL, laboratory: host.name }),
    laboratory: async (_, signal) => (await describe(signal)) as unknown as Result<'laboratory'>,
    status: async ({ ping = false }, signal) =>
      (await host.call('lab.status', { ping }, signal)) as LabStatus as unknown as Result<'status'>,
    exec: async ({ argv, node, ...options }, signal) => {
      const place: { netns?: string } =
        node === undefined ? {} : { netns: (await nodeOf(node, signal)).node.namespace };
      const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      const watched = host.command(argv, place.netns);
      try {
        const ended = await host.machine().exec(argv, { ...given, ...place, anew: true, signal });
        watched?.output(Buffer.from(ended.stdout + ended.stderr));
        await watched?.ended(ended.status);
        return ended;
      } catch (error) {
        void watched?.ended(undefined);
        throw error;
      }
    },
    ping: async ({ from, to }, signal) => {
      const [one, other] = [(await nodeOf(from, signal)).node, (await nodeOf(to, signal)).node];
      const options = { signal, from: [one], retries: 0, others: true };
      const [found] = await pingMatrix(host.machine(), [one, other], options);
      return { ...(found ?? silence(one, other)) };
    },
    control: async ({ node, command }, signal) => {
      await using control = await controlOf(node, signal);
      return await control.request(command);
    },
    event: async ({ node, names, withinMs, command }, signal) => {
      await using control = await controlOf(node, signal);
      using limit = limited([signal], { afterMs: withinMs });
      const events = control.events(limit);
      if (command !== undefined) await control.request(command);
      for await (const { name, text, fields } of events)
        if (names.includes(name)) return { name, text, fields: { ...fields } };
      return null;
    },
    log: async ({ node, lines = 20 }, signal) => tail((await nodeOf(node, signal)).files.log, lines),
    link: ({ from, to, ...settings }, signal) =>
      done('lab.link', { from, to, settings: { ...settings } }, signal),
    deny: ({ receiver, sender, denied = true }, signal) =>
      done('lab.deny', { receiver, sender, denied }, signal),
    place: ({ node, ...settings }, signal) => done('lab.place', { node, settings: { ...settings } }, signal),
    mark: (_, signal) => done('lab.mark', {}, signal),
    reset: (_, signal) => done('lab.reset', {}, signal),
    sleep: async ({ milliseconds }, signal) => {
      await host.machine().clock.sleep(milliseconds, signal);
      return null;
    },
    down: async () => {
      host.shutdown();
      return null;
    },
  };
}

/** The one that ends the laboratory is no part of its session. */
const DOWN = 'down';

/**
 * The same, done by way of `ask`, which takes down what is asked for: each method as its name and its parameters, which
 * {@link performAsked} does.
 */
export function askedOf(
  service: Service,
  ask: (asked: { method: string; params: JsonObject }, signal: AbortSignal) => Promise<unknown>,
): Service {
  const asked = Object.keys(methods)
    .filter((method) => method !== DOWN)
    .map((method) => [method, (params: JsonObject, signal: AbortSignal) => ask({ method, params }, signal)]);
  return { ...service, ...Object.fromEntries(asked) };
}

/** Does what was asked for, whoever says so: a session that is done again may come from anybody. */
export async function performAsked(
  service: Service,
  { method, params }: JsonObject,
  signal: AbortSignal,
): Promise<Json> {
  if (typeof method !== 'string' || method === DOWN || !Object.hasOwn(methods, method))
    throw new TestbedError('EINVAL', `${String(method)} is nothing that a client can ask for`);
  const name = method as MethodName;
  const work = service[name] as (params: unknown, signal: AbortSignal) => Promise<Json>;
  return await work(methods[name].params.parse(params), signal);
}
