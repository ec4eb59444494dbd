/** How people write values: 30%, 5ms, 6M, vw1. Each throws UsageError with an example. */
import type { End, Fading, PathModel, Personality, Position, RadioBand, Wall } from '@vwifi/nl80211/vwifi';
import { UsageError } from './context.js';

function bad(text: string, what: string, example: string): never {
  throw new UsageError(`${JSON.stringify(text)} is not ${what}; write it as ${example}`);
}

/** A radio by number, or by the name or address of an interface. */
export const endOf = (text: string): End => (/^\d+$/.test(text) ? Number(text) : text);

const factorOf = (units: Readonly<Record<string, number>>, unit: string): number | undefined =>
  Object.hasOwn(units, unit) ? units[unit] : undefined;

function measure(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-zµ/]*)$/.exec(text.trim());
  const factor = match && factorOf(units, match[2] ?? '');
  return match && factor !== undefined && factor !== null ? Number(match[1]) * factor : undefined;
}

/** '30%' or '0.3': 0 to 1. */
export function lossOf(text: string): number {
  const percent = text.trim().endsWith('%');
  const value = Number(percent ? text.trim().slice(0, -1) : text) / (percent ? 100 : 1);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 1)
    bad(text, 'a loss from 0 to 1', '0.3 or 30%');
  return value;
}

const DURATIONS = { us: 1, µs: 1, ms: 1000, s: 1_000_000 };

/** '5ms' in microseconds, at most 10 seconds. */
export function microsecondsOf(text: string): number {
  const value = text.trim() === '0' ? 0 : measure(text, DURATIONS);
  if (value === undefined || value > 10_000_000) bad(text, 'a time of at most 10 s', '500us, 5ms or 1s');
  return Math.round(value);
}

const RATES = { '': 1, bit: 1, k: 1e3, kbit: 1e3, M: 1e6, Mbit: 1e6, G: 1e9, Gbit: 1e9 };

/** '6M' in bit/s; 0 for no limit. */
export function rateOf(text: string): number {
  const value = measure(text, RATES);
  if (value === undefined) bad(text, 'a rate in bit/s', '500k, 6M or 0 for none');
  return Math.round(value);
}

function numberIn(text: string, min: number, max: number, what: string, example: string): number {
  const value = Number(text.replace(/\s*dBm$/i, ''));
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max)
    bad(text, `${what} from ${min} to ${max}`, example);
  return value;
}

export const signalOf = (text: string): number =>
  Math.round(numberIn(text, -128, 0, 'a signal in dBm', '-60'));
export const txPowerOf = (text: string): number => numberIn(text, 0, 30, 'a power in dBm', '20');

export function countOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) bad(text, 'a whole number above 0', '10');
  return value;
}

export function secondsOf(text: string): number {
  const value = Number(text.replace(/s$/, ''));
  if (!Number.isFinite(value) || value <= 0) bad(text, 'a number of seconds above 0', '0.5');
  return value;
}

export function seedOf(text: string): bigint {
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(text) || BigInt(text) >= 1n << 64n)
    bad(text, 'a seed of at most 64 bits', '42 or 0x2a');
  return BigInt(text);
}

/** '3,4' or '3,4,1.5': metres. */
export function positionOf(text: string): Position {
  const numbers = text.split(',').map((each) => (each.trim() === '' ? Number.NaN : Number(each)));
  const [x = 0, y = 0, z = 0] = numbers;
  if (numbers.length < 2 || numbers.length > 3 || numbers.some((each) => !(Math.abs(each) <= 100_000)))
    bad(text, 'a position in metres, at most 100 km from the origin', '3,4 or 3,4,1.5');
  return { x, y, z };
}

export const exponentOf = (text: string): number => numberIn(text, 0, 10, 'an exponent', '3.5');

/** '0,0 10,0 10,20': places, one after the other. */
export function placesOf(text: string): Position[] {
  const places = text.trim().split(/\s+/).map(positionOf);
  if (places.length < 2) bad(text, 'a way of several places', "'0,0 10,0 10,20'");
  return places;
}

export const speedOf = (text: string): number => {
  const value = numberIn(text, 0, 1000, 'a speed in metres a second', '1.4');
  return value > 0 ? value : bad(text, 'a speed above 0', '1.4');
};

export const gainOf = (text: string): number =>
  numberIn(text.replace(/\s*dBi$/i, ''), -30, 60, 'a gain in dBi', '5');

