/** Signals that were measured somewhere else: in a table, or in a capture of real hardware. */
import { readFile } from 'node:fs/promises';
import { errorMessage, TestbedError } from '../errors.js';
import type { Moment } from './timeline.js';

interface Value {
  /** Since the first one. */
  readonly atMs: number;
  readonly signalDbm: number;
}

/** Of one file. A change is a call of the laboratory's, which takes milliseconds. */
const MOST_VALUES = 20_000;
/** What is heard within so long is one value, the mean: a frame is no measurement. */
const WINDOW_MS = 100;
const RADIOTAP = 127;

const isDbm = (value: number): boolean => value >= -128 && value <= 0;

/** Lines of `seconds, dBm`; the first may say what the columns are. Throws, with the line. */
export function tableValues(text: string): Value[] {
  const values: Value[] = [];
  let first: number | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [seconds = Number.NaN, dbm = Number.NaN] = line
      .split(/[,;\t]/)
      .map((word) => Number.parseFloat(word));
    const wrong = (why: string) => new Error(`has in line ${index + 1} ${why}`);
    if (Number.isNaN(seconds) && first === undefined && values.length === 0 && index === 0) continue;
    if (Number.isNaN(seconds + dbm)) throw wrong('no time in seconds and signal in dBm');
    if (!isDbm(dbm)) throw wrong(`${dbm} dBm, and a signal is from -128 to 0`);
    first ??= seconds;
    const atMs = Math.round((seconds - first) * 1000);
    if (atMs < (values.at(-1)?.atMs ?? 0)) throw wrong('a time before the one above it');
    values.push({ atMs, signalDbm: Math.round(dbm) });
  }
  return values;
}

/** What radiotap says of the signal of each frame that `of` has sent, in windows of {@link WINDOW_MS}. */
export async function captureValues(octets: Uint8Array, of: string | undefined): Promise<Value[]> {
  if (of === undefined) throw new Error('is a capture: say whose frames are meant, as of: 02:00:00:00:00:01');
  const { airFrame, readPcap } = await import('@vwifi/nl80211/capture');
  const heard = readPcap(octets, RADIOTAP).flatMap(({ time, data }) => {
    const { ta, signalDbm } = airFrame(data) ?? {};
    return ta === of.toLowerCase() && signalDbm !== undefined ? [{ time, signalDbm }] : [];
  });
  const [first] = heard;
  const windows = new Map<number, number[]>();
  for (const { time, signalDbm } of heard) {
    const window = Math.floor(Number(time - (first?.time ?? time)) / 1e6 / WINDOW_MS);
    const known = windows.get(window);
    if (known) known.push(signalDbm);
    else windows.set(window, [signalDbm]);
  }
  return [...windows]
    .sort(([one], [other]) => one - other)
    .map(([window, signals]) => ({
      atMs: window * WINDOW_MS,
      signalDbm: Math.round(signals.reduce((sum, each) => sum + each, 0) / signals.length),
    }));
}

const MAGICS = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a'];

async function valuesOf(path: string, of: string | undefined): Promise<readonly Value[]> {
  const octets = await readFile(path);
  const isCapture = MAGICS.includes(octets.subarray(0, 4).toString('hex'));
  const values = isCapture ? await captureValues(octets, of) : tableValues(octets.toString());
  if (values.length === 0)
    throw new Error(isCapture ? `has no frame of ${of} with a signal` : 'has no line of a time and a signal');
  // What stays as it is need not be said again.
  const changes = values.filter(({ signalDbm }, index) => signalDbm !== values[index - 1]?.signalDbm);
  if (changes.length > MOST_VALUES)
    throw new Error(`has ${changes.length} changes, and ${MOST_VALUES} are the most: thin it out`);
  return changes;
}

/** The moments, and those of what was measured among them. Throws TestbedError `MEASURED` for a file that says nothing. */
export async function withMeasured(moments: readonly Moment[]): Promise<readonly Moment[]> {
  const all: Moment[] = [];
  for (const moment of moments) {
    all.push(moment);
    const { deed, atMs } = moment;
    if (deed.do !== 'measured') continue;
    const { from, to, both, file, of } = deed;
    const values = await valuesOf(file, of).catch((error: unknown) => {
      throw new TestbedError('MEASURED', `${file} ${errorMessage(error)}`, {
        hint: 'lines of seconds and dBm (0.5,-61), or a capture with radiotap headers',
      });
    });
    for (const { atMs: later, signalDbm } of values)
      all.push({ atMs: atMs + later, deed: { do: 'fade', from, to, both, signalDbm }, isPart: true });
  }
  return all.sort((one, other) => one.atMs - other.atMs);
}
