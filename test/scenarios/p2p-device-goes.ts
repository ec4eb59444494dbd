import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { loadDriver, unloadDriver } from '../lib/driver.js';
import { nodes } from '../lib/network.js';
import { findEachOther, Peer } from '../lib/p2p.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a P2P device goes at any moment: while it looks for others, while a group is forming, with its radio, its namespace, the driver',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);

    // By itself, looking for others; and it is started and stopped as often as anybody likes.
    const wifi = await openClient(context, first.netns);
    for (let round = 0; round < 2; round++) {
      const made = await wifi.phy('vw_phy0').create({ name: 'p2p0', type: 'p2p-device' });
      assert.equal(made.type, 'p2p-device');
      assert.equal(made.index, undefined);
      const wdev = BigInt(made.wdev);
      await wifi.commands.startP2pDevice({ wdev });
      await wifi.commands.remainOnChannel({ wdev, wiphyFreq: 2437, duration: 5000 });
      await wifi.commands.triggerScan({ wdev, scanSsids: ['DIRECT-'] });
      // In the second round it goes while it runs.
      if (round === 0) await wifi.commands.stopP2pDevice({ wdev });
      await wifi.commands.delInterface({ wdev });
      assert.doesNotMatch(await first.run('iw dev'), /P2P/);
    }

    // Killed while a group forms: the kernel takes away what its socket owned, and the next one begins anew.
    const one = await Peer.start(context, first);
    const other = await Peer.start(context, second);
    await findEachOther(one, other);
    await one.control.ok(`P2P_CONNECT ${other.address} pbc go_intent=15`);
    await other.event(/P2P-GO-NEG-REQUEST/);
    await other.control.ok(`P2P_CONNECT ${one.address} pbc go_intent=0`);
    await other.event(/P2P-GO-NEG-SUCCESS/);
    await one.daemon.program.stop('SIGKILL');
    await other.event(/P2P-GROUP-FORMATION-FAILURE/);

    // It moves with its radio, running, and comes back when the namespace is deleted.
    const { wdev } = await wifi.phy('vw_phy0').create({ name: 'p2p0', type: 'p2p-device' });
    await wifi.commands.startP2pDevice({ wdev: BigInt(wdev) });
    await wifi.commands.remainOnChannel({ wdev: BigInt(wdev), wiphyFreq: 2437, duration: 5000 });
    await context.run(['ip', 'netns', 'add', 'elsewhere']);
    context.onEnd('delete elsewhere', async () => void (await context.attempt('ip netns del elsewhere')));
    await first.run('iw phy vw_phy0 set netns name elsewhere');
    assert.match(await context.run('ip netns exec elsewhere iw dev'), /type P2P-device/);
    await context.run(['ip', 'netns', 'del', 'elsewhere']);
    await context.eventually('the radio is back', async () =>
      /type P2P-device/.test(await context.run('iw dev')),
    );

    // The driver goes while the other one listens, and comes back as if nothing had been.
    await other.control.ok('P2P_LISTEN');
    await unloadDriver(context);
    await loadDriver(context, { station: 1 });
    assert.doesNotMatch(await context.run('iw dev'), /P2P/);
  },
);
