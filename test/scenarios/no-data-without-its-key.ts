import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'data to a peer whose key was deleted is dropped and counted, not sent in the clear; the next handshake brings it back',
  { debug: true },
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
    await station.pings(ap);
    const at = { ap: await openClient(context, ap.netns), station: await openClient(context, station.netns) };
    const capture = await Capture.ofTheAir(context);
    const dropped = async (node: typeof ap) =>
      Number((await node.run(['ethtool', '-S', node.interface])).match(/drop_no_key: (\d+)/)?.[1]);

    await at.ap.dev(ap.interface).keys.remove(0, station.mac);
    const before = await dropped(ap);
    await ap.pingsInVain(station);
    assert.ok((await dropped(ap)) > before, 'what the access point did not send is counted');
    // What the station still encrypts opens nowhere; then it has no key either.
    await station.pingsInVain(ap);
    await at.station.dev(station.interface).keys.remove(0, ap.mac);
    const then = await dropped(station);
    await station.pingsInVain(ap);
    assert.ok((await dropped(station)) > then, 'and what the station did not');

    assert.equal(await daemon.control.request('REASSOCIATE'), 'OK\n');
    await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
    await station.pings(ap);
    await capture.stop();
    const data = await capture.frames('wlan.fc.type == 2 && wlan.fc.subtype != 4', [
      'wlan.fc.protected',
      'llc.type',
    ]);
    assert.ok(data.length > 16, `${data.length} data frames`);
    for (const [isProtected, type] of data)
      if (!/^(1|True)$/.test(isProtected ?? ''))
        assert.equal(Number(type), 0x888e, 'in the clear: a handshake alone');
  },
);
