/** Where a laboratory keeps its files: on the host, and in its machine. */
import { join } from 'node:path';
import type { Backend } from '../machine/machine.js';
import { isOwnPoint } from '../node/point.js';
import type { LabNode } from './lab.js';

/** The folder in a guest where `testbed shell` begins: the module and sample configurations are there. */
export const WORK_FOLDER = '/vwifi';

/** What the log and the configuration of each kind are called by. */
export const programs = {
  ap: 'hostapd',
  station: 'wpa_supplicant',
  adhoc: 'wpa_supplicant',
  mesh: 'wpa_supplicant',
  router: 'router',
  radius: 'radius',
  program: 'program',
} as const;

export interface Places {
  /** The node's folder on the host: its configuration and its log. */
  folder(node: LabNode): string;
  log(node: LabNode): string;
  /** The configuration's path on the host. */
  conf(node: LabNode): string;
  /** The configuration's path in the machine: the same where host and machine are one. */
  machineConf(node: LabNode): string;
  /** The node's folder in the machine. */
  machineFolder(node: LabNode): string;
  /** The folder of the daemons' control sockets in the machine. */
  controlFolder(node: LabNode): string;
  control(node: LabNode): string;
}

/** In a guest the control sockets are where hostapd_cli and wpa_cli look for them; on the host they keep out of the way. */
export function placesOf(folder: string, backend: Backend): Places {
  const guest = backend !== 'host';
  const program = (node: LabNode) => programs[node.kind];
  const file = (node: LabNode) =>
    node.kind === 'ap' && isOwnPoint(node) ? 'point.json' : `${program(node)}.conf`;
  const places: Places = {
    folder: (node) => join(folder, 'nodes', node.name),
    log: (node) => join(places.folder(node), `${program(node)}.log`),
    conf: (node) => join(places.folder(node), file(node)),
    machineConf: (node) => (guest ? `/run/vwifi/${node.name}/${file(node)}` : places.conf(node)),
    machineFolder: (node) => (guest ? `/run/vwifi/${node.name}` : places.folder(node)),
    controlFolder: (node) => (guest ? `/run/${program(node)}` : join(folder, program(node))),
    control: (node) => join(places.controlFolder(node), node.interface),
  };
  return places;
}
