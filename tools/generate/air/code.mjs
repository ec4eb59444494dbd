/**
 * The convolutional code of 802.11 (802.11-2020, 17.3.5.6: constraint length 7, generators 133 and 171, octal), punctured
 * as in 17.3.5.7 and 19.3.11.6: how many wrong paths lead away from the right one and back, by the number of coded
 * bits that differ.
 */

const GENERATORS = [0o133, 0o171];
const STATES = 64;
/** Weights are counted up to so many above the lowest: beyond that nothing is added where a code works. */
const WEIGHTS = 12;

/**
 * Which of the two coded bits of a step are sent, for the steps of one period.
 *
 * @type {Readonly<Record<string, readonly (readonly [number, number])[]>>}
 */
export const PUNCTURES = {
  '1/2': [[1, 1]],
  '2/3': [
    [1, 1],
    [1, 0],
  ],
  '3/4': [
    [1, 1],
    [1, 0],
    [0, 1],
  ],
  '5/6': [
    [1, 1],
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 1],
  ],
};

/** @param {number} bits */
const parity = (bits) => {
  let odd = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) odd ^= 1;
  return odd;
};

/** Where a bit leads from a state, and the coded bits on the way. */
const BRANCHES = Array.from({ length: STATES }, (_, state) =>
  [0, 1].map((bit) => {
    const shifted = (bit << 6) | state;
    return { to: shifted >> 1, coded: GENERATORS.map((generator) => parity(shifted & generator)) };
  }),
);

/**
 * The paths that leave the right one in step `phase` of the period, by weight.
 *
 * @param {readonly (readonly [number, number])[]} puncture
 * @param {number} phase
 * @param {number} most the highest weight that counts
 */
function pathsFrom(puncture, phase, most) {
  const found = new Array(most + 1).fill(0);
  /** Paths that are under way: by state and weight. @type {Map<number, number[]>} */
  let open = new Map();
  /** @param {Map<number, number[]>} into @param {number} state @param {number} bit @param {number} step @param {number[]} counts */
  const walk = (into, state, bit, step, counts) => {
    const branch = BRANCHES[state]?.[bit];
    const sent = puncture[step % puncture.length];
    if (!branch || !sent) throw new Error('a trellis without that branch');
    const weight = (branch.coded[0] ?? 0) * sent[0] + (branch.coded[1] ?? 0) * sent[1];
    const target = branch.to === 0 ? found : (into.get(branch.to) ?? new Array(most + 1).fill(0));
    for (let w = 0; w + weight <= most; w++) target[w + weight] += counts[w] ?? 0;
    if (branch.to !== 0) into.set(branch.to, target);
  };
  const start = new Array(most + 1).fill(0);
  start[0] = 1;
  walk(open, 0, 1, phase, start);
  for (let step = phase + 1; [...open.values()].some((counts) => counts.some((count) => count > 0)); step++) {
    /** @type {Map<number, number[]>} */
    const next = new Map();
    for (const [state, counts] of open) for (const bit of [0, 1]) walk(next, state, bit, step, counts);
    open = next;
  }
  return found;
}

/**
 * The distance spectrum of a rate: pairs of a weight and how many paths of one period have it.
 *
 * @param {string} rate
 * @returns {{ period: number, spectrum: readonly (readonly [number, number])[] }}
 */
export function spectrumOf(rate) {
  const puncture = PUNCTURES[rate];
  if (!puncture) throw new Error(`no code of rate ${rate}`);
  const sum = new Array(11 + WEIGHTS).fill(0);
  puncture.forEach((_, phase) => {
    pathsFrom(puncture, phase, sum.length - 1).forEach((count, weight) => {
      sum[weight] += count;
    });
  });
  const free = sum.findIndex((count) => count > 0);
  const spectrum = sum
    .map((count, weight) => /** @type {const} */ ([weight, count]))
    .filter(([weight, count]) => count > 0 && weight < free + WEIGHTS);
  return { period: puncture.length, spectrum };
}
