import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const hex = (text: string) => Buffer.from(text).toString('hex');

export default scenario(
  'a device is provisioned by its QR code (DPP) and connects with what it was given',
  {},
  async (context) => {
    const [ap, configurator, enrollee] = await nodes(context, 3);
    assert.ok(ap && configurator && enrollee);
    await hostapd(context, ap, WPA2);
    const giver = await supplicant(context, configurator, undefined);
    const taker = await supplicant(context, enrollee, undefined, { dpp_config_processing: '2' });

    const id = (
      await taker.control.request(`DPP_BOOTSTRAP_GEN type=qrcode chan=81/1 mac=${enrollee.mac}`)
    ).trim();
    const uri = (await taker.control.request(`DPP_BOOTSTRAP_GET_URI ${id}`)).trim();
    assert.match(uri, /^DPP:/);
    await taker.control.ok('DPP_LISTEN 2412');

    const owner = (await giver.control.request('DPP_CONFIGURATOR_ADD')).trim();
    const peer = (await giver.control.request(`DPP_QR_CODE ${uri}`)).trim();
    const what = `conf=sta-psk ssid=${hex('test')} pass=${hex('12345678')}`;
    await giver.control.ok(`DPP_AUTH_INIT peer=${peer} configurator=${owner} ${what}`);
    await giver.control.events.next(/DPP-CONF-SENT/);
    await taker.control.events.next(/DPP-CONF-RECEIVED/);
    await connected(context, taker);
    assert.equal((await taker.control.status()).ssid, 'test');
    await enrollee.pings(ap);
  },
);
