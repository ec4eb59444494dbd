/** Time on the page: finding by it, writing it, and marks on its axis. */

/** The first index whose time is not before `us`; `length` where there is none. */
export function firstFrom(length: number, timeAt: (index: number) => number, us: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(middle) < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** '12.345678 s'; fewer digits where a span is so long that nobody would see them. */
export function timeText(us: number, spanUs = 0): string {
  const digits = spanUs > 60e6 ? 1 : spanUs > 1e6 ? 3 : 6;
  return `${(us / 1e6).toFixed(digits)} s`;
}

const STEPS = [1, 2, 5];

/** Moments for marks on an axis: round numbers, at most `most` of them. */
export function marks(fromUs: number, toUs: number, most: number): number[] {
  const least = Math.max(1, (toUs - fromUs) / Math.max(1, most));
  let decade = 10 ** Math.floor(Math.log10(least));
  let step = decade;
  for (let at = 0; step < least; at++) {
    if (at > 0 && at % STEPS.length === 0) decade *= 10;
    step = decade * (STEPS[at % STEPS.length] ?? 1);
  }
  const found: number[] = [];
  for (let us = Math.ceil(fromUs / step) * step; us <= toUs; us += step) found.push(us);
  return found;
}

export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Shorter than this nothing is told apart any more. */
const SHORTEST_US = 20;

/** A span made longer or shorter around a moment that stays where it is, within all there is. */
export function zoomed({ fromUs, toUs }: Span, factor: number, aroundUs: number, all: Span): Span {
  const length = Math.min(Math.max((toUs - fromUs) * factor, SHORTEST_US), all.toUs - all.fromUs);
  const part = toUs > fromUs ? (aroundUs - fromUs) / (toUs - fromUs) : 0.5;
  return within({ fromUs: aroundUs - part * length, toUs: aroundUs + (1 - part) * length }, all);
}

/** A span of the same length that does not reach out of all there is. */
export function within({ fromUs, toUs }: Span, all: Span): Span {
  const length = Math.min(toUs - fromUs, all.toUs - all.fromUs);
  const from = Math.min(Math.max(fromUs, all.fromUs), all.toUs - length);
  return { fromUs: from, toUs: from + length };
}
