import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openClient } from '../lib/client.js';
import { connected, hostapd, network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const STRANGER = fileURLToPath(new URL('../../programs/stranger.py', import.meta.url));
const ROUNDS = 3;
/** Scans come in longer and longer intervals. */
const RETURN_LIMIT_MS = 60_000;

/** Like `access-point-restart`; whatever the access point tells is told to another kernel as well. */
export default scenario(
  'hostapd stops and starts again while its radio is also on a wire, which comes and goes meanwhile',
  { debug: true, programs: ['python3'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    await context.run('ip link add w0 type veth peer name w1 && ip link set w1 up && ip link set w0 up');
    context.onEnd('remove the wire', async () => void (await context.attempt('ip link del w0')));
    const { ap, stations, hostapd: first, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const { underlays } = (await openClient(context)).vwifi;
    await underlays.attach('w0');
    const listener = ['env', 'PATH=/usr/bin:/bin', 'python3', STRANGER, 'w1', '0', '9', 'stay'];
    const staying = await context.start('stranger', listener);
    await context.eventually('the other kernel is found', async () => (await underlays.remotes()).length > 0);

    let last = first;
    for (let round = 0; round < ROUNDS; round++) {
      await last.program.stop(round % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      // The wire goes while the access point is off, and comes back while it is on.
      if (round === 1) await underlays.detach('w0');
      last = await hostapd(context, ap, WPA2);
      if (round === 1) await underlays.attach('w0');
      await connected(context, daemon, RETURN_LIMIT_MS);
      await context.eventually('the station is let in', () => station.reaches(ap), RETURN_LIMIT_MS);
    }
    await staying.stop('SIGKILL');
    await last.program.stop();
    assert.deepEqual(
      (await underlays.list()).map(({ ifname }) => ifname),
      ['w0'],
    );
    // With a supplicant's scans between its own and its dump, iw asks for ever: the dump does not fit beside their events.
    await daemon.program.stop();
    assert.doesNotMatch(await station.iw('scan', 'flush'), /SSID: test/);
  },
);
