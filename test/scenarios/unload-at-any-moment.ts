import { unloadDriver } from '../lib/driver.js';
import { hostapd, nodes, OPEN, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const DELAYS = [0, 0.02, 0.05, 0.1, 0.2, 0.5];
/** On an emulated processor, and with all checks, everything takes longer: fewer moments, further apart. */
const SLOW_DELAYS = [0, 0.2, 1];

export default scenario(
  'the driver can be removed in the middle of anything',
  { core: true, limitMs: 120_000 },
  async (context) => {
    const { backend, kernel } = context.machine;
    const delays = backend === 'qemu' || kernel.endsWith('-debug') ? SLOW_DELAYS : DELAYS;
    for (const delay of delays) {
      const [ap, station] = await nodes(context, 2);
      if (!ap || !station) throw new Error('two radios');
      // A scan in flight, a connection being made, and nothing told to stop.
      await hostapd(context, ap, OPEN);
      await station.run('iw dev vw1 scan trigger; iw dev vw1 connect test || true');
      await context.run(`sleep ${delay}; rmmod ${context.driver}`);
      await context.end();
    }
    for (const delay of delays) {
      const [ap, station] = await nodes(context, 2);
      if (!ap || !station) throw new Error('two radios');
      // The handshake of a protected network, with both daemons alive when the ground goes.
      await hostapd(context, ap, WPA2);
      await supplicant(context, station, WPA2_NETWORK);
      await context.run(`sleep ${delay}; rmmod ${context.driver}`);
      await context.end();
    }
    await unloadDriver(context);
  },
);
