/** The ratios as a picture: one bar a row, a line where the yardstick stands, a mark where the aim is. */
import type { Row } from './report.js';
import { reached } from './report.js';

const LEFT = 330;
const WIDTH = 420;
const RIGHT = 90;
const STEP = 22;
const TOP = 46;
/** The ratio at the right end. */
const FULL = 1.5;

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

const across = (ratio: number): number => LEFT + (Math.min(ratio, FULL) / FULL) * WIDTH;

function bar(row: Row, index: number): string {
  const ratio = row.ratio ?? 0;
  const top = TOP + index * STEP;
  const colour = reached(row) === false ? '#c0392b' : row.target ? '#2e7d6b' : '#7f8c8d';
  const aim = row.target?.atLeast ?? row.target?.atMost;
  const mark =
    aim === undefined || aim > FULL
      ? ''
      : `<line x1="${across(aim).toFixed(1)}" x2="${across(aim).toFixed(1)}" y1="${top}" y2="${top + 16}" stroke="#111" stroke-width="2"/>`;
  return [
    `<text x="${LEFT - 8}" y="${top + 12}" text-anchor="end">${escaped(`${row.subject}: ${row.measure}`)}</text>`,
    `<rect x="${LEFT}" y="${top}" width="${(across(ratio) - LEFT).toFixed(1)}" height="16" fill="${colour}"/>`,
    mark,
    `<text x="${(across(ratio) + 5).toFixed(1)}" y="${top + 12}">${ratio.toFixed(3)}</text>`,
  ].join('');
}

/** An SVG of the rows that have a ratio to veth or a bridge, or to themselves without a feature. */
export function chart(title: string, rows: readonly Row[]): string {
  const shown = rows.filter(
    ({ part, ratio }) => ratio !== undefined && ['throughput', 'hwsim', 'features'].includes(part),
  );
  const height = TOP + shown.length * STEP + 30;
  const one = across(1).toFixed(1);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + RIGHT}" height="${height}" font-family="sans-serif" font-size="11">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="18" font-size="14">${escaped(title)}</text>
<text x="8" y="34" fill="#555">ratio to the yardstick, which is 1 (dashed); black: what is aimed at; round trips: less is better</text>
<line x1="${one}" x2="${one}" y1="${TOP - 6}" y2="${height - 24}" stroke="#555" stroke-dasharray="4 3"/>
${shown.map(bar).join('\n')}
</svg>
`;
}
