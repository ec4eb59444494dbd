/** Radios that have the SME themselves, as FullMAC devices do, under the same daemons. */
import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import {
  connected,
  type HostapdConf,
  hostapd,
  type NetworkBlock,
  type Node,
  nodes,
  OPEN,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const WEP: HostapdConf = { ...OPEN, wep_default_key: 0, wep_key0: '"abcde"' };
/** By shared key alone: who tries open system first is refused. */
const SHARED: HostapdConf = { ...WEP, auth_algs: 2 };
const SAE: HostapdConf = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
const SAE_NETWORK: NetworkBlock = { ...WPA2_NETWORK, key_mgmt: 'SAE', ieee80211w: '2' };

async function gone(context: Context, station: Node, ap: Node): Promise<void> {
  await context.eventually('neither side knows of the other', async () => {
    const dump = await ap.iw('station', 'dump');
    return (await station.link()) === undefined && !dump.includes(station.mac);
  });
}

/** By iw alone: told which network, the radio looks for it and joins it. */
async function byHand(context: Context, ap: Node, station: Node): Promise<void> {
  for (const [conf, words] of [
    [OPEN, []],
    [WEP, ['key', '0:abcde']],
    [SHARED, ['key', '0:abcde']],
  ] as const) {
    const daemon = await hostapd(context, ap, conf);
    assert.equal(await station.connects('elsewhere'), false, 'nobody has that network');
    assert.ok(await station.connects('test', ...words), JSON.stringify(conf));
    assert.match((await station.link()) ?? '', new RegExp(`^Connected to ${ap.mac}[^]*SSID: test`));
    await station.pings(ap);
    await station.iw('disconnect');
    await gone(context, station, ap);
    await daemon.program.stop();
  }
}

async function bySupplicant(
  context: Context,
  [ap, station]: readonly [Node, Node],
  conf: HostapdConf,
  block: NetworkBlock,
): Promise<void> {
  const point = await hostapd(context, ap, conf);
  const daemon = await supplicant(context, station, block);
  await connected(context, daemon);
  const status = await daemon.control.status();
  assert.equal(status.bssid, ap.mac);
  assert.equal(status.pmf, conf.ieee80211w === undefined ? undefined : '2');
  await station.pings(ap);
  // Sent away, it comes back by itself.
  const before = daemon.program.output.all.filter((line) => line.includes('CTRL-EVENT-CONNECTED')).length;
  await point.control.ok(`DEAUTHENTICATE ${station.mac}`);
  await context.eventually(
    'it is connected again',
    async () =>
      daemon.program.output.all.filter((line) => line.includes('CTRL-EVENT-CONNECTED')).length > before &&
      (await daemon.control.status()).wpa_state === 'COMPLETED',
    30_000,
  );
  await station.pings(ap);
  await daemon.control.ok('DISCONNECT');
  await gone(context, station, ap);
  await daemon.program.stop();
  await point.program.stop();
}

export default scenario(
  'radios that connect by themselves join open, WEP, WPA2 and WPA3 networks, are sent away, come back, and leave',
  { debug: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2, { driverSme: true });
    assert.ok(ap && station);
    const said = await station.run(['iw', 'phy']);
    assert.match(said, /^\s+\* connect$/m);
    assert.doesNotMatch(said, /^\s+\* (authenticate|associate)$/m);
    await byHand(context, ap, station);
    await bySupplicant(context, [ap, station], WPA2, WPA2_NETWORK);
    await bySupplicant(context, [ap, station], SAE, SAE_NETWORK);

    // With the wrong key, or with an authentication that nobody ends, there is no connection; and none is left over.
    await hostapd(context, ap, WPA2);
    const mistaken = await supplicant(context, station, { ...WPA2_NETWORK, psk: '"87654321"' });
    await mistaken.program.output.next(/CTRL-EVENT-SSID-TEMP-DISABLED.*reason=WRONG_KEY/);
    await mistaken.program.stop();
    await gone(context, station, ap);
    await station.run(['ip', 'link', 'set', station.interface, 'down']);
  },
);
