/**
 * The steps that make a laboratory real. A plan is plain data: what has to be done, and what has to be done before.
 * `run-plan.ts` orders it, `perform.ts` does it.
 */
import type { Air } from './air.js';
import { isShared, nodesIn } from './guests.js';
import { isTold } from './join.js';
import {
  type AccessPointNode,
  addressed,
  endsOf,
  isAccessPoint,
  isPart,
  isService,
  isStation,
  type Lab,
  type LabNode,
  radiosOf,
  radiosOfNode,
  type ServiceNode,
  type StationNode,
} from './lab.js';
import { haveLinks } from './links.js';
import { type Bridge, bridgesOf, type Cable, cablesOf, WIRES } from './wires.js';

/** A step in one guest of several names it. */
interface Where {
  readonly guest?: string;
}

export type Action =
  /** Boots a guest in the place of one that was there; the first ones are booted before there is a plan. */
  | { readonly do: 'boot'; readonly guest: string }
  /** Loads the driver with so many radios, which may have several links. */
  | ({
      readonly do: 'load';
      readonly driver: Lab['driver'];
      readonly radios: number;
      readonly mlo?: boolean;
    } & Where)
  /** Positions, links, denials: what differs from an ideal air. */
  | ({ readonly do: 'air'; readonly air: Air } & Where)
  | ({ readonly do: 'namespaces'; readonly names: readonly string[] } & Where)
  /** Moves the radio of each interface into a namespace. */
  | ({
      readonly do: 'radios';
      readonly moves: readonly { readonly interface: string; readonly namespace: string }[];
    } & Where)
  /** Lays cables between namespaces. */
  | ({ readonly do: 'wires'; readonly cables: readonly Cable[]; readonly bridges: readonly Bridge[] } & Where)
  /** Hardware and network addresses. */
  | { readonly do: 'addresses'; readonly nodes: readonly LabNode[] }
  | { readonly do: 'hostapd'; readonly node: AccessPointNode }
  /** Waits for a network that another access point's hostapd carries. */
  | { readonly do: 'network'; readonly node: AccessPointNode }
  /** Tells access points of each other, as those to which stations can go. */
  | { readonly do: 'neighbours'; readonly points: readonly AccessPointNode[] }
  | { readonly do: 'supplicant'; readonly node: StationNode }
  /** Starts a router, an authentication server, a program. */
  | { readonly do: 'service'; readonly node: ServiceNode }
  /** Asks for the address of an interface. */
  | { readonly do: 'lease'; readonly node: LabNode; readonly interface: string }
  /** Waits until the station may send data. */
  | { readonly do: 'connect'; readonly node: StationNode; readonly peer?: AccessPointNode }
  /** Puts the module and sample files where a shell begins. */
  | ({ readonly do: 'workplace' } & Where)
  /** Pings between all pairs of a network. */
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

/** What a guest is given that shall have radios and nothing else. */
export const radiosPlan = (radios: number, prepare = false): readonly Step[] =>
  radios === 0 && !prepare
    ? []
    : [
        {
          ...{ id: 'load', title: `load vwifi with ${count(radios, 'radio')}`, after: [] },
          action: { do: 'load', driver: 'vwifi', radios },
        },
      ];

/** The plan of a laboratory without what only a person looks at: pings, sample files. Nothing waits for these. */
export const briefPlanOf = (lab: Lab): Step[] =>
  planOf(lab).filter(({ action }) => action.do !== 'ping' && action.do !== 'workplace');

/** A kernel of the laboratory with the nodes that are in it. */
interface Kernel {
  /** Its guest, where there are several. */
  readonly guest?: string;
  readonly nodes: readonly LabNode[];
  readonly namespaces: boolean;
  readonly air?: Air | undefined;
}

const kernelsOf = ({ nodes, fleet, air, airs }: Lab): Kernel[] =>
  fleet
    ? fleet.guests.map((guest) => ({
        ...{ guest: guest.name, nodes: nodesIn(guest, nodes), namespaces: isShared(guest) },
        air: airs?.[guest.name],
      }))
    : [{ nodes, namespaces: true, air }];

/** The identity of a step that is taken in each kernel. */
const idIn = (what: string, { guest }: Kernel): string => (guest === undefined ? what : `${what}:${guest}`);

/** After what the interfaces of a kernel's nodes are where they belong, and have the addresses they keep. */
function readyIn(kernel: Kernel): string {
  // A bridge has to be there when the access point enters it.
  if (isWired(kernel.nodes)) return idIn('addresses', kernel);
  // A hardware address can only be changed while the interface is down, which the daemons end.
  if (kernel.nodes.some((node) => node.mac)) return idIn('addresses', kernel);
  return idIn(settledIn(kernel), kernel);
}

