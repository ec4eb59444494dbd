/** From a laboratory as written to one with nothing left to guess. */
import { existsSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import type { FleetSpec } from '../fleet/spec.js';
import { addressProblem, spelling } from './address-problem.js';
import { addressAfter, autoAddresses } from './addressing.js';
import { airOf, type Placed } from './air.js';
import { airsOf } from './airs.js';
import { bridgesOfNodes } from './bridges.js';
import { expand, type Named, type Written } from './expand.js';
import { checkIsolation, checkLodgings, guestSpecs, lodgings } from './guests.js';
import { joinProblem } from './join.js';
import {
  type AccessPointNode,
  hostPart,
  isPeer,
  type Lab,
  type LabNode,
  type RadiusNode,
  type StationNode,
  type WifiNode,
} from './lab.js';
import { linksOf, mldOf } from './links.js';
import { bssidOf, checkNetworks, peerSecurity, whereOf, withJoins } from './networks.js';
import { personaProblem } from './persona.js';
import { type Path, type Problem, pathText } from './problem.js';
import { checkModern, frequencyFor, modernOf, peerFrequency } from './resolve-channel.js';
import {
  checkGateway,
  checkWires,
  type NamedService,
  resolveServices,
  serviceAddresses,
} from './resolve-services.js';
import type { ParsedLab } from './schema.js';
import { type Security, securitySchema } from './security.js';
import { isEnterprise, wantsPassphrase } from './security-lines.js';
import { segmentsOf, servedWires } from './segments.js';
import { timelineOf } from './timeline.js';
import { trackOfNode } from './walk.js';

export interface Origin {
  /** The folder that paths in the laboratory start from. */
  readonly folder: string;
  /** The laboratory's name when it gives none. */
  readonly name: string;
}

/** What a passphrase alone means. */
const shortSecurity = (kind: Written['kind']) => (kind === 'mesh' ? 'wpa3-sae' : 'wpa2-psk');

/** The security of a node from its long or short form; undefined where it gives none. */
function securityOf({ path, written }: Named, report: (problem: Problem) => void): Security | undefined {
  const { security, passphrase, cipher } = written;
  if (typeof security === 'object') {
    for (const key of ['passphrase', 'cipher'] as const)
      if (written[key] !== undefined)
        report({ path: [...path, key], message: 'is given twice: put it inside security' });
    return security as Security;
  }
  const type = security ?? (passphrase === undefined ? undefined : shortSecurity(written.kind));
  if (type === undefined) return undefined;
  if (!wantsPassphrase(type as Security['type']) && passphrase !== undefined) {
    report({
      path: [...path, 'passphrase'],
      message: `has no place in a network whose security is ${type}; leave it out`,
    });
    return undefined;
  }
  const candidate = {
    type,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(cipher ? { cipher } : {}),
  };
  const result = securitySchema.safeParse(type === 'open' ? { type } : candidate);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const key = String(issue.path[0] ?? 'security');
    const message =
      passphrase === undefined && key === 'passphrase' ? `is missing: ${type} needs one` : issue.message;
    report({ path: [...path, key], message });
  }
  return undefined;
}

function ownFile(
  path: Path,
  file: string | undefined,
  origin: Origin,
  report: (p: Problem) => void,
): string | undefined {
  if (file === undefined) return undefined;
  const absolute = resolvePath(origin.folder, file);
  if (!existsSync(absolute))
    report({ path, message: `is ${absolute}, which is not there; create it or leave the key out` });
  return absolute;
}

/** Two nodes may have one name once `count` and `stations` are spelt out. */
function checkNames(
  named: readonly { readonly name: string; readonly path: Path }[],
  report: (problem: Problem) => void,
): void {
  const seen = new Set<string>();
  for (const { name, path } of named) {
    if (seen.has(name)) report({ path, message: `makes a second node called ${name}; rename one of them` });
    seen.add(name);
  }
}

/** Two nodes may not share what has to be their own. */
function checkUnique(
  values: readonly { readonly name: string; readonly path: Path; readonly value: string | undefined }[],
  what: string,
  report: (problem: Problem) => void,
): void {
  const owners = new Map<string, string>();
  for (const { name, path, value } of values) {
    if (value === undefined) continue;
    const owner = owners.get(value);
    if (owner === undefined) owners.set(value, name);
    else
      report({
        path,
        message: `gives ${name} the ${what} ${value}, which ${owner} has; give it one of its own`,
      });
  }
}

