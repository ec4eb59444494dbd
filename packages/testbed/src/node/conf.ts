/** The configuration files of hostapd and wpa_supplicant, made from a laboratory's node. */
import { channelAt } from '../lab/channel.js';
import { joinLines, joinRows } from '../lab/join.js';
import { type AccessPointNode, isPeer, type PeerKind, type StationNode, type WifiNode } from '../lab/lab.js';
import { hostapdSecurity, isEnterprise, supplicantSecurity } from '../lab/security-lines.js';
import { sixGhzLines, standardLines } from '../lab/standard.js';
import { pkiFolder, RADIUS_PORT, RADIUS_SECRET, serverName, userFiles } from './radius.js';
import type { RecipeFile } from './recipe.js';
import { roamingLines } from './roaming.js';

export interface ConfContext {
  /** The laboratory's name, for the file's first line. */
  readonly lab: string;
  readonly country?: string;
  /** The node's folder in the machine. */
  readonly folder: string;
  /** The folder of the control sockets. */
  readonly controlFolder: string;
  /** The number of a user of a server. */
  readonly userNumber?: (server: string, name: string) => number;
}

type Pairs = (readonly [string, string])[];

const lines = (pairs: Iterable<readonly [string, string]>, indent = ''): string[] =>
  [...pairs].map(([key, value]) => `${indent}${key}=${value}`);

const header = (node: WifiNode, lab: string) => `# Made from node ${node.name} of laboratory ${lab}.`;

