/**
 * How often an MPDU is lost, by its rate and the ratio of signal to noise and interference (SINR): formulas of
 * textbooks, over white noise. docs/air.md has them with their sources.
 *
 * A row says it as a density, errors an octet: of so many octets a frame survives with exp(-density * octets).
 */
import { distancesOf } from './cck.mjs';
import { spectrumOf } from './code.mjs';
import { scaledBessel, tail, tailPoint } from './numbers.mjs';

/** @param {number} db */
export const linear = (db) => 10 ** (db / 10);

/**
 * Symbols that go wrong at least this often say that nothing works: bounds are of no use there.
 */
const HOPELESS = 0.5;

/** Bandwidth of the noise that an SINR is told of, over the rate of DSSS bits, and of its chips: MHz by Mbit/s. */
const DSSS_BANDWIDTH = 20;
const CHIP_RATE = 11;

/** DBPSK (Proakis, Digital Communications, 5.2-69). @param {number} sinr linear */
const dbpsk = (sinr) => 0.5 * Math.exp(-sinr * DSSS_BANDWIDTH);

/** DQPSK with Gray's code (Proakis, Digital Communications, 5.2-71; Marcum's Q by its series). @param {number} sinr */
function dqpsk(sinr) {
  const bit = (sinr * DSSS_BANDWIDTH) / 2;
  const a = Math.sqrt(2 * bit * (1 - Math.SQRT1_2));
  const b = Math.sqrt(2 * bit * (1 + Math.SQRT1_2));
  let sum = -scaledBessel(0, a * b) / 2;
  for (let k = 0; k < 16; k++) sum += (a / b) ** k * scaledBessel(k, a * b);
  return sum * Math.exp(-((b - a) ** 2) / 2);
}

/** CCK: a union bound over its words, doubled, as the phase of each is that of the next one's, too. @param {number} bits */
function cck(bits) {
  const distances = distancesOf(bits);
  return (/** @type {number} */ sinr) => {
    const chip = (sinr * DSSS_BANDWIDTH) / CHIP_RATE;
    return (
      2 * distances.reduce((sum, [squared, count]) => sum + count * tail(Math.sqrt((squared * chip) / 2)), 0)
    );
  };
}

/** A coded bit of Gray-coded M-QAM (Proakis, 5.2-78 and 5.2-79, to its first term). @param {number} order @param {number} sinr */
function codedBit(order, sinr) {
  if (order === 2) return tail(Math.sqrt(2 * sinr));
  const bits = Math.log2(order);
  return (4 / bits) * (1 - 1 / Math.sqrt(order)) * tail(Math.sqrt((3 * sinr) / (order - 1)));
}

/**
 * The convolutional code with soft decisions: that a wrong path begins at a bit, by the union bound over the code's
 * spectrum (Pursley and Taipale, IEEE Trans. Commun. 35(1), 1987). A coded bit of M-QAM counts as one of BPSK that
 * goes wrong as often.
 *
 * @param {number} order of the constellation
 * @param {string} rate
 */
function coded(order, rate) {
  const { period, spectrum } = spectrumOf(rate);
  return (/** @type {number} */ sinr) => {
    const p = codedBit(order, sinr);
    if (p >= HOPELESS) return 1;
    const amplitude = order === 2 ? Math.sqrt(2 * sinr) : tailPoint(p);
    return (
      spectrum.reduce((sum, [weight, count]) => sum + count * tail(amplitude * Math.sqrt(weight)), 0) / period
    );
  };
}

/**
 * A row: its name, how often one of its symbols goes wrong at an SINR, and how many bits one has.
 *
 * @typedef {{ name: string, bits: number, wrong: (sinr: number) => number }} Row
 * @type {readonly Row[]}
 */
export const ROWS = [
  { name: 'DBPSK', bits: 1, wrong: dbpsk },
  { name: 'DQPSK', bits: 1, wrong: dqpsk },
  { name: 'CCK_5', bits: 4, wrong: cck(4) },
  { name: 'CCK_11', bits: 8, wrong: cck(8) },
  ...[
    /** @type {const} */ ([2, '1/2']),
    /** @type {const} */ ([2, '3/4']),
    /** @type {const} */ ([4, '1/2']),
    /** @type {const} */ ([4, '3/4']),
    /** @type {const} */ ([16, '1/2']),
    /** @type {const} */ ([16, '3/4']),
    /** @type {const} */ ([64, '2/3']),
    /** @type {const} */ ([64, '3/4']),
    /** @type {const} */ ([64, '5/6']),
    /** @type {const} */ ([256, '3/4']),
    /** @type {const} */ ([256, '5/6']),
    /** @type {const} */ ([1024, '3/4']),
    /** @type {const} */ ([1024, '5/6']),
    /** @type {const} */ ([4096, '3/4']),
    /** @type {const} */ ([4096, '5/6']),
  ].map(([order, rate]) => ({
    name: `${order === 2 ? 'BPSK' : order === 4 ? 'QPSK' : `QAM${order}`}_${rate.replace('/', '')}`,
    bits: 1,
    wrong: coded(order, rate),
  })),
];

/**
 * Errors an octet.
 *
 * @param {Row} row
 * @param {number} db the SINR, dB
 */
export function density({ bits, wrong }, db) {
  return (-8 / bits) * Math.log1p(-Math.min(wrong(linear(db)), HOPELESS));
}
