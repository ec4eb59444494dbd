import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const PLACE = { y: 0, z: 0 };

export default scenario(
  'a signal is what path, walls, antennas and chance leave of it, and a radio on its way is where it should be',
  { debug: true },
  async (context) => {
    const { ap, stations } = await network(context, 1);
    const [station] = stations;
    assert.ok(station);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const { radios, medium, links } = wifi.vwifi;
    const reads = async () => {
      const [, dbm] = /signal: (-\d+) dBm/.exec((await station.link()) ?? '') ?? [];
      return Number(dbm);
    };
    const heard = async () => {
      const [, dbm] = /signal:\s+(-\d+) dBm/.exec(await ap.iw('station', 'dump')) ?? [];
      return Number(dbm);
    };
    const stands = (x: number) => radios.set(station.interface, { position: { ...PLACE, x } });

    // Paths: 100 m at 2437 MHz, from 20 dBm. 20 log10 2437 is 67.7 dB.
    await radios.set(ap.interface, { position: { ...PLACE, x: 0 }, txPowerDbm: 20 });
    await stands(100);
    assert.equal(await reads(), -90);
    await medium.set({ pathModel: 'free-space' });
    assert.equal(await reads(), -60);
    await medium.set({ pathModel: 'itu-indoor' });
    assert.equal(await reads(), -80);
    await radios.set(station.interface, { antennaGainDbi: 4.5 });
    assert.equal(await reads(), -75);
    await radios.set(station.interface, { antennaGainDbi: 0 });
    await medium.set({ pathModel: 'log-distance', pathLossExponent: 2 });
    assert.equal(await reads(), -70);

    // Walls between the two, and beside.
    const wall = (x: number, lossDb: number) => ({ from: { x, y: -5 }, to: { x, y: 5 }, lossDb });
    await medium.set({ walls: [wall(20, 7), wall(60, 3), wall(120, 50)] });
    assert.equal(await reads(), -80);
    assert.equal((await medium.get()).walls, 3);
    await medium.set({ walls: [] });
    assert.equal(await reads(), -70);

    // Shadowing is the pair's: the same both ways, as long as the seed is; a link's own signal wins.
    await radios.set(station.interface, { txPowerDbm: 20 });
    const read = new Set<number>();
    for (const seed of [1, 2, 3, 4, 5, 1]) {
      await medium.set({ shadowingDb: 8, seed });
      read.add(await reads());
      assert.equal(await heard(), await reads());
    }
    assert.ok(read.size >= 3 && read.size <= 5, `signals by seed: ${[...read].join(', ')}`);
    await links.set({ receiver: station.interface, sender: ap.interface }, { signalDbm: -61 });
    assert.equal(await reads(), -41);
    await links.remove({ receiver: station.interface, sender: ap.interface });
    await medium.set({ shadowingDb: 0 });

    // Fading varies from one coherence time to the next, and begins anew with the seed.
    const fades = async () => {
      await medium.set({ fading: 'rayleigh', coherenceUs: 10_000_000, seed: 7 });
      const signals: number[] = [];
      for (let slot = 0; slot < 5; slot++) {
        signals.push(await reads());
        await context.machine.clock.sleep(10_000);
      }
      return signals;
    };
    const first = await fades();
    assert.ok(new Set(first).size > 2, `signals by time: ${first.join(', ')}`);
    assert.deepEqual(await fades(), first);
    await medium.set({ fading: 'none' });

    // From 1 m to 100 m in 99 s and back at once: where it is follows from the time, whoever asks.
    const track = {
      points: [1, 100].map((x, i) => ({ ...PLACE, x, atMs: i * 99_000 })),
    };
    await radios.set(station.interface, { track });
    const began = await context.machine.clock.now();
    for (const seconds of [10, 50, 120]) {
      const now = await context.machine.clock.now();
      await context.machine.clock.sleep(seconds * 1000 - (now - began));
      const { position, moving } = await radios.get(station.interface);
      const gone = (await context.machine.clock.now()) - began;
      const there = Math.min(1 + gone / 1000, 100);
      assert.ok(Math.abs((position?.x ?? 0) - there) < 1, `${position?.x} m after ${gone} ms`);
      assert.equal(moving, seconds < 99);
    }
    assert.equal(await reads(), -70);

    const refused = (settings: Parameters<typeof radios.set>[1], words: RegExp) =>
      assert.rejects(radios.set(station.interface, settings), words);
    const [one = { ...PLACE, x: 0, atMs: 0 }, two = one] = track.points;
    await refused({ track: { points: [two, one] } }, /this point is reached before the one before it/);
    await refused({ track: { points: [] } }, /a track has from 1 to 1024 points/);
    await refused({ track, position: two }, /a radio has a position or a track, not both/);
    const many = Array.from({ length: 257 }, (_, i) => wall(i, 1));
    await assert.rejects(medium.set({ walls: many }), /there are more than 256 walls/);
    assert.equal(await reads(), -70);
  },
);
