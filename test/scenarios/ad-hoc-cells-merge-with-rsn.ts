import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const cell = {
  ssid: '"cell"',
  mode: '1',
  frequency: '2412',
  proto: 'RSN',
  key_mgmt: 'WPA-PSK',
  pairwise: 'CCMP',
  group: 'CCMP',
  psk: '"12345678"',
};

export default scenario(
  'two cells with RSN that come within reach become one: its members hear of the new cell before they hear of each other, so that all keys are new',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    const wifi = await openClient(context);
    const ways = [
      { receiver: first.interface, sender: second.interface },
      { receiver: second.interface, sender: first.interface },
    ];
    for (const way of ways) await wifi.vwifi.links.set(way, { loss: 1 });
    const cells: (string | undefined)[] = [];
    for (const node of [first, second]) {
      await supplicant(context, node, cell);
      cells.push(
        await context.eventually(
          `${node.interface} has a cell`,
          async () => (await node.iw('link')).match(/Joined IBSS (\S+)/)?.[1],
        ),
      );
    }
    const [older, younger] = cells;
    assert.ok(older !== younger, 'out of reach they are two cells');

    const events = await second.start('iw event', ['iw', 'event']);
    for (const way of ways) await wifi.vwifi.links.remove(way);
    // In this order: wpa_supplicant forgets its group key with a new cell, and makes one for the first peer.
    await events.output.next(new RegExp(`IBSS ${older} joined`, 'i'));
    await events.output.next(new RegExp(`new station ${first.mac}`, 'i'));
    for (const node of [first, second])
      await context.eventually(`${node.interface} has let the other one in`, async () =>
        /authorized:\s+yes/.test(await node.iw('station', 'dump')),
      );
    await first.pings(second);
    await second.pings(first);
    for (const node of [first, second])
      assert.match(
        await node.run(['ethtool', '-S', node.interface]),
        /drop_unprotected: 0\b/,
        `${node.interface}: group frames are protected`,
      );
  },
);
