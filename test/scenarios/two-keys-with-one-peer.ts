import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'extended key ids: a new pairwise key is received with before anybody sends with it, and no ping is lost',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const { program } = await hostapd(context, ap, { ...WPA2, extended_key_id: 1, wpa_ptk_rekey: 3 });
    const daemon = await supplicant(context, station, WPA2_NETWORK, { extended_key_id: '1' });
    await connected(context, daemon);
    assert.match(await ap.run(['iw', 'phy', 'vw_phy0', 'info']), /EXT_KEY_ID/);
    const lasting = await station.start('ping', ['ping', '-c', '60', '-i', '0.2', '-W', '2', ap.address]);
    // They take turns; "modify" is when the one that is there already becomes the one to send with.
    for (const id of [0, 1]) await program.output.next(new RegExp(`key_idx=${id} .* key_flag=0x2d`));
    await lasting.status(60_000);
    assert.match(lasting.output.toString(), /60 received, 0% packet loss/);
  },
);
