import assert from 'node:assert/strict';
import { Capture, decryption } from '../lib/capture.js';
import { assertDecrypts, assertSealed, exchange, serve } from '../lib/capture-traffic.js';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const CIPHERS = [
  { name: 'CCMP', conf: { ...WPA2, wmm_enabled: 1 }, block: {} },
  { name: 'GCMP', conf: { ...WPA2, wpa_pairwise: 'GCMP' }, block: { pairwise: 'GCMP', group: 'GCMP' } },
  {
    name: 'TKIP',
    conf: { ...WPA2, wpa: 1, wpa_pairwise: 'TKIP' },
    block: { proto: 'WPA', pairwise: 'TKIP', group: 'TKIP' },
  },
] as const;

export default scenario(
  'tshark, which knows the name and the passphrase, reads what CCMP, GCMP and TKIP sealed; who does not know them reads nothing',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await serve(ap);
    for (const { name, conf, block } of CIPHERS) {
      const capture = await Capture.ofTheAir(context);
      const point = await hostapd(context, ap, conf);
      const daemon = await supplicant(context, station, { ssid: '"test"', psk: '"12345678"', ...block });
      await connected(context, daemon);
      assert.equal((await daemon.control.status()).pairwise_cipher, name);
      await exchange(station, ap);
      await daemon.program.stop();
      await point.program.stop();
      await capture.stop();

      await assertSealed(capture);
      const key = decryption(['wpa-pwd', '12345678:test']);
      const handshake = await capture.frames('eapol', ['wlan_rsna_eapol.keydes.msgnr'], key);
      const order = [...new Set(handshake.map(([number]) => number))].join('');
      assert.ok(order.startsWith('1234'), `${name}: the handshake is complete: ${order}`);
      await assertDecrypts(capture, key);
      await assert.rejects(
        assertDecrypts(capture, decryption(['wpa-pwd', 'wrong-passphrase:test'])),
        'another passphrase opens nothing',
      );
    }
  },
);
