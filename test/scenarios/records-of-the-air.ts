import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { RouteNetlink } from '@vwifi/nl80211/netlink';
import { type FrameRecord, frameRecord } from '@vwifi/testbed/records';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const ETH_P_802_2 = 4;

export default scenario(
  'a sparse tap hears how a station comes in and goes, and nothing that is routine',
  { debug: true },
  async (context) => {
    const { machine } = context;
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await using wifi = await VWifi.open({ socket: machine.openNetlink });
    const tap = await wifi.vwifi.taps.add('record%d', { owned: true, sparse: true });
    await using route = await RouteNetlink.open(machine.openNetlink);
    await route.setUp(tap.ifindex, true);
    const stop = new AbortController();
    context.onEnd('listen no more', async () => stop.abort());
    const frames: Omit<FrameRecord, 'id'>[] = [];
    await machine.watch(
      { packetsOf: tap.ifname, ethertype: ETH_P_802_2 },
      (us, data) => {
        const frame = data && frameRecord(data, us, (address) => (address === ap.mac ? 'ap' : undefined));
        if (frame) frames.push(frame);
      },
      stop.signal,
    );

    await hostapd(context, ap, WPA2);
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    await station.pings(ap);
    const before = (await machine.clock.now()) * 1000;
    await daemon.control.request('DISCONNECT');
    const kinds = () => frames.map(({ frame }) => frame);
    await context.eventually(
      'its farewell is heard',
      async () => kinds().includes('deauthentication') && frames.at(-1)?.from === station.mac,
    );

    const of = (kind: string, from: string) =>
      frames.filter((each) => each.frame === kind && each.from === from);
    for (const kind of ['authentication', 'association request'])
      assert.equal(of(kind, station.mac).length, 1, `${kind}: ${kinds().join(', ')}`);
    assert.equal(of('association response', ap.mac)[0]?.node, 'ap');
    // The handshake in the clear: two of each side. Pings, ARP and whatever else there was are no part of it.
    const data = frames.filter(({ frame }) => /data/.test(frame));
    assert.equal(data.length, 4, kinds().join(', '));
    for (const { octets } of data) assert.match(octets, /aaaa03000000888e/);
    for (const kind of kinds()) assert.doesNotMatch(kind, /beacon|null|acknowledgement/);

    const last = frames.at(-1);
    assert.ok(last && last.us >= before - 1, `it tells the machine's own time: ${last?.us}, after ${before}`);
    assert.equal(last.acknowledged, true);
  },
);
