import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const WPS = {
  ...{ wps_state: 2, eap_server: 1, ap_setup_locked: 1, config_methods: 'push_button' },
  ...{ device_name: 'point', manufacturer: 'vwifi', model_name: 'virtual', model_number: 1 },
  ...{ serial_number: 1, device_type: '6-0050F204-1' },
};

export default scenario(
  'a station that knows nothing gets in when a button is pushed on both sides (WPS)',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const access = await hostapd(context, ap, { ...WPA2, ...WPS });
    const daemon = await supplicant(context, station, undefined, { config_methods: 'push_button' });
    await access.control.ok('WPS_PBC');
    await daemon.control.ok('WPS_PBC');
    await access.control.events.next(new RegExp(`WPS-REG-SUCCESS ${station.mac}`));
    await daemon.control.events.next(/WPS-CRED-RECEIVED/);
    await connected(context, daemon);
    const status = await daemon.control.status();
    assert.equal(status.ssid, 'test');
    assert.equal(status.key_mgmt, 'WPA2-PSK');
    await station.pings(ap);
  },
);
