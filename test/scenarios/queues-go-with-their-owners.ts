/** Queues of a busy air, full: interfaces go down, stations leave, radios and the module go, and nothing stays behind. */
import assert from 'node:assert/strict';
import { honestAir, hush } from '../lib/air.js';
import { connected, hostapd, type Node, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Sends more than the air takes until it is stopped. */
const flood = (from: Node, to: Node) =>
  from.start(`flood-${from.interface}`, [
    ...['sh', '-c', `while :; do ping -q -f -c 2000 -W 1 -s 1400 -l 200 ${to.address}; sleep 0.05; done`],
  ]);

export default scenario(
  'with full queues the medium changes, interfaces go down, stations and radios go and the module is unloaded, and the kernel stays silent',
  { debug: true },
  async (context) => {
    const [ap, one, other, third] = await nodes(context, 4);
    assert.ok(ap && one && other && third);
    const wifi = await honestAir(context);
    const { control } = await hostapd(context, ap, { ...WPA2, wmm_enabled: 1, ieee80211n: 1 });
    const stations = [one, other, third];
    for (const station of stations)
      await connected(context, await supplicant(context, station, WPA2_NETWORK));
    await hush([ap, ...stations]);
    const floods = await Promise.all(stations.flatMap((station) => [flood(station, ap), flood(ap, station)]));
    await context.run('sleep 0.3');

    // The medium becomes another one and back, while everybody sends.
    for (const model of ['ideal', 'dcf', 'ideal', 'dcf'] as const) {
      await wifi.vwifi.medium.set({ model });
      await context.run('sleep 0.05');
    }
    await one.run(`ip link set ${one.interface} down`);
    await context.run('sleep 0.05');
    await one.run(`ip link set ${one.interface} up`);
    await control.ok(`DEAUTHENTICATE ${other.mac}`);
    await context.run('sleep 0.1');
    await wifi.vwifi.radios.remove(third.interface);
    await context.run('sleep 0.1');
    await context.eventually('the first station is back', async () => one.reaches(ap), 60_000);
    await Promise.all(floods.map((each) => each.stop('SIGKILL')));
    await context.attempt('pkill -x ping');
    // The module goes with what is still queued.
    const last = await flood(ap, one);
    await context.run('sleep 0.1');
    wifi.close();
    await context.run('rmmod vwifi', { timeoutMs: 60_000 });
    await last.stop('SIGKILL');
  },
);
