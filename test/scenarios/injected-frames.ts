import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { VWifi } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import * as frames from '../lib/frames.js';
import {
  connected,
  type Daemon,
  hostapd,
  type Node,
  nodes,
  OPEN,
  OPEN_NETWORK,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import type { Program } from '../lib/program.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const QOS_HEADER = 26;
/** The element that ends a frame which BIP protects: its number, and 16 octets. */
const MANAGEMENT_MIC = '4c10';
const PMF = { ieee80211w: 2, wpa_key_mgmt: 'WPA-PSK-SHA256' };
const PMF_NETWORK = { ...WPA2_NETWORK, ieee80211w: '2', key_mgmt: 'WPA-PSK-SHA256' };

type Drops = Partial<Record<string, number>>;

/** Drops of a node's radio by cause, those that there are. */
const drops = async (wifi: VWifi, node: Node): Promise<Drops> =>
  (await wifi.vwifi.radios.get(node.interface)).drops;

/** A radio that only watches and injects. */
class Attacker {
  private constructor(
    readonly wifi: VWifi,
    readonly netns: string,
    private readonly program: Program,
  ) {}

  static async on(context: Context, node: Node): Promise<Attacker> {
    await node.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await node.iw('set', 'channel', '6');
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    return new Attacker(wifi, node.netns, await node.start('inject', [...PYTHON, INJECT, node.interface]));
  }

  async inject(frame: string): Promise<string> {
    await this.program.tell(frame);
    return (await this.program.output.next(/^(not )?acked$/))[0];
  }

  /** What one frame, injected, costs its victim. */
  async causes(victim: Node, frame: string, acked = 'acked'): Promise<Drops> {
    const before = await drops(this.wifi, victim);
    assert.equal(await this.inject(frame), acked);
    const after = await drops(this.wifi, victim);
    const grown = Object.entries(after).map(
      ([cause, count]) => [cause, (count ?? 0) - (before[cause] ?? 0)] as const,
    );
    return Object.fromEntries(grown.filter(([, count]) => count));
  }
}

/** An injected deauthentication ends the connection, or does not. */
async function deauthenticates(
  attacker: Attacker,
  ap: Node,
  station: Node,
  daemon: Daemon,
): Promise<boolean> {
  const before = await drops(attacker.wifi, station);
  assert.equal(await attacker.inject(frames.deauthentication(ap.mac, station.mac)), 'acked');
  const [, event] = await daemon.program.output.next(/(CTRL-EVENT-DISCONNECTED|UNPROT_DEAUTHENTICATE)/);
  const unprotected = ((await drops(attacker.wifi, station)).unprotected ?? 0) - (before.unprotected ?? 0);
  assert.equal(unprotected, event === 'CTRL-EVENT-DISCONNECTED' ? 0 : 1);
  return event === 'CTRL-EVENT-DISCONNECTED';
}

/** New group keys, with both: the access point sends by its own only after the last station has said that it has them. */
async function rekeyed(context: Context, point: Daemon, daemon: Daemon): Promise<void> {
  const done = () =>
    point.program.output.all.filter((line) => /entering state SETKEYSDONE/.test(line)).length;
  const before = done();
  await point.control.ok('REKEY_GTK');
  await daemon.program.output.next(/(WPA|RSN): Group rekeying completed/);
  await context.eventually('the access point sends by its new keys', async () => done() > before);
  // It answers when it has done what it said.
  await point.control.request('PING');
}

/** What protects management frames to all: of the old key nothing is taken once the new one was heard. */
async function oldIntegrityKey(
  context: Context,
  attacker: Attacker,
  { ap, station, third }: Record<'ap' | 'station' | 'third', Node>,
  point: Daemon,
  daemon: Daemon,
): Promise<void> {
  const wifi = await openClient(context, ap.netns);
  const ifindex = Number((await ap.run(`ip -o link show dev ${ap.interface}`)).split(':')[0]);
  const frame = Buffer.from(frames.actionToAll(ap.mac), 'hex');
  const send = () => wifi.raw('frame', { ifindex, wiphyFreq: 2437, frame });
  const capture = await Capture.of(context, third.interface, { netns: third.netns });
  await send();
  const deaf = { receiver: station.interface, sender: ap.interface };
  await attacker.wifi.vwifi.links.set(deaf, { loss: 1 });
  for (let count = 0; count < 3; count++) await send();
  await attacker.wifi.vwifi.links.set(deaf, { loss: 0 });
  await context.eventually('all four are in the capture', async () => {
    const content = (await capture.content()).toString('hex');
    return content.split(frames.actionToAll(ap.mac).slice(-18)).length > 4;
  });
  await capture.stop();
  const sent = await capture.octets(`wlan.fc.type_subtype == 13 && wlan.ra == ff:ff:ff:ff:ff:ff`);
  const [seen, missed, missedToo, last] = sent.filter((each) => each.includes(MANAGEMENT_MIC));
  assert.ok(seen && missed && missedToo && last, `four, each with a management MIC: ${sent.join(' ')}`);

  assert.deepEqual(await attacker.causes(station, seen, 'not acked'), { replay: 1 });
  assert.deepEqual(await attacker.causes(station, frames.altered(missed, 9), 'not acked'), { wrongKey: 1 });
  assert.deepEqual(await attacker.causes(station, missed, 'not acked'), {}, 'it was fresh');
  await rekeyed(context, point, daemon);
  assert.deepEqual(await attacker.causes(station, missedToo, 'not acked'), {}, 'nothing of the new key yet');
  await send();
  assert.deepEqual(await attacker.causes(station, last, 'not acked'), { noKey: 1 }, 'the old key');
}

/** An action frame of a category that a station does not know goes back, but for one that came back already. */
async function actionComesBack(context: Context, attacker: Attacker, ap: Node, station: Node): Promise<void> {
  const body = (category: string) => category + 'a5'.repeat(20);
  const capture = await Capture.of(context, 'vw2', { netns: attacker.netns });
  for (const category of ['f1', '70'])
    assert.equal(await attacker.inject(frames.action(station.mac, ap.mac, ap.mac, body(category))), 'acked');
  await context.eventually('it went back', async () =>
    (await capture.content()).toString('hex').includes(body('f0')),
  );
  await capture.stop();
  const sent = await capture.octets(`wlan.fc.type_subtype == 13 && wlan.ta == ${station.mac}`);
  assert.equal(sent.length, 1, sent.join(' '));
}

/** Several frames in one, of a station of an open network: all of them arrive, or none. */
async function framesTogether(context: Context, attacker: Attacker, ap: Node, station: Node): Promise<void> {
  const point = await hostapd(context, ap, OPEN);
  await connected(context, await supplicant(context, station, OPEN_NETWORK));
  await station.pings(ap);
  const received = async () => Number((await ap.iw('station', 'dump')).match(/rx packets:\s+(\d+)/)?.[1]);
  const together = (...parts: [string, string][]) => frames.aggregateToAp(ap.mac, station.mac, parts);
  const own: [string, string] = [ap.mac, station.mac];

  const before = await received();
  assert.deepEqual(await attacker.causes(ap, together(own, own, own)), {});
  assert.equal((await received()) - before, 3);
  const forged = together(own, [ap.mac, '02:00:00:00:00:99'], own);
  assert.deepEqual(await attacker.causes(ap, forged), { malformed: 1 }, 'a part of somebody else');
  const cut = together(own, own).slice(0, -2);
  assert.deepEqual(await attacker.causes(ap, cut), { malformed: 1 }, 'a part that is longer than the frame');
  assert.equal((await received()) - before, 3, 'nothing of these');
  await actionComesBack(context, attacker, ap, station);
  await point.program.stop();
}

export default scenario(
  'an attacker who replays, alters, forges and deauthenticates gets what the standard says, counted by cause',
  { debug: true, programs: ['python3'] },
  async (context) => {
    const [ap, station, third] = await nodes(context, 3);
    assert.ok(ap && station && third);
    const attacker = await Attacker.on(context, third);
    // Group frames only where the scenario sends them.
    for (const node of [ap, station])
      await node.run(`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`);
    const capture = await Capture.of(context, 'vw2', { netns: third.netns });
    const point = await hostapd(context, ap, { ...WPA2, wmm_enabled: 1, wpa_group_rekey: 0 });
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    await station.pings(ap);
    const broadcast = () => ap.attempt(['ping', '-c', '1', '-W', '0.2', '-b', '10.0.0.255']);
    const rekey = () => rekeyed(context, point, daemon);
    await broadcast();
    // These the station misses: their numbers are fresh to it.
    const deaf = { receiver: station.interface, sender: ap.interface };
    await attacker.wifi.vwifi.links.set(deaf, { loss: 1 });
    await broadcast();
    await broadcast();
    await attacker.wifi.vwifi.links.set(deaf, { loss: 0 });
    await rekey();
    await capture.stop();

    const [own] = await capture.octets(
      `wlan.fc.protected == 1 && wlan.ta == ${station.mac} && wlan.fc.type_subtype == 0x28 && wlan.qos.tid == 0`,
    );
    const group = await capture.octets(
      `wlan.fc.protected == 1 && wlan.ta == ${ap.mac} && wlan.sa == ${ap.mac} && wlan.ra == ff:ff:ff:ff:ff:ff`,
    );
    const [seen, missed, missedToo] = group.slice(-3);
    assert.ok(own && seen && missed && missedToo);

    assert.deepEqual(await attacker.causes(ap, own), { replay: 1 });
    assert.deepEqual(await attacker.causes(ap, frames.altered(own, 1)), { wrongKey: 1 }, 'the MIC');
    assert.deepEqual(await attacker.causes(ap, frames.altered(own, 20)), { wrongKey: 1 }, 'the payload');
    const raised = frames.numberRaised(own, QOS_HEADER);
    assert.deepEqual(await attacker.causes(ap, raised), { wrongKey: 1 }, 'a number that was not sealed');
    assert.deepEqual(await attacker.causes(ap, frames.keyIndex(own, QOS_HEADER, 3)), { noKey: 1 });
    assert.deepEqual(await attacker.causes(ap, frames.dataToAp(ap.mac, station.mac)), { unprotected: 1 });
    assert.deepEqual(await attacker.causes(station, frames.dataFromAp(ap.mac, station.mac)), {
      unprotected: 1,
    });
    assert.match(await ap.iw('station', 'dump'), /rx drop misc:\s+6/);
    const stranger = frames.dataToAp(ap.mac, '02:00:00:00:00:99');
    assert.deepEqual(await attacker.causes(ap, stranger), { notAssociated: 1 });
    await point.program.output.next(/from not associated STA 02:00:00:00:00:99/);
    // The old group key opens what is fresh until the access point is heard with the new one.
    assert.deepEqual(await attacker.causes(station, seen, 'not acked'), { replay: 1 });
    assert.deepEqual(await attacker.causes(station, missed, 'not acked'), {});
    await broadcast();
    assert.deepEqual(await attacker.causes(station, missedToo, 'not acked'), { noKey: 1 }, 'the old key');
    await rekey();
    assert.deepEqual(await attacker.causes(station, missedToo, 'not acked'), { wrongKey: 1 }, 'it is gone');
    const quiet = await drops(attacker.wifi, station);
    await broadcast();
    assert.deepEqual(await drops(attacker.wifi, station), quiet, 'the new one is in use');

    assert.equal(
      await attacker.inject(`d4000000${ap.mac.replaceAll(':', '')}`),
      'not acked',
      'control frames',
    );
    for (const short of ['c00000000000', '0801000011223344'])
      assert.match(await attacker.inject(short), /not acked/);
    assert.deepEqual(await drops(attacker.wifi, third), { malformed: 2 }, 'shorter than any frame');
    for (const [kind, frame] of Object.entries(frames.unreadable(ap.mac, station.mac)))
      assert.deepEqual(await attacker.causes(ap, frame, 'not acked'), { malformed: 1 }, kind);
    const four = frames.fourAddresses(ap.mac, station.mac);
    assert.deepEqual(
      await attacker.causes(ap, four),
      { malformed: 1 },
      'four addresses, of one who uses three',
    );
    await station.pings(ap);

    assert.equal(await deauthenticates(attacker, ap, station, daemon), true, 'nothing protects it');
    await daemon.program.stop();
    await point.program.stop();
    const secured = await hostapd(context, ap, { ...WPA2, ...PMF, wpa_group_rekey: 0 });
    const protectedDaemon = await supplicant(context, station, PMF_NETWORK);
    await connected(context, protectedDaemon);
    assert.equal(await deauthenticates(attacker, ap, station, protectedDaemon), false);
    await station.pings(ap);
    assert.equal((await protectedDaemon.control.status()).wpa_state, 'COMPLETED');
    await oldIntegrityKey(context, attacker, { ap, station, third }, secured, protectedDaemon);
    await protectedDaemon.program.stop();
    await secured.program.stop();
    await framesTogether(context, attacker, ap, station);
  },
);
