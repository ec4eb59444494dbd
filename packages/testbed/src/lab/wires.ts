/** Cables between nodes: each is a bridge in a namespace that only cables are in, with a pair of interfaces for each end. */
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import { endsOf, isWifi, type LabNode, type StationNode } from './lab.js';

/** No node can be called that: it has a dot in its name. */
export const WIRES = 'lab.wires';

export interface Cable {
  readonly name: string;
  readonly ends: readonly {
    readonly namespace: string;
    /** It is a port of this bridge there. */
    readonly bridge?: string;
  }[];
}

/** The cables of nodes, in the order of their first ends. */
export function cablesOf(nodes: readonly LabNode[]): Cable[] {
  const cables = new Map<string, Cable['ends'][number][]>();
  for (const node of nodes)
    for (const { wire, bridge } of endsOf(node)) {
      const end = { namespace: node.namespace, ...(bridge === undefined ? {} : { bridge }) };
      const ends = cables.get(wire) ?? [];
      // Several radios of an access point are on one cable with one end of it.
      if (!ends.some(({ namespace }) => namespace === end.namespace)) cables.set(wire, [...ends, end]);
    }
  return [...cables].map(([name, ends]) => ({ name, ends }));
}

export interface Bridge {
  readonly namespace: string;
  readonly name: string;
}

/** The bridges of nodes. */
export function bridgesOf(nodes: readonly LabNode[]): Bridge[] {
  const all = nodes.flatMap((node): Bridge[] => {
    const names = [(isWifi(node) && node.bridge) || [], endsOf(node).flatMap(({ bridge }) => bridge || [])];
    return names.flat(2).map((name) => ({ namespace: node.namespace, name }));
  });
  return [...new Map(all.map((each) => [`${each.namespace} ${each.name}`, each])).values()];
}

/** What `ip -batch` is given, by namespace. Names are words of a laboratory file, checked there. */
export function cableCommands(
  cables: readonly Cable[],
  bridges: readonly Bridge[] = [],
): ReadonlyMap<string, readonly string[]> {
  // The cables' own come first: they make both ends.
  const commands = new Map<string, string[]>([[WIRES, []]]);
  const add = (namespace: string, ...lines: string[]) =>
    commands.set(namespace, [...(commands.get(namespace) ?? []), ...lines]);
  for (const { namespace, name } of bridges)
    add(namespace, `link add ${name} type bridge`, `link set ${name} up`);
  for (const [number, { name, ends }] of cables.entries()) {
    add(WIRES, `link add ${name} type bridge`, `link set ${name} up`);
    for (const [index, { namespace, bridge }] of ends.entries()) {
      // Two nodes may have names that differ behind what the kernel takes for an interface: a number is short.
      const port = `c${number}e${index}`;
      add(WIRES, `link add ${port} type veth peer name ${name} netns ${namespace}`);
      add(WIRES, `link set ${port} master ${name} up`);
      if (bridge !== undefined) add(namespace, `link set ${name} master ${bridge}`);
      add(namespace, `link set ${name} up`);
    }
  }
  return commands;
}

/** Makes all bridges and cables, a process for each namespace. */
export async function layCables(
  machine: Machine,
  { cables, bridges }: { readonly cables: readonly Cable[]; readonly bridges: readonly Bridge[] },
  signal: AbortSignal,
): Promise<void> {
  for (const [namespace, lines] of cableCommands(cables, bridges)) {
    if (lines.length === 0) continue;
    const input = lines.map((line) => `${line}\n`).join('');
    const made = await machine.exec(['ip', '-batch', '-'], { netns: namespace, input, signal });
    if (made.status !== 0)
      throw new TestbedError('WIRES_FAILED', `cannot lay the cables: ${made.stderr.trim().split('\n')[0]}`, {
        hint: 'the kernel needs bridge and veth: see `npx testbed kernel ls` for another one',
      });
  }
}

/** Makes the radio of a station a port of the bridge: with four addresses, as others are behind it. */
export async function bridgeStation(
  machine: Machine,
  { name, namespace, interface: radio, bridge }: StationNode & { readonly bridge: string },
  signal: AbortSignal,
): Promise<void> {
  const script = 'iw dev "$1" set 4addr on && exec ip link set "$1" master "$2"';
  const argv = ['/bin/sh', '-c', script, 'bridge', radio, bridge];
  const { status, stderr } = await machine.exec(argv, { netns: namespace, signal });
  if (status !== 0)
    throw new TestbedError(
      'BRIDGE_FAILED',
      `${name}: cannot make ${radio} a port of ${bridge}: ${stderr.trim()}`,
    );
}
