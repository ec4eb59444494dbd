import assert from 'node:assert/strict';
import { honestAir } from '../lib/air.js';
import { iwEvents } from '../lib/iw-events.js';
import { connected, network, OPEN, OPEN_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Below the noise: no acknowledgement comes. */
const UNHEARD_DBM = -120;

export default scenario(
  'hostapd drops a station that acknowledges nothing any more (disassoc_low_ack), and none that has begun again meanwhile',
  { debug: true },
  async (context) => {
    const conf = { ...OPEN, disassoc_low_ack: 1 };
    const { ap, stations, supplicants, hostapd } = await network(context, 1, conf, OPEN_NETWORK);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const wifi = await honestAir(context);
    const events = await iwEvents(context, ap);
    const answers = { receiver: ap.interface, sender: station.interface };
    const silent = () => wifi.vwifi.links.set(answers, { signalDbm: UNHEARD_DBM });
    const loses = (frames: number) =>
      ap.attempt(['ping', '-q', '-c', `${frames}`, '-i', '0.03', '-W', '1', station.address]);
    const left = new RegExp(`AP-STA-DISCONNECTED ${station.mac}`);
    const told = new RegExp(`peer ${station.mac} didn't ACK [56]\\d packets`);
    const joined = new RegExp(`AP-STA-CONNECTED ${station.mac}`);
    await ap.pings(station);

    // Forty, twice, with an answer between: no row is long enough.
    for (let time = 0; time < 2; time++) {
      await silent();
      await loses(40);
      await wifi.vwifi.links.remove(answers);
      await ap.pings(station);
    }
    assert.doesNotMatch(events.output.toString(), /didn't ACK/);

    // What it is sent arrives, its acknowledgements do not.
    await silent();
    const kicked = hostapd.control.events.next(left);
    await loses(70);
    await kicked;
    await events.output.next(told);
    const back = hostapd.control.events.next(joined);
    await wifi.vwifi.links.remove(answers);
    await back;
    await connected(context, daemon);
    await ap.pings(station);

    // The ideal medium: a station that hears nothing any more, and is gone without a word.
    await wifi.vwifi.medium.set({ model: 'ideal' });
    await wifi.vwifi.links.set({ receiver: station.interface, sender: ap.interface }, { loss: 1 });
    const gone = hostapd.control.events.next(left);
    await loses(70);
    await gone;
    await events.output.next(told);
  },
);
