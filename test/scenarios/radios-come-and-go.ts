import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'radios are made and removed while a network goes on, and those of a socket go with it',
  { debug: true },
  async (context) => {
    const { stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const open = () => VWifi.open({ socket: context.machine.openNetlink });
    const wifi = await open();
    context.onEnd('close the client', () => wifi.close());

    const traffic = await first.start('ping', ['ping', '-q', '-i', '0.002', second.address]);
    const made = await wifi.vwifi.radios.add({ ifname: 'mine0', address: '02:00:00:00:aa:01' });
    assert.equal(made.ifname, 'mine0');
    assert.match(await context.run('iw dev mine0 info'), /addr 02:00:00:00:aa:01/);
    await assert.rejects(wifi.vwifi.radios.add({ ifname: 'mine0' }), /EEXIST.*taken/);
    await assert.rejects(wifi.vwifi.radios.add({ address: 'ff:ff:ff:ff:ff:ff' }), /EADDRNOTAVAIL/);

    const old = await wifi.vwifi.radios.add({ ifname: 'old0', personality: 'ht' });
    assert.deepEqual([old.personality, old.bands], ['ht', ['2.4 GHz', '5 GHz']]);
    const capabilities = await context.run(`iw phy ${old.wiphyName} info`);
    assert.match(capabilities, /HT20\/HT40/);
    assert.doesNotMatch(capabilities, /VHT Capabilities|HE Iftypes|6 GHz|5955/);
    await wifi.vwifi.radios.remove('old0');
    const tooOld = wifi.vwifi.radios.add({ personality: 'vht', bands: ['6 GHz'] });
    await assert.rejects(tooOld, /EINVAL \(there is nothing older than he at 6 GHz, at personality\)/);

    const addresses = new Set<string>();
    const numbers: number[] = [];
    for (let time = 0; time < 30; time++) {
      const radio = await wifi.vwifi.radios.add();
      numbers.push(radio.id);
      addresses.add(radio.address ?? '');
    }
    assert.equal(addresses.size, 30);
    for (const id of numbers.sort((a, b) => ((a * 7) % 11) - ((b * 7) % 11)))
      await wifi.vwifi.radios.remove(id);

    const owner = await open();
    const owned = await owner.vwifi.radios.add({ owned: true });
    await owner.close();
    await context.eventually('the radio went with its socket', async () =>
      (await wifi.vwifi.radios.list()).every(({ id }) => id !== owned.id),
    );
    await wifi.vwifi.radios.remove('mine0');
    await assert.rejects(wifi.vwifi.radios.remove('mine0'), /ENODEV/);
    await traffic.stop('SIGINT');
    await first.pings(second);
    assert.equal((await wifi.vwifi.radios.list()).length, 3);
  },
);
