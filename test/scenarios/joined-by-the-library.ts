import assert from 'node:assert/strict';
import { limited } from '@vwifi/nl80211/deadline';
import { ControlSocket, Hostapd, Supplicant } from '@vwifi/nl80211/supplicant';
import type { Context } from '../lib/context.js';
import { type Daemon, hostapd, type Node, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** The daemon's second client: the first one is the laboratory's. */
async function controlOf(context: Context, { control }: Daemon): Promise<ControlSocket> {
  const { path } = control;
  const { machine } = context;
  const socket = await ControlSocket.attach(path, () => machine.openDatagram(path), machine.clock);
  context.onEnd(`close a client of ${path}`, () => socket.close());
  return socket;
}

async function stationOf(context: Context, node: Node): Promise<Supplicant> {
  return new Supplicant(await controlOf(context, await supplicant(context, node, undefined)));
}

export default scenario(
  'the library joins protected networks by a running supplicant, says why it cannot, and leaves its networks as they were',
  {},
  async (context) => {
    const [ap, other, one, two] = await nodes(context, 4);
    assert.ok(ap && other && one && two);
    const point = new Hostapd(await controlOf(context, await hostapd(context, ap, WPA2)));
    await hostapd(context, other, {
      ...WPA2,
      ...{ ssid: 'newer', channel: 1, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_password: 'a "longer" word' },
    });
    const [station, second] = await Promise.all([stationOf(context, one), stationOf(context, two)]);

    const heard = await station.scan();
    assert.deepEqual(heard.map(({ ssid, bssid }) => [ssid, bssid]).sort(), [
      ['newer', other.mac],
      ['test', ap.mac],
    ]);

    // What cannot be is said, and nothing stays of it.
    const wrong = station.join({ ssid: 'test', passphrase: '87654321', timeoutMs: 60_000 });
    await assert.rejects(wrong, { code: 'WRONG_PASSPHRASE' });
    const unheard = { code: 'CONNECT_TIMEOUT', message: /no such network was heard/ };
    await Promise.all([
      assert.rejects(station.join({ ssid: 'nowhere', passphrase: '12345678', timeoutMs: 5000 }), unheard),
      // A protected network is no open one, whoever asks.
      assert.rejects(second.join({ ssid: 'test', timeoutMs: 5000 }), unheard),
    ]);
    assert.deepEqual([await station.networks(), await second.networks()], [[], []]);
    assert.deepEqual(await point.stations(), []);

    const joined = await station.join({ ssid: 'test', passphrase: '12345678' });
    assert.deepEqual([joined.state, joined.bssid, joined.keyManagement], ['COMPLETED', ap.mac, 'WPA2-PSK']);
    assert.deepEqual(await point.stations(), [one.mac]);
    assert.equal((await station.signal()).signalDbm, -50);
    assert.deepEqual(
      (await station.networks()).map(({ ssid, flags }) => [ssid, flags]),
      [['test', ['CURRENT']]],
    );
    await one.pings(ap);

    // One that fails leaves the connection's network as it was.
    await assert.rejects(
      station.join({ ssid: 'newer', passphrase: 'another word', security: 'wpa3-sae', timeoutMs: 60_000 }),
      { code: 'WRONG_PASSPHRASE' },
    );
    await context.eventually(
      'it is back',
      async () => (await station.status()).state === 'COMPLETED',
      30_000,
    );
    assert.equal((await station.status()).bssid, ap.mac);

    const newer = await second.join({ ssid: 'newer', passphrase: 'a "longer" word', frequenciesMhz: [2412] });
    assert.deepEqual([newer.bssid, newer.keyManagement], [other.mac, 'SAE']);

    using stop = limited([], { afterMs: 30_000 });
    const left = point.events(stop);
    await station.disconnect();
    for await (const { name, address } of left)
      if (name === 'AP-STA-DISCONNECTED') {
        assert.equal(address, one.mac);
        break;
      }
  },
);