const decibels = (text: string, max: number, what: string): number =>
  numberIn(text.replace(/\s*dB$/i, ''), 0, max, what, '6');

export const shadowingOf = (text: string): number => decibels(text, 30, 'a standard deviation in dB');
export const noiseFigureOf = (text: string): number => decibels(text, 40, 'a noise figure in dB');

const PATH_MODELS: readonly PathModel[] = ['log-distance', 'free-space', 'itu-indoor'];

export const pathModelOf = (text: string): PathModel =>
  PATH_MODELS.find((model) => model === text) ?? bad(text, 'a model of the path', PATH_MODELS.join(', '));

/** 'rayleigh', 'rician' or 'rician:9', with the power of the direct path over that of the others in dB; 'none'. */
export function fadingOf(text: string): { fading: Fading; ricianKDb?: number } {
  const [kind = '', k, more] = text.split(':');
  if (
    more !== undefined ||
    (k !== undefined && kind !== 'rician') ||
    !['none', 'rayleigh', 'rician'].includes(kind)
  )
    bad(text, 'a kind of fading', 'none, rayleigh, rician or rician:9');
  return {
    fading: kind as Fading,
    ...(k === undefined ? {} : { ricianKDb: decibels(k, 40, 'the power of the direct path in dB') }),
  };
}

/** '20ms' in microseconds, from 100 us to 10 s. */
export function coherenceOf(text: string): number {
  const value = microsecondsOf(text);
  return value >= 100 ? value : bad(text, 'a time of at least 100 us', '20ms');
}

/** '0,5 10,5 7dB': from, to, and what it takes; 'none': there are none. */
export function wallsOf(texts: readonly string[]): Wall[] {
  if (texts.length === 1 && texts[0] === 'none') return [];
  return texts.map((text) => {
    const [from, to, loss, ...more] = text.trim().split(/\s+/);
    if (from === undefined || to === undefined || loss === undefined || more.length > 0)
      bad(text, 'a wall', "'0,5 10,5 7dB': from, to, and what a signal loses that goes through it");
    return { from: positionOf(from), to: positionOf(to), lossDb: decibels(loss, 100, 'a loss in dB') };
  });
}

/** '-92' in dBm, or 'none': everything is heard. */
export const sensitivityOf = (text: string): number | 'none' =>
  text === 'none' ? text : Math.round(numberIn(text, -127, 0, "a signal in dBm or 'none'", '-92'));

/** One of a few words. */
export function wordOf<T extends string>(text: string, words: readonly T[], what: string): T {
  return words.find((word) => word === text) ?? bad(text, what, words.join(' or '));
}

/** '500' octets, or 'none': RTS goes before nothing. */
export const rtsOf = (text: string): number | 'none' =>
  text === 'none' ? text : Math.round(numberIn(text, 0, 65_535, "octets or 'none'", '500'));

const BANDS: Readonly<Record<string, RadioBand>> = { '2.4': '2.4 GHz', '5': '5 GHz', '6': '6 GHz' };

export const bandsOf = (text: string): RadioBand[] =>
  text.split(',').map((each) => BANDS[each] ?? bad(text, 'a list of bands', '2.4, 5, 6 or 2.4,5'));

/** By its own name, or by the letters of 802.11. */
const PERSONALITIES: Readonly<Record<string, Personality>> = {
  ...{ legacy: 'legacy', ht: 'ht', vht: 'vht', he: 'he', eht: 'eht' },
  ...{ g: 'legacy', n: 'ht', ac: 'vht', ax: 'he', be: 'eht' },
};

export const personalityOf = (text: string): Personality =>
  PERSONALITIES[text] ?? bad(text, 'a personality', 'legacy, n, ac, ax or be');

/** The manual's 'vw2 denys vw1', or 'vw2,vw1': the receiver, then the sender. `said` is whether it says so. */
export function pairOf(text: string): { receiver: End; sender: End; said: boolean } {
  const words = text.trim().split(/[\s,]+/);
  const ends = words.filter((word) => !/^den(y|ys|ies)$/.test(word));
  const [receiver, sender] = ends;
  if (ends.length !== 2 || receiver === undefined || sender === undefined)
    bad(text, 'a pair of a receiver and a sender', "'vw2 denies vw1'");
  return { receiver: endOf(receiver), sender: endOf(sender), said: ends.length < words.length };
}