const isWired = (nodes: readonly LabNode[]): boolean => cablesOf(nodes).length + bridgesOf(nodes).length > 0;

/** The last step that touches the radios themselves. */
const settledIn = ({ namespaces, air }: Kernel): string => (namespaces ? 'radios' : air ? 'air' : 'load');

/** From the kernel to nodes that have their radios and addresses. */
function kernelSteps(kernel: Kernel, driver: Lab['driver']): Step[] {
  const { guest, nodes, namespaces, air } = kernel;
  const where = guest === undefined ? {} : { guest };
  const title = (text: string) => (guest === undefined ? text : `${guest}: ${text}`);
  const step = (what: string, text: string, after: readonly string[], action: Action): Step => ({
    ...{ id: idIn(what, kernel), title: title(text) },
    ...{ after: after.map((each) => idIn(each, kernel)), action },
  });
  const radios = radiosOf(nodes);
  const load = `load ${driver} with ${count(radios, 'radio')}`;
  const moves = nodes.flatMap((node) => {
    return radiosOfNode(node).map((radio) => ({ interface: radio, namespace: node.namespace }));
  });
  const cables = cablesOf(nodes);
  const places = [...new Set(nodes.map((node) => node.namespace))];
  const names = [...places, ...(cables.length > 0 ? [WIRES] : [])];
  return [
    step('load', load, [], {
      do: 'load',
      driver,
      radios,
      ...(haveLinks(nodes) ? { mlo: true } : {}),
      ...where,
    }),
    ...(air ? [step('air', 'set the air', ['load'], { do: 'air', air, ...where })] : []),
    ...(namespaces
      ? [
          step('namespaces', `make ${count(places.length, 'namespace')}`, [], {
            ...{ do: 'namespaces', names },
            ...where,
          }),
          // The air first: while all interfaces are in one namespace, their names are unique.
          step('radios', `move ${count(moves.length, 'radio')}`, [air ? 'air' : 'load', 'namespaces'], {
            ...{ do: 'radios', moves },
            ...where,
          }),
        ]
      : []),
    ...(isWired(nodes)
      ? [
          step(
            'wires',
            cables.length > 0 ? `lay ${count(cables.length, 'cable')}` : 'make bridges',
            ['namespaces'],
            {
              ...{ do: 'wires', cables, bridges: bridgesOf(nodes) },
              ...where,
            },
          ),
        ]
      : []),
    step('addresses', 'give addresses', [settledIn(kernel), ...(isWired(nodes) ? ['wires'] : [])], {
      // An interface that hostapd makes has to be there first.
      ...{ do: 'addresses', nodes: nodes.filter((node) => !isPart(node) || node.bridge !== undefined) },
    }),
  ];
}

