import fc from 'fast-check';
import { buildEapolKey, keyDataItems, keyMessageName, parseEapolKey } from './eapol.js';
import { buildFrame, parseFrame } from './frame.js';
import { msdusOf } from './msdu.js';
import { packetOf, packetText } from './packet.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

const [A, B, C, D] = ['02000000000a', '02000000000b', '02000000000c', '02000000000d'];
const [a, b, c, d] = ['0a', '0b', '0c', '0d'].map((last) => `02:00:00:00:00:${last}`);

describe('frames by name, to the octet', () => {
  test.each([
    ['ack', `d400 0000 ${A}`, { type: 'control', subtype: 'ack', receiver: a }],
    ['rts', `b400 1234 ${A} ${B}`, { subtype: 'rts', durationUs: 0x3412, receiver: a, transmitter: b }],
    [
      'ps-poll',
      `a410 01c0 ${A} ${B}`,
      { subtype: 'ps-poll', flags: 0x10, durationUs: 0xc001, transmitter: b },
    ],
    ['block-ack', `9400 0000 ${A} ${B} 0500 1000 ff00000000000000`, { subtype: 'block-ack', transmitter: b }],
    ['a subtype without a name', `1400 0000 ${A} 99`, { type: 'control', subtype: 1, receiver: a }],
    [
      'data to an access point',
      `0801 0000 ${A} ${B} ${C} 2001 aabb`,
      {
        subtype: 'data',
        direction: 'to-ap',
        bssid: a,
        source: b,
        destination: c,
        receiver: a,
        sequenceControl: 0x120,
      },
    ],
    [
      'data from an access point, with QoS and HT Control',
      `8882 0000 ${A} ${B} ${C} 2001 0500 78563412 aabb`,
      {
        ...{ subtype: 'qos-data', direction: 'from-ap', destination: a, bssid: b, source: c, transmitter: b },
        ...{ qosControl: 5, htControl: 0x12345678 },
      },
    ],
    [
      'four addresses',
      `8803 0000 ${A} ${B} ${C} 2001 ${D} 0000 aabb`,
      { direction: 'four-address', receiver: a, transmitter: b, destination: c, source: d },
    ],
    [
      'of an ad hoc cell',
      `0800 0000 ${A} ${B} ${C} 0000`,
      { direction: 'direct', destination: a, source: b, bssid: c },
    ],
    [
      'management',
      `c000 0000 ${A} ${B} ${C} 1000 0300`,
      { type: 'management', subtype: 'deauthentication', reason: 3 },
    ],
    ['extension', '0c00 010203', { type: 'extension', subtype: 0 }],
  ])('%s', (_name, octets, fields) => {
    const frame = parseFrame(hex(octets));
    expect(frame).toMatchObject(fields);
    expect(frame && text(buildFrame(frame))).toBe(text(hex(octets)));
  });

  test('a data frame is built of what it says; who hears it follows', () => {
    const body = hex('aabb');
    const frame = { type: 'data', subtype: 'qos-data', direction: 'to-ap', body } as const;
    expect(text(buildFrame({ ...frame, bssid: a ?? '', source: b ?? '', destination: c ?? '' }))).toBe(
      text(hex(`8801 0000 ${A} ${B} ${C} 0000 0000 aabb`)),
    );
  });

  test('whatever comes from the air: never throws, and what was read is written to the same octets', () => {
    const sound = fc.tuple(
      fc.constantFrom(0x08, 0x88, 0xb4, 0xd4, 0x80, 0x40, 0x00, 0xb0, 0xd0, 0x0c, 0x48, 0xc8, 0x84, 0x94),
      fc.uint8Array({ minLength: 9, maxLength: 120 }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 120 }), sound), (given) => {
        const octets = given instanceof Uint8Array ? given : Uint8Array.from([given[0], ...given[1]]);
        const frame = parseFrame(octets);
        if (!frame) return;
        expect(text(buildFrame(frame))).toBe(text(octets));
        if (frame.type !== 'data') return;
        for (const packet of msdusOf({ ...frame, flags: frame.flags & ~0x44, sequenceControl: 0 }).map(
          packetOf,
        ))
          expect(packetText(packet)).not.toBe('');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('what data frames carry', () => {
  const dataOf = (body: string, qos = '0000') => {
    const frame = parseFrame(hex(`8801 0000 ${A} ${B} ${C} 0000 ${qos} ${body}`));
    if (frame?.type !== 'data') throw new Error('no data frame');
    return frame;
  };
  const said = (body: string, qos?: string) =>
    msdusOf(dataOf(body, qos)).map((each) => packetText(packetOf(each)));
  const IP = '45000054 00000000 40 01 0000 0a000001 0a000002';

  test.each([
    [`aaaa03000000 0800 ${IP} 08000000 00010001`, 'ICMP echo request 10.0.0.1 > 10.0.0.2'],
    [`aaaa03000000 0800 ${IP.replace(' 01 ', ' 11 ')} 0044 0043 0008 0000`, 'UDP 10.0.0.1:68 > 10.0.0.2:67'],
    [`aaaa03000000 0800 ${IP.replace('00000000', '00000010')} 0800`, 'ICMP 10.0.0.1 > 10.0.0.2'],
    [`aaaa03000000 0806 0001080006040001 ${B} 0a000001 000000000000 0a000002`, 'ARP who has 10.0.0.2'],
    [
      `aaaa03000000 86dd 60000000 0008 3a ff fe800000000000000000000000000001 ff0200000000000000000000000000fb 8700 0000`,
      'ICMPv6 neighbour solicitation fe80::1 > ff02::fb',
    ],
    ['aaaa03000000 88b7 00', '0x88b7'],
    ['424203', 'LLC'],
    ['aaaa03000000 0800 45', 'IPv4'],
  ])('%s', (body, line) => {
    expect(said(body)).toEqual([line]);
  });

  test('an A-MSDU has several, each padded but the last; one that is cut off is left out', () => {
    const part = (length: string) => `${C} ${D} ${length} aaaa03000000 88b7 01`;
    const two = `${part('0009')} 00 ${part('0009')}`;
    expect(msdusOf(dataOf(two, '8000'))).toHaveLength(2);
    expect(msdusOf(dataOf(two.slice(0, -2), '8000'))).toHaveLength(1);
    expect(msdusOf(dataOf(part('ffff'), '8000'))).toEqual([]);
  });

  test('no fragments, nothing sealed, nothing of frames without data', () => {
    const frame = dataOf('aaaa03000000 88b7 00');
    expect(msdusOf({ ...frame, flags: 0x45 })).toEqual([]);
    expect(msdusOf({ ...frame, flags: 0x05 })).toEqual([]);
    expect(msdusOf({ ...frame, sequenceControl: 1 })).toEqual([]);
    expect(msdusOf({ ...frame, subtype: 'qos-null' })).toEqual([]);
  });
});

describe('messages about keys', () => {
  const key = {
    ...{ version: 2, descriptor: 2, information: 0x010a, keyLength: 16, replayCounter: 7n },
    ...{
      nonce: new Uint8Array(32).fill(1),
      iv: new Uint8Array(16),
      rsc: new Uint8Array(8),
      id: new Uint8Array(8),
    },
  };

  test.each([16, 24, 32, 0])('with a MIC of %d octets: the same octets again', (length) => {
    const built = buildEapolKey({
      ...key,
      mic: new Uint8Array(length).fill(9),
      data: hex('dd0a000fac0101000102'),
    });
    const read = parseEapolKey(built);
    expect(read?.mic).toHaveLength(length);
    expect(read && text(buildEapolKey(read))).toBe(text(built));
    expect(read && keyMessageName(read)).toBe('message 2 of 4');
    // Padding behind it is none of it.
    expect(parseEapolKey(Uint8Array.from([...built, 0, 0]))).toEqual(read);
    expect(parseEapolKey(built.subarray(0, -1))).toBeUndefined();
  });

  test('whatever comes from the air: never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        parseEapolKey(Uint8Array.from([2, 3, 0, ...octets]));
        for (const { data } of keyDataItems(octets)) expect(data.length).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 2000 },
    );
  });
});
