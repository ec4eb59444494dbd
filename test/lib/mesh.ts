/** Meshes whose members hear their neighbours alone. */
import type { VWifi } from '@vwifi/nl80211';
import type { Context } from './context.js';
import { type Node, stationsOf } from './network.js';

/** Whether two members hear each other, both ways. */
export async function hearing(wifi: VWifi, one: Node, other: Node, hears: boolean): Promise<void> {
  for (const [receiver, sender] of [
    [one, other],
    [other, one],
  ] as const) {
    const pair = { receiver: receiver.interface, sender: sender.interface };
    await (hears ? wifi.vwifi.denylist.remove(pair) : wifi.vwifi.denylist.add(pair));
  }
}

/** Each hears the one before it and the one behind it. */
export async function inALine(wifi: VWifi, members: readonly Node[]): Promise<void> {
  for (const [index, member] of members.entries())
    for (const far of members.slice(index + 2)) await hearing(wifi, member, far, false);
}

/** The interface becomes a mesh's, and joins by iw. */
export async function joinMesh(node: Node, id: string, ...words: readonly string[]): Promise<void> {
  await node.run(['ip', 'link', 'set', node.interface, 'down']);
  await node.iw('set', 'type', 'mp');
  await node.run(['ip', 'link', 'set', node.interface, 'up']);
  await node.iw('mesh', 'join', id, 'freq', '2437', 'HT20', ...words);
}

/** The addresses of those with whom a peering is established. */
export async function peersOf(node: Node): Promise<string[]> {
  return stationsOf(await node.iw('station', 'dump'))
    .filter(({ rows }) => rows['mesh plink'] === 'ESTAB')
    .map(({ mac }) => mac)
    .sort();
}

/** Waits until a member has peerings with these, and with nobody else. */
export async function peered(
  context: Context,
  node: Node,
  peers: readonly Node[],
  withinMs = 30_000,
): Promise<void> {
  const expected = peers.map(({ mac }) => mac).sort();
  await context.eventually(
    `${node.interface} has peerings with ${peers.map((peer) => peer.interface).join(', ') || 'nobody'}`,
    async () => (await peersOf(node)).join() === expected.join(),
    withinMs,
  );
}

/** Waits until all of a line have their peerings. */
export async function linePeered(context: Context, members: readonly Node[]): Promise<void> {
  for (const [index, member] of members.entries())
    await peered(
      context,
      member,
      members.filter((_, other) => Math.abs(other - index) === 1),
    );
}

/** The next hop of each destination whose path is there, as `iw mpath dump` shows it. */
export async function nextHops(node: Node): Promise<Record<string, string>> {
  const rows = (await node.iw('mpath', 'dump')).split('\n').map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(
    rows
      .filter(([dst = '', next = '']) => /^([0-9a-f]{2}:){5}/.test(dst) && next !== '00:00:00:00:00:00')
      .map(([dst = '', next = '']) => [dst, next]),
  );
}
