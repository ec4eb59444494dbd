import { readFileSync } from 'node:fs';
import { hear, readPcap } from '../capture/index.js';
import { Decryptor } from './decryptor.js';
import { aesCmac, deriveKey } from './kdf.js';
import { keyIdOf, type SealName, seal, unseal } from './seal.js';
import { keyOf } from './secret.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

const TK = 'c97c1f67ce371185514a8a19f2bdd52f';
const TK_256 = `${TK}e6ab2d3f0175b0c1d9a2c84c5a3f8b71`;
const DATA = '0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033';
const QOS = '88480b000fd2e128a57c5030f18444085030f184440880330300';
const BODY = 'f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050';
const COUNT40 = Buffer.from(Array.from({ length: 40 }, (_, i) => i)).toString('hex');

/** IEEE Std 802.11-2020, annex J.6; those of 256 bits continue the key. */
const VECTORS: readonly (readonly [string, SealName, string, bigint, string, string, string])[] = [
  [
    ...(['CCMP-128', 'CCMP-128', TK, 0xb5039776e70cn, DATA, BODY] as const),
    '0ce70020769703b5f3d0a2fe9a3dbf2342a643e43246e80c3c04d0197845ce0b16f97623',
  ],
  [
    ...(['CCMP-256', 'CCMP-256', TK_256, 0xb5039776e70cn, DATA, BODY] as const),
    '0ce70020769703b5102f0640f0ac0d7ed519138c6e0638d7d494aeadead906a6d4a53dc2e4ef2660885727a1',
  ],
  [
    ...(['CCMP-128 of a deauthentication', 'CCMP-128', '66ed21042f9f26d7115706e40414cf2e', 1n] as const),
    ...([
      'c00800000200000001000200000000000200000001006000',
      '0200',
      '01000020000000001d073be399d0d86927b8',
    ] as const),
  ],
  [
    ...(['GCMP-128', 'GCMP-128', TK, 0x00895f5f2b08n, QOS, COUNT40] as const),
    '082b00205f5f890060e9700cc4d40ac6d288b201c38f5bf08b807442640a1596e5dbdad41d1f3623f45d7a12db7afb23def619c2a374b6df66ffa53b6c69d79e',
  ],
  [
    ...(['GCMP-256', 'GCMP-256', TK_256, 0x00895f5f2b08n, QOS, COUNT40] as const),
    '082b00205f5f8900265c1aafc51b19ee766ac5a8762d29ace1352e4c80312e02b9659f2feb3d1d02605907a1528c329e40541a8b0ecf381b3142e681f7b07d5a',
  ],
];

describe('the vectors of the standard', () => {
  test.each(VECTORS)('%s', (_name, cipher, key, number, header, body, sealed) => {
    const temporal = { cipher, temporal: hex(key) };
    const headerLength = header.length / 2;
    const made = seal(temporal, { octets: hex(header + body), headerLength }, { number, keyId: 0 });
    const head = hex(header);
    head[1] = (head[1] ?? 0) | 0x40;
    expect(text(made)).toBe(text(head) + sealed);
    expect(keyIdOf({ octets: made, headerLength })).toBe(0);
    // Repeated, or with more to come, it is the same frame.
    const repeated = made.slice();
    repeated[1] = (repeated[1] ?? 0) ^ 0x38;
    const opened = unseal(temporal, { octets: repeated, headerLength });
    expect(opened && text(opened)).toBe(body);
    for (const at of [4, 22, headerLength, headerLength + 8, made.length - 1]) {
      const changed = made.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(temporal, { octets: changed, headerLength })).toBeUndefined();
    }
    for (let length = 0; length < made.length; length++)
      expect(unseal(temporal, { octets: made.subarray(0, length), headerLength })).toBeUndefined();
  });

  test('what makes keys: PRF (J.3), the passphrase (J.4.2), AES-CMAC (RFC 4493)', () => {
    expect(text(deriveKey('sha1', Buffer.alloc(20, 0x0b), 'prefix', Buffer.from('Hi There'), 24))).toBe(
      'bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606',
    );
    expect(keyOf({ ssid: 'IEEE', passphrase: 'password' })).toEqual({
      pmk: Uint8Array.from(hex('f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e')),
    });
    const key = hex('2b7e151628aed2a6abf7158809cf4f3c');
    const block = '6bc1bee22e409f96e93d7e117393172a';
    expect(
      ['', block, `${block}ae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411`].map((each) =>
        text(aesCmac(key, hex(each))),
      ),
    ).toEqual([
      'bb1d6929e95937287fa37d129b756746',
      '070a16b46b4d4144f79bdd9dd04a287c',
      'dfa66747de9ae63030ca32611497c827',
    ]);
  });
});

