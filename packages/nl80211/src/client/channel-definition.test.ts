import { channelDefinition } from './channel-definition.js';

test.each([
  [2437, 'HT40+', 2447, '40'],
  [2437, 'HT40-', 2427, '40'],
  [5200, '80MHz', 5210, '80'],
  [5320, '160MHz', 5250, '160'],
  [5825, '80MHz', 5855, '80'],
  [5975, '160MHz', 6025, '160'],
  [6115, '320MHz', 6105, '320'],
] as const)('%d MHz at %s has its centre at %d MHz', (frequency, width, centre, name) => {
  expect(channelDefinition(frequency, width)).toMatchObject({ centerFreq1: centre, channelWidth: name });
});

test('a width that the frequency cannot have is refused', () => {
  expect(() => channelDefinition(2437, '80MHz')).toThrow('2437 MHz: it is in no block of 80 MHz');
});
