import assert from 'node:assert/strict';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What iw is told of the channel, and what the two members then show. */
const ROWS = [
  { words: ['2412', 'HT40+'], info: /width: 40 MHz, center1: 2422/, rate: /40MHz/ },
  { words: ['5180', '80MHz'], info: /width: 80 MHz, center1: 5210/, rate: /VHT-MCS \d 80MHz/ },
] as const;

export default scenario('members of a cell use HT and VHT, as wide as the cell is', {}, async (context) => {
  const [first, second] = await nodes(context, 2);
  assert.ok(first && second);
  await context.run('iw reg set US');
  for (const node of [first, second])
    await node.run(`ip link set ${node.interface} down && iw dev ${node.interface} set type ibss &&
      ip link set ${node.interface} up`);
  for (const { words, info, rate } of ROWS) {
    for (const node of [first, second]) await node.iw('ibss', 'join', 'cell', ...words);
    await context.eventually('they meet', () => first.reaches(second));
    await first.pings(second);
    for (const node of [first, second]) {
      assert.match(await node.iw('info'), info);
      assert.match(await node.iw('station', 'dump'), new RegExp(`tx bitrate:.*${rate.source}`));
    }
    for (const node of [first, second]) await node.iw('ibss', 'leave');
  }
});
