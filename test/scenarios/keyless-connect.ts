import assert from 'node:assert/strict';
import { connected, hostapd, nodes, stationsOf, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station without a key gets no data through a protected network',
  { core: true },
  async (context) => {
    const [ap, keyless, member] = await nodes(context, 3);
    assert.ok(ap && keyless && member);
    await hostapd(context, ap, WPA2);
    await connected(context, await supplicant(context, member, WPA2_NETWORK));

    assert.equal(await keyless.connects('test'), false, 'the access point refuses it');
    for (const other of [ap, member]) {
      await keyless.pingsInVain(other);
      await other.pingsInVain(keyless);
    }
    const dump = stationsOf(await ap.iw('station', 'dump'));
    assert.equal(dump.find(({ mac }) => mac === member.mac)?.rows.authorized, 'yes');
    assert.notEqual(dump.find(({ mac }) => mac === keyless.mac)?.rows.authorized, 'yes');
    await member.pings(ap);
  },
);
