import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a tap hears the whole air: beacons, an association, data both ways and what is acknowledged',
  { debug: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const capture = await Capture.ofTheAir(context);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    await station.pings(ap);
    await capture.stop();

    const fields = [
      'wlan.fc.type_subtype',
      'wlan.ta',
      'wlan.ra',
      'wlan.fc.ds',
      'wlan.seq',
      'radiotap.channel.freq',
    ];
    const frames = await capture.frames('wlan', fields);
    const of = (subtype: number, ta = ap.mac) =>
      frames.filter(([each, from]) => Number(each) === subtype && from === ta);
    assert.ok(of(0x08).length > 10, 'beacons, which nobody else was there to hear');
    for (const [subtype, from] of [
      [0x04, station],
      [0x05, ap],
      [0x0b, station],
      [0x0b, ap],
      [0x00, station],
      [0x01, ap],
    ] as const)
      assert.ok(of(subtype, from.mac).length, `a frame of subtype ${subtype} from ${from.interface}`);

    // To the point they carry To DS, to the station From DS; each is acknowledged, behind it, to whom sent it.
    for (const [from, to, ds] of [
      [station, ap, '0x01'],
      [ap, station, '0x02'],
    ] as const) {
      const sent = frames.flatMap((frame, n) =>
        Number(frame[0]) === 0x20 && frame[1] === from.mac && frame[2] === to.mac ? [n] : [],
      );
      assert.ok(sent.length >= 4);
      for (const n of sent) {
        assert.equal(frames[n]?.[3], ds);
        assert.deepEqual(frames[n + 1]?.slice(0, 3), ['0x001d', '', from.mac]);
      }
    }
    // One transmitter's numbers follow each other.
    const numbers = frames.filter(([, ta]) => ta === ap.mac).map((frame) => Number(frame[4]));
    for (const [n, number] of numbers.entries()) if (n) assert.equal(number, (numbers[n - 1] ?? 0) + 1);
    assert.deepEqual([...new Set(of(0x08).map((frame) => frame[5]))], ['2437']);
  },
);
