/** A laboratory with nothing left to guess: every node has its interface, its namespace and its network. */
import type { FleetSpec } from '../fleet/spec.js';
import { freshFolder } from '../guest/fresh.js';
import type { Backend } from '../machine/machine.js';
import type { Air } from './air.js';
import type { VlanEnd } from './bridges.js';
import type { Join } from './join.js';
import type { LabLink } from './links.js';
import type { Security } from './security.js';
import type { Modern } from './standard.js';
import type { Moment } from './timeline.js';

interface NodeBase {
  readonly name: string;
  /** The network namespace; it has the node's name, or that of the repeater that the node is a part of. */
  readonly namespace: string;
  /** Its radio's; of a node without one that of its first cable. */
  readonly interface: string;
  /** With its prefix length; undefined where the node is to have none. */
  readonly address?: string;
  /** It asks for its address instead. */
  readonly dhcp?: boolean;
  /** It stays away from its network until somebody starts it. */
  readonly idle?: boolean;
  /** Where packets for elsewhere go. */
  readonly gateway?: string;
  /** The network behind its address, where cables make one. */
  readonly segment?: string;
  readonly mac?: string;
}

/** A node that is a part of a Wi-Fi network, by a daemon. */
interface DaemonNode extends NodeBase {
  /** Lines of the user's own, added to what is generated. */
  readonly extra: readonly string[];
  /** Absolute path of the user's own configuration file, used instead of a generated one. */
  readonly ownConf?: string;
}

export interface AccessPointNode extends DaemonNode {
  readonly kind: 'ap';
  readonly ssid: string;
  readonly security: Security;
  readonly frequencyMhz: number;
  /** How modern it is, and how wide its channel. */
  readonly modern?: Modern;
  /** It is one device on several channels; the first is that of {@link frequencyMhz}. */
  readonly links?: readonly LabLink[];
  readonly hidden: boolean;
  /** Its cable. */
  readonly wire?: string;
  /** A cable, a repeater, another radio of it: all are ports of this bridge, which has the address. */
  readonly bridge?: string;
  /** The access point whose radio and hostapd carry it; its interface is made by that. */
  readonly on?: string;
  /** Of a network that another one carries. */
  readonly bssid?: string;
  /** The interface of the network that is one with it: open here, encrypted there (OWE). */
  readonly transition?: string;
  /** Where stations go whose user, or passphrase, has a VLAN. */
  readonly vlans?: readonly VlanEnd[];
  /** The word that it has in common with those to whom it hands stations over. */
  readonly roaming?: string;
  /** How stations join that know nothing of it. */
  readonly joins?: readonly Join[];
  /** With 802.1X: the node that knows the users, its address, and the one it is asked from. */
  readonly asks?: { readonly server: string; readonly address: string; readonly from: string };
}

/** Networks without an access point, by the kind of their members: all of one SSID and channel are one. */
export const peerNetworks = { adhoc: 'ad hoc cells', mesh: 'meshes' } as const;
export type PeerKind = keyof typeof peerNetworks;
export const peerKinds = Object.keys(peerNetworks) as readonly PeerKind[];
export const isPeer = <T extends { readonly kind: string }>(
  node: T,
): node is T & { readonly kind: PeerKind } => Object.hasOwn(peerNetworks, node.kind);

export interface StationNode extends DaemonNode {
  readonly kind: 'station' | PeerKind;
  /** The access point whose network this is, where one was named or is the only one. */
  readonly network?: string;
  readonly ssid: string;
  readonly security: Security;
  readonly hidden: boolean;
  /** Where its network is; undefined: everywhere (a network that no node of this laboratory offers). */
  readonly frequencyMhz?: number;
  /** Several of its network, where access points hand it over. */
  readonly frequenciesMhz?: readonly number[];
  /** It takes all links of an access point that has several. */
  readonly mld?: boolean;
  /** Its access point is of 802.11be, and may want that elements of SAE are made by hashing. */
  readonly wifi7?: boolean;
  /** It has four addresses and is a port of this bridge of a repeater. */
  readonly bridge?: string;
  /** It knows nothing of its network, and is told so. */
  readonly join?: Join;
  /** Access points hand it over to each other. */
  readonly roams?: boolean;
  /** With 802.1X: the server whose authority it trusts. */
  readonly trusts?: string;
}

export type WifiNode = AccessPointNode | StationNode;

/** An end of a cable: an interface that has the cable's name. */
export interface WireEnd {
  readonly wire: string;
  /** With its prefix length. */
  readonly address?: string;
  /** It is asked for. */
  readonly dhcp?: boolean;
  /** It is a port of this bridge of the node. */
  readonly bridge?: string;
}

interface WiredNode extends NodeBase {
  readonly wires: readonly WireEnd[];
}

export interface RouterEnd extends WireEnd {
  readonly address: string;
  /** Addresses that it gives away. */
  readonly pool?: { readonly from: string; readonly to: string; readonly leaseS: number };
  /** Others leave by it under the router's address. */
  readonly nat: boolean;
  /** The text of the page that is shown to who comes from it. */
  readonly portal?: string;
}

