import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { nodes } from '../lib/network.js';
import { Peer } from '../lib/p2p.js';
import { scenario } from '../lib/scenario.js';

const SERVICE = 'uuid:6859dede-8574-59ab-9332-123456789012::upnp:rootdevice';
/** Ask for everything: a list of one service TLV, for all protocols. */
const ALL_SERVICES = '02000001';
/** A Wi-Fi Display source, 554, 50 Mbit/s. */
const DISPLAY = '0006001002220032';

export default scenario(
  'P2P devices ask for services and tell them, and what they say of themselves arrives as it is, at no rate of 802.11b',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    const one = await Peer.start(context, first);
    const other = await Peer.start(context, second);
    await other.control.ok(`P2P_SERVICE_ADD upnp 10 ${SERVICE}`);
    await other.control.ok('SET wifi_display 1');
    await other.control.ok(`WFD_SUBELEM_SET 0 ${DISPLAY}`);
    const air = await Capture.ofTheAir(context);

    await other.control.ok('P2P_LISTEN');
    const query = await one.control.request(`P2P_SERV_DISC_REQ ${other.address} ${ALL_SERVICES}`);
    assert.match(query, /^[0-9a-f]+$/);
    await one.control.ok('P2P_FIND');
    const [, display] = await one.event(
      new RegExp(`P2P-DEVICE-FOUND ${other.address} .*wfd_dev_info=0x([0-9a-f]+)`),
    );
    assert.equal(display, DISPLAY.slice(4));
    const [, said = ''] = await one.control.events.next(
      new RegExp(`P2P-SERV-DISC-RESP ${other.address} \\S+ ([0-9a-f]+)`),
    );
    assert.ok(said.includes(Buffer.from(SERVICE).toString('hex')), said);

    // A group's own elements are in its beacons, as its owner made them.
    await one.control.ok('P2P_STOP_FIND');
    await one.control.ok('P2P_GROUP_ADD freq=2437');
    const group = await one.group();
    await second.iw('scan', 'freq', '2437', 'flush');
    assert.match(await second.iw('scan', 'dump'), new RegExp(`SSID: ${group.ssid}\n`));
    await air.stop();

    const owner = (await first.run(`cat /sys/class/net/${group.interface}/address`)).trim();
    const fields = ['radiotap.datarate', 'wlan.fc.type_subtype', 'wlan.ta', 'wlan.supported_rates'];
    const from = [one.address, other.address, owner].map((address) => `wlan.ta == ${address}`);
    const frames = await air.frames(`wlan.fc.type == 0 && (${from.join(' || ')})`, fields);
    const kinds = new Set(frames.map(([, kind]) => Number(kind)));
    for (const kind of [4, 5, 8, 13]) assert.ok(kinds.has(kind), `frames of subtype ${kind}`);
    for (const [rate, kind, ta] of frames) assert.equal(Number(rate), 6, `${kind} of ${ta}`);
    // Nor do they claim one, of which the lowest four are 802.11b's.
    for (const [, , ta, rates = ''] of frames.filter(([, kind]) => Number(kind) === 4))
      assert.ok(!/\b(1|2|5\.5|11)\(B\)|\b0x(82|84|8b|96)\b/.test(rates) && rates, `${ta}: ${rates}`);
    // Who does not do P2P goes on as always.
    const others = await air.frames(`wlan.fc.type_subtype == 4 && wlan.ta == ${second.mac}`, fields);
    assert.ok(others.some(([rate]) => Number(rate) === 1));
  },
);
