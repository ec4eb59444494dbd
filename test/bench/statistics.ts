/** Numbers of many turns, said in few. */

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The value below which the given share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const all = sorted(values);
  const place = (all.length - 1) * share;
  const below = all[Math.floor(place)] ?? Number.NaN;
  const above = all[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
