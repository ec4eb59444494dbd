/** A network that another access point's hostapd carries: its own control socket, the other's process and log. */
import type { AccessPointNode } from '../lab/lab.js';
import type { Machine } from '../machine/machine.js';
import { openControl } from './control.js';
import type { DaemonHandle } from './node-daemon.js';

/** `path`: of the control socket in the machine. */
export async function networkPart(
  machine: Machine,
  node: AccessPointNode,
  path: string,
  carrier: DaemonHandle,
  signal: AbortSignal,
): Promise<DaemonHandle> {
  const opened = openControl(machine, path, signal, { netns: node.namespace });
  return {
    node,
    control: await carrier.whileRunning(opened),
    lastLines: (count) => carrier.lastLines(count),
    whileRunning: (work) => carrier.whileRunning(work),
  };
}
