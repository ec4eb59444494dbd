import fc from 'fast-check';
import { encodeHeader, type Frame, FrameDecoder, FrameType, HEADER_BYTES, MAX_PAYLOAD } from './frame.js';

const frames = fc.array(
  fc.record({
    type: fc.constantFrom(...Object.values(FrameType).filter((type) => type !== FrameType.credit)),
    channel: fc.nat(0xffffffff),
    stream: fc.nat(0xffff),
    payload: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 8 },
);
const encode = (list: Frame[]) =>
  Buffer.concat(
    list.flatMap((frame) => [
      encodeHeader(frame.type, frame.channel, frame.payload.length, frame.stream),
      frame.payload,
    ]),
  );

describe('frames', () => {
  it('come out as they went in, wherever the stream is split', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (list, sizes) => {
        const bytes = encode(list);
        const decoder = new FrameDecoder();
        const out: Frame[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] as number;
          out.push(...decoder.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(out).toEqual(list);
        expect(decoder.betweenFrames).toBe(true);
      }),
    );
  });

  it('are refused at the first byte that cannot be one', () => {
    const good = encodeHeader(FrameType.data, 1, 5);
    const bad: [string, (header: Buffer) => void][] = [
      ['begins with 0x53', (header) => header.write('S')],
      ['has the type 0', (header) => header.writeUInt8(0, 1)],
      ['has the type 200', (header) => header.writeUInt8(200, 1)],
      ['has a length of 1048577', (header) => header.writeUInt32LE(MAX_PAYLOAD + 1, 8)],
      ['a credit frame has a length of 5', (header) => header.writeUInt8(FrameType.credit, 1)],
    ];
    for (const [message, spoil] of bad) {
      const header = Buffer.from(good);
      spoil(header);
      expect(() => new FrameDecoder().push(header)).toThrow(message);
    }
    expect(() => encodeHeader(FrameType.data, 1, MAX_PAYLOAD + 1)).toThrow('cannot send a message');
  });

  it('never read past what is there, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 4 * HEADER_BYTES })), (chunks) => {
        const decoder = new FrameDecoder();
        try {
          for (const chunk of chunks)
            for (const frame of decoder.push(Buffer.from(chunk))) expect(frame.payload).toBeDefined();
        } catch (error) {
          expect(error).toMatchObject({ code: 'RPC_CORRUPT' });
        }
      }),
    );
  });
});
