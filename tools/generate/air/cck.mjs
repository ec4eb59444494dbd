/** Complementary code keying (802.11-2020, 16.4.6.6): how far its code words are from each other. */

const QUARTERS = [0, 1, 2, 3];
/** The squared distance of two chips that are so many quarters apart. */
const SQUARED = [0, 2, 4, 2];

/**
 * The eight chips of a code word, as quarters of a turn.
 *
 * @param {readonly number[]} phases
 */
const chips = ([p1 = 0, p2 = 0, p3 = 0, p4 = 0]) => [
  p1 + p2 + p3 + p4,
  p1 + p3 + p4,
  p1 + p2 + p4,
  p1 + p4 + 2,
  p1 + p2 + p3,
  p1 + p3,
  p1 + p2 + 2,
  p1,
];

/** Phases of all code words, by bits of a symbol. @type {Readonly<Record<number, readonly (readonly number[])[]>>} */
const WORDS = {
  4: QUARTERS.flatMap((p1) => [1, 3].flatMap((p2) => [0, 2].map((p4) => [p1, p2, 0, p4]))),
  8: QUARTERS.flatMap((p1) =>
    QUARTERS.flatMap((p2) => QUARTERS.flatMap((p3) => QUARTERS.map((p4) => [p1, p2, p3, p4]))),
  ),
};

/**
 * The squared distances from one code word to the others, at one unit of energy a chip, and how many are that far:
 * the same for each, since the words are a group.
 *
 * @param {number} bits of a symbol
 * @returns {readonly (readonly [number, number])[]}
 */
export function distancesOf(bits) {
  const [first, ...others] = (WORDS[bits] ?? []).map(chips);
  if (!first) throw new Error(`no CCK of ${bits} bits`);
  /** @type {Map<number, number>} */
  const count = new Map();
  for (const other of others) {
    const squared = first.reduce((sum, chip, i) => sum + (SQUARED[((other[i] ?? 0) - chip + 8) % 4] ?? 0), 0);
    count.set(squared, (count.get(squared) ?? 0) + 1);
  }
  return [...count].sort(([a], [b]) => a - b);
}
