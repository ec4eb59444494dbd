import assert from 'node:assert/strict';
import { nodes } from '../lib/network.js';
import { findEachOther, Peer, together } from '../lib/p2p.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'two P2P devices find each other and form groups: by button, by PIN, and on the interface that they have already',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    const one = await Peer.start(context, first);
    const other = await Peer.start(context, second);
    assert.match(await first.run('iw dev'), /Unnamed\/non-netdev interface\n(.*\n)*?\t\ttype P2P-device/);

    await findEachOther(one, other);
    await one.control.ok(`P2P_CONNECT ${other.address} pbc go_intent=15 freq=2462`);
    await other.event(/P2P-GO-NEG-REQUEST/);
    await other.control.ok(`P2P_CONNECT ${one.address} pbc go_intent=0`);
    const [mine, theirs] = await together(one, other);
    assert.deepEqual([mine.role, mine.frequency], ['GO', 2462]);
    assert.match(await first.run(`iw dev ${mine.interface} info`), /type P2P-GO/);
    assert.match(await second.run(`iw dev ${theirs.interface} info`), /type P2P-client/);
    assert.match(await second.iw('info'), /type managed/, 'its own interface is what it was');
    await one.leaves(mine);
    await other.isLeft(theirs);

    // Now the other one is the owner, and a PIN is shown here and typed there.
    await findEachOther(one, other);
    const pin = (await one.control.request(`P2P_CONNECT ${other.address} pin display go_intent=0`)).trim();
    assert.match(pin, /^\d{8}$/);
    await other.event(/P2P-GO-NEG-REQUEST/);
    await other.control.ok(`P2P_CONNECT ${one.address} ${pin} keypad go_intent=15`);
    const [client, owner] = await together(one, other);
    assert.equal(client.role, 'client');
    await other.leaves(owner);
    await one.isLeft(client);
    for (const peer of [one, other]) await peer.daemon.program.stop();
    assert.doesNotMatch(await first.run('iw dev'), /P2P/, 'nothing of it is left behind');

    // Without an interface for the group the one of the radio changes its type.
    const alike = { groupInterface: false };
    const third = await Peer.start(context, first, alike);
    const fourth = await Peer.start(context, second, alike);
    await findEachOther(third, fourth);
    await third.control.ok(`P2P_CONNECT ${fourth.address} pbc go_intent=15`);
    await fourth.event(/P2P-GO-NEG-REQUEST/);
    await fourth.control.ok(`P2P_CONNECT ${third.address} pbc go_intent=0`);
    const [here] = await together(third, fourth);
    assert.equal(here.interface, first.interface);
    assert.match(await first.iw('info'), /type P2P-GO/);
    await third.leaves(here);
    await context.eventually('it is a station again', async () =>
      /type managed/.test(await first.iw('info')),
    );
  },
);
