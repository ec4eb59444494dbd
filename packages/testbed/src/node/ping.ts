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

/** The answers in the output of any number of `ping`: time in milliseconds by address. */
export function parsePings(output: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, address = '', time = ''] of output.matchAll(
    /bytes from ([0-9a-fA-F.:]+?): .*?time=([\d.]+) ms/g,
  ))
    if (!found.has(address)) found.set(address, Number(time));
  return found;
}

/** Pings all addresses at once, a single packet each. */
export const pingScript = (addresses: readonly string[], waitSeconds: number): string =>
  `${addresses.map((address) => `ping -c 1 -W ${waitSeconds} ${address} &`).join('\n')}\nwait`;

/** busybox, where it is installed, has ping inside of its shell: a fork each, no program to load. */
const frugally = 'command -v busybox >/dev/null && exec busybox sh -c "$1"; eval "$1"';

export interface PingOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often an unanswered ping is tried again. */
  readonly retries?: number;
  /** Only from these; left out: from all. */
  readonly from?: readonly LabNode[];
}

/** Pings every other node from every node that has an address. */
export async function pingMatrix(
  machine: Machine,
  nodes: readonly LabNode[],
  { signal, retries = 2, from: origins = nodes }: PingOptions = {},
): Promise<Ping[]> {
  const reachable = nodes.filter((node) => node.address !== undefined);
  const rows = await Promise.all(
    reachable
      .filter((node) => origins.includes(node))
      .map(async (from) => {
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
    const argv = round === 0 ? ['/bin/sh', '-c', frugally, 'pings', script] : ['/bin/sh', '-c', script];
    const { stdout } = await machine.exec(argv, {
      netns: from.namespace,
      ...(signal ? { signal } : {}),
    });
    for (const [address, time] of parsePings(stdout)) times.set(address, time);
  }
  return times;
}
