/** The driver's arithmetic of decibels and losses, compiled for this machine, beside the formulas it stands for. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../lib/root.mjs';
import { distancesOf } from './cck.mjs';
import { spectrumOf } from './code.mjs';
import { density, ROWS } from './loss.mjs';
import { tail } from './numbers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-air-'));
const program = join(folder, 'air');

beforeAll(() => {
  const host = inRoot('tools', 'generate', 'air', 'host');
  const air = inRoot('packages', 'driver-c', 'src', 'air');
  const names = ['chance', 'decibel', 'loss', 'propagation', 'sense', 'spectrum', 'track'];
  const sources = names.map((name) => join(air, `${name}.c`));
  const flags = [
    '-std=gnu11',
    '-O1',
    '-Wall',
    '-Wextra',
    '-Werror',
    `-I${host}`,
    `-I${air}`,
    `-I${join(air, '..', 'core')}`,
  ];
  const { status, stderr } = spawnSync('cc', [...flags, '-o', program, join(host, 'main.c'), ...sources]);
  if (status !== 0) throw new Error(`compile the driver's arithmetic: ${stderr}`);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the driver answers to each question. @param {readonly string[]} questions */
function ask(questions) {
  const { status, stdout } = spawnSync(program, { input: `${questions.join('\n')}\n`, encoding: 'utf8' });
  expect(status).toBe(0);
  const answers = stdout.trim().split('\n');
  expect(answers).toHaveLength(questions.length);
  return answers.map((line) => line.split(' ').map(Number));
}

/** @param {readonly string[]} questions */
const numbers = (questions) => ask(questions).map(([first = Number.NaN]) => first);

/** @param {readonly number[]} rate MCS indices of a family @param {string} family */
const mcs = (family, rate) => rate.map((index) => /** @type {const} */ ([family, index]));
const upTo = (/** @type {number} */ last) => Array.from({ length: last + 1 }, (_, i) => i);

const DSSS = mcs('dsss', [10, 20, 55, 110]);
const OFDM = mcs('ofdm', [60, 90, 120, 180, 240, 360, 480, 540]);
const NEWER = [
  ...mcs('ht', upTo(31)),
  ...mcs('vht', upTo(9)),
  ...mcs('he', upTo(11)),
  ...mcs('eht', upTo(13)),
];
const RATES = [...DSSS, ...OFDM, ...NEWER];

const CERTAIN = 2 ** 32;

test('logarithms and powers are those of floating point, to less than 0.01 dB', () => {
  const values = Array.from({ length: 400 }, (_, i) => Math.floor(1.1 ** i)).filter(
    (value) => value < 2 ** 52,
  );
  numbers(values.map((value) => `cdb ${value}`)).forEach((answer, i) => {
    expect(Math.abs(answer - 1000 * Math.log10(values[i] ?? 0))).toBeLessThanOrEqual(1);
  });
  const powers = Array.from({ length: 400 }, (_, i) => -12_000 + i * 37);
  numbers(powers.map((power) => `aw ${power}`)).forEach((answer, i) => {
    expect(Math.abs(1000 * Math.log10(answer) - 15_000 - (powers[i] ?? 0))).toBeLessThan(1);
  });
  expect(
    numbers(['cdbm 0', 'cdbm 1000000000000000', 'log2 1', 'log2 18446744073709551615', 'aw -20000']),
  ).toEqual([-15_000, 0, 0, 64 * 65_536, 1]);
});

test('the codes have the distances that are published', () => {
  // Haccoun and Begin, "High-rate punctured convolutional codes for Viterbi and sequential decoding", 1989.
  expect(spectrumOf('1/2').spectrum.slice(0, 5)).toEqual([
    [10, 11],
    [12, 38],
    [14, 193],
    [16, 1331],
    [18, 7275],
  ]);
  expect(spectrumOf('2/3').spectrum.slice(0, 5)).toEqual([
    [6, 1],
    [7, 16],
    [8, 48],
    [9, 158],
    [10, 642],
  ]);
  expect(spectrumOf('3/4').spectrum.slice(0, 5)).toEqual([
    [5, 8],
    [6, 31],
    [7, 160],
    [8, 892],
    [9, 4512],
  ]);
  expect(spectrumOf('5/6').spectrum.slice(0, 5)).toEqual([
    [4, 14],
    [5, 69],
    [6, 654],
    [7, 4996],
    [8, 39_677],
  ]);
  // Of the 255 other words the 24 nearest differ in four chips by a quarter of a turn.
  expect(distancesOf(8)).toEqual([
    [8, 24],
    [12, 16],
    [16, 174],
    [20, 16],
    [24, 24],
    [32, 1],
  ]);
  expect(tail(0)).toBeCloseTo(0.5, 9);
  expect(tail(1.6448536)).toBeCloseTo(0.05, 8);
  expect(tail(3.0902323)).toBeCloseTo(0.001, 9);
});

