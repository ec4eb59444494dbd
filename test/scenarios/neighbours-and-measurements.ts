import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const NEIGHBOUR = '00:76:77:39:00:00';

/** Where the rules of no country forbid to begin a transmission, by the regulatory database; operating class and channel. */
const QUIET = [
  { listed: /\* 5180(\.0)? MHz \[36\] .*no IR/, at: '7324' },
  { listed: /\* 5955(\.0)? MHz \[1\] .*no IR/, at: '8301' },
];

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

    // Where nobody may transmit unasked, an active measurement is a passive one, and is answered.
    const before = await Capture.ofTheAir(context);
    const channels = await station.run('iw phy');
    assert.match(channels, /\* 2484(\.0)? MHz \[14\] .*(no IR|disabled)/);
    const place = QUIET.find(({ listed }) => listed.test(channels));
    assert.ok(place, 'there is a channel where nobody may transmit unasked');
    const passive = await access.control.request(
      `REQ_BEACON ${station.mac} ${place.at}0000640001ffffffffffff`,
    );
    await access.control.events.next(new RegExp(`BEACON-RESP-RX ${station.mac} ${passive.trim()} 0[0-9]`));
    await before.stop();
    assert.equal(await before.count(`wlan.fc.type_subtype == 4 && wlan.ta == ${station.mac}`), 0, 'no probe');
  },
);
