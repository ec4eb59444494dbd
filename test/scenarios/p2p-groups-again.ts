import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { nodes } from '../lib/network.js';
import { findEachOther, Peer, together } from '../lib/p2p.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a persistent P2P group begins again when one of its members invites the other, without button or PIN, in the honest medium too',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    const one = await Peer.start(context, first);
    const other = await Peer.start(context, second);
    await findEachOther(one, other);
    await one.control.ok(`P2P_CONNECT ${other.address} pbc persistent go_intent=15`);
    await other.event(/P2P-GO-NEG-REQUEST/);
    await other.control.ok(`P2P_CONNECT ${one.address} pbc persistent go_intent=0`);
    const [mine, theirs] = await together(one, other);
    assert.ok(mine.persistent && theirs.persistent);
    await one.leaves(mine);
    await other.isLeft(theirs);

    const wifi = await openClient(context);
    // By the owner, and by the client: each knows the group by a number of its own.
    for (const [who, whom, model] of [
      [one, other, 'ideal'],
      [other, one, 'dcf'],
    ] as const) {
      await wifi.vwifi.medium.set({ model });
      const [, id] =
        (await who.control.request('LIST_NETWORKS')).match(/^(\d+)\t.*\[P2P-PERSISTENT\]/m) ?? [];
      assert.ok(id);
      await findEachOther(one, other);
      await who.control.ok(`P2P_INVITE persistent=${id} peer=${whom.address}`);
      await who.event(/P2P-INVITATION-RESULT status=0/);
      const [again, there] = await together(one, other);
      assert.deepEqual([again.ssid, again.role], [mine.ssid, 'GO']);
      await one.leaves(again);
      await other.isLeft(there);
    }
  },
);
