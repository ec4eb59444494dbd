import assert from 'node:assert/strict';
import { connected, type Daemon, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** sae_pwe: 0 finds the password element by hunting and pecking, 1 by hashing to an element, 2 by either. */
const PAIRS = [
  { point: 0, station: 0, h2e: false },
  { point: 2, station: 0, h2e: false },
  { point: 1, station: 1, h2e: true },
  { point: 2, station: 2, h2e: true },
] as const;

export default scenario(
  'SAE works by hunting and pecking and by hashing to an element, and does not where the two do not meet',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const start = async (point: number, own: number): Promise<[Daemon, Daemon]> => {
      const sae = { wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1, sae_pwe: point };
      const network = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2' };
      const access = await hostapd(context, ap, { ...WPA2, ...sae });
      return [access, await supplicant(context, station, network, { sae_pwe: String(own) })];
    };
    const stop = async (daemons: readonly Daemon[]) => {
      for (const { program } of daemons) await program.stop();
    };
    for (const { point, station: own, h2e } of PAIRS) {
      const daemons = await start(point, own);
      await connected(context, daemons[1]);
      const status = await daemons[1].control.status();
      assert.equal(status.key_mgmt, 'SAE');
      assert.equal(status.sae_h2e, h2e ? '1' : '0', `access point ${point}, station ${own}`);
      assert.equal(status.pmf, '2');
      await station.pings(ap);
      await stop(daemons.reverse());
    }
    const apart = await start(1, 0);
    await apart[1].control.events.next(/CTRL-EVENT-NETWORK-NOT-FOUND/);
    assert.equal(await station.link(), undefined);
  },
);