/** Printable ASCII as it is, anything else in hexadecimal; `#` would begin a comment. */
const isPlain = (ssid: string): boolean =>
  /^[\x21-\x7e][\x20-\x7e]*(?<! )$/.test(ssid) && !/["#\\]/.test(ssid);
const hex = (ssid: string): string => Buffer.from(ssid).toString('hex');

/** hostapd.conf of an access point, and of the networks that its radio carries besides. */
export function hostapdConf(
  node: AccessPointNode,
  context: ConfContext,
  parts: readonly AccessPointNode[] = [],
): string {
  const at = channelAt(node.frequencyMhz);
  const pairs: Pairs = [
    ['interface', node.interface],
    ['driver', 'nl80211'],
    ['hw_mode', at?.band === '2.4GHz' ? 'g' : 'a'],
    ['channel', String(at?.channel ?? 0)],
    ...standardLines(node.modern ?? {}, node.frequencyMhz),
    ...(context.country
      ? ([
          ['country_code', context.country],
          ['ieee80211d', '1'],
        ] as const)
      : []),
  ];
  return [
    ...[header(node, context.lab), ...lines(pairs), ...networkLines(node, context)],
    ...parts.flatMap((part) => [
      ...['', `bss=${part.interface}`, `bssid=${part.bssid}`],
      ...networkLines(part, context),
    ]),
    '',
  ].join('\n');
}

/** What is said of each network of hostapd by itself. */
function networkLines(node: AccessPointNode, context: ConfContext): string[] {
  const pairs: Pairs = [
    ['ctrl_interface', context.controlFolder],
    isPlain(node.ssid) ? ['ssid', node.ssid] : ['ssid2', hex(node.ssid)],
  ];
  if (node.hidden) pairs.push(['ignore_broadcast_ssid', '1']);
  if (node.bridge !== undefined) pairs.push(['bridge', node.bridge], ['wds_sta', '1']);
  pairs.push(...hostapdSecurity(node.security, node.roaming !== undefined));
  if (node.transition !== undefined) pairs.push(['owe_transition_ifname', node.transition]);
  if (node.asks || node.roaming !== undefined) pairs.push(['nas_identifier', node.name]);
  if (node.asks)
    pairs.push(
      ['own_ip_addr', node.asks.from],
      ['auth_server_addr', node.asks.address],
      ['auth_server_port', String(RADIUS_PORT)],
      ['auth_server_shared_secret', RADIUS_SECRET],
    );
  if (node.vlans) pairs.push(['dynamic_vlan', '1'], ['vlan_file', vlanFile(node, context)]);
  if (pskLines(node)) pairs.push(['wpa_psk_file', pskFile(node, context)]);
  pairs.push(...roamingLines(node), ...Object.entries(joinLines(node)));
  return [...lines(pairs), ...node.extra];
}

const vlanFile = ({ interface: name }: AccessPointNode, { folder }: ConfContext): string =>
  `${folder}/${name}.vlans`;

const pskFile = ({ interface: name }: AccessPointNode, { folder }: ConfContext): string =>
  `${folder}/${name}.psk`;

/** Passphrases of VLANs, of stations with any address; the empty text where there are none. */
const pskLines = ({ vlans = [] }: AccessPointNode): string =>
  vlans
    .flatMap(({ id, passphrase }) =>
      passphrase === undefined ? [] : [`vlanid=${id} 00:00:00:00:00:00 ${passphrase}\n`],
    )
    .join('');

/** Files of an access point besides its configuration: for each VLAN an interface, and the bridge that it is a port of; passphrases. */
export function hostapdFiles(node: AccessPointNode, context: ConfContext): RecipeFile[] {
  if (!node.vlans) return [];
  const passphrases = pskLines(node);
  return [
    {
      path: vlanFile(node, context),
      text: node.vlans.map(({ id, bridge }) => `${id} ${node.interface}.${id} ${bridge}\n`).join(''),
    },
    ...(passphrases ? [{ path: pskFile(node, context), text: passphrases }] : []),
  ];
}

/** wpa_supplicant's numbers. */
const MODE: Readonly<Record<PeerKind, string>> = { adhoc: '1', mesh: '5' };

/** wpa_supplicant.conf of a station, of one access point alone where a BSSID is given. It scans only where its network is, so that it connects at once. */
export function supplicantConf(node: StationNode, context: ConfContext, bssid?: string): string {
  const network: (readonly [string, string])[] = [
    ['ssid', isPlain(node.ssid) ? `"${node.ssid}"` : hex(node.ssid)],
  ];
  if (node.hidden) network.push(['scan_ssid', '1']);
  const frequencies = [node.frequenciesMhz ?? node.frequencyMhz ?? []].flat().join(' ');
  if (isPeer(node)) network.push(['mode', MODE[node.kind]], ['frequency', frequencies]);
  else if (frequencies) network.push(['scan_freq', frequencies], ['freq_list', frequencies]);
  network.push(...supplicantSecurity(node.security, node.roams), ...trust(node, context));
  if (node.kind === 'adhoc' && node.security.type !== 'open')
    network.push(['proto', 'RSN'], ['group', 'CCMP']);
  if (bssid !== undefined) network.push(['bssid', bssid]);
  if (node.idle) network.push(['disabled', '1']);
  return [
    header(node, context.lab),
    `ctrl_interface=${context.controlFolder}`,
    ...(context.country ? [`country=${context.country}`] : []),
    'p2p_disabled=1',
    ...(node.wifi7
      ? ['sae_pwe=2']
      : lines(Object.entries(sixGhzLines([node.frequenciesMhz ?? node.frequencyMhz ?? []].flat())))),
    ...lines(Object.entries(node.join === undefined ? {} : joinRows[node.join].supplicant)),
    '',
    // Who is told of its network knows none.
    ...(node.join === undefined
      ? ['network={', ...lines(network, '\t'), ...node.extra.map((line) => `\t${line}`), '}', '']
      : []),
  ].join('\n');
}

/** Whose certificate a station takes, and its own where it has one. */
function trust(
  { trusts, security }: StationNode,
  { userNumber }: ConfContext,
): (readonly [string, string])[] {
  if (trusts === undefined || !isEnterprise(security)) return [];
  const own = userFiles(trusts, userNumber?.(trusts, security.identity ?? '') ?? 0);
  return [
    ['ca_cert', `"${pkiFolder(trusts)}/ca.pem"`],
    ['domain_match', `"${serverName(trusts)}"`],
    ...(security.method === 'TLS'
      ? ([
          ['client_cert', `"${own.certificate}"`],
          ['private_key', `"${own.key}"`],
        ] as const)
      : []),
  ];
}

/** A user's own file with the laboratory's interface and control socket in it. Its lines keep their numbers. */
export function ownConf(node: WifiNode, text: string, context: ConfContext): string {
  const decided = new Map([['ctrl_interface', context.controlFolder]]);
  if (node.kind === 'ap') decided.set('interface', node.interface);
  // A group that may not exist on this system, for a socket that only root asks.
  const dropped = new Set(node.kind === 'ap' ? ['ctrl_interface_group'] : []);
  const lines = text.split('\n').map((line) => {
    const key = /^\s*(\w+)\s*=/.exec(line)?.[1] ?? '';
    if (dropped.has(key)) return `#${line}`;
    const value = decided.get(key);
    if (value === undefined) return line;
    decided.delete(key);
    dropped.add(key);
    return `${key}=${value}`;
  });
  // What it does not say itself belongs to the first BSS, which ends where a second one begins.
  const second = lines.findIndex((line) => /^\s*bss\s*=/.test(line));
  const missing = [...decided].map(([key, value]) => `${key}=${value}`);
  lines.splice(second < 0 ? lines.length : second, 0, ...missing);
  return lines.join('\n');
}
