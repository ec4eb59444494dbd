import { COMMIT_OCTETS, passwordElement, Sae, secretElement } from './sae.js';

const AP = Uint8Array.of(2, 0, 0, 0, 0, 1);
const STATION = Uint8Array.of(2, 0, 0, 0, 0, 2);
const SSID = Buffer.from('home');

const meet = (theirs: string): [Sae, Sae] => [
  new Sae(secretElement(SSID, 'correct horse'), AP, STATION),
  new Sae(secretElement(SSID, theirs), STATION, AP),
];

describe('SAE', () => {
  it('makes the element of the example of 802.11-2020 (annex J.10)', () => {
    // Its password has an identifier, which is put behind it.
    const secret = secretElement(Buffer.from('byteme'), 'mekmitasdigoatpsk4internet');
    const one = Uint8Array.of(0x00, 0x09, 0x5b, 0x66, 0xec, 0x1e);
    const other = Uint8Array.of(0x00, 0x0b, 0x6b, 0xd9, 0x02, 0x46);
    for (const element of [passwordElement(secret, one, other), passwordElement(secret, other, one)]) {
      const { x, y } = element.toAffine();
      expect(x.toString(16)).toBe('c93049b9e64000f848201649e999f2b5c22dea69b5632c9df4d633b8aa1f6c1e');
      expect(y.toString(16)).toBe('73634e94b53d82e7383a8d258199d9dc1a5ee8269d060382ccbf33e614ff59a0');
    }
  });

  it('gives two who know the passphrase the same keys', () => {
    const [ap, station] = meet('correct horse');
    expect(ap.hear(station.commit)).toBe(true);
    expect(station.hear(ap.commit)).toBe(true);
    expect(ap.confirms(station.confirm(1))).toBe(true);
    expect(station.confirms(ap.confirm(1))).toBe(true);
    expect(Buffer.from(ap.pmk ?? [])).toEqual(Buffer.from(station.pmk ?? [1]));
    expect(Buffer.from(ap.pmkid ?? [])).toEqual(Buffer.from(station.pmkid ?? [1]));
  });

  it('takes no confirm of another passphrase, nor a shortened one', () => {
    const [ap, station] = meet('wrong horse');
    expect(ap.hear(station.commit) && station.hear(ap.commit)).toBe(true);
    expect(ap.confirms(station.confirm(1))).toBe(false);
    expect(ap.confirms(station.confirm(1).subarray(0, 20))).toBe(false);
  });

  it('takes no commit that is its own, of another group, short, or off the curve', () => {
    const [ap, station] = meet('correct horse');
    expect(ap.hear(ap.commit)).toBe(false);
    const { commit } = station;
    expect(ap.hear(commit.subarray(0, COMMIT_OCTETS - 1))).toBe(false);
    for (const at of [0, 2 + 40, 2 + 90]) {
      const changed = Uint8Array.from(commit);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(ap.hear(changed)).toBe(false);
    }
    for (const scalar of ['00', '01', 'ff']) {
      const changed = Uint8Array.from(commit);
      changed.set(Buffer.from(scalar.padStart(64, scalar === 'ff' ? 'f' : '0'), 'hex'), 2);
      expect(ap.hear(changed)).toBe(false);
    }
  });
});
