import { stationsOf } from './network.js';

test('station dump falls into stations and rows', () => {
  const dump = `Station 00:76:77:31:00:00 (on vw0)
\tinactive time:\t12 ms
\trx bytes:\t5366
\tauthorized:\tyes
Station 00:76:77:32:00:00 (on vw0)
\tsignal:  \t-50 dBm
`;
  expect(stationsOf(dump)).toEqual([
    { mac: '00:76:77:31:00:00', rows: { 'inactive time': '12 ms', 'rx bytes': '5366', authorized: 'yes' } },
    { mac: '00:76:77:32:00:00', rows: { signal: '-50 dBm' } },
  ]);
  expect(stationsOf('')).toEqual([]);
});
