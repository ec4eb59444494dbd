import { range } from './chart.js';

export interface Sample {
  /** Since the first one. */
  readonly seconds: number;
  readonly value: number;
}

const WIDTH = 800;
const HEIGHT = 400;
const MARGIN = { left: 70, right: 20, top: 40, bottom: 50 };

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (each) => `&#${each.codePointAt(0) ?? 0};`);

const steps = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);

const short = (value: number): string => String(Number(value.toFixed(1)));

/** A plot of samples over time, with axes: an SVG file. */
export function plot(samples: readonly Sample[], { title, unit }: { title: string; unit: string }): string {
  const [low, high] = range(samples.map(({ value }) => value));
  const end = Math.max(samples.at(-1)?.seconds ?? 0, 0.001);
  const x = (seconds: number) => MARGIN.left + (seconds / end) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) =>
    MARGIN.top + ((high - value) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = samples
    .map(({ seconds, value }) => `${x(seconds).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${WIDTH / 2}" y="24" text-anchor="middle" font-size="16">${escaped(title)}</text>`,
    ...steps(low, high, 5).map(
      (value) =>
        `<path d="M${MARGIN.left} ${y(value).toFixed(1)}H${WIDTH - MARGIN.right}" stroke="#ddd"/>` +
        `<text x="${MARGIN.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${short(value)}</text>`,
    ),
    ...steps(0, end, 5).map(
      (seconds) =>
        `<text x="${x(seconds).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${short(seconds)}</text>`,
    ),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">time (s)</text>`,
    `<text x="16" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})">${escaped(unit)}</text>`,
    `<polyline points="${line}" fill="none" stroke="#1565c0" stroke-width="1.5"/>`,
    '</svg>',
    '',
  ].join('\n');
}
