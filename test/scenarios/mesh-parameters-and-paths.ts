import assert from 'node:assert/strict';
import { joinMesh, nextHops, peered } from '../lib/mesh.js';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** On mac80211_hwsim (--driver) all of it but the last ping: who comes back begins to number anew there, and is not believed for a while. */
export default scenario(
  'a mesh as iw sees it: parameters are told and set, paths made and removed by hand, members leave and come back',
  { debug: true },
  async (context) => {
    const [one, other] = await nodes(context, 2);
    assert.ok(one && other);
    for (const member of [one, other]) await joinMesh(member, 'two', 'beacon-interval', '100');
    await peered(context, one, [other]);
    await peered(context, other, [one]);
    await one.pings(other);
    assert.equal((await nextHops(one))[other.mac], other.mac);

    assert.match(await one.iw('mesh_param', 'dump'), /mesh_ttl = 31/);
    await one.iw('set', 'mesh_param', 'mesh_ttl', '7');
    assert.match(await one.iw('get', 'mesh_param', 'mesh_ttl'), /^7\b/);

    await one.iw('mpath', 'del', other.mac);
    assert.deepEqual(await nextHops(one), {});
    await one.iw('mpath', 'new', other.mac, 'next_hop', other.mac);
    assert.equal((await nextHops(one))[other.mac], other.mac);
    const { status } = await one.attempt(['iw', 'dev', one.interface, 'mpath', 'get', '02:00:00:00:00:99']);
    assert.notEqual(status, 0, 'of nobody there is no path');
    await one.pings(other);

    await one.iw('set', 'mesh_param', 'mesh_plink_timeout', '30');
    assert.match(await one.iw('mesh_param', 'dump'), /mesh_plink_timeout = 30/);
    // Who leaves says goodbye, and may come back.
    await other.run(['ip', 'link', 'set', other.interface, 'down']);
    await peered(context, one, []);
    await other.run(['ip', 'link', 'set', other.interface, 'up']);
    await other.iw('mesh', 'join', 'two', 'freq', '2437', 'HT20', 'beacon-interval', '100');
    await peered(context, one, [other]);
    await one.pings(other);
  },
);
