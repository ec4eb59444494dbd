/** A laboratory with nothing left to guess: every node has its interface, its namespace and its network. */
import type { FleetSpec } from '../fleet/spec.js';
import type { Backend } from '../machine/machine.js';
import type { Air } from './air.js';
import type { Security } from './security.js';
import type { Moment } from './timeline.js';

interface NodeBase {
  readonly name: string;
  /** The network namespace; it has the node's name. */
  readonly namespace: string;
  readonly interface: string;
  /** With its prefix length; undefined where the node is to have none. */
  readonly address?: string;
  readonly mac?: string;
  /** Lines of the user's own, added to what is generated. */
  readonly extra: readonly string[];
  /** Absolute path of the user's own configuration file, used instead of a generated one. */
  readonly ownConf?: string;
}

export interface AccessPointNode extends NodeBase {
  readonly kind: 'ap';
  readonly ssid: string;
  readonly security: Security;
  readonly frequencyMhz: number;
  readonly hidden: boolean;
}

export interface StationNode extends NodeBase {
  readonly kind: 'station';
  /** The access point whose network this is, where one was named or is the only one. */
  readonly network?: string;
  readonly ssid: string;
  readonly security: Security;
  readonly hidden: boolean;
  /** Where its network is; undefined: everywhere (a network that no node of this laboratory offers). */
  readonly frequencyMhz?: number;
}

export type LabNode = AccessPointNode | StationNode;

export type Driver = 'vwifi' | 'mac80211_hwsim';

/** What the driver calls its radios and their interfaces. */
export type RadioNames = 'vw' | 'wlan';

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
  readonly names?: RadioNames;
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

export const isAccessPoint = (node: LabNode): node is AccessPointNode => node.kind === 'ap';
export const isStation = (node: LabNode): node is StationNode => node.kind === 'station';

/** How many radios the driver has to make for nodes that share a kernel. */
export const radiosOf = (nodes: readonly LabNode[]): number =>
  Math.max(0, ...nodes.map((node) => Number(/\d+$/.exec(node.interface)?.[0] ?? 0) + 1));

/** An address without its prefix length. */
export const hostPart = (address: string): string => address.split('/')[0] ?? address;

/** Files of the user's that a guest has to see wherever they are. */
export const keptFiles = (lab: Lab): readonly string[] => (lab.module === undefined ? [] : [lab.module]);