test('losses fall with the SINR and rise with the length, at every rate', () => {
  const lengths = [14, 100, 1500, 4096, 65_535];
  const sinrs = Array.from({ length: 280 }, (_, i) => -2500 + i * 25 + (i % 3));
  const cases = RATES.flatMap((rate) => lengths.map((octets) => ({ name: rate.join(' '), octets })));
  const losses = numbers(
    cases.flatMap(({ name, octets }) => sinrs.map((sinr) => `loss ${name} ${octets} ${sinr}`)),
  );
  const columns = cases.map((_, i) => losses.slice(i * sinrs.length, (i + 1) * sinrs.length));
  const wrong = columns.filter((column, i) => {
    const shorter = i % lengths.length === 0 ? [] : (columns[i - 1] ?? []);
    return (
      column.some((loss, at) => loss > (column[at - 1] ?? CERTAIN) || loss < (shorter[at] ?? 0)) ||
      (column[0] ?? 0) < 0.999 * CERTAIN ||
      column.at(-1) !== 0 ||
      new Set(column).size < 10
    );
  });
  expect(wrong).toEqual([]);
});

test('the driver loses as much as the formulas say, to a twentieth of a dB', () => {
  for (const [i, [family, index]] of [...DSSS, ...OFDM].entries()) {
    // In the order of the table, where OFDM has what follows DSSS.
    const row = ROWS[i];
    expect(row).toBeDefined();
    if (!row) continue;
    const sinrs = Array.from({ length: 100 }, (_, at) => -1500 + at * 39);
    const answers = numbers(sinrs.map((sinr) => `loss ${family} ${index} 1000 ${sinr}`));
    const exact = (/** @type {number} */ cdb) => -Math.expm1(-1000 * density(row, cdb / 100));
    const wrong = answers.filter((answer, at) => {
      const sinr = sinrs[at] ?? 0;
      const loss = answer / CERTAIN;
      return loss > exact(sinr - 5) * 1.01 + 1e-8 || loss < exact(sinr + 5) * 0.99 - 1e-8;
    });
    expect(wrong).toEqual([]);
  }
});

test('at the sensitivity that the standard asks for, at most one frame in ten is lost', () => {
  // Its noise figure is 10 dB, what else a receiver may spoil 5 dB (802.11-2020, 17.3.10.2).
  const spoilt = -17_398 + 1000 * Math.log10(20e6) + 1000 + 500;
  const lengths = new Map([
    ...DSSS.map((rate) => /** @type {const} */ ([rate, 1024])),
    ...OFDM.map((rate) => /** @type {const} */ ([rate, 1000])),
  ]);
  const needed = numbers(RATES.map((rate) => `needs ${rate.join(' ')} 20`));
  /** @param {number} below by so many hundredths of a dB */
  const losses = (below) =>
    numbers(
      RATES.map((rate, i) => {
        const sinr = Math.floor((needed[i] ?? 0) - spoilt) - below;
        return `loss ${rate.join(' ')} ${lengths.get(rate) ?? 4096} ${sinr}`;
      }),
    ).map((loss, i) => ({ rate: RATES[i]?.join(' '), loss: loss / CERTAIN }));
  expect(losses(0).filter(({ loss }) => loss > 0.1)).toEqual([]);
  // Nor is it far from it: 6 dB below hardly anything arrives.
  expect(losses(600).filter(({ rate, loss }) => loss < 0.5 && !rate?.startsWith('dsss'))).toEqual([]);
});

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('paths lose what their formulas say, to 0.1 dB', () => {
  const metres = [0.3, 1, 1.5, 7, 33, 150, 1000, 28_284, 200_000];
  const exponents = [0, 2, 2.7, 3, 4, 10];
  const far = (/** @type {number} */ distance) => Math.max(distance, 1);
  const squared = (/** @type {number} */ distance) => Math.round((distance * 100) ** 2);
  const cases = metres.flatMap((distance) => [
    ...exponents.map((exponent) => ({
      question: `distance ${squared(distance)} ${exponent * 100}`,
      exact: 10 * exponent * Math.log10(far(distance)),
    })),
    ...[2412, 5180, 7115].flatMap((freq) => [
      {
        question: `free ${squared(distance)} ${freq}`,
        exact: 20 * Math.log10(far(distance)) + 20 * Math.log10(freq) - 27.55,
      },
      {
        question: `indoor ${squared(distance)} ${freq} 310`,
        exact: 31 * Math.log10(far(distance)) + 20 * Math.log10(freq) - 28,
      },
    ]),
  ]);
  const answers = numbers(cases.map(({ question }) => question));
  const wrong = cases.filter(({ exact }, i) => !(Math.abs((answers[i] ?? 0) / 100 - exact) < 0.1));
  expect(wrong).toEqual([]);
});

test('a wall takes of what goes through it, and a corner is one wall', () => {
  const wall = '0 0 0 1000';
  expect(
    numbers([
      `wall ${wall} -500 500 500 500`,
      `wall ${wall} 500 500 -500 500`,
      `wall ${wall} 100 500 500 500`,
      `wall ${wall} -500 1500 500 1500`,
      `wall ${wall} -500 5 500 -9`,
      `wall -10000000 -10000000 10000000 10000000 -10000000 10000000 10000000 -10000000`,
    ]),
  ).toEqual([700, 700, 0, 0, 0, 700]);
  // Through the end that two walls have in common.
  const [one = 0, other = 0] = numbers(['wall 0 0 0 1000 -500 0 500 0', 'wall 0 0 0 -1000 -500 0 500 0']);
  expect(one + other).toBe(700);
});

