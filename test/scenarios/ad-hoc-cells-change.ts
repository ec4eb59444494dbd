import assert from 'node:assert/strict';
import { iwEvents } from '../lib/iw-events.js';
import { connected, type Node, nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

async function toAdHoc(node: Node): Promise<void> {
  await node.run(['ip', 'link', 'set', node.interface, 'down']);
  await node.iw('set', 'type', 'ibss');
  await node.run(['ip', 'link', 'set', node.interface, 'up']);
}

async function linkLocal(node: Node): Promise<string | undefined> {
  const text = await node.run(['ip', '-6', '-o', 'addr', 'show', 'dev', node.interface, 'scope', 'link']);
  return text.includes('tentative') ? undefined : text.match(/fe80:[\w:]+/)?.[0];
}

export default scenario(
  'members of a cell scan, multicast, leave for a shorter name and come back, with events for all of it',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    for (const node of [first, second]) await toAdHoc(node);
    const events = await iwEvents(context, second);

    // The shorter name is the beginning of the longer one, which nothing may remember.
    for (const name of ['cell1', 'cell', 'cell1']) {
      for (const node of [first, second]) await node.iw('ibss', 'join', name, '2412');
      await events.output.next(/IBSS \S+ joined/);
      await first.pings(second);
      for (const node of [first, second]) await node.iw('ibss', 'leave');
    }
    await first.iw('ibss', 'join', 'cell', '2412');
    await second.iw('ibss', 'join', 'cell1', '2412');
    await first.pingsInVain(second);
    await first.iw('ibss', 'leave');
    await first.iw('ibss', 'join', 'cell1', '2412');
    await events.output.next(new RegExp(`new station ${first.mac}`));

    // A scan in a cell ends, again and again, and the cell goes on.
    for (let time = 0; time < 2; time++) assert.match(await first.iw('scan', 'flush'), /SSID: cell1/);
    await first.pings(second);
    const address = await context.eventually('the address is usable', () => linkLocal(second));
    await context.eventually('ours as well', () => linkLocal(first));
    const everybody = await first.run(['ping', '-6', '-c', '2', '-W', '2', `ff02::1%${first.interface}`]);
    assert.match(everybody, new RegExp(`from ${address}`));
    for (const node of [first, second]) await node.run(['ip', 'link', 'set', node.interface, 'down']);

    // wpa_supplicant hears of the cell that it joins, perhaps before anybody listens to it.
    const block = { ssid: '"open cell"', mode: '1', frequency: '2412', key_mgmt: 'NONE' };
    for (const node of [first, second]) {
      const daemon = await supplicant(context, node, block);
      await connected(context, daemon);
    }
    await first.pings(second);
  },
);
