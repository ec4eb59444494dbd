/** What access points and stations of one network have to do with each other: roaming, parts, VLANs, cells, joining. */
import type { Named } from './expand.js';
import { joins } from './join.js';
import { type AccessPointNode, type PeerKind, peerNetworks, type StationNode, type WifiNode } from './lab.js';
import type { Path, Problem } from './problem.js';
import type { ParsedLab } from './schema.js';
import type { Security } from './security.js';
import { isEnterprise, isFast, isLocalKey } from './security-lines.js';
import { isWifi7 } from './standard.js';

type Report = (problem: Problem) => void;

/** Locally administered, and nobody else's: radios of the driver have 00:76:77 before theirs. */
export const bssidOf = (index: number): string =>
  `02:76:77:3b:${[index >> 8, index & 255].map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`;

/** An open network and the one beside it that encrypts name each other. */
function pairTransitions(points: Map<string, AccessPointNode>): void {
  for (const [name, point] of points) {
    const second = points.get(`${name}-owe`);
    if (point.security.type !== 'owe-transition' || !second) continue;
    points.set(name, { ...point, transition: second.interface });
    points.set(second.name, { ...second, transition: point.interface });
  }
}

/** Where a station looks for its network: on the channel of its access point, or of all that hand it over. */
export function whereOf(
  ap: AccessPointNode,
  points: ReadonlyMap<string, AccessPointNode>,
): Pick<StationNode, 'frequencyMhz' | 'frequenciesMhz' | 'roams' | 'wifi7'> {
  if (ap.links) return { wifi7: true, frequenciesMhz: ap.links.map(({ frequencyMhz }) => frequencyMhz) };
  const wifi7 = isWifi7(ap.modern ?? {}, ap.frequencyMhz) ? { wifi7: true } : {};
  if (ap.roaming === undefined) return { ...wifi7, frequencyMhz: ap.frequencyMhz };
  const all = [...points.values()].filter(({ roaming }) => roaming === ap.roaming);
  return { ...wifi7, roams: true, frequenciesMhz: [...new Set(all.map(({ frequencyMhz }) => frequencyMhz))] };
}

/** Access points that hand stations over are one network. */
function checkRoaming(points: readonly AccessPointNode[], named: readonly Named[], report: Report): void {
  for (const point of points) {
    const { roaming, security } = point;
    if (roaming === undefined) continue;
    const path = [...(named.find(({ name }) => name === point.name)?.path ?? []), 'roaming'];
    const others = points.filter((each) => each.roaming === roaming && each !== point);
    const [other] = others;
    if (!other)
      report({ path, message: `is ${roaming}, which no other access point says; give it to at least two` });
    const odd = others.find((each) => each.ssid !== point.ssid || each.security.type !== security.type);
    if (odd)
      report({
        path,
        message: `is ${roaming}, as of ${odd.name}, but they are two networks: give both the same ssid and security`,
      });
    if (
      isFast(security) &&
      !isLocalKey(security) &&
      point.ownConf === undefined &&
      other &&
      point.wire === undefined
    )
      report({
        path,
        message: `is ${roaming}, and with ${security.type} access points ask each other for keys: give them a cable in common (wire)`,
      });
  }
}

/** One router has the way to the host's network, whose time is real, on a kernel that has a card for it. */
function checkUplink({ nodes, time, backend }: ParsedLab, report: Report): void {
  const [first, second] = Object.entries(nodes).filter(([, node]) => node.kind === 'router' && node.uplink);
  if (!first) return;
  if (second)
    report({ path: ['nodes', second[0], 'uplink'], message: `is ${first[0]}'s already; one router has it` });
  if (time === 'virtual')
    report({
      path: ['time'],
      message: `is virtual, which the network of the host does not follow; take real, or leave out uplink of ${first[0]}`,
    });
  if (backend === 'qemu' || backend === 'host')
    report({
      path: ['backend'],
      message: `is ${backend}, which has no uplink; take uml, or leave out uplink of ${first[0]}`,
    });
}

