import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { carries, Peer } from '../lib/p2p.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a radio owns two P2P groups on two channels and is a station on a third; others are invited, join, and find the group as a network',
  { debug: true },
  async (context) => {
    const [ap, first, second, third] = await nodes(context, 4);
    assert.ok(ap && first && second && third);
    await hostapd(context, ap, WPA2);
    const one = await Peer.start(context, first);
    await one.connectsTo(context, WPA2_NETWORK);
    const other = await Peer.start(context, second);

    await one.control.ok('P2P_GROUP_ADD freq=2412');
    const group = await one.group();
    await one.control.ok('P2P_GROUP_ADD freq=2462');
    const another = await one.group();
    assert.deepEqual([group.frequency, another.frequency], [2412, 2462]);
    assert.notEqual(group.interface, another.interface);

    // What an owner does not do to save power is not claimed, and refused.
    const wifi = await openClient(context, first.netns);
    await assert.rejects(
      wifi.commands.setBss({ dev: group.interface, p2pCtwindow: 10 }),
      /setBss .*E(INVAL|OPNOTSUPP)/,
    );

    // Who is invited to a group that it does not know may join it.
    await other.control.ok('P2P_LISTEN');
    await one.control.ok('P2P_FIND');
    await one.finds(other);
    await one.control.ok(`P2P_INVITE group=${another.interface} peer=${other.address}`);
    await other.event(/P2P-INVITATION-RECEIVED .*unknown-network/);
    const owner = await one.ofGroup(context, another);
    await owner.ok('WPS_PBC');
    await other.control.ok(`P2P_CONNECT ${one.address} pbc join freq=2462`);
    const joined = await other.group();
    assert.deepEqual([joined.role, joined.ssid], ['client', another.ssid]);
    await carries(one, another, other, joined);
    assert.match(await first.run(`iw dev ${another.interface} station dump`), /authorized:\tyes/);

    // Who comes by itself asks the owner's P2P device, which listens nowhere but where its radio is.
    await other.leaves(joined);
    await one.control.ok('P2P_STOP_FIND');
    await owner.request('WPS_PIN any 12345670');
    await other.control.ok(`P2P_CONNECT ${one.address} 12345670 join`);
    const again = await other.group();
    assert.equal(again.ssid, another.ssid);
    await carries(one, another, other, again);

    // For one without P2P the other group is a network like any other.
    const members = await one.ofGroup(context, group);
    const passphrase = (await members.request('P2P_GET_PASSPHRASE')).trim();
    const station = await supplicant(
      context,
      third,
      { ssid: `"${group.ssid}"`, psk: `"${passphrase}"` },
      { p2p_disabled: '1' },
    );
    await connected(context, station);
    await first.run(`ip address add 10.2.0.1/24 dev ${group.interface}`);
    await third.run(`ip address add 10.2.0.2/24 dev ${third.interface}`);
    await third.pings('10.2.0.1', '-I', third.interface);
    await first.pings(ap, '-I', first.interface);

    await one.leaves(group);
    await carries(one, another, other, again);
    await one.leaves(another);
    await other.isLeft(again);
  },
);
