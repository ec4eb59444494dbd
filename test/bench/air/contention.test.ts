import { type Class, contend, transmitChance } from './contention.js';
import { simulated } from './simulation.js';

const FHSS: Class = {
  ...{ stations: 10, cwMin: 31, cwMax: 255, tries: 1000, later: 0 },
  // The parameters of the paper: 1 Mbit/s, 8184 bits, slots of 50 us.
  ...{ successUs: 8982, collisionUs: 8713, payloadBits: 8184 },
};
const only = (stations: number, changes: Partial<Class> = {}) => {
  const [share] = contend([{ ...FHSS, stations, ...changes }], 50);
  if (!share) throw new Error('no share');
  return share;
};

describe('contention in the mean field', () => {
  test('the chance to transmit is the closed form of the paper', () => {
    const [p, window, stages] = [0.3, 32, 3];
    const closed = (2 * (1 - 2 * p)) / ((1 - 2 * p) * (window + 1) + p * window * (1 - (2 * p) ** stages));
    expect(transmitChance(p, FHSS)).toBeCloseTo(closed, 9);
  });

  test('a simulation of every slot finds the same, within what it does not model', () => {
    for (const stations of [2, 5, 20]) {
      const [share] = simulated([{ ...FHSS, stations }], 50, 50_000);
      const { collision = 0, throughputMbps = 0 } = share ?? {};
      expect(collision / only(stations).collision).toBeGreaterThan(0.93);
      expect(collision / only(stations).collision).toBeLessThan(1.07);
      expect(throughputMbps / only(stations).throughputMbps).toBeGreaterThan(0.99);
      expect(throughputMbps / only(stations).throughputMbps).toBeLessThan(1.01);
    }
  });

  test('one alone collides with nobody, and waits half of its window', () => {
    expect(only(1).collision).toBe(0);
    expect(only(1).throughputMbps).toBeCloseTo(8184 / (8982 + 15.5 * 50), 9);
  });

  test('whoever gives up begins anew with the least window: more transmissions, more collisions', () => {
    expect(only(20, { tries: 4 }).collision).toBeGreaterThan(only(20).collision);
  });

  test('two classes alike are one; one that waits longer has less, and collides less with itself alone', () => {
    const [mine, theirs] = contend(
      [
        { ...FHSS, stations: 5 },
        { ...FHSS, stations: 5 },
      ],
      50,
    );
    expect(mine?.collision).toBeCloseTo(only(10).collision, 6);
    expect((mine?.throughputMbps ?? 0) + (theirs?.throughputMbps ?? 0)).toBeCloseTo(
      only(10).throughputMbps,
      6,
    );
    const [first, second] = contend([FHSS, { ...FHSS, later: 4 }], 50);
    expect(second?.throughputMbps).toBeLessThan((first?.throughputMbps ?? 0) / 2);
  });

  test('a collision is as long as the longest frame in it: one slow station among fast ones', () => {
    const fast = { ...FHSS, successUs: 1000, collisionUs: 1000 };
    const bits = (some: readonly Class[]) =>
      contend(some, 50).reduce((total, each) => total + each.throughputMbps, 0);
    const slow = { ...FHSS, stations: 1 };
    const mixed = bits([{ ...fast, stations: 9 }, slow]);
    expect(mixed).toBeLessThan(bits([{ ...fast, stations: 10 }]));
    // All have as many turns: a tenth of the time is the slow one's frames, at nine times the length.
    expect(mixed).toBeGreaterThan(bits([{ ...FHSS, stations: 10 }]) * 2);
    expect(bits([{ ...FHSS, stations: 9 }, slow])).toBeCloseTo(bits([FHSS]), 6);
  });

  test('of classes that wait for unequal intervals the simulation finds the same order', () => {
    const classes = [
      { ...FHSS, stations: 5 },
      { ...FHSS, stations: 5, later: 2 },
    ];
    const model = contend(classes, 50);
    simulated(classes, 50, 50_000).forEach(({ collision, throughputMbps }, index) => {
      expect(Math.abs(throughputMbps / (model[index]?.throughputMbps ?? 0) - 1)).toBeLessThan(0.1);
      expect(Math.abs(collision / (model[index]?.collision ?? 0) - 1)).toBeLessThan(0.1);
    });
  });
});
