import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What is asked for, in mBm, and what it becomes, in dBm: as vwifi's users know it. */
const SETTINGS: readonly (readonly [words: readonly string[], dbm: number])[] = [
  [['auto'], 11],
  [['fixed', '1200'], 12],
  [['fixed', '1300'], 13],
  [['limit', '2500'], 18],
];

/** What everybody reads of a transmitter with 0 dBm. */
const PATH_DBM = -50;

export default scenario(
  'the transmit power that is set moves the signal that others read',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    assert.match(await ap.iw('info'), /txpower 0\.00 dBm/);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    const read = async () => Number.parseInt((await station.link())?.match(/signal: (-?\d+)/)?.[1] ?? '', 10);
    for (const [words, dbm] of SETTINGS) {
      await ap.iw('set', 'txpower', ...words);
      assert.match(await ap.iw('info'), new RegExp(`txpower ${dbm}\\.00 dBm`));
      assert.equal(await read(), PATH_DBM + dbm, `set txpower ${words.join(' ')}`);
    }
    // A scan reads the same, and each transmitter has a power of its own.
    assert.match(await station.iw('scan', 'freq', '2437', 'flush'), /signal: -32\.00 dBm/);
    await ap.run('iw phy vw_phy0 set txpower fixed 0');
    assert.equal(await read(), PATH_DBM);
    await station.iw('set', 'txpower', 'fixed', '2000');
    assert.equal(await read(), PATH_DBM);
    const [own] = stationsOf(await ap.iw('station', 'dump'));
    assert.match(own?.rows['signal'] ?? '', /^-30 dBm/);
  },
);
