/** Which guest each node is in, where nodes have machines of their own. */
import { createHash } from 'node:crypto';
import type { GuestSpec } from '../fleet/spec.js';
import type { LabNode } from './lab.js';
import type { Path, Problem } from './problem.js';
import type { ParsedLab } from './schema.js';

/** A node and the guest that was named for it. */
export interface Lodger {
  readonly name: string;
  readonly machine: string | undefined;
  readonly path: Path;
}

/** Nodes by guest, each under the name of its guest, in the order of writing. */
export function lodgings<T extends Lodger>(nodes: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const guests = new Map<string, T[]>();
  for (const node of nodes) {
    const name = node.machine ?? node.name;
    guests.set(name, [...(guests.get(name) ?? []), node]);
  }
  return guests;
}

/** A guest with the name of a node has to be that node's: `testbed exec NAME` could mean either otherwise. */
export function checkLodgings(nodes: readonly Lodger[], report: (problem: Problem) => void): void {
  for (const { name, machine, path } of nodes) {
    const namesake = nodes.find((other) => other.name === machine);
    if (namesake && namesake.name !== name && (namesake.machine ?? namesake.name) !== machine)
      report({
        path: path[0] === 'nodes' ? [...path, 'machine'] : path,
        message: `is ${machine}, the name of a node in another machine; give the machine a name of its own`,
      });
  }
}

/** What machines of their own cannot have. */
export function checkIsolation(
  { time, backend, driver, net, bridge }: Pick<ParsedLab, 'time' | 'backend' | 'driver' | 'net' | 'bridge'>,
  report: (problem: Problem) => void,
): void {
  const refuse = (key: string, message: string) => report({ path: [key], message });
  if (time === 'virtual' && (net === 'bridge' || (net === undefined && bridge !== undefined)))
    refuse(
      'time',
      'is virtual, in which a bridge of the host has no part; leave it out, or take net: switch',
    );
  if (backend === 'host')
    refuse('backend', 'is host, which is one machine; take uml or qemu, or isolation: namespace');
  if (driver === 'mac80211_hwsim')
    refuse('driver', 'is mac80211_hwsim, whose air ends with its kernel; take isolation: namespace');
}

/**
 * Card addresses are locally administered, and differ in the last three octets, as the driver's radios need it. Where
 * other laboratories are on the same Ethernet, two octets are drawn from this one's name.
 */
const cardAddress = (index: number, laboratory: string): string => {
  const own = laboratory === '' ? 0 : createHash('sha256').update(laboratory).digest().readUInt16BE() | 1;
  const octets = [own >> 8, (own & 255) ^ (index >> 8), index & 255];
  return ['02:76:77', ...octets.map((octet) => octet.toString(16).padStart(2, '0'))].join(':');
};

/** `laboratory`: its name, where others are on the same Ethernet; else empty. */
export const guestSpecs = (guests: ReadonlyMap<string, readonly Lodger[]>, laboratory = ''): GuestSpec[] =>
  [...guests].map(([name, nodes], index) => ({
    name,
    mac: cardAddress(index, laboratory),
    nodes: nodes.map((node) => node.name),
  }));

/** Whether the nodes of a guest have a network namespace each; a single one has the guest for itself. */
export const isShared = ({ name, nodes }: GuestSpec): boolean => nodes.length !== 1 || nodes[0] !== name;

export const nodesIn = (guest: GuestSpec, nodes: readonly LabNode[]): LabNode[] =>
  nodes.filter(({ name }) => guest.nodes.includes(name));
