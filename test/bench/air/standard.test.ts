import { aloneMbps, collisionUs, dsssPhy, erpPhy, ifsUs, successUs } from './standard.js';

describe('times of the standard', () => {
  test('the slot, DIFS and a full frame of 802.11b at 11 Mbit/s', () => {
    const phy = dsssPhy(11);
    expect(ifsUs(phy)).toBe(50);
    // 192 us of preamble and 1536 octets; SIFS; an acknowledgement at 2 Mbit/s; DIFS.
    expect(successUs(phy, false)).toBe(192 + 1118 + 10 + 248 + 50);
    expect(collisionUs(phy, false)).toBe(192 + 1118 + 10 + 304 + 50);
  });

  test('802.11g at 54 Mbit/s: 57 symbols, acknowledged at 24 Mbit/s', () => {
    const phy = erpPhy(54);
    expect(ifsUs(phy)).toBe(28);
    expect(successUs(phy, false)).toBe(20 + 57 * 4 + 6 + 10 + 34 + 28);
    expect(successUs(phy, true) - successUs(phy, false)).toBe(34 + 10 + 34 + 10);
    expect(collisionUs(phy, true)).toBe(34 + 10 + 304 + 28);
    expect(aloneMbps(phy)).toBeCloseTo(29.9, 1);
  });
});
