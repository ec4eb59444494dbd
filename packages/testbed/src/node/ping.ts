/** Who reaches whom. One shell per node, all nodes at once: a process costs much more than a packet. */
import { hostPart, type LabNode } from '../lab/lab.js';
import type { Machine } from '../machine/machine.js';

export interface Ping {
  readonly from: string;
  readonly to: string;
  readonly ok: boolean;
  /** Round-trip time in milliseconds; null when there was no answer. */
  readonly rttMs: number | null;
}

/** The answers in the output of any number of `ping -n`: time in milliseconds by address. */
export function parsePings(output: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, address = '', time = ''] of output.matchAll(
    /bytes from ([0-9a-fA-F.:]+?): .*?time=([\d.]+) ms/g,
  ))
    if (!found.has(address)) found.set(address, Number(time));
  return found;
}

/** One shell that pings all addresses at once, a single packet each. */
export const pingScript = (addresses: readonly string[], waitSeconds: number): string =>
  `${addresses.map((address) => `ping -n -c 1 -W ${waitSeconds} ${address} &`).join('\n')}\nwait`;

export interface PingOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often an unanswered ping is tried again. */
  readonly retries?: number;
}

/** Pings every other node from every node that has an address. */
export async function pingMatrix(
  machine: Machine,
  nodes: readonly LabNode[],
  { signal, retries = 2 }: PingOptions = {},
): Promise<Ping[]> {
  const reachable = nodes.filter((node) => node.address !== undefined);
  const rows = await Promise.all(
    reachable.map(async (from) => {
      const targets = reachable.filter((to) => to !== from);
      const times = await pingFrom(machine, from, targets.map(addressOf), signal, retries);
      return targets.map((to): Ping => {
        const rttMs = times.get(addressOf(to)) ?? null;
        return { from: from.name, to: to.name, ok: rttMs !== null, rttMs };
      });
    }),
  );
  return rows.flat();
}

const addressOf = (node: LabNode): string => hostPart(node.address ?? '');

async function pingFrom(
  machine: Machine,
  from: LabNode,
  targets: readonly string[],
  signal: AbortSignal | undefined,
  retries: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (let round = 0; round <= retries; round++) {
    const left = targets.filter((address) => !times.has(address));
    if (left.length === 0) break;
    // The first packet also waits for ARP, and for a machine that is busy with everybody else's pings.
    const script = pingScript(left, round + 1);
    const { stdout } = await machine.exec(['/bin/sh', '-c', script], {
      netns: from.namespace,
      ...(signal ? { signal } : {}),
    });
    for (const [address, time] of parsePings(stdout)) times.set(address, time);
  }
  return times;
}