test.each([
  [{ ssid: 'x', passphrase: 'short' }, /a passphrase of 5 octets; WPA2 has 8 to 63/],
  [{ pmk: 'aabb' }, /pmk is no key of 32 or 48 or 64 octets/],
  [{ temporalKey: TK, cipher: 'GCMP-256' as const }, /temporalKey is no key of 32 octets/],
  [{ temporalKey: TK, cipher: 'TKIP' as 'GCMP-256' }, /"TKIP" is none of CCMP-128/],
])('a secret that cannot be one is refused: %j', (secret, message) => {
  expect(() => new Decryptor(secret)).toThrow(message);
});

/** As `npm run capture` records it: a station joins, is given a new group key, pings, and is sent away. */
const RECORD = readPcap(readFileSync(new URL('../../fixtures/wpa2-ccmp.pcapng', import.meta.url)), 127);
const SECRET = { ssid: 'test', passphrase: '12345678' };

describe('a recorded association', () => {
  const linesWith = (decryptor: Decryptor, frames = RECORD) =>
    frames.map(({ data, time }) => hear(data, time, decryptor));
  const pings = (heard: ReturnType<typeof linesWith>) =>
    heard.flatMap(({ packets }) => packets).filter(({ says }) => /^echo/.test(says ?? '')).length;

  test('is opened by its passphrase, all of it', () => {
    const heard = linesWith(new Decryptor(SECRET));
    expect(
      heard.flatMap(({ handshake }) =>
        handshake ? [`${handshake.handshake} ${handshake.message} ${handshake.verified}`] : [],
      ),
    ).toEqual([
      ...['pairwise 1 false', 'pairwise 2 true', 'pairwise 3 true', 'pairwise 4 true'],
      ...['group 1 true', 'group 2 true'],
    ]);
    expect(pings(heard)).toBeGreaterThanOrEqual(9);
    const sealed = heard.filter(({ frame }) => ((frame?.flags ?? 0) & 0x40) !== 0);
    expect(sealed.filter(({ plain, cipher }) => !plain || cipher !== 'CCMP-128')).toEqual([]);
  });

  test('is not opened by another, nor without', () => {
    expect(pings(linesWith(new Decryptor({ ...SECRET, passphrase: '87654321' })))).toBe(0);
    expect(pings(linesWith(new Decryptor({ ...SECRET, ssid: 'tesT' })))).toBe(0);
    expect(pings(linesWith(new Decryptor()))).toBe(0);
  });

  test('is opened from where the secret is told on, its handshake and group key being kept', () => {
    const decryptor = new Decryptor();
    const told = RECORD.findIndex(
      ({ data, time }) => hear(data, time, new Decryptor()).handshake?.message === 4,
    );
    linesWith(decryptor, RECORD.slice(0, told + 1));
    decryptor.add(SECRET);
    expect(pings(linesWith(decryptor, RECORD.slice(told + 1)))).toBeGreaterThanOrEqual(9);
  });

  test('whatever comes from the air: changed octets and cut frames never throw', () => {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 20; round++) {
      const decryptor = new Decryptor(SECRET);
      for (const { data, time } of RECORD) {
        const octets = Buffer.from(data.subarray(0, random(4) ? data.length : random(data.length)));
        for (let times = random(4); times > 0 && octets.length; times--)
          octets[random(octets.length)] = random(256);
        hear(octets, time, decryptor);
      }
    }
  });

  test('strangers without number do not fill the memory', () => {
    const decryptor = new Decryptor(SECRET);
    const first = RECORD.map(({ data, time }) => ({ data, heard: hear(data, time) })).find(
      ({ heard }) => heard.packets[0]?.kind === 'EAPOL',
    );
    if (!first) throw new Error('no handshake');
    const at = first.heard.radiotap?.octets.length ?? 0;
    for (let stranger = 0; stranger < 5000; stranger++) {
      const octets = Buffer.from(first.data);
      octets.writeUInt16BE(stranger, at + 4 + 4);
      hear(octets, 0n, decryptor);
    }
    expect([...(decryptor as unknown as { pairs: Iterable<unknown> }).pairs].length).toBeLessThanOrEqual(
      1024,
    );
  });
});
