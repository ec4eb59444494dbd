/** Addresses by netlink messages: a process each would cost 100 ms where processors are emulated. */
import { RouteNetlink } from '@vwifi/nl80211/netlink';
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import { addressed, endsOf, isWifi, type LabNode } from './lab.js';

/** Gives a node's interface its addresses, and brings the loopback interface of its namespace up. */
export async function giveAddresses(machine: Machine, node: LabNode, signal: AbortSignal): Promise<void> {
  if (node.mac) await setHardwareAddress(machine, node, node.mac, signal);
  await using route = await RouteNetlink.open(machine.openNetlink, node.namespace);
  const links = await route.links(signal);
  const index = (name: string): number => {
    const link = links.find((candidate) => candidate.name === name);
    if (link) return link.index;
    throw new TestbedError('NO_INTERFACE', `${node.name}: there is no ${name} in its namespace`, {
      hint: `see what is there: npx testbed exec ${node.name} -- ip link`,
    });
  };
  await route.setUp(index('lo'), true, signal);
  const wires = endsOf(node).filter(({ address }) => address !== undefined);
  if (node.address && !wires.some(({ wire }) => wire === node.interface))
    await route.addAddress(index(addressed(node)), node.address, signal);
  for (const { wire, address = '' } of wires) await route.addAddress(index(wire), address, signal);
  if (node.gateway === undefined) return;
  // A way over an interface can only be given to one that is up: the daemons do that to a radio later.
  if (isWifi(node)) await route.setUp(index(addressed(node)), true, signal);
  await route.addRoute({ to: 'default', via: node.gateway }, signal);
}

async function setHardwareAddress(
  machine: Machine,
  node: LabNode,
  mac: string,
  signal: AbortSignal,
): Promise<void> {
  const argv = ['ip', 'link', 'set', 'dev', node.interface, 'address', mac];
  const { status, stderr } = await machine.exec(argv, { netns: node.namespace, signal });
  if (status !== 0)
    throw new TestbedError(
      'MAC_REFUSED',
      `${node.name}: the driver refuses the hardware address ${mac}: ${stderr.trim()}`,
      {
        hint: 'leave mac out, or choose another',
      },
    );
}
