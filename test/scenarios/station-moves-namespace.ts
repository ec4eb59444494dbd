import assert from 'node:assert/strict';
import { connected, network, supplicant, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a radio moves to another namespace in the middle of a connection, and connects from there',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    await station.pings(ap);
    await context.run(['ip', 'netns', 'add', 'elsewhere']);
    context.onEnd(
      'delete elsewhere',
      async () => void (await context.attempt(['ip', 'netns', 'del', 'elsewhere'])),
    );
    await station.run(['iw', 'phy', 'vw_phy1', 'set', 'netns', 'name', 'elsewhere']);
    assert.doesNotMatch(await station.run(['iw', 'dev']), /vw1/);
    assert.match(await context.run(['iw', 'dev'], { netns: 'elsewhere' }), /Interface vw1/);
    await context.eventually('the access point has noticed', async () => {
      return !(await ap.reaches(station));
    });
    await daemon.program.stop('SIGKILL');
    await context.run(['iw', 'phy', 'vw_phy1', 'set', 'netns', 'name', station.netns], {
      netns: 'elsewhere',
    });
    await station.run('ip addr replace 10.0.0.2/24 dev vw1; ip link set vw1 up');
    await connected(context, await supplicant(context, station, WPA2_NETWORK));
    await station.pings(ap);
  },
);