test('a track is gone at the speed between its points, once or again and again', () => {
  const at = (/** @type {number} */ seconds) => 1_000_000_000 + seconds * 1e9;
  expect(ask([0, 5, 10, 15, 25, 30, 99].map((seconds) => `track 0 ${at(seconds)}`))).toEqual([
    [0, 0, 0, 1],
    [500, -250, 3, 1],
    [1000, -500, 7, 1],
    [1000, -500, 7, 1],
    [500, -250, 7, 1],
    [0, 0, 7, 0],
    [0, 0, 7, 0],
  ]);
  expect(ask([0, 35, 65.001].map((seconds) => `track 1 ${at(seconds)}`))).toEqual([
    [0, 0, 0, 1],
    [500, -250, 3, 1],
    [500, -250, 3, 1],
  ]);
  expect(ask(['track 0 5'])).toEqual([[0, 0, 0, 1]]);
});

test('shadowing belongs to a pair in both directions, and is normally distributed in dB', () => {
  const pairs = Array.from(
    { length: 4000 },
    (_, i) => /** @type {const} */ ([i % 63, 64 + Math.floor(i / 63)]),
  );
  const there = numbers(pairs.map(([one, other]) => `shadow 7 ${one} ${other} 800`));
  expect(numbers(pairs.map(([one, other]) => `shadow 7 ${other} ${one} 800`))).toEqual(there);
  expect(numbers(pairs.map(([one, other]) => `shadow 8 ${one} ${other} 800`))).not.toEqual(there);
  expect(Math.abs(mean(there))).toBeLessThan(40);
  const deviation = Math.sqrt(mean(there.map((value) => value * value)));
  expect(Math.abs(deviation - 800)).toBeLessThan(30);
  expect(Math.abs(there.filter((value) => value > 800).length / there.length - 0.1587)).toBeLessThan(0.02);
  expect(numbers(['shadow 7 1 2 0'])).toEqual([0]);
});

test('fading is the same within a slot and in both directions, and distributed as Rayleigh and Rice say', () => {
  const slots = Array.from({ length: 10_000 }, (_, i) => i);
  const rayleigh = numbers(slots.map((slot) => `fade 3 9 ${slot} 0`));
  expect(numbers(slots.map((slot) => `fade 9 3 ${slot} 0`))).toEqual(rayleigh);
  const powers = rayleigh.map((cdb) => 10 ** (cdb / 1000));
  expect(Math.abs(mean(powers) - 1)).toBeLessThan(0.05);
  // The power is exponential: below -10 dB in 9.52 % of the time, below -20 dB in 1 %.
  const below = (/** @type {number} */ cdb) => rayleigh.filter((value) => value < cdb).length / slots.length;
  expect(Math.abs(below(-1000) - 0.0952)).toBeLessThan(0.01);
  expect(Math.abs(below(-2000) - 0.00995)).toBeLessThan(0.004);
  const rice = numbers(slots.map((slot) => `fade 3 9 ${slot} 1000`)).map((cdb) => 10 ** (cdb / 1000));
  expect(Math.abs(mean(rice) - 1)).toBeLessThan(0.03);
  // The variance of the power is (1 + 2 K) / (1 + K)^2, for K of 10 dB.
  expect(Math.abs(mean(rice.map((power) => (power - 1) ** 2)) - 21 / 121)).toBeLessThan(0.02);
});

test('what makes a channel busy, and what a rate needs, by the width', () => {
  expect(ask(['sense 5', 'sense 20', 'sense 40', 'sense 80', 'sense 160'])).toEqual([
    [-8800, -6800],
    [-8200, -6200],
    [-7900, -5900],
    [-7600, -5600],
    [-7300, -5300],
  ]);
  expect(
    numbers([
      'needs ofdm 60 20',
      'needs dsss 110 20',
      'needs ht 15 40',
      'needs vht 9 80',
      'needs he 11 160',
      'needs eht 13 320',
    ]),
  ).toEqual([-8200, -7600, -6100, -5100, -4300, -3400]);
});

test('of a transmission a receiver takes in what lies in its channel', () => {
  const one = 65_536;
  /** @param {readonly (readonly [string, number])[]} cases */
  const shares = (cases) =>
    expect(numbers(cases.map(([question]) => `share ${question}`))).toEqual(cases.map(([, share]) => share));
  shares([
    ['20 2437 0 20 2437 0', one],
    ['20 2412 0 20 2437 0', 0],
    ['20 2417 0 20 2412 0', (one * 3) / 4],
    ['40 5190 0 20 5180 0', one / 2],
    ['20 5180 0 40 5190 0', one],
    ['80 5210 0 20 5260 0', 0],
    ['160 5250 0 80 5210 0', one / 2],
    ['80 5210 5775 80 5775 0', one / 2],
    ['80 5775 0 80 5210 5775', one],
  ]);
});
