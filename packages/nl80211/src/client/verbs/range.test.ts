import type { nl80211 } from '../../spec/nl80211/family.js';
import { type FakeHandlers, fakeKernel } from '../../testing/fake-kernel.js';
import { VWifi } from '../vwifi.js';

const AP = '02:00:00:00:00:01';
const OTHER = '02:00:00:00:00:02';
const FTM = 1;

const kernelThat = (
  peerMeasurementStart: NonNullable<FakeHandlers<typeof nl80211>['peerMeasurementStart']>,
) =>
  fakeKernel({
    getInterface: () => [{ ifindex: 4, ifname: 'vw1', wdev: 1n, wiphy: 1, iftype: 'station' as const }],
    peerMeasurementStart,
  });

test('a result for each burst in metres, or why there is none', async () => {
  let asked: unknown;
  const kernel = kernelThat(({ peerMeasurements }, { tell }) => {
    asked = peerMeasurements;
    const result = (addr: string, resp: object) =>
      tell('peerMeasurementResult', { cookie: 7n, peerMeasurements: { peers: [{ addr, resp }] } });
    setImmediate(() => {
      result(AP, {
        status: 'success',
        data: {
          [FTM]: { burstIndex: 0, rssiAvg: -121, rttAvg: 66_713n, distAvg: 10_000n, distVariance: 640_000n },
        },
      });
      // Drivers tell one of the two.
      result(AP, { status: 'success', data: { [FTM]: { burstIndex: 1, rttAvg: 66_713n, rttVariance: 4n } } });
      result(OTHER, { status: 'failure', data: { [FTM]: { failReason: 'no-response' } } });
      result(OTHER, { status: 'timeout', data: { [FTM]: {} } });
      tell('peerMeasurementComplete', { cookie: 7n });
    });
    return [{ cookie: 7n }];
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const results = await wifi
    .dev('vw1')
    .range([{ mac: AP, frequencyMhz: 5180, width: '80MHz', framesPerBurst: 8, bursts: 2 }]);
  expect(asked).toMatchObject({
    peers: [
      {
        addr: AP,
        chan: { wiphyFreq: 5180, channelWidth: '80', centerFreq1: 5210 },
        req: { data: { [FTM]: { asap: true, preamble: 'vht', numBurstsExp: 1, ftmsPerBurst: 8 } } },
      },
    ],
  });
  expect(results).toEqual([
    { mac: AP, burst: 0, distanceMetres: 10, deviationMetres: 0.8, signalDbm: -60.5 },
    {
      ...{ mac: AP, burst: 1, distanceMetres: expect.closeTo(10, 3) },
      deviationMetres: expect.closeTo(0.0003, 5),
    },
    { mac: OTHER, failed: 'no-response' },
    { mac: OTHER, failed: 'timeout' },
  ]);
});

test('what no radio can do is refused before it is asked', async () => {
  const kernel = kernelThat(() => [{ cookie: 1n }]);
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const dev = wifi.dev('vw1');
  await expect(dev.range([{ mac: AP, frequencyMhz: 2437, bursts: 3 }])).rejects.toThrow('no power of two');
  await expect(dev.range([{ mac: AP, frequencyMhz: 2437, framesPerBurst: 32 }])).rejects.toThrow(
    'framesPerBurst',
  );
});

test('what never ends is given up with its signal, and its socket closed', async () => {
  const stop = new AbortController();
  const kernel = kernelThat(() => {
    setImmediate(() => stop.abort(new Error('enough')));
    return [{ cookie: 1n }];
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const before = kernel.openSockets;
  const { signal } = stop;
  await expect(wifi.dev('vw1').range([{ mac: AP, frequencyMhz: 2437 }], { signal })).rejects.toThrow(
    'enough',
  );
  expect(kernel.openSockets).toBe(before);
});
