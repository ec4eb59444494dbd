import { channelOf } from './channel.js';

test.each([
  [2412, 1],
  [2437, 6],
  [2472, 13],
  [2484, 14],
  [5180, 36],
  [5825, 165],
  [5925, 185],
  [5955, 1],
  [7115, 233],
  [58_320, 1],
  [900, undefined],
])('%d MHz is channel %s', (frequency, channel) => {
  expect(channelOf(frequency)).toBe(channel);
});
