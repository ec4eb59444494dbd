import assert from 'node:assert/strict';
import { Capture, decryption } from '../lib/capture.js';
import { assertDecrypts, assertSealed, exchange, serve } from '../lib/capture-traffic.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SAE = {
  ...OPEN,
  wpa: 2,
  wpa_key_mgmt: 'SAE',
  rsn_pairwise: 'CCMP',
  sae_password: 'correct horse',
  ieee80211w: 2,
};
const SAE_NETWORK = { ssid: '"test"', key_mgmt: 'SAE', sae_password: '"correct horse"', ieee80211w: '2' };
const MANAGEMENT_MIC = 'wlan.tag.number == 76';

export default scenario(
  'tshark reads WPA3-SAE with the key that the handshake made, and WEP with its key; protected management is sealed too',
  { nightly: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await serve(ap);

    const sae = await Capture.ofTheAir(context);
    const point = await hostapd(context, ap, SAE);
    const daemon = await supplicant(context, station, SAE_NETWORK);
    await connected(context, daemon);
    await exchange(station, ap);
    await point.control.request(`DEAUTHENTICATE ${station.mac}`);
    await daemon.program.output.next(/CTRL-EVENT-DISCONNECTED/);
    await daemon.program.stop();
    await point.program.stop(); // with a farewell to everybody
    await sae.stop();
    await assertSealed(sae);
    const pmk = daemon.program.output.toString().match(/SAE: PMK - hexdump\(len=32\): ([0-9a-f ]+)/)?.[1];
    assert.ok(pmk, 'wpa_supplicant tells the key');
    const key = decryption(['wpa-psk', pmk.replaceAll(' ', '')]);
    await assertDecrypts(sae, key);
    const farewell = `wlan.fc.type_subtype == 12 && wlan.ra == ${station.mac}`;
    const sealed = await sae.frames(farewell, ['wlan.fc.protected', 'wlan.fixed.reason_code']);
    assert.deepEqual(sealed, [['1', '']], 'sealed: no reason to be read');
    assert.ok((await sae.count(`wlan.ra == ff:ff:ff:ff:ff:ff && ${MANAGEMENT_MIC}`)) > 0, 'BIP');

    const wep = await Capture.ofTheAir(context);
    await hostapd(context, ap, { ...OPEN, wep_default_key: 0, wep_key0: '"abcde"' });
    const wepDaemon = await supplicant(context, station, {
      ...{ ssid: '"test"', key_mgmt: 'NONE', wep_key0: '"abcde"', wep_tx_keyidx: '0' },
    });
    await connected(context, wepDaemon);
    await exchange(station, ap);
    await wep.stop();
    await assertSealed(wep);
    const ivs = (await wep.frames(`wlan.wep.iv && wlan.ta == ${station.mac}`, ['wlan.wep.iv'])).map(([iv]) =>
      Number(iv),
    );
    const [iv = 0] = ivs;
    assert.ok(iv > 100, `a key's IVs begin anywhere, and not at ${iv}`);
    assert.ok(
      ivs.length > 3 && ivs.every((each, index) => index === 0 || each > (ivs[index - 1] ?? 0)),
      String(ivs),
    );
    await assertDecrypts(wep, decryption(['wep', '61:62:63:64:65']));
  },
);