const prefixOf = ({ driver, names }: ParsedLab): string =>
  driver === 'mac80211_hwsim' ? 'wlan' : (names ?? 'vw');

/** Names that the driver will not give, or that cannot be told before the module is loaded. */
function checkRadioNames(
  parsed: ParsedLab,
  named: readonly Named[],
  report: (problem: Problem) => void,
): void {
  const { driver, names, backend } = parsed;
  if (names === 'vw' && driver === 'mac80211_hwsim')
    report({
      path: ['names'],
      message: 'is vw, which mac80211_hwsim does not call its radios; leave it out',
    });
  if (names === 'wlan' && driver !== 'mac80211_hwsim' && backend === 'host')
    report({
      path: ['names'],
      message: 'is wlan, which the host has for its own cards; leave it out, or use backend: uml or qemu',
    });
  // Without the key a name of either form is a radio's number: the driver can be another one on the command line.
  if (names === undefined) return;
  for (const { path, written } of named)
    if (written.interface !== undefined && !written.interface.startsWith(prefixOf(parsed)))
      report({
        path: [...path, 'interface'],
        message: `is ${written.interface}, but radios are called ${prefixOf(parsed)}0 and on here`,
      });
}

/** Interfaces that are named, then the free ones in order. */
function interfaces(named: readonly Named[], prefix: string, more = 0): string[] {
  const wanted = [
    ...named.map(({ written }) => written.interface),
    ...Array<undefined>(more).fill(undefined),
  ];
  const taken = new Set(wanted);
  let next = 0;
  return wanted.map((name) => {
    if (name !== undefined) return name;
    while (taken.has(`${prefix}${next}`)) next++;
    return `${prefix}${next++}`;
  });
}

/** Cables are laid, and services run, in one kernel that is not the host's. */
function checkPlaces(
  { isolation, backend }: ParsedLab,
  named: readonly Named[],
  services: readonly NamedService[],
  report: (problem: Problem) => void,
): void {
  const wired = [
    ...named.map(({ name, path, written, home, beside }) => ({
      ...{ node: home ?? name, path, key: 'wire' },
      // Its other radios have the cable of the first.
      wires:
        written.kind === 'ap' && written.wire !== undefined && beside === undefined ? [written.wire] : [],
    })),
    ...named.map(({ name, path, written, home }) => ({
      ...{ node: home ?? name, path, key: 'vlans' },
      wires: written.kind === 'ap' ? Object.values(written.vlans ?? {}) : [],
    })),
    ...services.map(({ name, path, written }) => ({
      node: name,
      path,
      key: 'wires',
      wires: Object.keys(written.wires ?? {}),
    })),
  ];
  checkWires(wired, report);
  const what =
    services[0]?.path ??
    wired.find(({ wires }) => wires.length > 0)?.path ??
    named.find(({ home }) => home !== undefined)?.path;
  if (what === undefined) return;
  const where = `is ${isolation === 'machine' ? 'machine' : 'host'}, and ${pathText(what)} wants`;
  if (isolation === 'machine')
    report({ path: ['isolation'], message: `${where} one kernel for all nodes; take namespace` });
  else if (backend === 'host')
    report({ path: ['backend'], message: `${where} a kernel of its own; take uml or qemu, or leave it out` });
}

