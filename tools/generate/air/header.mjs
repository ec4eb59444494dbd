/** The tables of the driver's air: logarithms, powers of two, and how often frames are lost. */
import { density, ROWS } from './loss.mjs';

/** Pieces of an octave, between which the driver goes along a straight line. */
const PIECES = 64;
/** SINRs of a row, and how far they are apart, in hundredths of a dB. */
const POINTS = 64;
const STEP = 25;
/** Errors an octet, of which the shortest frame, of 14 octets, survives one time in a thousand. */
const BEGINNING = 0.5;
/** Densities are logarithms to the base 2, in parts of so many; the smallest is that of 2^-120. */
const SCALE = 256;
const LEAST = -120 * SCALE;

/** @param {string} source @param {string} doc @param {string} guard @param {readonly string[]} body */
const header = (source, doc, guard, body) =>
  [
    '/* SPDX-License-Identifier: MIT OR GPL-2.0 */',
    '/*',
    ` * ${doc}`,
    ' *',
    ` * Generated from ${source} by "npm run generate": change that, not this.`,
    ' */',
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <linux/types.h>',
    '',
    ...body,
    '',
    `#endif /* ${guard} */`,
    '',
  ].join('\n');

/** @param {readonly (number | string)[]} values @param {number} perLine */
const lines = (values, perLine) =>
  Array.from(
    { length: Math.ceil(values.length / perLine) },
    (_, i) => `\t${values.slice(i * perLine, (i + 1) * perLine).join(', ')},`,
  );

/** Logarithms from 1 to 2, and powers of two from 0 to 1, each with an end to interpolate to. @param {string} source */
export function decibelHeader(source) {
  const steps = Array.from({ length: PIECES + 1 }, (_, i) => i / PIECES);
  return header(
    source,
    'Binary logarithms and powers of two, by straight lines.',
    'VWIFI_AIR_DECIBEL_GEN_H',
    [
      `#define VWIFI_OCTAVE_PIECES\t${PIECES}`,
      '',
      '/* log2(1 + i / VWIFI_OCTAVE_PIECES), with 24 bits behind the point. */',
      'static const u32 vwifi_log2_table[VWIFI_OCTAVE_PIECES + 1] = {',
      ...lines(
        steps.map((x) => Math.round(Math.log2(1 + x) * 2 ** 24)),
        8,
      ),
      '};',
      '',
      '/* 2^(i / VWIFI_OCTAVE_PIECES), with 31 bits behind the point. */',
      'static const u64 vwifi_exp2_table[VWIFI_OCTAVE_PIECES + 1] = {',
      ...lines(
        steps.map((x) => `${Math.round(2 ** (x + 31))}ULL`),
        6,
      ),
      '};',
    ],
  );
}

/** Where a row begins: at the last point where so many octets go wrong that no frame arrives. @param {import('./loss.mjs').Row} row */
function beginning(row) {
  let at = -2000;
  while (density(row, (at + STEP) / 100) >= BEGINNING) at += STEP;
  return at;
}

/** @param {import('./loss.mjs').Row} row @param {number} from */
const points = (row, from) =>
  Array.from({ length: POINTS }, (_, i) => {
    const value = density(row, (from + i * STEP) / 100) * Math.LOG2E;
    return value > 0 ? Math.max(Math.round(Math.log2(value) * SCALE), LEAST) : LEAST;
  });

/** @param {string} source */
export function lossHeader(source) {
  const rows = ROWS.map((row) => ({ ...row, from: beginning(row) }));
  return header(source, 'How often frames are lost, by modulation and code.', 'VWIFI_AIR_LOSS_GEN_H', [
    '/* Modulations, with the rate of the code. */',
    'enum vwifi_loss_row {',
    ...rows.map(({ name }) => `\tVWIFI_LOSS_${name},`),
    '\tVWIFI_LOSS_ROWS',
    '};',
    '',
    `#define VWIFI_LOSS_STEP_CDB\t${STEP}`,
    `#define VWIFI_LOSS_POINTS\t${POINTS}`,
    '',
    '/*',
    ' * log2(log2(e) * errors an octet), with 8 bits behind the point, every VWIFI_LOSS_STEP_CDB',
    ' * from an SINR on below which no frame arrives.',
    ' */',
    'static const struct {',
    '\ts16 from_cdb;',
    '\ts16 density[VWIFI_LOSS_POINTS];',
    '} vwifi_loss_table[VWIFI_LOSS_ROWS] = {',
    ...rows.flatMap((row) => [
      `\t[VWIFI_LOSS_${row.name}] = { ${row.from}, {`,
      ...lines(points(row, row.from), 10).map((line) => `\t${line}`),
      '\t} },',
    ]),
    '};',
  ]);
}
