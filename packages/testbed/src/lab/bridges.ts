/** Which bridges nodes have, and what is on them: cables, radios, parts of access points for VLANs. */
import type { Named, Written } from './expand.js';
import { BRIDGE } from './lab.js';

export interface VlanEnd {
  /** Of stations that are in it by that. */
  readonly passphrase?: string;
  readonly id: number;
  readonly wire: string;
  readonly bridge: string;
}

export interface Bridges {
  /** The bridge that a node is a port of; undefined where it has none. */
  of(node: Named): string | undefined;
  /** Where its stations with a VLAN go. */
  vlans(node: Named): readonly VlanEnd[];
}

/** Of one network with several radios, or with something behind it. */
export const isBridged = (node: Named, all: readonly Named[]): boolean =>
  node.repeats !== undefined ||
  node.beside !== undefined ||
  all.some(({ repeats, beside }) => repeats === node.name || beside === node.name) ||
  (node.written.kind === 'ap' && node.written.wire !== undefined);

/** `segments`: the network behind each node, where there is one. Each network of a namespace has a bridge: br0, br1 and on. */
export function bridgesOfNodes(named: readonly Named[], segments: readonly (string | undefined)[]): Bridges {
  const places = new Map<string, string[]>();
  const bridge = (node: Named, segment: string): string => {
    const place = node.home ?? node.name;
    const known = places.get(place) ?? [];
    if (!known.includes(segment)) places.set(place, [...known, segment]);
    return `${BRIDGE}${(places.get(place) ?? []).indexOf(segment)}`;
  };
  const own = new Map<Named, string>();
  named.forEach((node, i) => {
    if (isBridged(node, named)) own.set(node, bridge(node, segments[i] ?? ''));
  });
  const vlans = new Map<Named, VlanEnd[]>();
  for (const node of named)
    vlans.set(
      node,
      Object.entries((node.written as Written<'ap'>).vlans ?? {}).map(([id, wire]) => ({
        ...{ id: Number(id), wire },
        bridge: bridge(node, wire),
        ...passphraseOf(node.written as Written<'ap'>, id),
      })),
    );
  return { of: (node) => own.get(node), vlans: (node) => vlans.get(node) ?? [] };
}

const passphraseOf = ({ passphrases }: Written<'ap'>, id: string) =>
  passphrases?.[id] === undefined ? {} : { passphrase: passphrases[id] };
