/** The configuration files of hostapd and wpa_supplicant, made from a laboratory's node. */
import { channelAt } from '../lab/channel.js';
import { type AccessPointNode, BRIDGE, hostPart, type StationNode, type WifiNode } from '../lab/lab.js';
import { hostapdSecurity, isEnterprise, supplicantSecurity } from '../lab/security.js';
import { pkiFolder, RADIUS_PORT, RADIUS_SECRET, serverName, userFiles } from './radius.js';

export interface ConfContext {
  /** The laboratory's name, for the file's first line. */
  readonly lab: string;
  readonly country?: string;
  /** The folder of the control sockets. */
  readonly controlFolder: string;
  /** The number of a user of a server. */
  readonly userNumber?: (server: string, name: string) => number;
}

const lines = (pairs: Iterable<readonly [string, string]>, indent = ''): string[] =>
  [...pairs].map(([key, value]) => `${indent}${key}=${value}`);

const header = (node: WifiNode, lab: string) => `# Made from node ${node.name} of laboratory ${lab}.`;

/** Printable ASCII as it is, anything else in hexadecimal; `#` would begin a comment. */
const isPlain = (ssid: string): boolean =>
  /^[\x21-\x7e][\x20-\x7e]*(?<! )$/.test(ssid) && !/["#\\]/.test(ssid);
const hex = (ssid: string): string => Buffer.from(ssid).toString('hex');

/** hostapd.conf of an access point. */
export function hostapdConf(node: AccessPointNode, context: ConfContext): string {
  const at = channelAt(node.frequencyMhz);
  const pairs: (readonly [string, string])[] = [
    ['interface', node.interface],
    ['driver', 'nl80211'],
    ['ctrl_interface', context.controlFolder],
    isPlain(node.ssid) ? ['ssid', node.ssid] : ['ssid2', hex(node.ssid)],
    ['hw_mode', at?.band === '5GHz' ? 'a' : 'g'],
    ['channel', String(at?.channel ?? 0)],
  ];
  if (context.country) pairs.push(['country_code', context.country], ['ieee80211d', '1']);
  if (node.hidden) pairs.push(['ignore_broadcast_ssid', '1']);
  if (node.bridged) pairs.push(['bridge', BRIDGE], ['wds_sta', '1']);
  pairs.push(...hostapdSecurity(node.security));
  if (node.asks)
    pairs.push(
      ['own_ip_addr', hostPart(node.address ?? '')],
      ['nas_identifier', node.name],
      ['auth_server_addr', node.asks.address],
      ['auth_server_port', String(RADIUS_PORT)],
      ['auth_server_shared_secret', RADIUS_SECRET],
    );
  return [header(node, context.lab), ...lines(pairs), ...node.extra, ''].join('\n');
}

/** wpa_supplicant.conf of a station, of one access point alone where a BSSID is given. It scans only where its network is, so that it connects at once. */
export function supplicantConf(node: StationNode, context: ConfContext, bssid?: string): string {
  const network: (readonly [string, string])[] = [
    ['ssid', isPlain(node.ssid) ? `"${node.ssid}"` : hex(node.ssid)],
  ];
  if (node.hidden) network.push(['scan_ssid', '1']);
  if (node.frequencyMhz !== undefined) {
    network.push(['scan_freq', String(node.frequencyMhz)], ['freq_list', String(node.frequencyMhz)]);
  }
  network.push(...supplicantSecurity(node.security), ...trust(node, context));
  if (bssid !== undefined) network.push(['bssid', bssid]);
  if (node.idle) network.push(['disabled', '1']);
  return [
    header(node, context.lab),
    `ctrl_interface=${context.controlFolder}`,
    ...(context.country ? [`country=${context.country}`] : []),
    'p2p_disabled=1',
    '',
    'network={',
    ...lines(network, '\t'),
    ...node.extra.map((line) => `\t${line}`),
    '}',
    '',
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