/** Networks with 802.1X: whom access points ask, and whom stations trust. */
function withServers(
  nodes: readonly WifiNode[],
  named: readonly Named[],
  servers: ReadonlyMap<string, RadiusNode>,
  report: (problem: Problem) => void,
): WifiNode[] {
  const known = `${[...servers.keys()].join(', ') || 'there is none: add a node of kind radius'}`;
  return nodes.map((node, i): WifiNode => {
    const path = [...(named[i]?.path ?? []), 'security'];
    const { security } = node;
    if (!isEnterprise(security) || node.ownConf !== undefined) return node;
    if (node.kind === 'ap') {
      const server = security.server === undefined ? undefined : servers.get(security.server);
      const end = server?.wires.find(({ wire }) => wire === node.wire);
      // Several radios have one address, the bridge's.
      const own = nodes.find(
        (each) =>
          each.namespace === node.namespace && each.bridge === node.bridge && each.address !== undefined,
      )?.address;
      if (security.server === undefined)
        report({ path, message: `does not say who knows the users: add server: ${known}` });
      else if (!server)
        report({
          path: [...path, 'server'],
          message: `is "${security.server}", which is no server here: ${known}`,
        });
      else if (end?.address === undefined || own === undefined)
        report({
          path: [...path, 'server'],
          message: `is ${server.name}, which ${node.name} cannot ask: both want a cable in common (wire, wires), and an address there`,
        });
      return server && end?.address !== undefined && own !== undefined
        ? { ...node, asks: { server: server.name, address: hostPart(end.address), from: hostPart(own) } }
        : node;
    }
    const its = nodes.find((other) => other.kind === 'ap' && other.name === node.network)?.security;
    const name = security.trusts ?? security.server ?? (its && isEnterprise(its) ? its.server : undefined);
    const server = name === undefined ? undefined : servers.get(name);
    if (security.identity === undefined)
      report({
        path,
        message: `does not say as whom: add identity${security.method === 'TLS' ? '' : ' and password'}`,
      });
    else if (security.method !== 'TLS' && security.password === undefined)
      report({
        path,
        message: `has no password, which ${security.method} needs; with method: TLS a certificate is made`,
      });
    if (!server)
      report({
        path: [...path, ...(security.trusts === undefined ? [] : ['trusts'])],
        message: `trusts "${name ?? ''}", which is no server here: ${known}`,
      });
    else if (security.method === 'TLS' && !server.users.some((user) => user.name === security.identity))
      report({
        path: [...path, 'identity'],
        message: `is "${security.identity ?? ''}", whom ${server.name} does not know: no certificate can be made`,
      });
    // hostapd's server has nothing to say of who comes without a tunnel.
    const vlan = server?.users.find((user) => user.name === security.identity)?.vlan;
    if (security.method === 'TLS' && vlan !== undefined)
      report({
        path: [...path, 'method'],
        message: `is TLS, and ${security.identity} is in VLAN ${vlan}, which is only told to who comes by PEAP or TTLS`,
      });
    return server ? { ...node, trusts: server.name } : node;
  });
}

