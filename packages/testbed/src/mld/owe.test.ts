import { createECDH, createHash, hkdfSync } from 'node:crypto';
import { oweKeys } from './owe.js';

describe('OWE', () => {
  it('gives both sides one key (RFC 8110)', () => {
    const station = createECDH('prime256v1');
    const theirs = station.generateKeys().subarray(1, 33);
    const keys = oweKeys(Buffer.concat([Uint8Array.of(19, 0), theirs]));
    if (keys === undefined || keys === 'group') throw new Error('no keys');
    expect([...keys.answer.subarray(0, 2)]).toEqual([19, 0]);
    const ours = keys.answer.subarray(2);
    const secret = station.computeSecret(Buffer.concat([Uint8Array.of(3), ours]));
    const salt = Buffer.concat([theirs, ours, Uint8Array.of(19, 0)]);
    const pmk = new Uint8Array(hkdfSync('sha256', secret, salt, 'OWE Key Generation', 32));
    expect(keys.pmk).toEqual(pmk);
    expect(Buffer.from(keys.pmkid)).toEqual(
      createHash('sha256').update(theirs).update(ours).digest().subarray(0, 16),
    );
  });

  it('takes no other group, and nothing that is no point', () => {
    expect(oweKeys(Uint8Array.of(20, 0, ...new Array(48).fill(1)))).toBe('group');
    expect(oweKeys(Uint8Array.of(19, 0))).toBeUndefined();
    expect(oweKeys(Uint8Array.of(19, 0, ...new Array(32).fill(0xff)))).toBeUndefined();
    expect(oweKeys(new Uint8Array())).toBe('group');
  });
});
