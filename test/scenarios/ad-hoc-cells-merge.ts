import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { type Node, nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

async function cellOf(node: Node): Promise<string | undefined> {
  return (await node.iw('link')).match(/Joined IBSS (\S+)/)?.[1];
}

async function join(context: Context, node: Node, ...words: readonly string[]): Promise<void> {
  await node.run(['ip', 'link', 'set', node.interface, 'down']);
  await node.iw('set', 'type', 'ibss');
  await node.run(['ip', 'link', 'set', node.interface, 'up']);
  await node.iw('ibss', 'join', ...words);
  // What comes next is younger.
  await context.machine.clock.sleep(10);
}

export default scenario(
  'two cells of one name that come within reach become one: the younger joins the older',
  { debug: true },
  async (context) => {
    const [first, second, third, fixed] = await nodes(context, 4);
    assert.ok(first && second && third && fixed);
    const wifi = await openClient(context);
    const pairs = [first, third].flatMap((one) =>
      [
        [one, second],
        [second, one],
      ].map(([receiver, sender]) => ({
        receiver: receiver?.interface ?? '',
        sender: sender?.interface ?? '',
      })),
    );
    for (const pair of pairs) await wifi.vwifi.links.set(pair, { loss: 1 });

    const events = await second.start('iw event', ['iw', 'event']);
    await join(context, first, 'mesh', '2412', 'NOHT');
    await join(context, second, 'mesh', '2412', 'NOHT');
    await join(context, third, 'mesh', '2412', 'NOHT');
    await join(context, fixed, 'mesh', '2412', 'NOHT', 'fixed-freq', '02:00:00:00:00:42');
    const older = await cellOf(first);
    assert.equal(await cellOf(third), older, 'who hears a cell joins it');
    const younger = await cellOf(second);
    assert.ok(older && younger && older !== younger, 'out of reach they are two cells');
    await first.pings(third);
    await second.pingsInVain(first);

    for (const pair of pairs) await wifi.vwifi.links.remove(pair);
    await context.eventually('they are one cell', async () => (await cellOf(second)) === older);
    assert.equal(await cellOf(first), older, 'the older one stays as it is');
    await events.output.next(new RegExp(`IBSS ${older} joined`, 'i'));
    await first.pings(second);
    const dump = await second.iw('station', 'dump');
    for (const peer of [first, third]) assert.match(dump, new RegExp(`Station ${peer.mac}`));
    assert.doesNotMatch(dump, new RegExp(fixed.mac));

    // Who chose a BSSID keeps it.
    assert.equal(await cellOf(fixed), '02:00:00:00:00:42');
    await fixed.pingsInVain(first);
  },
);
