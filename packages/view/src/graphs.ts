/** Signal and rate over the same time as the lanes, of the node that is chosen, or of all. */
import type { Colours } from './colours.js';
import { element, everyPicture, sized } from './dom.js';
import { GUTTER } from './lanes.js';
import type { PageSeries } from './model.js';
import type { Store } from './store.js';
import { firstFrom } from './times.js';

/** Pixels of one graph. */
const HIGH = 64;
const UNITS = ['dBm', 'Mbit/s'] as const;
const NAMES = { dBm: 'signal', 'Mbit/s': 'rate' } as const;
/** How wide a line is. */
const STROKE = 1.5;
/** More lines than that are a tangle: who wants others chooses a node. */
const MOST = 8;

export class Graphs {
  readonly #canvas = element('canvas', { role: 'img' });
  readonly #draw = everyPicture(() => this.#paint());
  #colours: Colours;

  constructor(
    private readonly box: HTMLElement,
    private readonly store: Store,
    colours: Colours,
  ) {
    this.#colours = colours;
    box.replaceChildren(this.#canvas);
    store.onChange(() => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(box);
  }

  set colours(colours: Colours) {
    this.#colours = colours;
    this.#draw();
  }

  draw(): void {
    this.#draw();
  }

  /** Those of the node that is filtered for, or chosen, where it has any. */
  #wanted(): readonly PageSeries[] {
    const { series } = this.store;
    const node = this.store.filter.node ?? this.store.chosen?.node;
    const own = series.filter((each) => each.node === node);
    return own.length > 0 ? own : series;
  }

  #paint(): void {
    const wanted = this.#wanted();
    const units = UNITS.filter((unit) => wanted.some((each) => each.unit === unit));
    this.box.hidden = units.length === 0;
    if (units.length === 0) return;
    const width = this.box.clientWidth;
    const context = sized(this.#canvas, width, units.length * HIGH);
    context.font = this.#colours.font;
    context.textBaseline = 'middle';
    const said: string[] = [];
    for (const [row, unit] of units.entries()) {
      const lines = wanted.filter((each) => each.unit === unit).slice(0, MOST);
      this.#band(context, lines, unit, row * HIGH, width);
      said.push(...lines.map((each) => `${each.name}: ${each.points.at(-1)?.[1]} ${unit}`));
    }
    this.#canvas.setAttribute('aria-label', `Signal and rate over time. At the end: ${said.join('; ')}`);
  }

  #band(
    context: CanvasRenderingContext2D,
    lines: readonly PageSeries[],
    unit: PageSeries['unit'],
    top: number,
    width: number,
  ): void {
    const { fromUs, toUs } = this.store.span;
    const { text, quiet, line, back, series } = this.#colours;
    const [least, most] = extent(lines);
    const low = unit === 'dBm' ? least - 3 : 0;
    const high = most + (unit === 'dBm' ? 3 : 1);
    const x = (us: number): number => GUTTER + ((us - fromUs) / (toUs - fromUs)) * (width - GUTTER);
    const y = (value: number): number => top + HIGH - 8 - ((value - low) / (high - low)) * (HIGH - 16);
    context.fillStyle = line;
    context.fillRect(0, top + HIGH - 1, width, 1);
    context.fillStyle = text;
    context.fillText(`${NAMES[unit]}, ${unit}`, 8, top + HIGH / 2);
    context.fillStyle = quiet;
    context.fillText(String(Math.round(high)), GUTTER - 34, top + 10);
    context.fillText(String(Math.round(low)), GUTTER - 34, top + HIGH - 10);
    context.save();
    context.beginPath();
    context.rect(GUTTER, top, width - GUTTER, HIGH);
    context.clip();
    for (const [index, { points }] of lines.entries()) {
      const colour = series[index % series.length] ?? text;
      context.strokeStyle = context.fillStyle = colour;
      context.lineWidth = STROKE;
      context.beginPath();
      // One before the left edge, so that the line comes in from there.
      const first = Math.max(0, firstFrom(points.length, (at) => points[at]?.[0] ?? 0, fromUs) - 1);
      let before: number | undefined;
      let end = 0;
      let column = -1;
      for (let at = first; at < points.length; at++) {
        const [us, value] = points[at] ?? [0, 0];
        // Of several within a line's width the first is drawn; what stays as it is needs no line of its own.
        const within = Math.round(x(us) / STROKE);
        if ((within === column || value === before) && us <= toUs) continue;
        column = within;
        // A value stands until the next one.
        if (before === undefined) context.moveTo(x(us), y(value));
        else {
          context.lineTo(x(us), y(before));
          context.lineTo(x(us), y(value));
        }
        before = value;
        end = us;
        if (us > toUs) break;
      }
      if (before === undefined) continue;
      if (end < toUs) context.lineTo(width, y(before));
      context.stroke();
    }
    context.restore();
    // Beside each other, and not on the lines.
    if (lines.length > 4) return;
    for (const [index, { name }] of lines.entries()) {
      const at = GUTTER + 8 + index * 150;
      context.fillStyle = back;
      context.fillRect(at - 2, top + 1, context.measureText(name).width + 4, 16);
      context.fillStyle = series[index % series.length] ?? text;
      context.fillText(name, at, top + 9);
    }
  }
}

/** The least and the most of all values; kept, since they do not change while somebody looks. */
const extents = new WeakMap<PageSeries, readonly [number, number]>();
function extent(lines: readonly PageSeries[]): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const line of lines) {
    const known = extents.get(line) ?? [
      line.points.reduce((low, [, value]) => Math.min(low, value), Number.POSITIVE_INFINITY),
      line.points.reduce((high, [, value]) => Math.max(high, value), Number.NEGATIVE_INFINITY),
    ];
    extents.set(line, known);
    least = Math.min(least, known[0]);
    most = Math.max(most, known[1]);
  }
  return [least, most];
}