/** One passphrase a VLAN, of a kind of security that tells them apart: SAE does not know which one a station has. */
function checkPassphrases(
  passphrases: Readonly<Record<string, string>>,
  {
    vlans = [],
    security,
    path,
  }: {
    readonly vlans?: AccessPointNode['vlans'] | undefined;
    readonly security?: Security | undefined;
    readonly path: Path;
  },
  report: Report,
): void {
  if (security?.type !== 'wpa2-psk')
    report({
      path: [...path, 'passphrases'],
      message: `are told apart with security wpa2-psk alone; its security is ${security?.type ?? 'open'}`,
    });
  const taken = new Set(security?.type === 'wpa2-psk' ? [security.passphrase] : []);
  for (const [id, passphrase] of Object.entries(passphrases)) {
    const at = [...path, 'passphrases', id];
    if (!vlans.some((vlan) => String(vlan.id) === id))
      report({ path: at, message: `is of VLAN ${id}, which leads nowhere: add it to vlans` });
    if (taken.has(passphrase))
      report({ path: at, message: 'is a passphrase of others, too: nothing tells them apart' });
    taken.add(passphrase);
  }
}

/** VLANs are said by a server, and known to every access point that asks it; or by the passphrase of a station. */
function checkVlans(
  { nodes }: ParsedLab,
  points: ReadonlyMap<string, AccessPointNode>,
  named: readonly Named[],
  report: Report,
): void {
  for (const { name, path, written } of named) {
    const { vlans, security } = points.get(name) ?? {};
    const passphrases = written.kind === 'ap' ? written.passphrases : undefined;
    if (passphrases) checkPassphrases(passphrases, { vlans, security, path }, report);
    if (!vlans || !security) continue;
    if (!isEnterprise(security)) {
      if (!passphrases)
        report({
          path: [...path, 'vlans'],
          message: `are said of networks with 802.1X, whose server knows them, or with passphrases for them; its security is ${security.type}`,
        });
      continue;
    }
    const server = nodes[security.server ?? ''];
    if (server?.kind !== 'radius') continue;
    for (const [user, { vlan }] of Object.entries(server.users))
      if (vlan !== undefined && !vlans.some(({ id }) => id === vlan))
        report({
          path: ['nodes', security.server ?? '', 'users', user, 'vlan'],
          message: `is ${vlan}, which ${name} does not know: ${vlans.map(({ id }) => id).join(', ')}`,
        });
  }
}

/** Without an access point nobody knows users, or hands a key to all. */
const SECURED: Readonly<Record<PeerKind, Security['type']>> = { adhoc: 'wpa2-psk', mesh: 'wpa3-sae' };

export function peerSecurity(kind: PeerKind, path: Path, security: Security, report: Report): Security {
  if (!['open', SECURED[kind]].includes(security.type))
    report({
      path: [...path, 'security'],
      message: `is ${security.type}, which ${peerNetworks[kind]} do not have; take open or ${SECURED[kind]}`,
    });
  return security;
}

/** Access points know how stations join them. */
export const withJoins = (nodes: readonly WifiNode[]): WifiNode[] =>
  nodes.map((node): WifiNode => {
    if (node.kind !== 'ap') return node;
    const its = nodes.flatMap((each) =>
      each.kind === 'station' && each.network === node.name ? (each.join ?? []) : [],
    );
    return its.length ? { ...node, joins: joins.filter((join) => its.includes(join)) } : node;
  });

/** What the parts of a laboratory have to say of each other; an access point with a transition is given its other half. */
export function checkNetworks(
  parsed: ParsedLab,
  points: Map<string, AccessPointNode>,
  named: readonly Named[],
  report: Report,
): void {
  pairTransitions(points);
  checkRoaming([...points.values()], named, report);
  checkVlans(parsed, points, named, report);
  checkUplink(parsed, report);
}