/** The plan of a laboratory. Its undoing is the reverse: daemons, namespaces, module. */
export function planOf(lab: Lab): Step[] {
  const kernels = kernelsOf(lab);
  const accessPoints = lab.nodes.filter(isAccessPoint);
  const stations = lab.nodes.filter(isStation);
  const joining = stations.filter(({ idle }) => !idle);
  const services = lab.nodes.filter(isService);
  const servers = services.filter(({ kind }) => kind === 'radius');
  const routers = services.filter(({ kind }) => kind === 'router');
  const leases = leasesOf(lab.nodes);
  const told = joining.filter(isTold);
  const domains = domainsOf(accessPoints);
  const start = (node: LabNode) => `start:${node.name}`;
  const ready = new Map(kernels.flatMap((kernel) => kernel.nodes.map((node) => [node, readyIn(kernel)])));
  const startStep = (node: LabNode, program: string, action: Action): Step => ({
    ...{ id: start(node), title: `${node.name}: start ${program}` },
    ...{ after: [ready.get(node) ?? ''], action },
  });
  const startService = (node: ServiceNode) => startStep(node, KIND_TEXT[node.kind], { do: 'service', node });
  return [
    ...kernels.flatMap((kernel) => kernelSteps(kernel, lab.driver)),
    ...servers.map(startService),
    ...accessPoints.map((node): Step => {
      if (isPart(node))
        return {
          ...{ id: start(node), title: `${node.name}: wait for its network`, after: [`start:${node.on}`] },
          action: { do: 'network', node },
        };
      const step = startStep(node, node.links ? 'its access point' : 'hostapd', { do: 'hostapd', node });
      // What nobody answers it asks again after seconds.
      const server = servers.find(({ name }) => name === node.asks?.server);
      return server ? { ...step, after: [...step.after, start(server)] } : step;
    }),
    ...domains.map(
      ([domain, points]): Step => ({
        ...{ id: `neighbours:${domain}`, title: `tell the access points of ${domain} of each other` },
        ...{ after: points.map(start), action: { do: 'neighbours', points } },
      }),
    ),
    ...stations.map((node): Step => {
      const step = startStep(node, 'wpa_supplicant', { do: 'supplicant', node });
      // A repeater's must not take its own access point for the other: it is told the address of that one.
      const peer = accessPoints.find((ap) => ap.name === node.network);
      return node.bridge !== undefined && peer ? { ...step, after: [...step.after, start(peer)] } : step;
    }),
    ...services.filter((node) => !servers.includes(node)).map(startService),
    ...joining.map((node): Step => {
      const peer = accessPoints.find((ap) => ap.name === node.network);
      return {
        id: `connect:${node.name}`,
        title: `${node.name}: connect to ${peer?.name ?? (node.ssid || 'its network')}`,
        after: [
          start(node),
          ...(peer ? [peer] : accessPoints).map(start),
          ...(node.roams ? domains.map(([domain]) => `neighbours:${domain}`) : []),
          // One after the other: two who push their buttons at once are two too many (WPS 2.0, 8.4).
          ...told
            .slice(0, Math.max(0, told.indexOf(node)))
            .slice(-1)
            .map(({ name }) => `connect:${name}`),
        ],
        action: { do: 'connect', node, ...(peer ? { peer } : {}) },
      };
    }),
    ...leases.map(
      ({ node, interface: name }): Step => ({
        ...{ id: `lease:${node.name}:${name}`, title: `${node.name}: ask for an address` },
        after: [
          ...routers.map(start),
          ...accessPoints.map(start),
          ...(isStation(node) ? [`connect:${node.name}`] : []),
        ],
        action: { do: 'lease', node, interface: name },
      }),
    ),
    ...kernels.map((kernel): Step => {
      const id = idIn('workplace', kernel);
      const after = [idIn(settledIn(kernel), kernel)];
      const { guest } = kernel;
      if (guest === undefined) return { ...workplace, after };
      return { id, title: `${guest}: ${workplace.title}`, after, action: { do: 'workplace', guest } };
    }),
    {
      id: 'ping',
      title: 'ping between all pairs',
      after: [
        ...kernels.map((kernel) => idIn('addresses', kernel)),
        ...accessPoints.map(start),
        ...joining.map((node) => `connect:${node.name}`),
        ...services.map(start),
        ...leases.map(({ node, interface: name }) => `lease:${node.name}:${name}`),
      ],
      action: { do: 'ping', nodes: lab.nodes },
    },
  ];
}

/** Access points that hand stations over to each other, by their word. */
const domainsOf = (points: readonly AccessPointNode[]): (readonly [string, readonly AccessPointNode[]])[] =>
  [...new Set(points.flatMap(({ roaming }) => roaming ?? []))].map((domain) => [
    domain,
    points.filter(({ roaming }) => roaming === domain),
  ]);

const KIND_TEXT = { router: 'the router', radius: 'the server', program: 'its program' } as const;

/** The interfaces whose addresses are asked for. */
const leasesOf = (nodes: readonly LabNode[]): { readonly node: LabNode; readonly interface: string }[] =>
  nodes.flatMap((node) => [
    ...(node.dhcp && !node.idle ? [{ node, interface: addressed(node) }] : []),
    ...endsOf(node).flatMap(({ wire, dhcp }) => (dhcp ? [{ node, interface: wire }] : [])),
  ]);

/** Whether a step is taken for a guest alone. */
const concerns = (action: Action, guest: string, nodes: readonly string[]): boolean => {
  if ('guest' in action) return action.guest === guest;
  if ('node' in action) return nodes.includes(action.node.name);
  return action.do === 'addresses' && action.nodes.some(({ name }) => nodes.includes(name));
};

/**
 * What of a laboratory's plan makes one guest anew, while the others go on. A station is waited for only when its
 * access point is `there`.
 */
export function planOfGuest(lab: Lab, guest: string, there: (node: LabNode) => boolean): Step[] {
  const nodes = lab.fleet?.guests.find(({ name }) => name === guest)?.nodes ?? [];
  const steps = planOf(lab).filter(({ action }) => {
    if (action.do === 'connect' && action.peer && !nodes.includes(action.peer.name) && !there(action.peer))
      return false;
    return concerns(action, guest, nodes);
  });
  const ids = new Set(steps.map(({ id }) => id));
  return steps.map((step) => ({ ...step, after: step.after.filter((id) => ids.has(id)) }));
}
