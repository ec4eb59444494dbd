import { bitrateOf } from './bitrate.js';

test.each([
  [{ bitrate: 540 }, { mbps: 54, mode: 'legacy', widthMhz: 20 }],
  [
    { bitrate32: 28_824, ehtMcs: 13, ehtNss: 2, width160Mhz: true },
    { mode: 'eht', mcs: 13, streams: 2, widthMhz: 160 },
  ],
  [
    { bitrate32: 57_648, uhrMcs: 17, ehtNss: 2, width320Mhz: true },
    { mode: 'uhr', mcs: 17, streams: 2, widthMhz: 320 },
  ],
  [
    { bitrate32: 33, s1gMcs: 7, s1gNss: 1, width1Mhz: true },
    { mode: 's1g', mcs: 7, streams: 1, widthMhz: 1 },
  ],
])('%j is told in the words of its generation', (rate, told) => {
  expect(bitrateOf(rate)).toMatchObject(told);
});
