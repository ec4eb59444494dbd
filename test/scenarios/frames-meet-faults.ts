import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import type { FaultSettings } from '@vwifi/nl80211/vwifi';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { connected, type Daemon, type Node, network, quiet, WPA2 } from '../lib/network.js';
import { peerOf } from '../lib/peer.js';
import { scenario } from '../lib/scenario.js';

const BEACON = { type: 'management', subtype: 8 } as const;
const AUTHENTICATION = { type: 'management', subtype: 11 } as const;
const NULL = { type: 'data', subtype: 4 } as const;
/** Where the MIC of an EAPOL-Key frame begins, behind the Ethernet header (802.11-2020, figure 12-35). */
const MIC = 81;
const DELAY_MS = 300;

/** Runs something while a fault stands; tells what that matched, and was done to. */
async function during(
  wifi: VWifi,
  fault: FaultSettings,
  act: () => Promise<unknown>,
): Promise<{ matched: number; done: number }> {
  const { faults } = wifi.vwifi;
  const id = await faults.add(fault);
  await act();
  const found = (await faults.list()).find((each) => each.id === id);
  assert.ok(found);
  await faults.remove(id);
  return { matched: found.matched, done: found.done };
}

async function again(context: Context, daemon: Daemon): Promise<void> {
  await daemon.control.ok('DISCONNECT');
  await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
  await daemon.control.ok('RECONNECT');
  await connected(context, daemon);
}

async function dropped(node: Node, cause: string): Promise<number> {
  const text = await node.run(['ethtool', '-S', node.interface]);
  return Number(new RegExp(`drop_${cause}: (\\d+)`).exec(text)?.[1] ?? 0);
}

/** Pings, and the sequence numbers that were answered, in order. */
async function answered(node: Node, to: Node, count: number): Promise<string[]> {
  const { stdout } = await node.attempt(['ping', '-c', `${count}`, '-i', '0.2', '-W', '1', to.address], {});
  return [...stdout.matchAll(/icmp_seq=(\d+) ttl/g)].map(([, seq = '']) => seq);
}

async function handshakes(context: Context, wifi: VWifi, point: Daemon, station: Node, daemon: Daemon) {
  // The third message is lost, and sent again.
  const third = await during(wifi, { eapol: 3, to: station.interface, times: 1, action: 'drop' }, () =>
    again(context, daemon),
  );
  assert.deepEqual(third, { matched: 2, done: 1 });
  const sent = point.program.output.all.filter((line) => /sending 3\/4 msg of 4-Way/.test(line));
  assert.ok(sent.length >= 3, `once at first, and twice now: ${sent.length}`);

  // Its integrity code is wrong: that is noticed, and the next one is good.
  await during(wifi, { eapol: 3, nth: 1, action: 'alter', octet: MIC }, () => again(context, daemon));
  assert.ok(daemon.program.output.all.some((line) => /Invalid EAPOL-Key MIC/.test(line)));

  // Each message by its number: of one handshake there is one of each.
  for (const eapol of [1, 2, 4] as const) {
    const seen = await during(wifi, { eapol, times: 1, action: 'duplicate' }, () => again(context, daemon));
    assert.equal(seen.done, 1, `message ${eapol}`);
    assert.ok(seen.matched <= 3, `message ${eapol}: ${seen.matched}`);
  }
  const group = await during(wifi, { eapol: 'group-1', times: 1, action: 'drop' }, async () => {
    await point.control.ok('REKEY_GTK');
    await daemon.control.events.next(/WPA: Group rekeying completed/);
  });
  assert.deepEqual(group, { matched: 2, done: 1 });
}

async function management(context: Context, wifi: VWifi, ap: Node, station: Node, daemon: Daemon) {
  // It was there, and its sender asks again.
  const auth = { ...AUTHENTICATION, from: station.interface } as const;
  const heard = await during(wifi, { ...auth, times: 1, action: 'unacknowledge' }, () =>
    again(context, daemon),
  );
  assert.equal(heard.done, 1);
  // In another BSS nothing happens.
  const other = await during(wifi, { bssid: '00:76:77:30:00:77', action: 'drop' }, () =>
    again(context, daemon),
  );
  assert.deepEqual(other, { matched: 0, done: 0 });

  // Beacons that nobody can read are lost. The station asks, and is answered.
  const before = await dropped(station, 'corrupt');
  const { faults } = wifi.vwifi;
  const spoiled = await faults.add({ ...BEACON, bssid: ap.mac, action: 'corrupt' });
  await daemon.control.events.next(/CTRL-EVENT-BEACON-LOSS/);
  assert.ok((await dropped(station, 'corrupt')) - before >= 7);
  await station.pings(ap);
  assert.equal((await daemon.control.status()).wpa_state, 'COMPLETED');
  // Without an answer it leaves.
  const silent = await faults.add({ ...NULL, from: station.interface, action: 'drop' });
  await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED bssid=[0-9a-f:]+ reason=4/);
  await faults.remove(silent);
  await faults.remove(spoiled);
  await connected(context, daemon);
}

