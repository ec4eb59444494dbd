import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an access point asks a station to go to another one, and it goes (BSS transition management)',
  {},
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    const conf = { ...WPA2, bss_transition: 1 };
    const access = await hostapd(context, first, { ...conf, channel: 1 });
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    await hostapd(context, second, { ...conf, channel: 11 });

    const neighbour = `neighbor=${second.mac},0x0000,81,11,7,0301ff`;
    await access.control.ok(`BSS_TM_REQ ${station.mac} pref=1 abridged=1 valid_int=255 ${neighbour}`);
    await access.control.events.next(
      new RegExp(`BSS-TM-RESP ${station.mac} status_code=0.*target_bssid=${second.mac}`),
    );
    await context.eventually(`the station is with ${second.mac}`, async () => {
      const status = await daemon.control.status();
      return status.bssid === second.mac && status.wpa_state === 'COMPLETED';
    });
    await station.pings(second);
  },
);
