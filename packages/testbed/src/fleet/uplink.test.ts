import { PassThrough } from 'node:stream';
import { Frames, Line, passtWords } from './uplink.js';

const framed = (...frames: readonly string[]): Buffer =>
  Buffer.concat(
    frames.flatMap((text) => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(text.length);
      return [head, Buffer.from(text)];
    }),
  );

it('frames come out whole, however the stream is cut', () => {
  const stream = framed('one', '', 'three');
  for (let cut = 0; cut <= stream.length; cut++) {
    const frames = new Frames();
    const found = [...frames.take(stream.subarray(0, cut)), ...frames.take(stream.subarray(cut))];
    expect(found.map(String)).toEqual(['one', '', 'three']);
  }
});

it('a frame goes to who listens when its last octet is there, though its first ones came to somebody else', async () => {
  const stream = new PassThrough();
  const line = new Line(stream);
  const found: string[] = [];
  line.listen(() => {});
  stream.write(Buffer.from([0, 0, 0, 3]));
  await new Promise(setImmediate);
  line.listen((frame) => found.push(String(frame)));
  stream.write('one');
  await new Promise(setImmediate);
  expect(found).toEqual(['one']);
  expect(stream.destroyed).toBe(false);
});

it('a length that no frame has is no frame', () => {
  expect(() => new Frames().take(Buffer.from([0, 2, 0, 0]))).toThrow(/a frame of 131072 octets/);
});

it('nobody comes in, and the loopback of the host is nowhere', () => {
  const words = passtWords(3).join(' ');
  expect(words).toMatch(/--tcp-ports none --udp-ports none/);
  expect(words).toMatch(/--no-map-gw/);
});