export interface RouterNode extends WiredNode {
  readonly kind: 'router';
  readonly wires: readonly RouterEnd[];
  /** It has a way to the network of the host. */
  readonly uplink?: boolean;
  /** Addresses of host names. */
  readonly names: Readonly<Record<string, string>>;
}

export interface RadiusNode extends WiredNode {
  readonly kind: 'radius';
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly vlan?: number | undefined;
  }[];
}

export interface ProgramNode extends WiredNode {
  readonly kind: 'program';
  /** Of a shell. */
  readonly command: string;
  /** The folder on the host where it begins. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The interfaces of its radios. */
  readonly radioInterfaces: readonly string[];
  /** Of a shell: its status is 0 once the program is there. */
  readonly ready?: string;
}

export type ServiceNode = RouterNode | RadiusNode | ProgramNode;
export type LabNode = WifiNode | ServiceNode;

export type Driver = 'vwifi' | 'mac80211_hwsim';

/** What the driver calls its radios and their interfaces. */
export type RadioNames = 'vw' | 'wlan';
/** With the names of mac80211_hwsim, and loaded under its name. */
export const HWSIM_NAMES = 'hwsim';

export interface Lab {
  readonly name: string;
  readonly backend?: Backend;
  readonly kernel?: string;
  readonly time: 'real' | 'virtual';
  readonly seed?: number;
  readonly isolation: 'namespace' | 'machine';
  /** The guests of the nodes, where they have machines of their own. */
  readonly fleet?: FleetSpec;
  /** Megabytes of each guest. */
  readonly memoryMb?: number;
  readonly country?: string;
  readonly driver: Driver;
  /** Left out: the driver's own, vw. */
  readonly names?: RadioNames | typeof HWSIM_NAMES;
  /** Absolute path of the module to load instead of the one built for the kernel. */
  readonly module?: string;
  readonly nodes: readonly LabNode[];
  /** What happens while it is judged, in order. */
  readonly timeline?: readonly Moment[];
  /** What differs from an ideal air. */
  readonly air?: Air;
  /** The same by guest, where nodes have machines of their own. */
  readonly airs?: Readonly<Record<string, Air>>;
}

export { UPLINK, UPLINK_CARD } from '../fleet/uplink-place.js';

export const isAccessPoint = (node: LabNode): node is AccessPointNode => node.kind === 'ap';
export const isStation = (node: LabNode): node is StationNode => node.kind === 'station' || isPeer(node);
/** Whether it is a network that another access point carries. */
export const isPart = (node: LabNode): node is AccessPointNode & { readonly on: string } =>
  node.kind === 'ap' && node.on !== undefined;

export const isWifi = (node: LabNode): node is WifiNode => isAccessPoint(node) || isStation(node);
export const isService = (node: LabNode): node is ServiceNode => !isWifi(node);
/** The interface of a node's radio, where it has one. */
export const radioOf = (node: LabNode): string | undefined =>
  isPart(node)
    ? undefined
    : isWifi(node)
      ? node.interface
      : node.kind === 'program'
        ? node.radioInterfaces[0]
        : undefined;
/** All of them. */
export const radiosOfNode = (node: LabNode): readonly string[] =>
  node.kind === 'program' ? node.radioInterfaces : [radioOf(node) ?? []].flat();

/** Bridges of nodes whose radio is not all of their network are br0, br1 and on. */
export const BRIDGE = 'br';
/** The interface that has a node's address. */
export const addressed = (node: LabNode): string => (isWifi(node) && node.bridge) || node.interface;

/** The ends of a node's cables. */
export function endsOf(node: LabNode): readonly WireEnd[] {
  if (isService(node)) return node.wires;
  if (node.kind !== 'ap') return [];
  const { wire, bridge = '', vlans = [] } = node;
  return [...(wire === undefined ? [] : [{ wire, bridge }]), ...vlans];
}

/** How many radios the driver has to make for nodes that share a kernel. */
export const radiosOf = (nodes: readonly LabNode[]): number =>
  Math.max(0, ...nodes.flatMap(radiosOfNode).map((name) => Number(/\d+$/.exec(name)?.[0] ?? 0) + 1));

/** An address without its prefix length. */
export const hostPart = (address: string): string => address.split('/')[0] ?? address;

/** Whether a router of it asks for a way to the network of the host. */
export const hasUplink = ({ nodes }: Lab): boolean =>
  nodes.some((node) => node.kind === 'router' && node.uplink);

/** Files and folders of the user's that a guest has to see wherever they are. */
export const keptFiles = ({ module, nodes }: Lab): readonly string[] => {
  const folders = nodes.flatMap((node) => (node.kind === 'program' ? [node.folder] : []));
  return [
    ...(module === undefined ? [] : [module]),
    ...new Set(folders.filter((folder) => freshFolder(folder) !== undefined)),
  ];
};
