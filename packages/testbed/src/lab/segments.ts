/** Which nodes cables and repeaters make one network of, and where addresses are given away. */
import type { Named, Written } from './expand.js';
import { isPeer } from './lab.js';
import type { ParsedLab } from './schema.js';

type NamedNode = Pick<Named, 'name' | 'written' | 'repeats' | 'beside'>;

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
export function segmentsOf(
  named: readonly NamedNode[],
  ssid: string,
  { nodes }: Pick<ParsedLab, 'nodes'>,
): readonly (string | undefined)[] {
  const carried = new Set(named.flatMap(({ repeats, beside }) => [repeats, beside]));
  const behind = (name: string | undefined): string | undefined => {
    const node = named.find((each) => each.name === name);
    if (node?.written.kind !== 'ap') return undefined;
    if (node.repeats !== undefined) return behind(node.repeats);
    if (node.written.wire !== undefined) return node.written.wire;
    if (node.beside !== undefined) return behind(node.beside);
    return carried.has(node.name) ? `bridge of ${node.name}` : undefined;
  };
  const points = named.flatMap(({ name, written }) =>
    written.kind === 'ap' ? [{ name, ssid: written.ssid ?? ssid, written, wire: behind(name) }] : [],
  );
  return named.map(({ name, written }) => {
    if (written.kind === 'ap') return behind(name);
    if (isPeer(written)) return undefined;
    const { network } = written;
    const its = points.filter((point) =>
      network !== undefined
        ? point.name === network
        : written.ssid === undefined
          ? points.length === 1
          : point.ssid === written.ssid,
    );
    const wires = new Set(its.map((point) => vlanOf(nodes, point.written, written) ?? point.wire));
    return wires.size === 1 ? [...wires][0] : undefined;
  });
}

/** The cable of the VLAN that a server, or its passphrase, puts a station into. */
function vlanOf(
  nodes: ParsedLab['nodes'],
  { vlans = {}, passphrases = {}, security }: Written<'ap'>,
  { security: own, passphrase }: Written<'station'>,
): string | undefined {
  const said = passphrase ?? (typeof own === 'object' && 'passphrase' in own ? own.passphrase : undefined);
  const [id] = Object.entries(passphrases).find(([, each]) => each === said) ?? [];
  if (id !== undefined) return vlans[id];
  const server =
    typeof security === 'object' && 'server' in security ? nodes[security.server ?? ''] : undefined;
  const identity = typeof own === 'object' && 'identity' in own ? own.identity : undefined;
  if (server?.kind !== 'radius' || identity === undefined) return undefined;
  return vlans[String(server.users[identity]?.vlan)];
}
