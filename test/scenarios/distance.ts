import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'the signal falls with the distance, and a station out of range loses its access point until it comes back',
  { debug: true },
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [supplicant] = supplicants;
    assert.ok(station && supplicant);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const { radios, medium } = wifi.vwifi;
    const stands = (x: number, y = 0) => radios.set(station.interface, { position: { x, y, z: 0 } });
    const reads = async (dbm: number) =>
      assert.match((await station.link()) ?? '', new RegExp(`signal: ${dbm} dBm`));

    await stands(10);
    await reads(-50); // The access point stands nowhere.
    await radios.set(ap.interface, { position: { x: 0, y: 0, z: 0 } });
    await reads(-80);
    await stands(6, 8);
    await reads(-80);
    await stands(0.5);
    await reads(-50);
    await medium.set({ pathLossExponent: 2 });
    await stands(100);
    await reads(-90);
    await radios.set(ap.interface, { txPowerDbm: 20 });
    await reads(-70);
    await wifi.vwifi.links.set({ receiver: station.interface, sender: ap.interface }, { signalDbm: -61 });
    await reads(-41);
    await wifi.vwifi.links.remove({ receiver: station.interface, sender: ap.interface });
    const { position } = await radios.get(station.interface);
    assert.deepEqual(position, { x: 100, y: 0, z: 0 });

    // Both directions count: the station's own 0 dBm arrive with -90 dBm at most.
    await medium.set({ sensitivityDbm: -80 });
    await station.pingsInVain(ap);
    await medium.set({ sensitivityDbm: -90 });
    await station.pings(ap);
    await stands(10_000);
    await supplicant.control.events.next(/CTRL-EVENT-DISCONNECTED .*reason=4/);
    await stands(1);
    await supplicant.control.events.next(/CTRL-EVENT-CONNECTED/);
    await station.pings(ap);
  },
);
