import {
  airFrame,
  frameText,
  interfaceBlock,
  LINK_TYPE,
  PcapReader,
  packetBlock,
  sectionBlock,
} from './index.js';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

/** Radiotap: TSF, flags, rate, channel 2437, signal -50; then a QoS data frame, protected, tried again. */
const FRAME = hex(`00 00 18 00 2f 00 00 00  0102030405060708 00 0c 8509 a000 ce 00
  8849 3000 007677300000 007677310000 ffffffffffff 2001 0000 aabb`);

function pcap(unit: number, linkType: number, frames: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(unit, 0);
  head.writeUInt32LE(linkType, 20);
  const records = frames.flatMap((frame, n) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + n, 0);
    record.writeUInt32LE(123_456, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length + 100, 12);
    return [record, frame];
  });
  return Buffer.concat([head, ...records]);
}

describe('a pcap that is still being written', () => {
  test.each([1, 2, 7, 1000])('gives whole frames, however it is cut: pieces of %d octets', (size) => {
    const bytes = pcap(0xa1b23c4d, 127, [FRAME, hex('0102'), FRAME]);
    const reader = new PcapReader(LINK_TYPE.radiotap);
    const frames = [];
    for (let at = 0; at < bytes.length; at += size) frames.push(...reader.add(bytes.subarray(at, at + size)));
    expect(frames.map(({ data }) => data)).toEqual([FRAME, hex('0102'), FRAME]);
    expect(frames[1]?.time).toBe(1_700_000_001_000_123_456n);
    expect(frames[1]?.length).toBe(102);
  });

  test('tells microseconds from nanoseconds', () => {
    const [frame] = new PcapReader(127).add(pcap(0xa1b2c3d4, 127, [FRAME]));
    expect(frame?.time).toBe(1_700_000_000_123_456_000n);
  });

  test('names what it cannot read', () => {
    expect(() => [...new PcapReader(127).add(pcap(0xa1b2c3d4, 1, []))]).toThrow(/link type 1, not 127/);
    expect(() => [...new PcapReader(127).add(Buffer.alloc(24))]).toThrow(/neither pcap nor pcapng/);
    const lost = Buffer.concat([pcap(0xa1b2c3d4, 127, []), Buffer.alloc(16, 0xff)]);
    expect(() => [...new PcapReader(127).add(lost)]).toThrow(/4294967295 octets/);
  });
});

describe('a frame of the air', () => {
  test('says what its headers say', () => {
    const frame = airFrame(FRAME);
    expect(frame).toEqual({
      ...{ kind: 'QoS data', frequencyMhz: 2437, signalDbm: -50, sequence: 18, bytes: 28 },
      ...{ ra: '00:76:77:30:00:00', ta: '00:76:77:31:00:00', retry: true, protected: true },
    });
    expect(frame && frameText(frame)).toBe(
      '2437 MHz  -50 dBm  00:76:77:31:00:00 > 00:76:77:30:00:00  QoS data 18, 28 octets, again, sealed',
    );
  });

  test('an acknowledgement has no transmitter', () => {
    const frame = airFrame(hex('00 00 08 00 00000000 d400 0000 007677300000'));
    expect(frame).toMatchObject({ kind: 'acknowledgement', ra: '00:76:77:30:00:00' });
    expect(frame).not.toHaveProperty('ta');
    expect(frame).not.toHaveProperty('frequencyMhz');
  });

  test('never throws: cut anywhere, changed anywhere', () => {
    for (let length = 0; length < FRAME.length; length++) airFrame(FRAME.subarray(0, length));
    for (let at = 0; at < FRAME.length; at++) {
      const changed = Buffer.from(FRAME);
      changed[at] = 0xff;
      airFrame(changed);
    }
    expect(airFrame(Buffer.alloc(7))).toBeUndefined();
  });
});

test('blocks of pcapng are padded, and their lengths stand at both ends', () => {
  const blocks = [
    sectionBlock('a test'),
    interfaceBlock('vwtap0', 'radiotap', 'the whole air'),
    packetBlock({ interface: 0, time: 1n, frame: hex('010203'), length: 90 }),
  ];
  for (const block of blocks) {
    expect(block.length % 4).toBe(0);
    expect([block.readUInt32LE(4), block.readUInt32LE(block.length - 4)]).toEqual([
      block.length,
      block.length,
    ]);
  }
  expect(blocks[1]?.readUInt16LE(8)).toBe(127);
  expect(blocks[1]?.includes('the whole air')).toBe(true);
  expect([blocks[2]?.readUInt32LE(20), blocks[2]?.readUInt32LE(24)]).toEqual([3, 90]);
});
