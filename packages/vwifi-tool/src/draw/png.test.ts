import { pngOf } from './png.js';
import { plot } from './svg.js';

test('a plot becomes a PNG of twice its size, or one line says what is missing', async () => {
  const samples = [
    { seconds: 0, value: -50 },
    { seconds: 1, value: -60 },
  ];
  const made = await pngOf(plot(samples, { title: 'Signal', unit: 'dBm' })).catch((error: Error) => error);
  if (made instanceof Error) {
    expect(made.message).toMatch(
      /^cannot draw a \.png: .*; (npm|apt-get) install .*, or name an \.svg file$/,
    );
    return;
  }
  expect(made.subarray(1, 4).toString()).toBe('PNG');
  // The header's width and height.
  expect([made.readUInt32BE(16), made.readUInt32BE(20)]).toEqual([1600, 800]);
});
