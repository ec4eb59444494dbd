/** Who reaches whom. One process per node, all nodes at once: a process costs much more than a packet. */
import { isDeepStrictEqual } from 'node:util';
import { errorCode, TestbedError } from '../errors.js';
import { hostPart, isPeer, isWifi, type LabNode } from '../lab/lab.js';
import type { Machine } from '../machine/machine.js';
import { install } from '../machine/programs.js';
import { PING_PROGRAM } from './ping-program.js';

/** An answer takes a millisecond; ARP, and a machine that is busy with everybody else's pings, take longer. */
const WAIT_SECONDS = 2;

export interface Ping {
  readonly from: string;
  readonly to: string;
  readonly ok: boolean;
  /** Round-trip time in milliseconds; null when there was no answer. */
  readonly rttMs: number | null;
  /** Whether both are in one network: between networks nobody answers, unless somebody connects them. */
  readonly expected: boolean;
}

/** Whether two nodes belong to the network of one access point, or are members of one without. */
export const inOneNetwork = (one: LabNode, other: LabNode): boolean => {
  if (one.idle || other.idle) return false;
  if (one.segment !== undefined || other.segment !== undefined) return one.segment === other.segment;
  if (!isWifi(one) || !isWifi(other)) return false;
  if (isPeer(one) || isPeer(other))
    return (
      one.kind === other.kind && one.ssid === other.ssid && isDeepStrictEqual(one.security, other.security)
    );
  const [a, b] = [one, other].map((node) => (node.kind === 'ap' ? node.name : node.network));
  return a !== undefined && b !== undefined ? a === b : one.ssid === other.ssid;
};

/** A ping that was not answered, or not sent. */
export const silence = (from: LabNode, to: LabNode): Ping => ({
  ...{ from: from.name, to: to.name, ok: false, rttMs: null },
  expected: inOneNetwork(from, to),
});

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
  /** Also those of other networks, once each: that nobody answers takes its time. */
  readonly others?: boolean;
}

/** Pings the other nodes from every node that has an address. */
export async function pingMatrix(
  machine: Machine,
  nodes: readonly LabNode[],
  { signal, retries = 2, from: origins = nodes, others = false }: PingOptions = {},
): Promise<Ping[]> {
  const reachable = nodes.filter((node) => node.address !== undefined);
  const rows = await Promise.all(
    reachable
      .filter((node) => origins.includes(node))
      .map(async (from) => {
        const targets = reachable.filter((to) => to !== from);
        const [own = [], foreign = []] = [true, false].map((wanted) =>
          targets.filter((to) => inOneNetwork(from, to) === wanted).map(addressOf),
        );
        const [near, far] = await Promise.all([
          pingFrom(machine, from, own, signal, retries),
          pingFrom(machine, from, others ? foreign : [], signal, 0),
        ]);
        return targets.map((to): Ping => {
          const rttMs = (inOneNetwork(from, to) ? near : far).get(addressOf(to));
          return rttMs === undefined ? silence(from, to) : { ...silence(from, to), ok: true, rttMs };
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
  const times = new Map<string, number>();
  if (targets.length === 0) return times;
  const options = { netns: from.namespace, ...(signal ? { signal } : {}) };
  if (targets.length > FEW) {
    const argv = ['perl', '-e', PING_PROGRAM, String(retries + 1), String(WAIT_SECONDS), ...targets];
    const result = await machine.exec(argv, options).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return undefined;
    });
    if (result?.status === 0) return parsePings(result.stdout);
  }
  for (let round = 0; round <= retries; round++) {
    const left = targets.filter((address) => !times.has(address));
    if (left.length === 0) break;
    const script = pingScript(left, WAIT_SECONDS);
    const { stdout, stderr } = await machine.exec(['/bin/sh', '-c', frugally, 'pings', script], options);
    if (/ping: .*not found/.test(stderr))
      throw new TestbedError('PING_MISSING', `${from.name}: cannot ping: there is no program ping`, {
        hint: `install it: ${install('iputils-ping')}`,
      });
    for (const [address, time] of parsePings(stdout)) times.set(address, time);
  }
  return times;
}
