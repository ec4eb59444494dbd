import assert from 'node:assert/strict';
import { hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station asks an access point what it is for without associating (ANQP)',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, {
      ...{ ...WPA2, interworking: 1, access_network_type: 2, internet: 1, venue_group: 7, venue_type: 1 },
      ...{ venue_name: 'eng:Reading room', domain_name: 'library.example' },
      nai_realm: '0,library.example,13[5:6]',
    });
    const daemon = await supplicant(context, station, undefined);
    await daemon.control.ok('SCAN freq=2437');
    await daemon.control.events.next(/CTRL-EVENT-SCAN-RESULTS/);
    await daemon.control.ok(`ANQP_GET ${ap.mac} 258,263,268`);
    await daemon.control.events.next(new RegExp(`ANQP-QUERY-DONE addr=${ap.mac} result=SUCCESS`));
    const bss = await daemon.control.request(`BSS ${ap.mac}`);
    const text = (name: string) =>
      Buffer.from(bss.match(new RegExp(`^${name}=([0-9a-f]+)`, 'm'))?.[1] ?? '', 'hex').toString();
    assert.match(text('anqp_venue_name'), /Reading room/);
    assert.match(text('anqp_domain_name'), /library\.example/);
    assert.match(text('anqp_nai_realm'), /library\.example/);
    assert.equal(await station.link(), undefined, 'and is connected to nothing');
  },
);
