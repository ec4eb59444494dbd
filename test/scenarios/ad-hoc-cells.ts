import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { type Node, nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const CELL = '00:76:77:33:00:00';

async function joinByIw(node: Node, ssid: string, ...words: readonly string[]): Promise<void> {
  await node.run(['ip', 'link', 'set', node.interface, 'down']);
  await node.iw('set', 'type', 'ibss');
  await node.run(['ip', 'link', 'set', node.interface, 'up']);
  await node.iw('ibss', 'join', ssid, '2412', 'NOHT', ...words);
}

async function seenFrom(context: Context, node: Node): Promise<string> {
  await node.run(['ip', 'link', 'set', node.interface, 'up']);
  return context.eventually(`${node.interface} sees the cells`, async () => {
    const found = await node.iw('scan', 'freq', '2412');
    return /SSID: cell1/.test(found) && /SSID: cell2/.test(found) && found;
  });
}

export default scenario(
  'members of an ad hoc cell talk to each other, other cells do not hear them, and RSN protects one',
  { core: true, nightly: 'stock' },
  async (context) => {
    const [scanner, other, first, second] = await nodes(context, 4);
    assert.ok(scanner && other && first && second);

    await joinByIw(first, 'cell1', 'fixed-freq', CELL, 'beacon-interval', '200');
    await joinByIw(second, 'cell1');
    await joinByIw(other, 'cell2');
    await first.pings(second);
    await other.pingsInVain(second);
    assert.match(await first.iw('info'), /addr .*\n\tssid cell1\n\ttype IBSS/);
    assert.match(await second.iw('link'), new RegExp(`Joined IBSS ${CELL}`));
    const found = await seenFrom(context, scanner);
    assert.match(
      found,
      new RegExp(`BSS ${CELL}[^]*?beacon interval: 200 TUs[^]*?capability: IBSS \\(0x0002\\)`),
    );

    await first.iw('ibss', 'leave');
    assert.doesNotMatch(await first.iw('info'), /ssid/);
    await context.eventually(
      'the one who left is forgotten',
      async () => !(await second.iw('station', 'dump')),
    );
    for (const node of [first, second]) await node.run(['ip', 'link', 'set', node.interface, 'down']);

    const rsn = { ssid: '"cell3"', mode: '1', frequency: '2412', proto: 'RSN', key_mgmt: 'WPA-PSK' };
    const ciphers = { pairwise: 'CCMP', group: 'CCMP', psk: '"12345678"' };
    for (const node of [first, second]) await supplicant(context, node, { ...rsn, ...ciphers });
    await context.eventually('both handshakes have ended', async () =>
      /authorized:\s+yes/.test(await first.iw('station', 'dump')),
    );
    await context.eventually('data passes', () => first.reaches(second), 30_000);
  },
);
