/** How a station comes to know a network of which it knows nothing. */
import type { AccessPointNode, StationNode } from './lab.js';

export const joins = ['wps-button', 'wps-pin', 'dpp'] as const;
export type Join = (typeof joins)[number];

interface Row {
  /** What its access point has to be protected by. */
  readonly securities: readonly string[];
  /** Lines of wpa_supplicant.conf, before its networks. */
  readonly supplicant: Readonly<Record<string, string>>;
  /** Lines of hostapd.conf. */
  readonly hostapd: Readonly<Record<string, string>>;
}

const wps = (methods: string): Omit<Row, 'securities'> => ({
  supplicant: { config_methods: methods },
  hostapd: { wps_state: '2', eap_server: '1', ap_setup_locked: '1', device_name: 'point' },
});

export const joinRows: Readonly<Record<Join, Row>> = {
  'wps-button': { securities: ['wpa2-psk', 'wpa2-wpa3'], ...wps('push_button') },
  'wps-pin': { securities: ['wpa2-psk', 'wpa2-wpa3'], ...wps('keypad display') },
  dpp: {
    securities: ['wpa2-psk', 'wpa2-wpa3', 'wpa3-sae'],
    supplicant: { dpp_config_processing: '2' },
    hostapd: {},
  },
};

/** What an access point says in its configuration for those who join it so. */
export function joinLines(node: AccessPointNode): Readonly<Record<string, string>> {
  const lines = Object.assign({}, ...(node.joins?.map((join) => joinRows[join].hostapd) ?? [])) as Record<
    string,
    string
  >;
  const methods = (node.joins ?? [])
    .filter((join) => join !== 'dpp')
    .map((join) => joinRows[join].supplicant.config_methods);
  return methods.length ? { ...lines, config_methods: methods.join(' ') } : lines;
}

/** Why a station cannot join so; undefined where it can. */
export function joinProblem(join: Join, peer: AccessPointNode | undefined): string | undefined {
  if (peer === undefined) return 'wants to know whom: name its access point in network';
  const { securities } = joinRows[join];
  if (peer.ownConf !== undefined) return undefined;
  if (peer.links) return `is ${join}, and ${peer.name} has links, where nobody is told of the network`;
  if (!securities.includes(peer.security.type))
    return `is ${join}, which a network with security ${peer.security.type} cannot be joined by; it can with ${securities.join(', ')}`;
  if (peer.hidden && join !== 'dpp') return `is ${join}, which hidden networks do not have`;
  return undefined;
}

/** Whether a station is told its network when it joins. */
export const isTold = ({ join }: StationNode): boolean => join !== undefined;