/** Makes a laboratory of what was written. Every contradiction goes to `report`; the result counts only if none was. */
export function resolve(parsed: ParsedLab, origin: Origin, report: (problem: Problem) => void): Lab {
  const { named, services } = expand(parsed, addressAfter, report);
  const isolation = parsed.isolation ?? 'namespace';
  const guests = lodgings(named);
  if (isolation === 'machine') {
    checkLodgings(named, report);
    checkIsolation(parsed, report);
  }
  // Radios are counted in each kernel anew.
  const kernels = isolation === 'machine' ? [...guests.values()] : [named];
  const radios = new Map<Named, string>();
  const withRadio = services.flatMap(({ name, path, written }) => {
    if (written.kind !== 'program') return [];
    const { radio, radios: many } = written;
    if (radio !== undefined && many !== undefined)
      report({ path: [...path, 'radios'], message: 'is given twice: leave out radio or radios' });
    return Array<string>(many ?? (radio ? 1 : 0)).fill(name);
  });
  const programRadios = new Map<string, string[]>();
  for (const all of kernels) {
    // A network that another one's radio carries is called by its own name.
    const nodes = all.filter((node) => node.on === undefined);
    interfaces(nodes, prefixOf(parsed), isolation === 'machine' ? 0 : withRadio.length).forEach((name, i) => {
      const program = withRadio[i - nodes.length];
      if (nodes[i]) radios.set(nodes[i], name);
      else if (program) programRadios.set(program, [...(programRadios.get(program) ?? []), name]);
    });
    for (const node of all) if (node.on !== undefined) radios.set(node, node.name);
  }
  const segments = segmentsOf(named, parsed.name ?? origin.name, parsed);
  const bridges = bridgesOfNodes(named, segments);
  const served = servedWires(parsed);
  // Where addresses are given away, a station asks for one, and an access point needs none.
  const wanted = named.map(({ written: { kind, address } }, i) =>
    address !== undefined || !served.has(segments[i] ?? '') ? address : kind === 'ap' ? 'none' : 'dhcp',
  );
  const taken = serviceAddresses(services);
  const addresses = autoAddresses(
    wanted.map((address) => (address === 'dhcp' ? 'none' : address)),
    taken.map(({ address }) => address),
  );
  const own = (key: 'address' | 'mac' | 'interface', path: Path) =>
    path[0] === 'nodes' ? [...path, key] : path;
  named.forEach(({ name, path, written }, i) => {
    const address = addresses[i];
    const wrong =
      written.address === undefined || address === undefined ? undefined : addressProblem(address);
    if (wanted[i] === 'dhcp' && !served.has(segments[i] ?? '') && path[0] === 'nodes')
      report({
        path: [...path, 'address'],
        message:
          'is dhcp, and no router gives addresses away on its network; give one, or a router with dhcp',
      });
    if (path[0] === 'nodes')
      checkGateway(written.gateway, address === undefined ? [] : [address], path, report);
    if (wrong)
      report({ path: own('address', path), message: path.at(-1) === name ? wrong : `of ${name} ${wrong}` });
  });
  const all = [...named, ...services];
  const need = memoryNeed(isolation, all.length);
  if (parsed.memory !== undefined && parsed.memory < need.least)
    report({
      path: ['memory'],
      message: `is ${parsed.memory}, too little for ${all.length} nodes in one kernel: about ${need.enough} MB; give it that, or leave it out`,
    });
  if (all.length === 0) report({ path: ['nodes'], message: 'has no node; name at least one access point' });
  checkNames(all, report);
  checkPlaces(parsed, named, services, report);
  checkRadioNames(parsed, named, report);
  checkUnique(
    [
      ...named.map(({ name, path }, i) => ({ name, path: own('address', path), address: addresses[i] })),
      ...taken,
    ].map(({ name, path, address }) => ({
      ...{ name, path },
      value: address && spelling(address.split('/')[0] ?? ''),
    })),
    'address',
    report,
  );
  checkUnique(
    named.map(({ name, path, written }) => ({ name, path: own('mac', path), value: written.mac })),
    'hardware address',
    report,
  );
  for (const nodes of kernels)
    checkUnique(
      nodes.map((node) => ({
        ...{ name: node.name, path: own('interface', node.path) },
        value: radios.get(node),
      })),
      'interface',
      report,
    );

  const base = (node: Named, i: number, confKey: 'hostapd' | 'supplicant', conf: string | undefined) => {
    const own = ownFile([...node.path, confKey], conf, origin, report);
    const address = addresses[i];
    return {
      name: node.name,
      namespace: node.home ?? node.name,
      ...(bridges.of(node) === undefined ? {} : { bridge: bridges.of(node) as string }),
      interface: radios.get(node) ?? '',
      extra: node.written.extra ?? [],
      ...(address === undefined ? {} : { address }),
      ...(wanted[i] === 'dhcp' ? { dhcp: true } : {}),
      ...(segments[i] === undefined ? {} : { segment: segments[i] }),
      ...(node.written.gateway === undefined ? {} : { gateway: node.written.gateway }),
      ...(node.written.mac === undefined ? {} : { mac: node.written.mac }),
      ...(own === undefined ? {} : { ownConf: own }),
    };
  };

  const serviceNodes = resolveServices(services, origin.folder, programRadios, report);
  const servers = new Map(
    serviceNodes.flatMap((node) => (node.kind === 'radius' ? [[node.name, node] as const] : [])),
  );
  const accessPoints = new Map<string, AccessPointNode>();
  named.forEach((node, i) => {
    if (node.written.kind !== 'ap') return;
    const security = securityOf(node, report) ?? { type: 'open' };
    const { links } = linksOf({ ...node, written: node.written }, parsed, security, report);
    accessPoints.set(node.name, {
      ...base(node, i, 'hostapd', node.written.hostapd),
      ...{ kind: 'ap', security, ...(links ? { links } : {}) },
      ssid: node.written.ssid ?? parsed.name ?? origin.name,
      frequencyMhz:
        links?.[0]?.frequencyMhz ??
        (node.on === undefined ? undefined : accessPoints.get(node.on)?.frequencyMhz) ??
        frequencyFor({ ...node, written: node.written }, report),
      hidden: node.written.hidden ?? false,
      ...modernOf(node.written),
      ...(node.written.wire === undefined ? {} : { wire: node.written.wire }),
      ...(node.on === undefined ? {} : { on: node.on, bssid: bssidOf(i) }),
      ...(node.written.roaming === undefined ? {} : { roaming: node.written.roaming }),
      ...(bridges.vlans(node).length ? { vlans: bridges.vlans(node) } : {}),
    });
  });
  checkModern(parsed.country, accessPoints, named, report);
  checkNetworks(parsed, accessPoints, named, report);

  const beside = new Set(named.flatMap((node) => (node.beside === undefined ? [] : [node.name])));
  const wifi = named.map((node, i): WifiNode => {
    const made = accessPoints.get(node.name);
    if (made && node.written.kind === 'ap') return made;
    if (isPeer(node.written)) {
      const { kind } = node.written;
      return {
        ...{ ...base(node, i, 'supplicant', undefined), kind, hidden: false },
        ssid: node.written.ssid ?? parsed.name ?? origin.name,
        security: peerSecurity(kind, node.path, securityOf(node, report) ?? { type: 'open' }, report),
        frequencyMhz: peerFrequency(
          kind,
          node.path,
          frequencyFor({ ...node, written: node.written }, report),
          report,
        ),
      };
    }
    const written = node.written as Written<'station'>;
    const ap = networkOf(node, written, accessPoints, beside, report);
    const { join } = written;
    const problem = join && joinProblem(join, ap);
    if (problem) report({ path: [...node.path, 'join'], message: problem });
    for (const key of ['passphrase', 'security', 'supplicant'] as const)
      if (join !== undefined && written[key] !== undefined)
        report({
          path: [...node.path, key],
          message: `has no place beside join: it is told by ${join}; leave it out`,
        });
    const station: StationNode = {
      ...base(node, i, 'supplicant', written.supplicant),
      kind: 'station',
      ...(ap ? { network: ap.name, ...whereOf(ap, accessPoints) } : {}),
      ...mldOf({ ...node, written }, ap, report),
      ...(join === undefined ? {} : { join }),
      ssid: written.ssid ?? ap?.ssid ?? '',
      security: securityOf(node, report) ?? ap?.security ?? { type: 'open' },
      hidden: ap?.hidden ?? false,
      ...(written.idle ? { idle: true } : {}),
    };
    return station;
  });
  named.forEach(({ path, written: { persona } }, i) => {
    const problem = persona && wifi[i] && personaProblem(persona, wifi[i]);
    if (problem) report({ path: [...path, 'persona'], message: problem });
  });
  const nodes: LabNode[] = [...withJoins(withServers(wifi, named, servers, report)), ...serviceNodes];

  const module = parsed.module === undefined ? undefined : resolvePath(origin.folder, parsed.module);
  if (module !== undefined && !existsSync(module))
    report({ path: ['module'], message: `is ${module}, which is not there; build it or leave the key out` });
  const placed: Placed[] = named.flatMap((node) => {
    if (node.on !== undefined) return [];
    const { position, txPower, antenna, persona, mac } = node.written;
    const sme = node.written.kind === 'station' ? node.written.sme : undefined;
    const track = trackOfNode(node, { folder: origin.folder, seed: parsed.seed ?? 0 }, report);
    const radio = radios.get(node) ?? '';
    return [{ name: node.name, interface: radio, position, track, txPower, antenna, persona, sme, mac }];
  });
  for (const [name, [radio = '']] of programRadios) placed.push({ name, interface: radio });
  const fleet = isolation === 'machine' ? fleetOf(parsed, guests, parsed.name ?? origin.name) : undefined;
  const air = fleet ? undefined : airOf(parsed, placed, report);
  const airs = fleet ? airsOf(parsed, placed, fleet, report) : {};
  const timeline = timelineOf(parsed, nodes, origin.folder, report);
  return {
    name: parsed.name ?? origin.name,
    time: parsed.time ?? 'real',
    isolation,
    driver: parsed.driver ?? 'vwifi',
    ...(parsed.backend ? { backend: parsed.backend } : {}),
    ...(parsed.kernel ? { kernel: parsed.kernel } : {}),
    ...(parsed.seed === undefined ? {} : { seed: parsed.seed }),
    ...memoryOf(parsed, need.enough),
    ...(fleet ? { fleet } : {}),
    ...(parsed.country ? { country: parsed.country } : {}),
    ...(parsed.names ? { names: parsed.names } : {}),
    ...(module ? { module } : {}),
    nodes: timeline.some(({ deed }) => MOVING.includes(deed.do)) ? nodes.map(anywhere) : nodes,
    ...(timeline.length ? { timeline } : {}),
    ...(air ? { air } : {}),
    ...(Object.keys(airs).length ? { airs } : {}),
  };
}

