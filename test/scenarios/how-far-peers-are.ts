import assert from 'node:assert/strict';
import type { RangingPeer, RangingResult } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { hostapd, nodes, OPEN, VHT80 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Half of light's way in a nanosecond, in metres: what an error of that makes of a distance. */
const METRES_PER_NS = 0.149896;

type Measured = Extract<RangingResult, { burst: number }>;

const measured = (results: readonly RangingResult[]): Measured[] =>
  results.map((each) => {
    assert.ok('burst' in each, JSON.stringify(each));
    return each;
  });

/** The errors of both receivers are even over one sample, so what they have together deviates by its sixth's root. */
const deviation = (mhz: number): number => ((1000 / mhz) * METRES_PER_NS) / Math.sqrt(6);

/** How far an access point is, by the time that frames take: within what the model of errors says, by iw and the library. */
export default scenario(
  'how far an access point is follows from its place, as exactly as the channel is wide; who does not answer is named',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap, station, silent] = await nodes(context, 3);
    assert.ok(ap && station && silent);
    await hostapd(context, ap, { ...VHT80, ftm_responder: 1 });
    await hostapd(context, silent, { ...OPEN, channel: 1, ssid: 'silent' });
    const wifi = await openClient(context);
    const { radios } = wifi.vwifi;
    await radios.set(ap.interface, { position: { x: 0, y: 0, z: 3 } });
    await radios.set(station.interface, { position: { x: 40, y: 30, z: 3 } });
    const here = await openClient(context, station.netns);
    const dev = here.dev(station.interface);
    const peer: RangingPeer = { mac: ap.mac, frequencyMhz: 5180, framesPerBurst: 31 };
    const air = await Capture.ofTheAir(context);

    // 120 measurements of 50 m at each width: their mean is right to five deviations of a mean, a single one to a sample.
    for (const [width, mhz] of [
      ['HT20', 20],
      ['HT40+', 40],
      ['80MHz', 80],
    ] as const) {
      const bursts = measured(await dev.range([{ ...peer, width, bursts: 4, burstPeriodMs: 100 }]));
      assert.deepEqual(
        bursts.map(({ burst }) => burst),
        [0, 1, 2, 3],
      );
      const mean = bursts.reduce((sum, { distanceMetres }) => sum + distanceMetres, 0) / bursts.length;
      assert.ok(Math.abs(mean - 50) < (5 * deviation(mhz)) / Math.sqrt(120), `${mean} m at ${mhz} MHz`);
      const spread = Math.sqrt(
        bursts.reduce((sum, each) => sum + each.deviationMetres ** 2, 0) / bursts.length,
      );
      assert.ok(Math.abs(spread / deviation(mhz) - 1) < 0.3, `${spread} m deviate at ${mhz} MHz`);
    }
    const [near] = measured(await dev.range([{ ...peer, width: '80MHz' }]));
    assert.ok(near);
    assert.equal(near.signalDbm, -101, 'that of the path');

    // Who goes is followed.
    await radios.set(station.interface, { position: { x: 3, y: 4, z: 3 } });
    const [nearer] = measured(await dev.range([{ ...peer, width: '80MHz' }]));
    assert.ok(nearer && Math.abs(nearer.distanceMetres - 5) < deviation(80), `${nearer?.distanceMetres} m`);

    // By iw.
    const line = `${ap.mac} bw=80 cf=5180 cf1=5210 ftms_per_burst=31 asap bursts_exp=0 preamble=vht`;
    const file = `/tmp/${station.interface}.ftm`;
    await station.run(`echo '${line}' > ${file}`);
    const said = await station.run(`iw dev ${station.interface} measurement ftm_request ${file} timeout=20`);
    assert.match(said, new RegExp(`Peer ${ap.mac}: status=0`));
    assert.match(said, /FTMS_PER_BURST: 31\n/);
    const told = Number(/DIST_AVG: (-?\d+)/.exec(said)?.[1]) / 1000;
    assert.ok(Math.abs(told - 5) < deviation(80), `${told} m by iw:\n${said}`);

    // Of one who measures already nobody else asks; it ends with the socket that asked.
    const stop = new AbortController();
    const long = dev.range([{ ...peer, bursts: 16, burstPeriodMs: 1000 }], { signal: stop.signal });
    const given = assert.rejects(long, /enough/);
    await context.eventually('it measures', async () =>
      dev.range([peer]).then(
        () => false,
        ({ code }: { code?: string }) => code === 'EBUSY',
      ),
    );
    stop.abort(new Error('enough'));
    await given;
    const again = await context.eventually('the next one may measure', () =>
      dev.range([peer]).catch(() => false as const),
    );
    assert.equal(measured(again).length, 1);

    // Why there is nothing: nobody there, nobody who answers; by what has been heard, another channel, not capable.
    const strangers: RangingPeer[] = [
      { mac: 'f6:00:00:00:00:01', frequencyMhz: 5180 },
      { mac: silent.mac, frequencyMhz: 2412 },
      { ...peer, frequencyMhz: 2437 },
    ];
    const reasons = async () =>
      (await dev.range(strangers)).map((each) => ('failed' in each ? each.failed : each.distanceMetres));
    await dev.scan({ frequenciesMhz: [2412, 5180] });
    assert.deepEqual(await reasons(), ['no-response', 'peer-not-capable', 'wrong-channel']);

    // What the access point counts, and what is on the air.
    const there = await openClient(context, ap.netns);
    const { ftmResponderStats: counted } = await there.commands.getFtmResponderStats({ dev: ap.interface });
    assert.ok((counted?.successNum ?? 0) >= 6, `${counted?.successNum} sessions`);
    assert.equal(counted?.failedNum, 0);
    assert.match(await ap.run(`iw dev ${ap.interface} ftm get_stats`), /FTM responder stats:/);
    await air.stop();
    const frames = await air.frames(`wlan.fixed.publicact == 33 && wlan.ra == ${station.mac}`, [
      'wlan.fixed.followup_dialog_token',
      'wlan.fixed.ftm_tod',
      'wlan.fixed.ftm_toa',
    ]);
    assert.ok(frames.length > 3 * 4 * 31, `${frames.length} answers`);
    const requests = await air.frames(`wlan.fixed.publicact == 32 && wlan.ra == ${ap.mac}`, [
      'wlan.fixed.ftm.param.ftm_per_burst',
    ]);
    assert.equal(Number(requests[0]?.[0]), 31);
    const [first, second] = frames.map((fields) => fields.map(Number));
    assert.deepEqual(first, [0, 0, 0], 'the first one of a session tells of none before it');
    const [token, departed = 0, arrived = 0] = second ?? [];
    assert.equal(token, 1);
    // In picoseconds: 100 us until the acknowledgement, 50 m there and back, and half of a sample at most.
    const roundTrip = arrived - departed - 100e6;
    assert.ok(Math.abs(roundTrip - (100 / 299_792_458) * 1e12) <= 25_000, `${roundTrip} ps`);
  },
);
