import fc from 'fast-check';
import { VWifiError } from '../wire/errors.js';
import { type CapturedFrame, PcapReader, readPcap } from './pcap-reader.js';
import { interfaceBlock, packetBlock, sectionBlock } from './pcapng.js';

const octets = fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each));
const frames = fc.array(fc.record({ time: fc.bigInt({ min: 0n, max: (1n << 60n) - 1n }), data: octets }), {
  maxLength: 12,
});

const pcapng = (recorded: readonly { readonly time: bigint; readonly data: Buffer }[]): Buffer =>
  Buffer.concat([
    sectionBlock('fuzz'),
    interfaceBlock('air', 'radiotap'),
    ...recorded.map(({ time, data: frame }) => packetBlock({ interface: 0, time, frame })),
  ]);

/** The frames before the place where it cannot be read any more; another error than VWifiError is none of a reader's. */
function readable(pieces: Iterable<Uint8Array>): CapturedFrame[] {
  const read: CapturedFrame[] = [];
  const reader = new PcapReader();
  try {
    for (const piece of pieces) for (const frame of reader.add(piece)) read.push(frame);
  } catch (error) {
    if (!(error instanceof VWifiError)) throw error;
  }
  return read;
}

function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const pieces = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 });

test('what is written is read, however it is cut', () => {
  fc.assert(
    fc.property(frames, pieces, (recorded, sizes) => {
      const read = readable(cut(pcapng(recorded), sizes));
      expect(read.map(({ time, data }) => ({ time, data: Buffer.from(data) }))).toEqual(recorded);
    }),
  );
});

test('a capture with an octet changed gives frames or a VWifiError, the same in one piece and in many', () => {
  fc.assert(
    fc.property(frames, fc.nat(), fc.nat({ max: 255 }), pieces, (recorded, where, octet, sizes) => {
      const bytes = pcapng(recorded);
      bytes[where % bytes.length] = octet;
      const whole = readable([bytes]);
      expect(readable(cut(bytes, sizes))).toEqual(whole);
      expect(whole.every(({ data }) => data.length <= bytes.length)).toBe(true);
    }),
  );
});

test('octets that are no capture are refused, whatever they are', () => {
  const magic = fc.constantFrom('', 'a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a');
  fc.assert(
    fc.property(magic, fc.uint8Array({ maxLength: 400 }), (begin, rest) => {
      const bytes = Buffer.concat([Buffer.from(begin, 'hex'), rest]);
      readable([bytes]);
      try {
        for (const { data } of readPcap(bytes)) expect(data.length).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(VWifiError);
      }
    }),
  );
});
