/** Samples as a line of dots in the terminal, two by four to a character (Unicode braille). */

/** Bits of a braille character, by column and row from the top. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

export interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
}

/** The lowest and the highest value, a little apart where they are the same. */
export function range(values: readonly number[]): readonly [low: number, high: number] {
  const low = Math.floor(Math.min(...values));
  const high = Math.ceil(Math.max(...values));
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** The last samples that fit are drawn, oldest to the left, with the scale beside them. */
export function chart(values: readonly number[], { width, height, unit }: ChartOptions): string {
  if (values.length === 0) return 'no samples';
  const [low, high] = range(values);
  const labels = [high, Math.round((low + high) / 2), low].map((value) => `${value} ${unit}`);
  const margin = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(2, width - margin - 2);
  const shown = values.slice(-columns * 2);
  const cells = Array.from({ length: height }, () => new Array<number>(columns).fill(0));
  for (const [x, value] of shown.entries()) {
    const y = Math.round(((high - value) / (high - low)) * (height * 4 - 1));
    const row = cells[y >> 2];
    const dot = DOTS[x & 1]?.[y & 3] ?? 0;
    if (row) row[x >> 1] = (row[x >> 1] ?? 0) | dot;
  }
  return cells
    .map((row, at) => {
      const label =
        at === 0 ? labels[0] : at === height - 1 ? labels[2] : at === height >> 1 ? labels[1] : '';
      const dots = row.map((bits) => (bits === 0 ? ' ' : String.fromCodePoint(0x2800 + bits))).join('');
      return `${(label ?? '').padStart(margin)} │${dots}`.trimEnd();
    })
    .join('\n');
}

/** Weak to strong, -90 to -30 dBm, as a bar of `width` characters. */
export function signalBar(signalDbm: number | undefined, width = 10): string {
  if (signalDbm === undefined) return '·'.repeat(width);
  const full = Math.round(Math.min(Math.max((signalDbm + 90) / 60, 0), 1) * width);
  return '█'.repeat(full) + '·'.repeat(width - full);
}
