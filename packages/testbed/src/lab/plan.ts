/**
 * The steps that make a laboratory real. A plan is plain data: what has to be done, and what has to be done before.
 * `run-plan.ts` orders it, `perform.ts` does it.
 */
import type { Air } from './air.js';
import {
  type AccessPointNode,
  isAccessPoint,
  isStation,
  type Lab,
  type LabNode,
  radiosOf,
  type StationNode,
} from './lab.js';

export type Action =
  /** Loads the driver with so many radios. */
  | { readonly do: 'load'; readonly driver: Lab['driver']; readonly radios: number }
  /** Positions, links, denials: what differs from an ideal air. */
  | { readonly do: 'air'; readonly air: Air }
  | { readonly do: 'namespaces'; readonly names: readonly string[] }
  /** Moves the radio of each interface into a namespace. */
  | {
      readonly do: 'radios';
      readonly moves: readonly { readonly interface: string; readonly namespace: string }[];
    }
  /** Hardware and network addresses. */
  | { readonly do: 'addresses'; readonly nodes: readonly LabNode[] }
  | { readonly do: 'hostapd'; readonly node: AccessPointNode }
  | { readonly do: 'supplicant'; readonly node: StationNode }
  /** Waits until the station may send data. */
  | { readonly do: 'connect'; readonly node: StationNode; readonly peer?: AccessPointNode }
  /** Puts the module and sample files where a shell begins. */
  | { readonly do: 'workplace' }
  /** Pings between all pairs. */
  | { readonly do: 'ping'; readonly nodes: readonly LabNode[] };

export interface Step {
  readonly id: string;
  /** What is being done, for a person. */
  readonly title: string;
  /** Steps that have to be done before. */
  readonly after: readonly string[];
  readonly action: Action;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** What a guest without a laboratory is given. */
const workplace: Step = {
  id: 'workplace',
  title: 'put module and samples in place',
  after: [],
  action: { do: 'workplace' },
};
export const barePlan: readonly Step[] = [workplace];

/** The plan of a laboratory. Its undoing is the reverse: daemons, namespaces, module. */
export function planOf(lab: Lab): Step[] {
  const radios = radiosOf(lab);
  const accessPoints = lab.nodes.filter(isAccessPoint);
  const stations = lab.nodes.filter(isStation);
  const start = (node: LabNode) => `start:${node.name}`;
  // A hardware address can only be changed while the interface is down, which the daemons end.
  const ready = lab.nodes.some((node) => node.mac) ? 'addresses' : 'radios';
  return [
    {
      id: 'load',
      title: `load ${lab.driver} with ${count(radios, 'radio')}`,
      after: [],
      action: { do: 'load', driver: lab.driver, radios },
    },
    ...(lab.air
      ? [{ id: 'air', title: 'set the air', after: ['load'], action: { do: 'air', air: lab.air } } as const]
      : []),
    {
      id: 'namespaces',
      title: `make ${count(lab.nodes.length, 'namespace')}`,
      after: [],
      action: { do: 'namespaces', names: lab.nodes.map((node) => node.namespace) },
    },
    {
      id: 'radios',
      title: `move ${count(lab.nodes.length, 'radio')}`,
      // The air first: while all interfaces are in one namespace, their names are unique.
      after: [lab.air ? 'air' : 'load', 'namespaces'],
      action: {
        do: 'radios',
        moves: lab.nodes.map((node) => ({ interface: node.interface, namespace: node.namespace })),
      },
    },
    {
      id: 'addresses',
      title: 'give addresses',
      after: ['radios'],
      action: { do: 'addresses', nodes: lab.nodes },
    },
    ...accessPoints.map(
      (node): Step => ({
        id: start(node),
        title: `${node.name}: start hostapd`,
        after: [ready],
        action: { do: 'hostapd', node },
      }),
    ),
    ...stations.map(
      (node): Step => ({
        id: start(node),
        title: `${node.name}: start wpa_supplicant`,
        after: [ready],
        action: { do: 'supplicant', node },
      }),
    ),
    ...stations.map((node): Step => {
      const peer = accessPoints.find((ap) => ap.name === node.network);
      return {
        id: `connect:${node.name}`,
        title: `${node.name}: connect to ${peer?.name ?? (node.ssid || 'its network')}`,
        after: [start(node), ...(peer ? [peer] : accessPoints).map(start)],
        action: { do: 'connect', node, ...(peer ? { peer } : {}) },
      };
    }),
    { ...workplace, after: ['radios'] },
    {
      id: 'ping',
      title: 'ping between all pairs',
      after: ['addresses', ...accessPoints.map(start), ...stations.map((node) => `connect:${node.name}`)],
      action: { do: 'ping', nodes: lab.nodes },
    },
  ];
}
