import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openClient } from '../lib/client.js';
import { inALine, joinMesh, linePeered } from '../lib/mesh.js';
import { nodes, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const NOISE = fileURLToPath(new URL('../../programs/mesh-noise.py', import.meta.url));
const SEEDS = [1, 2, 3];
const FRAMES = 3000;
/** The tables of a member are bounded: peers as its mesh_param says, paths by the driver. */
const PEERS_MAX = 99;
const PATHS_MAX = 1024;

export default scenario(
  'members of an open mesh stand thousands of nearly right frames of strangers and in the name of each other, bounded, and start afresh',
  { debug: true, limitMs: 120_000, programs: ['python3'] },
  async (context) => {
    const [stranger, first, second, third] = await nodes(context, 4);
    assert.ok(stranger && first && second && third);
    const members = [first, second, third];
    await inALine(await openClient(context), members);
    for (const member of members) await joinMesh(member, 'line');
    await linePeered(context, members);
    const { interface: name } = stranger;
    await stranger.run(
      `ip link set ${name} down && iw dev ${name} set type monitor && ip link set ${name} up`,
    );
    await stranger.iw('set', 'channel', '6');

    for (const seed of SEEDS) {
      const said = await stranger.run([
        ...['env', 'PATH=/usr/bin:/bin', 'python3', NOISE, name, `${seed}`, `${FRAMES}`, 'line'],
        ...members.map(({ mac }) => mac),
      ]);
      const sent = Number(/^sent (\d+)/.exec(said)?.[1]);
      assert.ok(sent > FRAMES / 2, said);
      for (const member of members) {
        assert.ok(stationsOf(await member.iw('station', 'dump')).length <= PEERS_MAX);
        assert.ok((await member.iw('mpath', 'dump')).split('\n').length <= PATHS_MAX + 3);
        await member.iw('mpp', 'dump');
      }
    }

    // What an open mesh was told holds for as long as it lasts; one that begins anew has heard nothing.
    for (const member of members) await member.iw('mesh', 'leave');
    for (const member of members) await member.iw('mesh', 'join', 'line', 'freq', '2437', 'HT20');
    await linePeered(context, members);
    await first.pings(third);
  },
);
