import { type Class, contend, transmitChance } from './contention.js';

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

/** Every station counts its own slots down; chance is a fixed sequence. */
function simulated({ stations, cwMin, cwMax, successUs, collisionUs, payloadBits }: Class, slotUs: number) {
  let state = 1;
  const draw = (window: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * (window + 1));
  };
  const all = Array.from({ length: stations }, () => ({ window: cwMin, left: draw(cwMin) }));
  let [us, sent, tries, failed] = [0, 0, 0, 0];
  while (tries < 60_000) {
    const idle = Math.min(...all.map(({ left }) => left));
    us += idle * slotUs;
    const now = all.filter(({ left }) => left === idle);
    const succeeds = now.length === 1;
    us += succeeds ? successUs : collisionUs;
    sent += succeeds ? 1 : 0;
    tries += now.length;
    failed += succeeds ? 0 : now.length;
    // The slot in which others transmit counts, too.
    for (const each of all)
      if (each.left > idle) each.left -= idle + 1;
      else {
        each.window = succeeds ? cwMin : Math.min(2 * each.window + 1, cwMax);
        each.left = draw(each.window);
      }
  }
  return { collision: failed / tries, throughputMbps: (sent * payloadBits) / us };
}

describe('contention in the mean field', () => {
  test('the chance to transmit is the closed form of the paper', () => {
    const [p, window, stages] = [0.3, 32, 3];
    const closed = (2 * (1 - 2 * p)) / ((1 - 2 * p) * (window + 1) + p * window * (1 - (2 * p) ** stages));
    expect(transmitChance(p, FHSS)).toBeCloseTo(closed, 9);
  });

  test('a simulation of every slot finds the same, within what it does not model', () => {
    for (const stations of [2, 5, 20]) {
      const { collision, throughputMbps } = simulated({ ...FHSS, stations }, 50);
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
});
