/** The honest medium in scenarios: switched on, with quiet nodes, and what goes over it at most. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import type { MediumSettings } from '@vwifi/nl80211/vwifi';
import { cProgram } from './c-program.js';
import type { Context } from './context.js';
import type { Node } from './network.js';

/** A client whose medium is dcf, with this seed and rates by the signal unless said otherwise. */
export async function honestAir(context: Context, settings: MediumSettings = {}): Promise<VWifi> {
  const wifi = await VWifi.open({ socket: context.machine.openNetlink });
  context.onEnd('close the client', () => wifi.close());
  await wifi.vwifi.medium.set({ model: 'dcf', rateControl: 'ideal', seed: 1, ...settings });
  return wifi;
}

/** Nodes that know each other's addresses and send nothing by themselves. */
export async function hush(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes) {
    const neighbours = nodes
      .filter((other) => other !== node)
      .map(
        (other) =>
          `ip neigh replace ${other.address} lladdr ${other.mac} dev ${node.interface} nud permanent`,
      );
    await node.run([`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`, ...neighbours].join('\n'));
  }
}

export interface Flow {
  readonly from: Node;
  readonly to: Node;
  /** The IP type of service, which decides the access category. */
  readonly tos?: number;
  /** That the medium is given just before all begin. */
  readonly seed?: number;
  /** Octets that wait in the sender's socket at most: what is aggregated has to be there. */
  readonly buffer?: number;
}

/** Octets of a datagram that fills a frame of 1500. */
const DATAGRAM = 1472;
const BUFFER = 60_000;
/** So many senders are started in a second. */
const MANY = 20;
const WARM_UP_MS = 300;
/** Until what waits has gone. */
const DRAINED_S = 1.5;
let port = 5300;

/** Compiled once for a guest: meanwhile its time goes on. */
const programs = new WeakMap<Context, Promise<string>>();

function program(context: Context): Promise<string> {
  const made = programs.get(context) ?? cProgram(context, 'flood');
  programs.set(context, made);
  return made;
}

/** UDP as fast as it goes for so many seconds, all flows at once; what arrives of each, in Mbit/s. */
export async function goodput(
  context: Context,
  flows: readonly Flow[],
  seconds = 2,
  datagram = DATAGRAM,
): Promise<number[]> {
  const arrived = await floods(context, flows, seconds, datagram);
  return arrived.map(({ datagrams }) => (datagrams * datagram * 8) / seconds / 1e6);
}

/** The same; how many datagrams arrive, and a digest of the microseconds at which each does. */
export async function floods(
  context: Context,
  flows: readonly Flow[],
  seconds: number,
  datagram = DATAGRAM,
): Promise<{ datagrams: number; digest: string }[]> {
  const flood = await program(context);
  const window = seconds * 1000;
  const started = [];
  for (const flow of flows) {
    const at = ++port;
    const argv = [flood, 'count', `${at}`, `${WARM_UP_MS}`, `${window}`];
    const receiver = await flow.to.start(`count-${at}`, argv);
    await receiver.output.next(/^ready$/);
    started.push({ flow, at, receiver });
  }
  // All of them are to be there by then, however slowly they are started.
  const epoch = Number(await context.run([flood, 'epoch'])) + 2 + Math.ceil(flows.length / MANY);
  await Promise.all(
    started.map(({ flow, at }) =>
      flow.from.run([
        ...[flood, 'send', flow.to.address, `${at}`, `${datagram}`, `${window + 2 * WARM_UP_MS}`],
        ...[`${flow.tos ?? 0}`, `${flow.buffer ?? BUFFER}`, `${epoch}`],
        ...(flow.seed === undefined ? [] : [`${flow.seed}`]),
      ]),
    ),
  );
  await context.run(`sleep ${DRAINED_S}`);
  return Promise.all(
    started.map(async ({ receiver }) => {
      await receiver.status();
      const [, datagrams, digest] =
        receiver.output.all.join('\n').match(/^arrived (\d+) at ([0-9a-f]+)$/m) ?? [];
      assert.ok(digest, `${receiver.name} has not counted to the end`);
      return { datagrams: Number(datagrams), digest };
    }),
  );
}

/** Asserts that a figure is within a part of what it should be. */
export function near(figure: number, expected: number, tolerance: number, what: string): void {
  assert.ok(
    Math.abs(figure - expected) <= expected * tolerance,
    `${what}: ${figure.toFixed(3)} instead of ${expected.toFixed(3)} (${(tolerance * 100).toFixed(0)} %)`,
  );
}
