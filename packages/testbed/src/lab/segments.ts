/** Which nodes cables and repeaters make one network of, and where addresses are given away. */
import type { ParsedLab, ParsedNode } from './schema.js';

type Written<K extends ParsedNode['kind']> = Extract<ParsedNode, { kind: K }>;
interface NamedNode {
  readonly name: string;
  readonly written: Written<'ap' | 'station'>;
  /** The access point that it carries on, as a part of a repeater. */
  readonly repeats?: string | undefined;
}

/** The cables on which a router gives addresses away. */
export const servedWires = ({ nodes }: Pick<ParsedLab, 'nodes'>): ReadonlySet<string> =>
  new Set(
    Object.values(nodes).flatMap((node) =>
      node.kind === 'router'
        ? Object.entries(node.wires).flatMap(([wire, { dhcp }]) => (dhcp === undefined ? [] : [wire]))
        : [],
    ),
  );

/** The cable or bridge behind each access point and station, where there is one. `ssid` is what access points have that name none. */
export function segmentsOf(named: readonly NamedNode[], ssid: string): readonly (string | undefined)[] {
  const repeated = new Set(named.map(({ repeats }) => repeats));
  const behind = (name: string | undefined): string | undefined => {
    const node = named.find((each) => each.name === name);
    if (node?.written.kind !== 'ap') return undefined;
    if (node.repeats !== undefined) return behind(node.repeats);
    return node.written.wire ?? (repeated.has(node.name) ? `bridge of ${node.name}` : undefined);
  };
  const points = named.flatMap(({ name, written }) =>
    written.kind === 'ap' ? [{ name, ssid: written.ssid ?? ssid, wire: behind(name) }] : [],
  );
  return named.map(({ name, written }) => {
    if (written.kind === 'ap') return behind(name);
    const { network } = written;
    const its = points.filter((point) =>
      network !== undefined
        ? point.name === network
        : written.ssid === undefined
          ? points.length === 1
          : point.ssid === written.ssid,
    );
    const wires = new Set(its.map(({ wire }) => wire));
    return wires.size === 1 ? [...wires][0] : undefined;
  });
}
