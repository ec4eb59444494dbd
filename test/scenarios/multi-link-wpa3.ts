import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { connected, nodes, supplicant } from '../lib/network.js';
import { linkedPoint } from '../lib/point.js';
import { scenario } from '../lib/scenario.js';
import '@vwifi/nl80211/vwifi';

const LINKS = [
  { frequencyMhz: 2437 },
  { frequencyMhz: 5180, width: '80MHz' },
  { frequencyMhz: 5975, width: '320MHz' },
];
const FREQUENCIES = LINKS.map(({ frequencyMhz }) => frequencyMhz);
const PASSPHRASE = 'correct horse';
const sae = (passphrase: string) => ({
  ...{ ssid: '"links"', key_mgmt: 'SAE', sae_password: `"${passphrase}"`, ieee80211w: '2' },
  scan_freq: FREQUENCIES.join(' '),
});

/** The address of the access point on a link, by what wpa_supplicant says. */
const bssidOf = (links: string, frequency: number): string =>
  new RegExp(`^freq=${frequency}\nap_link_addr=(.*)$`, 'm').exec(links)?.[1] ?? '';

export default scenario(
  'the newest wpa_supplicant joins three links at once by WPA3 and by OWE, and an older one any of them',
  // Older kernels have no such radios.
  { only: ['uml-fast', 'uml-debug', 'uml-smp'] },
  async (context) => {
    const [ap, station, older] = await nodes(context, 3, { mlo: true });
    assert.ok(ap && station && older);
    await context.run('iw reg set DE');
    const point = await linkedPoint(context, ap, LINKS, PASSPHRASE);
    const newest = await supplicant(context, station, sae(PASSPHRASE), { sae_pwe: '1' }, true);
    const other = await supplicant(context, older, sae(PASSPHRASE), { sae_pwe: '1' });
    for (const each of [newest, other]) await connected(context, each);
    await station.pings(ap);
    await older.pings(station);

    // Whoever asks is told of all links: the daemons, and iw, which knows nothing of them.
    const links = await newest.control.request('MLO_STATUS');
    assert.deepEqual(
      [...links.matchAll(/^freq=(\d+)$/gm)].map(([, mhz]) => Number(mhz)),
      FREQUENCIES,
    );
    const signals = await newest.control.request('MLO_SIGNAL_POLL');
    const [, width, centre] = /FREQUENCY=5975\nWIDTH=(.*)\nCENTER_FRQ1=(\d+)/.exec(signals) ?? [];
    assert.deepEqual([width, centre], ['320 MHz', '6105']);
    assert.match(
      await station.iw('link'),
      /freq: 2437[\s\S]*freq: 5180[\s\S]*freq: 5975[\s\S]*320MHz EHT-MCS/,
    );
    assert.match(await point.control.request(`STA ${station.mac}`), /\[AUTHORIZED\][\s\S]*peer_addr\[2\]=/);

    // Data finds another link where one loses it, under one key and one sequence of numbers.
    const { faults } = (await openClient(context)).vwifi;
    for (const frequency of [...FREQUENCIES].reverse()) {
      const fault = await faults.add({ type: 'data', bssid: bssidOf(links, frequency), action: 'drop' });
      await station.pings(ap);
      await ap.pings(station);
      await faults.remove(fault);
    }

    // A link goes to another channel: who has all of them goes with it, and so does who has that one alone.
    await point.control.ok('CHAN_SWITCH 5 5745 link_id=1');
    await point.program.output.next(/AP-CSA-FINISHED freq=5745 link_id=1/);
    await context.eventually('the station has followed', async () =>
      /^freq=5745$/m.test(await newest.control.request('MLO_STATUS')),
    );
    for (const bssid of [bssidOf(links, 2437), bssidOf(links, 5975)]) {
      const fault = await faults.add({ type: 'data', bssid, action: 'drop' });
      await station.pings(ap);
      await faults.remove(fault);
    }
    assert.equal(await point.control.request('CHAN_SWITCH 5 5500 link_id=2'), 'FAIL\n');

    // New keys of groups, for each link: who asks everybody for an address is heard.
    await point.control.ok('REKEY_GTK');
    for (const each of [newest, other]) await each.program.output.next(/Group rekeying completed/);
    await ap.run('ip neigh flush all');
    await ap.pings(station);
    await ap.pings(older);

    // Sent away it comes back at once, with the key that both have kept.
    await point.control.ok(`DEAUTHENTICATE ${station.mac}`);
    await newest.program.output.next(/CTRL-EVENT-DISCONNECTED/);
    await newest.program.output.next(
      /Setting authentication algorithm to open with PMKID|PMKSA cache entry found/,
    );
    await connected(context, newest);
    await station.pings(older);
    await point.program.stop();
    await newest.program.output.next(/CTRL-EVENT-DISCONNECTED/);

    // Without a passphrase.
    await newest.program.stop();
    await linkedPoint(context, ap, LINKS.slice(0, 2));
    const owe = { ssid: '"links"', key_mgmt: 'OWE', ieee80211w: '2', scan_freq: '2437 5180' };
    const anybody = await supplicant(context, station, owe, {}, true);
    await connected(context, anybody);
    assert.equal([...(await anybody.control.request('MLO_STATUS')).matchAll(/^link_id=/gm)].length, 2);
    await station.pings(ap);
  },
);
