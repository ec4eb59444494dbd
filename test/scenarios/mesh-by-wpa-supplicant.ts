import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { inALine, linePeered, nextHops, peered } from '../lib/mesh.js';
import { type NetworkBlock, nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const MESH: NetworkBlock = { ssid: '"secret line"', mode: '5', frequency: '2437', key_mgmt: 'NONE' };
const SECURE: NetworkBlock = { ...MESH, key_mgmt: 'SAE', psk: '"an old passphrase"', ieee80211w: '2' };

export default scenario(
  'wpa_supplicant makes a mesh of five in a line, open and with SAE: the ends reach each other, and who has another passphrase nobody',
  { debug: true, limitMs: 180_000, nightly: 'debug' },
  async (context) => {
    const [outsider, ...members] = await nodes(context, 6);
    const [first, second, , , last] = members;
    assert.ok(outsider && first && second && last);
    await inALine(await openClient(context), members);
    for (const block of [MESH, SECURE]) {
      const daemons = [];
      for (const member of members)
        daemons.push(await supplicant(context, member, block, { sae_groups: '19' }));
      await linePeered(context, members);
      await first.pings(last);
      assert.equal((await nextHops(first))[last.mac], second.mac);
      const dump = await first.iw('station', 'dump');
      assert.match(dump, /authorized:\s+yes/);
      if (block === SECURE) {
        const stranger = { ...SECURE, psk: '"another passphrase"' };
        daemons.push(await supplicant(context, outsider, stranger, { sae_groups: '19' }));
        await context.machine.clock.sleep(5000);
        await peered(context, outsider, []);
        await outsider.pingsInVain(first);
        await first.pings(last);
      }
      for (const { program } of daemons) await program.stop('SIGTERM');
    }
  },
);
