import { toJson } from '../context.js';
import { type Peer, stationTable } from './station.js';
import { topText } from './top.js';

const legacy = { mode: 'legacy', mbps: 54, widthMhz: 20, shortGuardInterval: false } as const;
const link = (linkId: number, txBytes: number) => ({
  ...{ linkId, mac: `12:76:77:31:00:0${linkId}`, txBytes, rxBytes: 10 },
  ...{ signalDbm: -50 - linkId, txRetries: linkId, txFailed: 0, txBitrate: legacy },
});
const flags = {
  authenticated: true,
  associated: true,
  wmm: true,
  shortPreamble: false,
  tdlsPeer: false,
  mfp: false,
};
const peer: Peer = {
  ...{ namespace: '', interface: 'vw0', mac: '00:76:77:31:00:00', ifindex: 3, authorized: true, ...flags },
  ...{ signalDbm: -50, rxBytes: 20, txBytes: 300, txRetries: 1, txFailed: 0, txBitrate: legacy },
  ...{ connectedSeconds: 7, links: [link(0, 100), link(1, 200)] },
};
const { links, ...single } = { ...peer, mac: '00:76:77:32:00:00' };

test('the links of a station stand under it, and in what programs read', () => {
  expect(stationTable([peer, single]).split('\n')).toEqual([
    'INTERFACE  STATION                     STATE       SIGNAL   TX RATE      RX    TX     RETRIES  FAILED  CONNECTED',
    'vw0        00:76:77:31:00:00           authorised  -50 dBm  54.0 Mbit/s  20 B  300 B        1       0  7 s',
    '             link 0 12:76:77:31:00:00              -50 dBm  54.0 Mbit/s  10 B  100 B        0       0',
    '             link 1 12:76:77:31:00:01              -51 dBm  54.0 Mbit/s  10 B  200 B        1       0',
    'vw0        00:76:77:32:00:00           authorised  -50 dBm  54.0 Mbit/s  20 B  300 B        1       0  7 s',
  ]);
  expect(stationTable([{ ...peer, namespace: 'ap' }])).toMatch(/^ap +vw0 .*\n +link 0 .*\n +link 1 /m);
  expect(JSON.parse(toJson([peer]))[0].links).toHaveLength(2);
});

test('the whole picture has them, with what each carries', () => {
  const tuned = [2437, 5180].map((frequencyMhz, linkId) => ({
    ...{ linkId, mac: `02:00:00:00:01:0${linkId}`, frequencyMhz, channel: linkId === 0 ? 6 : 36 },
  }));
  const point = {
    ...{ namespace: '', name: 'vw0', index: 3, wdev: 1n, radio: 0, type: 'ap' as const, fourAddress: false },
    ...{ mac: '00:76:77:30:00:00', ssid: 'links', links: tuned },
  };
  const picture = (at: number, peers: readonly Peer[]) => ({
    ...{ interfaces: [point], peers },
    counters: { at, radios: [], links: [] },
  });
  const now = picture(performance.now(), [{ ...peer, links: [link(0, 100), link(1, 900)] }]);
  const text = topText(now, picture(now.counters.at - 1000, [peer]), '');
  expect(text).toMatch(/^ +link 0 12:76:77:31:00:00 .* 0 bit\/s +10 B +100 B/m);
  expect(text).toMatch(/^ +link 1 12:76:77:31:00:01 .* [1-9][\d.]* k?bit\/s +10 B +900 B/m);
  expect(text).toMatch(/^links +00:76:77:30:00:00 +6 \(2437 MHz\), 36 \(5180 MHz\) +vw0 +1$/m);
  expect(text).toContain('1 stations');
});