/** Where access points change their channels, a station cannot know on which one its network is. */
const MOVING: readonly string[] = ['channel', 'radar'];
function anywhere(node: LabNode): LabNode {
  if (node.kind !== 'station') return node;
  const { frequencyMhz: _, frequenciesMhz: __, ...rest } = node;
  return rest;
}

/** What a kernel takes with nothing on it, and what each node adds: its daemon, its radio, its namespace, its pings. */
const KERNEL_MB = 128;
const NODE_MB = 6;
/** What a node adds at the very least. */
const LEAST_NODE_MB = 2;
/** What a guest has when nothing is said. */
const USUAL_MB = 512;

/** The memory of the one kernel that carries all nodes; nothing is asked of kernels for each. */
const memoryNeed = (isolation: 'namespace' | 'machine', nodes: number) =>
  isolation === 'machine'
    ? { least: 0, enough: 0 }
    : { least: KERNEL_MB / 2 + LEAST_NODE_MB * nodes, enough: KERNEL_MB + NODE_MB * nodes };

function memoryOf({ memory, backend }: ParsedLab, enough: number): { memoryMb?: number } {
  if (memory !== undefined) return { memoryMb: memory };
  return enough > USUAL_MB && backend !== 'host' ? { memoryMb: Math.max(enough, 2 * USUAL_MB) } : {};
}

