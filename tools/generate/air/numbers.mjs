/** Functions of the error rates that no language brings along, in double precision. */

/**
 * The tail of the normal distribution from `x` on, by the integral of J. W. Craig ("A new, simple and exact result for
 * calculating the probability of error for two-dimensional signal constellations", MILCOM 1991).
 *
 * @param {number} x
 * @returns {number}
 */
export function tail(x) {
  if (x < 0) return 1 - tail(-x);
  if (x === 0) return 0.5;
  return integral((theta) => Math.exp(-(x * x) / (2 * Math.sin(theta) ** 2)), 0, Math.PI / 2) / Math.PI;
}

/**
 * The point whose tail is `p`, from 0 to one half.
 *
 * @param {number} p
 */
export function tailPoint(p) {
  let low = 0;
  let high = 40;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Simpson's rule, with so many pieces that the integrands here, whose slopes vanish at both ends, are exact to nine
 * digits.
 *
 * @param {(x: number) => number} of
 * @param {number} from
 * @param {number} to
 */
export function integral(of, from, to) {
  const pieces = 60;
  const width = (to - from) / pieces;
  let sum = of(from === 0 ? Number.MIN_VALUE : from) + of(to);
  for (let i = 1; i < pieces; i++) sum += of(from + i * width) * (i % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}

/**
 * The modified Bessel function of the first kind and order `n` at `x`, times exp(-x).
 *
 * @param {number} n
 * @param {number} x
 */
export const scaledBessel = (n, x) =>
  integral((theta) => Math.exp(x * (Math.cos(theta) - 1)) * Math.cos(n * theta), 0, Math.PI) / Math.PI;