async function data(wifi: VWifi, ap: Node, station: Node) {
  const toAp = { type: 'data', from: station.interface, to: ap.interface } as const;
  // The second of five is lost, then every second one.
  let seen = await during(wifi, { ...toAp, nth: 2, action: 'corrupt' }, async () => {
    assert.deepEqual(await answered(station, ap, 5), ['1', '3', '4', '5']);
  });
  assert.deepEqual(seen, { matched: 5, done: 1 });
  seen = await during(wifi, { ...toAp, every: 2, action: 'drop' }, async () => {
    assert.deepEqual(await answered(station, ap, 5), ['1', '3', '5']);
  });
  assert.deepEqual(seen, { matched: 5, done: 2 });

  // One that is late has an old number when it comes, and is dropped as a replay; alone it is only late.
  await during(wifi, { ...toAp, action: 'delay', delayUs: DELAY_MS * 1000 }, async () => {
    const { stdout } = await station.attempt(['ping', '-c', '2', '-W', '2', ap.address]);
    const times = [...stdout.matchAll(/time=([\d.]+)/g)].map(([, ms]) => Number(ms));
    assert.equal(times.length, 2);
    assert.ok(
      times.every((ms) => ms >= DELAY_MS && ms < DELAY_MS * 2),
      times.join(' '),
    );
  });
  const replays = await dropped(ap, 'replay');
  await during(wifi, { ...toAp, nth: 1, action: 'delay', delayUs: DELAY_MS * 1000 }, async () => {
    assert.deepEqual(await answered(station, ap, 4), ['2', '3', '4']);
  });
  assert.equal((await dropped(ap, 'replay')) - replays, 1);
  // Twice with one number is once.
  await during(wifi, { ...toAp, action: 'duplicate' }, async () => {
    assert.deepEqual(await answered(station, ap, 3), ['1', '2', '3']);
  });
  assert.equal((await dropped(ap, 'replay')) - replays, 4);
  // Altered under a cipher it is not let in; unacknowledged it is there all the same.
  const wrong = await dropped(ap, 'wrong_key');
  await during(wifi, { ...toAp, nth: 1, action: 'alter', octet: 30 }, async () => {
    assert.deepEqual(await answered(station, ap, 2), ['2']);
  });
  assert.equal((await dropped(ap, 'wrong_key')) - wrong, 1);
  const failed = async () => Number((await peerOf(station, ap))['tx failed']);
  const before = await failed();
  await during(wifi, { ...toAp, action: 'unacknowledge' }, async () => {
    assert.deepEqual(await answered(station, ap, 3), ['1', '2', '3']);
  });
  assert.equal((await failed()) - before, 3);
}

async function refusals(wifi: VWifi) {
  const { faults, radios } = wifi.vwifi;
  for (const [fault, why] of [
    [{ action: 'drop', subtype: 8 }, /EINVAL.*a subtype needs the type/],
    [{ action: 'delay' }, /EINVAL.*delay needs one/],
    [{ action: 'drop', delayUs: 5 }, /EINVAL.*a time belongs to delay/],
    [{ action: 'drop', octet: 5 }, /EINVAL.*an octet belongs to alter/],
    [{ action: 'alter', octet: 2304 }, /ERANGE/],
    [{ action: 'delay', delayUs: 10_000_001 }, /ERANGE/],
    [{ action: 'drop', times: 0 }, /ERANGE/],
    [{ action: 'drop', to: 'vw77' }, /ENODEV.*no interface of vwifi has this name/],
  ] satisfies [FaultSettings, RegExp][])
    await assert.rejects(faults.add(fault), why);
  await assert.rejects(faults.remove(4_000_000_000), /ENOENT.*no fault of this air has this number/);
  for (let n = 0; n < 64; n++) await faults.add({ action: 'drop', nth: 4_000_000_000 });
  await assert.rejects(faults.add({ action: 'drop' }), /ENOSPC.*64 faults in this air already/);
  await faults.clear();
  assert.deepEqual(await faults.list(), []);

  // It goes with the radio that it names; what it delays goes with it.
  const { id } = await radios.add({});
  await faults.add({ to: id, action: 'drop' });
  await radios.remove(id);
  assert.deepEqual(await faults.list(), []);
}

export default scenario(
  'frames that match are dropped, delayed, duplicated, spoiled or unacknowledged, and what protects them holds',
  { debug: true },
  async (context) => {
    const { ap, stations, hostapd: point, supplicants } = await network(context, 1, WPA2);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const wifi = await openClient(context);
    await handshakes(context, wifi, point, station, daemon);
    await management(context, wifi, ap, station, daemon);
    await quiet(station, ap);
    await data(wifi, ap, station);
    await refusals(wifi);

    // The same where radios contend.
    await wifi.vwifi.medium.set({ model: 'dcf' });
    const third = await during(wifi, { eapol: 3, to: station.interface, times: 1, action: 'drop' }, () =>
      again(context, daemon),
    );
    assert.deepEqual(third, { matched: 2, done: 1 });
    const auth = { ...AUTHENTICATION, from: station.interface, times: 1, action: 'unacknowledge' } as const;
    assert.equal((await during(wifi, auth, () => again(context, daemon))).done, 1);
    await data(wifi, ap, station);
  },
);
