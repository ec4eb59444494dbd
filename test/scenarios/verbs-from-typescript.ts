import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** A public action (4), vendor specific (9), of an organisation of our own: those may be sent without being connected. */
const PREFIX = Uint8Array.from([4, 9, 0x02, 0x00, 0x01]);
const ACTION = 0xd0;

const octets = (mac: string): number[] => mac.split(':').map((part) => Number.parseInt(part, 16));

function actionFrame(to: string, from: string, body: Iterable<number>): Uint8Array {
  return Uint8Array.from([
    ACTION,
    0,
    0,
    0,
    ...octets(to),
    ...octets(from),
    ...octets(to),
    0,
    0,
    ...PREFIX,
    ...body,
  ]);
}

/** Also on mac80211_hwsim (--driver). */
export default scenario(
  'from TypeScript interfaces come and go, an access point beacons, frames are sent, heard and acknowledged, and keys are set',
  { debug: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const open = async (netns: string): Promise<VWifi> => {
      const wifi = await VWifi.open({ socket: context.machine.openNetlink, netns });
      context.onEnd(`close the client in ${netns}`, () => wifi.close());
      return wifi;
    };
    const apWifi = await open(ap.netns);
    const wifi = await open(station.netns);
    const dev = wifi.dev(station.interface);

    // Interfaces.
    const phy = wifi.phy('vw_phy1');
    const made = await phy.create({ name: 'extra', type: 'station' });
    assert.equal(made.name, 'extra');
    await wifi.dev('extra').setType('adhoc');
    assert.equal((await wifi.dev('extra').info()).type, 'adhoc');
    assert.equal((await phy.interfaces()).filter(({ name }) => name !== undefined).length, 2);
    await wifi.dev('extra').delete();
    await assert.rejects(wifi.dev('extra').info(), { code: 'NO_INTERFACE' });
    await phy.set({ rtsThreshold: 500, retryShort: 5 });
    assert.equal((await phy.info()).rtsThreshold, 500);
    await phy.set({ rtsThreshold: 'off' });
    assert.equal((await phy.info()).rtsThreshold, undefined);

    // An access point of our own.
    const apDev = apWifi.dev(ap.interface);
    await apDev.down();
    await apDev.setType('ap');
    await apDev.up();
    const rsn = { akms: ['PSK' as const], capabilities: 0 };
    await apDev.startAccessPoint({ ssid: 'written', frequencyMhz: 2437, rsn });
    // Probe requests would be ours to answer: listen for beacons, of which one scan may miss the first.
    const written = async () =>
      (await dev.scan({ frequenciesMhz: [2437], passive: true, flush: true })).find(
        ({ ssid }) => ssid === 'written',
      );
    const found = await context.eventually('the beacon is heard', written);
    assert.equal(found.bssid, ap.mac);
    assert.deepEqual(found.security, ['PSK']);
    assert.equal(found.elements.dsChannel, 6);
    assert.deepEqual(
      found.elements.rates.filter(({ basic }) => basic).map(({ mbps }) => mbps),
      [1, 2, 5.5, 11],
    );

    // Frames: one is heard as it was sent, and acknowledged; one to nobody is not.
    const frames = await apDev.frames({ matches: [{ type: ACTION, prefix: PREFIX }] });
    context.onEnd('close the frames', () => frames.close());
    const sent = actionFrame(ap.mac, station.mac, [1, 2, 3]);
    const { acknowledged } = await dev.sendFrame(sent, { frequencyMhz: 2437, waitMs: 50 });
    const heard = await frames.next();
    assert.ok(!heard.done && 'frame' in heard.value);
    // The sequence number is the sender's radio's.
    assert.deepEqual([...heard.value.frame.subarray(24)], [...sent.subarray(24)]);
    assert.equal(heard.value.frequencyMhz, 2437);
    assert.equal(acknowledged, true);
    const nobody = actionFrame('02:00:00:00:77:77', station.mac, []);
    const lost = await dev.sendFrame(nobody, { frequencyMhz: 2437, waitMs: 50 });
    assert.equal(lost.acknowledged, false);

    // An interface that is tuned to nothing hears what is sent to it where its radio is.
    await apWifi.phy('vw_phy0').create({ name: 'beside', type: 'station' });
    const beside = apWifi.dev('beside');
    await beside.up();
    const { mac = '' } = await beside.info();
    const frames2 = await beside.frames({ matches: [{ type: ACTION, prefix: PREFIX }] });
    context.onEnd('close the frames beside', () => frames2.close());
    const asked = actionFrame(mac, station.mac, [4]);
    assert.equal((await dev.sendFrame(asked, { frequencyMhz: 2437, waitMs: 50 })).acknowledged, true);
    const heardBeside = await frames2.next();
    assert.ok(!heardBeside.done && 'frame' in heardBeside.value);
    assert.deepEqual([...heardBeside.value.frame.subarray(24)], [...asked.subarray(24)]);
    const elsewhere = await dev.sendFrame(asked, { frequencyMhz: 2412, waitMs: 50 });
    assert.equal(elsewhere.acknowledged, false);
    await frames2.close();
    await beside.delete();

    // Another channel, left early.
    const away = await dev.remainOnChannel(2412, 5000);
    await away.leave();

    // Keys.
    await apDev.keys.add({ index: 1, cipher: 'CCMP-128', data: new Uint8Array(16).fill(7) });
    await apDev.keys.setDefault(1, ['multicast']);
    const key = await apDev.keys.read(1);
    assert.equal(key.cipher, 'CCMP-128');
    assert.equal(key.sequence?.length, 6);
    await apDev.keys.remove(1);
    await assert.rejects(apDev.keys.read(1), (error: Error) => error.message.includes(ap.interface));
    await apDev.stopAccessPoint();
    assert.equal(await written(), undefined);

    // Routes and links.
    const ip = await wifi.ip;
    const link = (await ip.links()).find(({ name }) => name === station.interface);
    assert.ok(link);
    await ip.createLink({ name: 'left0', kind: 'veth', peer: 'right0' });
    const made2 = (await ip.links()).filter(({ kind }) => kind === 'veth').map(({ name }) => name);
    assert.deepEqual(made2.sort(), ['left0', 'right0']);
    const left = (await ip.links()).find(({ name }) => name === 'left0');
    assert.ok(left);
    await ip.setUp(left.index, true);
    await ip.changeLink(left.index, { mtu: 1400 });
    await ip.addAddress(left.index, '192.0.2.1/24');
    await ip.addRoute({ to: '198.51.100.0/24', via: '192.0.2.9', metric: 7 });
    const route = { to: '198.51.100.0/24', via: '192.0.2.9', index: left.index, metric: 7, type: 'unicast' };
    assert.deepEqual(
      (await ip.routes()).find(({ to }) => to === route.to),
      route,
    );
    await ip.removeRoute({ to: '198.51.100.0/24', via: '192.0.2.9', metric: 7 });
    assert.equal(
      (await ip.routes()).find(({ to }) => to === route.to),
      undefined,
    );
    await assert.rejects(ip.addRoute({ to: '198.51.100.0/24' }), { code: 'BAD_ARGUMENT' });
    await ip.deleteLink(left.index);
  },
);
