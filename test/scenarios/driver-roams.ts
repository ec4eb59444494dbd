/** A radio with an SME of its own goes over to a stronger access point, and its supplicant follows. */
import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import {
  connected,
  type Daemon,
  hostapd,
  type Node,
  nodes,
  OPEN,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a radio that connects by itself leaves a weak access point for a strong one, and stays where it was told to',
  { debug: true },
  async (context) => {
    const [first, second, station] = await nodes(context, 3, { driverSme: true });
    assert.ok(first && second && station);
    const wifi = await openClient(context);
    /** How strong each is to the station. */
    const signals = async (one: number, other: number): Promise<void> => {
      for (const [sender, signalDbm] of [
        [first, one],
        [second, other],
      ] as const)
        await wifi.vwifi.links.set({ receiver: station.interface, sender: sender.interface }, { signalDbm });
    };
    await signals(-50, -65);
    const points = [
      await hostapd(context, first, { ...WPA2, channel: 1 }),
      await hostapd(context, second, WPA2),
    ];
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    const at = async (of: Daemon): Promise<string | undefined> => {
      const { bssid, wpa_state } = await of.control.status();
      return wpa_state === 'COMPLETED' ? bssid : undefined;
    };
    const goesBy = (by: Daemon, point: Node) =>
      context.eventually(`it is with ${point.interface}`, async () => (await at(by)) === point.mac, 30_000);
    const goesTo = (point: Node) => goesBy(daemon, point);
    assert.equal(await at(daemon), first.mac, 'the stronger one');

    // Not for a few decibels, nor while the old one is good enough; then there, and back.
    await signals(-69, -40);
    await signals(-75, -70);
    await context.machine.clock.sleep(15_000);
    assert.equal(await at(daemon), first.mac);
    await signals(-75, -60);
    await goesTo(second);
    await station.pings(second);
    await signals(-50, -80);
    await goesTo(first);
    await station.pings(first);
    assert.doesNotMatch(daemon.program.output.toString(), /CTRL-EVENT-DISCONNECTED/, 'never between two');

    // User space roams as well.
    await signals(-60, -55);
    await daemon.control.ok(`ROAM ${second.mac}`);
    await goesTo(second);
    await station.pings(second);
    await daemon.program.stop();
    for (const each of points) await each.program.stop();

    // Under WPA3 the supplicant authenticates with the next one, also where it had a PMK for the last.
    await signals(-50, -80);
    const safe = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2 };
    points.splice(
      0,
      2,
      await hostapd(context, first, { ...safe, channel: 1 }),
      await hostapd(context, second, safe),
    );
    const sae = await supplicant(context, station, { ...WPA2_NETWORK, key_mgmt: 'SAE', ieee80211w: '2' });
    await connected(context, sae);
    await sae.control.ok('DISCONNECT');
    await context.eventually('it has left', async () => (await station.link()) === undefined);
    await sae.control.ok('RECONNECT');
    await connected(context, sae);
    const before = sae.program.output.all.length;
    await signals(-80, -50);
    await goesBy(sae, second);
    await station.pings(second);

    // Back by the PMK of before: an access point that still has it is not asked for SAE again, one that has not is.
    const [home, away] = points;
    assert.ok(home && away);
    const commits = (point: Daemon): number =>
      point.program.output.all.filter((line) => line.includes('(dbg=sae-send-commit)')).length;
    const earlier = commits(home);
    assert.ok(earlier > 0);
    await signals(-50, -80);
    await goesBy(sae, first);
    await station.pings(first);
    assert.equal(commits(home), earlier, 'no SAE');
    await away.program.stop();
    points[1] = await hostapd(context, second, safe);
    await signals(-80, -50);
    await goesBy(sae, second);
    await station.pings(second);
    assert.equal(commits(points[1]), 1, 'SAE, since it does not know the PMK');
    assert.match(
      points[1].program.output.toString(),
      /auth_alg=0 auth_transaction=1 /,
      'after it was named in vain',
    );
    assert.doesNotMatch(
      sae.program.output.all.slice(before).join('\n'),
      /CTRL-EVENT-(DISCONNECTED|ASSOC-REJECT)/,
    );
    await sae.program.stop();

    // Told to one access point it keeps to that, though the other one is far stronger; when that is gone, so is the link.
    for (const each of points) await each.program.stop();
    await signals(-80, -40);
    const [one, other] = [
      await hostapd(context, first, { ...OPEN, channel: 1 }),
      await hostapd(context, second, OPEN),
    ];
    assert.ok(await station.connects('test', '2412', first.mac));
    await context.machine.clock.sleep(15_000);
    assert.match((await station.link()) ?? '', new RegExp(first.mac));
    one.program.signal('SIGKILL');
    await first.run(['ip', 'link', 'set', first.interface, 'down']);
    await context.eventually('the link is lost', async () => (await station.link()) === undefined, 30_000);

    // A strong one that has gone is not in the way of who is there.
    await hostapd(context, first, { ...OPEN, channel: 1 });
    assert.match(await station.iw('scan'), new RegExp(second.mac));
    other.program.signal('SIGKILL');
    await second.run(['ip', 'link', 'set', second.interface, 'down']);
    await context.machine.clock.sleep(40_000);
    assert.ok(await station.connects('test'));
    assert.match((await station.link()) ?? '', new RegExp(first.mac));
  },
);
