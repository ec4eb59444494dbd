import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** 32 octets, the most there are: zeroes, quotes, a percent sign, and no UTF-8. */
const NAME = Buffer.from(`\0"%s\\\n${'\xff'.repeat(25)}\0`, 'latin1');
/** It differs in the last octet alone, behind a zero. */
const NEARLY = Buffer.concat([NAME.subarray(0, 31), Buffer.from('!')]);
const NOT_FOUND_LIMIT_MS = 60_000;

export default scenario(
  'a network may have any 32 octets for its name, and each of them counts',
  {},
  async (context) => {
    const [ap, nearly, station] = await nodes(context, 3);
    assert.ok(ap && nearly && station);
    assert.equal(NAME.length, 32);
    const { hw_mode } = OPEN;
    assert.ok(hw_mode);
    await hostapd(context, ap, { hw_mode, channel: 6, ssid2: NAME.toString('hex') });
    const other = await hostapd(context, nearly, { hw_mode, channel: 6, ssid2: NEARLY.toString('hex') });
    const daemon = await supplicant(context, station, { ...OPEN_NETWORK, ssid: NEARLY.toString('hex') });
    await connected(context, daemon);
    assert.equal((await daemon.control.status()).bssid, nearly.mac);
    await other.program.stop();
    await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    // It may try the one that has gone first, and is told to leave it alone for 20 s then.
    await daemon.control.events.next(/CTRL-EVENT-NETWORK-NOT-FOUND/, NOT_FOUND_LIMIT_MS);
    await daemon.control.ok(`SET_NETWORK 0 ssid ${NAME.toString('hex')}`);
    await connected(context, daemon, 60_000);
    assert.equal((await daemon.control.status()).bssid, ap.mac);
    await station.pings(ap);
  },
);
