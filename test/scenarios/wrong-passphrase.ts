import assert from 'node:assert/strict';
import { hostapd, nodes, stationsOf, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station with a wrong passphrase gets no data through and is not authorised',
  { core: true, nightly: 'stock' },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const { control } = await hostapd(context, ap, WPA2);
    const { control: wrong } = await supplicant(context, station, {
      ...WPA2_NETWORK,
      psk: '"wrong-passphrase"',
    });
    await wrong.events.next(
      /pre-shared key may be incorrect|CTRL-EVENT-SSID-TEMP-DISABLED.*reason=WRONG_KEY/,
    );
    await control.events.next(new RegExp(`AP-STA-POSSIBLE-PSK-MISMATCH ${station.mac}`));
    await station.pingsInVain(ap);
    await ap.pingsInVain(station);
    for (const { rows } of stationsOf(await ap.iw('station', 'dump'))) assert.equal(rows.authorized, 'no');
  },
);
