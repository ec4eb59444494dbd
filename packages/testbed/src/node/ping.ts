/** Who reaches whom. One process per node, all nodes at once: a process costs much more than a packet. */
import { errorCode } from '../errors.js';
import { hostPart, type LabNode } from '../lab/lab.js';
import type { Machine } from '../machine/machine.js';
import { PING_PROGRAM } from './ping-program.js';

/** An answer takes a millisecond; ARP, and a machine that is busy with everybody else's pings, take longer. */
const WAIT_SECONDS = 2;

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

/** busybox, where it is installed, brings a ping that starts three times faster. */
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

/** Up to so many targets, a process each is cheaper than Perl's own start. */
const FEW = 4;

async function pingFrom(
  machine: Machine,
  from: LabNode,
  targets: readonly string[],
  signal: AbortSignal | undefined,
  retries: number,
): Promise<Map<string, number>> {
  const options = { netns: from.namespace, ...(signal ? { signal } : {}) };
  if (targets.length > FEW) {
    const argv = ['perl', '-e', PING_PROGRAM, String(retries + 1), String(WAIT_SECONDS), ...targets];
    const result = await machine.exec(argv, options).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return undefined;
    });
    if (result?.status === 0) return parsePings(result.stdout);
  }
  const times = new Map<string, number>();
  for (let round = 0; round <= retries; round++) {
    const left = targets.filter((address) => !times.has(address));
    if (left.length === 0) break;
    const script = pingScript(left, WAIT_SECONDS);
    const { stdout } = await machine.exec(['/bin/sh', '-c', frugally, 'pings', script], options);
    for (const [address, time] of parsePings(stdout)) times.set(address, time);
  }
  return times;
}
