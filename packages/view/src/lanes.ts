/**
 * Swimming lanes: a lane for each node, time from left to right, frames as arrows from lane to lane. Only what is seen
 * is drawn: the records of the span are found by their time, and where they are too many to tell apart, how many they are.
 */
import type { Colours } from './colours.js';
import { element, everyPicture, sized } from './dom.js';
import type { PageRecord } from './model.js';
import type { Store } from './store.js';
import { marks, timeText } from './times.js';

/** Pixels. */
export const GUTTER = 132;
const AXIS = 22;
const LANE = 46;
const NEAR = 7;
const LABEL_GAP = 8;
/** A label is written where so much room is left to it. */
const LABEL_LEAST = 26;
const HEAD = 5;
/** More than that are not drawn one by one, but as columns so wide. */
const MOST_DRAWN = 1200;
const CROWD = 4;

/** Which lane a record is in; the first is the laboratory's own. */
const laneOf = (index: number | undefined): number => (index === undefined || index < 0 ? 0 : index + 1);

export class Lanes {
  readonly #canvas: HTMLCanvasElement;
  readonly #room: HTMLElement;
  readonly #hint: HTMLElement;
  readonly #draw = everyPicture(() => this.#paint());
  #colours: Colours;
  /** Of what is painted: asking the page again for each mark would cost more than painting them. */
  #width = 0;
  #top = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly store: Store,
    colours: Colours,
  ) {
    this.#colours = colours;
    this.#canvas = element('canvas', { 'aria-hidden': 'true' });
    this.#room = element('div', { class: 'room' });
    this.#hint = element('div', { class: 'hint', hidden: true });
    // Keys move it.
    scroller.tabIndex = 0;
    scroller.replaceChildren(this.#canvas, this.#room, this.#hint);
    store.onChange(() => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(scroller);
    scroller.addEventListener('scroll', () => this.#draw(), { passive: true });
    scroller.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    scroller.addEventListener('keydown', (event) => this.#key(event));
    scroller.addEventListener('pointerdown', (event) => this.#pointer(event));
    scroller.addEventListener('pointermove', (event) => this.#hover(event));
    scroller.addEventListener('pointerleave', () => {
      this.#hint.hidden = true;
    });
  }

  set colours(colours: Colours) {
    this.#colours = colours;
    this.#draw();
  }

  draw(): void {
    this.#draw();
  }

  #x(us: number): number {
    const { fromUs, toUs } = this.store.span;
    return GUTTER + ((us - fromUs) / (toUs - fromUs)) * (this.#width - GUTTER);
  }

  #us(x: number): number {
    const { fromUs, toUs } = this.store.span;
    return fromUs + ((x - GUTTER) / Math.max(1, this.#width - GUTTER)) * (toUs - fromUs);
  }

  #y(lane: number): number {
    return AXIS + lane * LANE + LANE / 2 - this.#top;
  }

  #paint(): void {
    const { store, scroller } = this;
    const count = store.data.nodes.length + 1;
    this.#room.style.height = `${Math.max(0, AXIS + count * LANE - scroller.clientHeight)}px`;
    const [width, height] = [scroller.clientWidth, scroller.clientHeight];
    this.#width = width;
    this.#top = scroller.scrollTop;
    if (width === 0 || height === 0) return;
    const context = sized(this.#canvas, width, height);
    context.font = this.#colours.font;
    context.textBaseline = 'middle';
    this.#paintLanes(context, count, width, height);
    context.save();
    context.beginPath();
    context.rect(GUTTER, AXIS, width - GUTTER, height - AXIS);
    context.clip();
    this.#paintRecords(context, height);
    context.restore();
    this.#paintNames(context, count, height);
    this.#paintAxis(context, width);
  }

  #paintLanes(context: CanvasRenderingContext2D, count: number, width: number, height: number): void {
    const { lane: fill, line } = this.#colours;
    for (let lane = 0; lane < count; lane++) {
      const y = this.#y(lane);
      if (y < -LANE || y > height + LANE) continue;
      if (lane % 2) {
        context.fillStyle = fill;
        context.fillRect(0, y - LANE / 2, width, LANE);
      }
      context.fillStyle = line;
      context.fillRect(GUTTER, y, width - GUTTER, 1);
    }
  }

  #paintRecords(context: CanvasRenderingContext2D, height: number): void {
    const { store } = this;
    const { fromUs, toUs } = store.span;
    const first = store.indexFrom(fromUs);
    const last = store.indexFrom(toUs);
    if (last - first > MOST_DRAWN) this.#paintCrowd(context, first, last, height);
    const labels: (readonly [record: PageRecord, x: number, y: number])[] = [];
    for (let index = first; index < last && last - first <= MOST_DRAWN; index++) {
      const record = store.shown[index];
      if (record) labels.push(...this.#paintRecord(context, record, height));
    }
    if (store.chosen && last - first > MOST_DRAWN)
      labels.push(...this.#paintRecord(context, store.chosen, height));
    this.#paintLabels(context, labels);
  }

  /** Draws a record; where its label may stand, if it has one. */
  #paintRecord(context: CanvasRenderingContext2D, record: PageRecord, height: number) {
    const x = this.#x(record.us);
    const y = this.#y(laneOf(record.node));
    const other = record.to === undefined || record.to < 0 ? y : this.#y(laneOf(record.to));
    if (Math.max(y, other) < AXIS || Math.min(y, other) > height) return [];
    if (record.kind === 'frame') this.#arrow(context, record, x, y, other);
    else this.#mark(context, record, x, y);
    const quiet = record.kind === 'nl80211' || record.kind === 'kernel';
    return quiet ? [] : [[record, x, (y + other) / 2] as const];
  }

  /** Each as far as there is room until the next one of its height begins. */
  #paintLabels(
    context: CanvasRenderingContext2D,
    labels: readonly (readonly [record: PageRecord, x: number, y: number])[],
  ): void {
    const next = new Map<number, number>();
    for (const [record, x, y] of [...labels].reverse()) {
      const row = Math.round(y / 12);
      const room = (next.get(row) ?? this.#width) - x - LABEL_GAP - 4;
      next.set(row, x);
      if (room < LABEL_LEAST) continue;
      context.fillStyle = this.#colourOf(record);
      context.fillText(fitting(context, record.text, room), x + LABEL_GAP, y - 8);
    }
  }

  /** From far away: in each lane how much there was, and what of it went wrong. */
  #paintCrowd(context: CanvasRenderingContext2D, first: number, last: number, height: number): void {
    const { store } = this;
    const { fromUs, toUs } = store.span;
    const columns = Math.ceil((this.#width - GUTTER) / CROWD);
    const lanes = store.data.nodes.length + 1;
    const all = new Uint32Array(columns * lanes);
    const bad = new Uint8Array(columns * lanes);
    for (let index = first; index < last; index++) {
      const record = store.shown[index];
      if (!record) continue;
      const column = Math.min(columns - 1, Math.floor(((record.us - fromUs) / (toUs - fromUs)) * columns));
      const cell = laneOf(record.node) * columns + column;
      all[cell] = (all[cell] ?? 0) + 1;
      if (record.tone === 'bad') bad[cell] = 1;
    }
    for (const wrong of [0, 1]) {
      context.fillStyle = wrong ? this.#colours.tones.bad : this.#colours.accent;
      for (let lane = 0; lane < lanes; lane++) {
        const y = this.#y(lane);
        if (y < AXIS - LANE || y > height + LANE) continue;
        // Neighbours of one height are one box, and its edges are on pixels: both cost a browser much less.
        let from = 0;
        let high = 0;
        for (let column = 0; column <= columns; column++) {
          const cell = lane * columns + column;
          const count = column < columns && bad[cell] === wrong ? (all[cell] ?? 0) : 0;
          const next = count && 2 * Math.round(Math.min(LANE - 8, 4 + 5 * Math.log2(1 + count)) / 2);
          if (next === high) continue;
          if (high > 0)
            context.fillRect(GUTTER + from * CROWD, Math.round(y) - high / 2, (column - from) * CROWD, high);
          [from, high] = [column, next];
        }
      }
    }
  }

  #colourOf({ tone, kind }: PageRecord): string {
    return (tone && this.#colours.tones[tone]) ?? this.#colours.kinds[kind] ?? this.#colours.quiet;
  }

  #arrow(context: CanvasRenderingContext2D, record: PageRecord, x: number, from: number, to: number): void {
    context.strokeStyle = context.fillStyle = this.#colourOf(record);
    context.lineWidth = record === this.store.chosen ? 3 : 1.25;
    if (record.to === undefined || from === to) {
      // For all, or for nobody of this laboratory.
      context.beginPath();
      context.arc(x, from, record === this.store.chosen ? 6 : 4, 0, 2 * Math.PI);
      context.stroke();
      return;
    }
    const way = Math.sign(to - from);
    context.setLineDash(record.tone === 'bad' ? [4, 3] : []);
    context.beginPath();
    context.moveTo(x, from);
    context.lineTo(x, to - way * HEAD);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(x, to);
    context.lineTo(x - HEAD, to - way * HEAD * 1.6);
    context.lineTo(x + HEAD, to - way * HEAD * 1.6);
    context.fill();
  }

  #mark(context: CanvasRenderingContext2D, record: PageRecord, x: number, y: number): void {
    context.fillStyle = this.#colourOf(record);
    const chosen = record === this.store.chosen;
    const size = chosen ? 6 : 3;
    if (record.endUs !== undefined) {
      context.globalAlpha = 0.35;
      context.fillRect(x, y - 4, Math.max(1, this.#x(record.endUs) - x), 8);
      context.globalAlpha = 1;
    }
    context.fillRect(x - size / 2, y - (chosen ? 9 : 6), size, chosen ? 18 : 12);
  }

  #paintNames(context: CanvasRenderingContext2D, count: number, height: number): void {
    const { text, quiet } = this.#colours;
    for (let lane = 0; lane < count; lane++) {
      const y = this.#y(lane);
      if (y < 0 || y > height + LANE) continue;
      const node = this.store.data.nodes[lane - 1];
      context.fillStyle = text;
      context.fillText(fitting(context, node?.name ?? 'laboratory', GUTTER - 16), 8, y - 7);
      context.fillStyle = quiet;
      context.fillText(
        fitting(context, node ? node.about || node.kind : 'steps, kernel', GUTTER - 16),
        8,
        y + 8,
      );
    }
  }

  #paintAxis(context: CanvasRenderingContext2D, width: number): void {
    const { fromUs, toUs } = this.store.span;
    context.clearRect(0, 0, width, AXIS);
    context.fillStyle = this.#colours.quiet;
    for (const us of marks(fromUs, toUs, (width - GUTTER) / 110)) {
      const x = this.#x(us);
      context.fillRect(x, AXIS - 5, 1, 5);
      context.fillText(timeText(us, toUs - fromUs), x + 3, AXIS / 2);
    }
  }

  /** What is nearest to a place on the canvas. */
  #at(x: number, y: number): PageRecord | undefined {
    const { store } = this;
    let best: PageRecord | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    const until = this.#us(x + NEAR);
    for (let index = store.indexFrom(this.#us(x - NEAR)); index < store.shown.length; index++) {
      const record = store.shown[index];
      if (!record || record.us > until) break;
      const from = this.#y(laneOf(record.node));
      const to = record.to === undefined || record.to < 0 ? from : this.#y(laneOf(record.to));
      const off = Math.max(0, Math.min(from, to) - 9 - y, y - Math.max(from, to) - 9);
      const distance = Math.abs(this.#x(record.us) - x) + off * 2 - (record.kind === 'frame' ? 1 : 0);
      if (off < LANE / 2 && distance < nearest) [best, nearest] = [record, distance];
    }
    return best;
  }

  #where(event: MouseEvent): [number, number] {
    const box = this.scroller.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #hover(event: PointerEvent): void {
    if (event.buttons) return;
    const [x, y] = this.#where(event);
    const record = x > GUTTER ? this.#at(x, y) : undefined;
    this.#hint.hidden = !record;
    if (!record) return;
    this.#hint.textContent = `${timeText(record.us)}  ${this.store.nodeName(record.node)}: ${record.text}`;
    this.#hint.style.transform = `translate(${Math.min(x + 12, this.#width - 320)}px, ${y + 14 + this.scroller.scrollTop}px)`;
  }

  /** A press moves the view when it moves, and chooses when it does not. */
  #pointer(down: PointerEvent): void {
    const [x, y] = this.#where(down);
    if (down.button !== 0 || x < GUTTER || x > this.scroller.clientWidth) return;
    const { fromUs, toUs } = this.store.span;
    const perPixel = (toUs - fromUs) / Math.max(1, this.#width - GUTTER);
    let moved = false;
    this.#canvas.setPointerCapture?.(down.pointerId);
    const move = (event: PointerEvent): void => {
      const by = down.clientX - event.clientX;
      if (Math.abs(by) > 3) moved = true;
      if (moved) this.store.look({ fromUs: fromUs + by * perPixel, toUs: toUs + by * perPixel });
    };
    const up = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', up);
      if (!moved) this.store.choose(this.#at(x, y));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', up);
  }

  #wheel(event: WheelEvent): void {
    const [x] = this.#where(event);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.store.zoom(Math.exp(event.deltaY * 0.002), this.#us(Math.max(x, GUTTER)));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.store.pan((event.deltaX || event.deltaY) / Math.max(1, this.#width));
    }
  }

  #key(event: KeyboardEvent): void {
    const does: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.store.pan(-0.1),
      ArrowRight: () => this.store.pan(0.1),
      Home: () => this.store.look({ ...this.store.span, ...shifted(this.store, 'start') }),
      End: () => this.store.look({ ...this.store.span, ...shifted(this.store, 'end') }),
    };
    const act = does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function shifted({ span, all }: Store, to: 'start' | 'end') {
  const length = span.toUs - span.fromUs;
  return to === 'start'
    ? { fromUs: all.fromUs, toUs: all.fromUs + length }
    : { fromUs: all.toUs - length, toUs: all.toUs };
}

/** As much of a text as has room. */
function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  const whole = text.length > 80 ? text.slice(0, 80) : text;
  if (context.measureText(whole).width <= room) return whole;
  const letters = Math.floor(room / 6.5) - 1;
  return letters < 3 ? '' : `${whole.slice(0, letters)}…`;
}
