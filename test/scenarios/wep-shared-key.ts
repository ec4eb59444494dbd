import assert from 'node:assert/strict';
import { Capture, decryption } from '../lib/capture.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const KEY = '"abcde"';
const LONG_KEY = '"abcdefghijklm"';
const SHARED = { ...OPEN, auth_algs: 2, wep_default_key: 0 };
const BLOCK = { ssid: '"test"', key_mgmt: 'NONE', auth_alg: 'SHARED', wep_tx_keyidx: '0' };
const AUTHENTICATION = 'wlan.fc.type_subtype == 11';

export default scenario(
  'WEP with a shared key: the challenge is answered under the key, and who has another one is refused',
  {},
  async (context) => {
    const [ap, station, stranger] = await nodes(context, 3);
    assert.ok(ap && station && stranger);
    const capture = await Capture.ofTheAir(context);
    const point = await hostapd(context, ap, { ...SHARED, wep_key0: KEY });
    const daemon = await supplicant(context, station, { ...BLOCK, wep_key0: KEY });
    await connected(context, daemon);
    await station.pings(ap);

    // Another key: the answer cannot be read; no key: it is not an answer.
    const wrong = await supplicant(context, stranger, { ...BLOCK, wep_key0: '"vwxyz"' });
    await wrong.program.output.next(/CTRL-EVENT-SSID-TEMP-DISABLED|Authentication with .* timed out/, 60_000);
    await wrong.program.stop();
    assert.doesNotMatch(wrong.program.output.toString(), /CTRL-EVENT-CONNECTED/);
    assert.doesNotMatch(
      await ap.iw('station', 'dump'),
      new RegExp(`Station ${stranger.mac}[^]*associated:\\s+yes`),
    );
    const open = await supplicant(context, stranger, { ...BLOCK, auth_alg: 'OPEN', wep_key0: KEY });
    await open.control.events.next(/CTRL-EVENT-AUTH-REJECT .* status_code=13/, 60_000);
    await open.program.stop();

    // iw, whose authentication cfg80211 does.
    assert.equal(await stranger.connects('test', 'auth', 'shared', 'key', 'd:0:abcde'), true);
    await stranger.pings(ap);
    await stranger.iw('disconnect');
    assert.equal(await stranger.connects('test', 'auth', 'shared', 'key', 'd:0:vwxyz'), false);
    await capture.stop();

    const exchange = (filter: string) =>
      capture.frames(
        `${AUTHENTICATION} && wlan.addr == ${station.mac} && ${filter}`,
        ['wlan.fc.protected', 'wlan.fixed.auth_seq', 'wlan.fixed.status_code'],
        decryption(['wep', '61:62:63:64:65']),
      );
    const seen = await exchange('wlan');
    assert.deepEqual(
      seen.map(([sealed]) => sealed),
      ['0', '0', '1', '0'],
      'the third of four is protected',
    );
    const clear = seen.filter(([sealed]) => sealed === '0');
    assert.deepEqual(
      clear.map(([, transaction, status]) => [Number(transaction), Number(status)]),
      [
        [1, 0],
        [2, 0],
        [4, 0],
      ],
    );
    await daemon.program.stop();
    await point.program.stop();

    const longer = await hostapd(context, ap, { ...SHARED, wep_key0: LONG_KEY });
    const member = await supplicant(context, station, { ...BLOCK, wep_key0: LONG_KEY });
    await connected(context, member);
    await station.pings(ap);
    await longer.program.stop();
  },
);