/** Whoever names a bridge means it. */
const netOf = ({ net, bridge }: ParsedLab) => net ?? (bridge === undefined ? 'switch' : 'bridge');
const bridgeOf = (parsed: ParsedLab) => (netOf(parsed) === 'bridge' ? parsed.bridge : undefined);

const fleetOf = (
  parsed: ParsedLab,
  guests: ReadonlyMap<string, readonly Named[]>,
  name: string,
): FleetSpec => ({
  // Others may be on a bridge that is not the laboratory's own: its cards are told by its name.
  guests: guestSpecs(guests, bridgeOf(parsed) === undefined ? '' : name),
  net: netOf(parsed),
  ...(bridgeOf(parsed) === undefined ? {} : { bridge: bridgeOf(parsed) as string }),
  ...(parsed.seed === undefined ? {} : { seed: parsed.seed }),
});

function networkOf(
  node: Named,
  written: Written<'station'>,
  accessPoints: ReadonlyMap<string, AccessPointNode>,
  beside: ReadonlySet<string>,
  report: (problem: Problem) => void,
): AccessPointNode | undefined {
  const names = [...accessPoints.keys()];
  if (written.network !== undefined) {
    const found = accessPoints.get(written.network);
    if (!found)
      report({
        path: [...node.path, 'network'],
        message: `is "${written.network}", which is no access point here: ${names.join(', ') || 'there is none'}`,
      });
    return found;
  }
  // Other radios of an access point, and what it encrypts for who can, are its network.
  const networks = [...accessPoints.values()].filter(({ name }) => !beside.has(name));
  const isOne = ([first, ...rest]: readonly AccessPointNode[]): boolean =>
    rest.every(({ roaming }) => roaming !== undefined && roaming === first?.roaming);
  const sameSsid = networks.filter((ap) => ap.ssid === written.ssid);
  if (sameSsid[0]) return isOne(sameSsid) ? sameSsid[0] : undefined;
  if (written.ssid !== undefined || written.supplicant !== undefined) return undefined;
  if (networks[0] && isOne(networks)) return networks[0];
  report({
    path: node.path,
    message: names.length
      ? `does not say which network it joins: add network: ${names.join(' or ')}`
      : 'joins no network: add an access point, or give it an ssid',
  });
  return undefined;
}
