import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const NEIGHBOUR = '00:76:77:39:00:00';

export default scenario(
  'a station asks for the neighbours of its access point, which asks it for what it hears (radio measurement)',
  {},
  async (context) => {
    const conf = { ...WPA2, rrm_neighbor_report: 1, rrm_beacon_report: 1 };
    const { ap, stations, hostapd: access, supplicants } = await network(context, 1, conf);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const bytes = `${NEIGHBOUR.replaceAll(':', '')}000000005101070301ff`;
    await access.control.ok(`SET_NEIGHBOR ${NEIGHBOUR} ssid="test" nr=${bytes}`);
    await daemon.control.ok('NEIGHBOR_REP_REQUEST');
    await daemon.control.events.next(
      new RegExp(`RRM-NEIGHBOR-REP-RECEIVED bssid=${NEIGHBOUR} .*op_class=81 chan=1`),
    );

    // Operating class 81, channel 6, active, 100 TU, any BSSID (802.11-2020, 9.4.2.20.7).
    const answer = await access.control.request(`REQ_BEACON ${station.mac} 51060000640001ffffffffffff`);
    const [, report] = await access.control.events.next(
      new RegExp(`BEACON-RESP-RX ${station.mac} ${answer.trim()} 00 ([0-9a-f]+)`),
    );
    assert.match(report ?? '', new RegExp(ap.mac.replaceAll(':', '')));
  },
);
