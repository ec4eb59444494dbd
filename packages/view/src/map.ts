/** A map: where nodes stand, who hears whom and how loud; nodes can be moved where the page may. And the same as a table. */
import { everyPicture } from './dom.js';
import { HearingTable } from './hearing.js';
import type { PageHearing, PageNode, PageNow } from './model.js';
import { type Field, fieldOf, type Point, toMetres, toPixels } from './place.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels. */
const WIDTH = 560;
const HEIGHT = 240;
const RADIUS = 9;
/** What an arrow key moves by. */
const STEP_M = 1;
/** Where more hear each other than that, lines are of connections and of the node that has the focus; the others are a tangle. */
const MOST_LINES = 200;
/** And so many of them say how loud. */
const MOST_LABELS = 40;

type Attributes = Readonly<Record<string, string | number>>;

function shape(tag: string, attributes: Attributes, ...children: readonly (Node | string)[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Only what changes is set: browsers do not look whether it does. */
function set(shape: SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (shape.getAttribute(name) !== text) shape.setAttribute(name, text);
  }
}

type Place = readonly [number, number, number];

/** A line of the map, and what stands at it. */
interface Line {
  readonly hearing: PageHearing;
  readonly line: SVGElement;
  readonly label: SVGElement | undefined;
}

export class LiveMap {
  readonly #svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': 'Map' });
  readonly #lines = shape('g', {});
  readonly #nodes: readonly SVGElement[];
  readonly #table: HearingTable;
  #drawn = new Map<string, Line>();
  #field: Field = fieldOf([], WIDTH, HEIGHT);
  #now: PageNow | undefined;
  #dragged: number | undefined;
  #focused: number | undefined;
  /** Of what is told faster than it can be seen, the last is shown. */
  readonly #draw = everyPicture(() => {
    this.#paint();
    this.#table.show(this.#now?.hearing ?? []);
  });
  readonly #drawDragged = everyPicture(() => {
    if (this.#dragged !== undefined) this.#paintMoved(this.#dragged);
  });

  constructor(
    box: HTMLElement,
    private readonly nodes: readonly PageNode[],
    private readonly move: ((node: string, at: Place) => Promise<void>) | undefined,
  ) {
    this.#nodes = nodes.map((node, index) => this.#node(node, index));
    this.#svg.append(this.#lines, ...this.#nodes);
    this.#table = new HearingTable(nodes);
    box.replaceChildren(this.#svg, this.#table.box);
    box.hidden = false;
  }

  show(now: PageNow): void {
    const dragged = this.#dragged === undefined ? undefined : this.#now?.nodes[this.#dragged]?.at;
    this.#now = now;
    if (this.#dragged === undefined)
      this.#field = fieldOf(
        now.nodes.flatMap(({ at }) => (at ? [{ x: at[0], y: at[1] }] : [])),
        WIDTH,
        HEIGHT,
      );
    // Who is held in the hand is where the hand is.
    else if (dragged) this.#put(this.#dragged, { x: dragged[0], y: dragged[1] });
    this.#draw();
  }

  #node(node: PageNode, index: number): SVGElement {
    const group = shape(
      'g',
      { class: 'node', tabindex: 0, role: this.move ? 'button' : 'img', 'data-node': node.name },
      shape('circle', { r: RADIUS }),
      shape('text', { y: RADIUS + 12, 'text-anchor': 'middle' }, node.name),
    );
    const focus = (on: boolean) => (): void => {
      this.#focused = on ? index : undefined;
      this.#paintLines();
    };
    group.addEventListener('focus', focus(true));
    group.addEventListener('blur', focus(false));
    if (this.move) {
      group.addEventListener('pointerdown', (event) => this.#drag(index, event as PointerEvent));
      group.addEventListener('keydown', (event) => this.#key(index, event as KeyboardEvent));
    }
    return group;
  }

  /** Where a node is on the map; who stands nowhere is in a row below. */
  #at(index: number): Point {
    const at = this.#now?.nodes[index]?.at;
    if (at) return toPixels(this.#field, { x: at[0], y: at[1] });
    return { x: 24 + ((index * 60) % (WIDTH - 48)), y: HEIGHT - 26 };
  }

  #paint(): void {
    for (const index of this.#nodes.keys()) this.#paintNode(index);
    this.#paintLines();
  }

  #paintNode(index: number): void {
    const group = this.#nodes[index];
    if (!group) return;
    const { x, y } = this.#at(index);
    const { at, connected = false, about = '' } = this.#now?.nodes[index] ?? {};
    const where = at ? `at ${at.map((value) => value.toFixed(1)).join(', ')} m` : 'stands nowhere';
    const state = connected ? 'connected' : 'not connected';
    set(group, {
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
      class: `node ${this.nodes[index]?.kind === 'ap' ? 'ap' : ''} ${connected ? 'on' : ''}`,
      'aria-label': `${this.nodes[index]?.name}, ${state}, ${about}, ${where}`,
    });
  }

  /** Those that are drawn, each pair once: what is said at a line is what the station hears. */
  #wanted(): readonly PageHearing[] {
    const { hearing = [] } = this.#now ?? {};
    const crowded = hearing.length > MOST_LINES;
    const shown = this.#dragged ?? this.#focused;
    const pairs = new Map<string, PageHearing>();
    for (const each of hearing) {
      const { by, from, joined } = each;
      if (crowded && !joined && by !== shown && from !== shown) continue;
      const pair = by < from ? `${by} ${from}` : `${from} ${by}`;
      if (this.nodes[by]?.kind !== 'ap' || !pairs.has(pair)) pairs.set(pair, each);
    }
    return [...pairs.values()];
  }

  #paintLines(): void {
    const before = this.#drawn;
    this.#drawn = new Map();
    const wanted = this.#wanted();
    const labels = wanted.length <= MOST_LABELS;
    for (const hearing of wanted) {
      const { by, from, joined, signalDbm } = hearing;
      const shown = this.#dragged ?? this.#focused;
      const says =
        (labels || by === shown || from === shown) &&
        joined &&
        signalDbm !== undefined &&
        this.nodes[by]?.kind !== 'ap';
      const key = `${by} ${from} ${says}`;
      const known = before.get(key);
      before.delete(key);
      const line: Line = {
        hearing,
        line: known?.line ?? shape('line', {}),
        label: known?.label ?? (says ? shape('text', { 'text-anchor': 'middle' }) : undefined),
      };
      if (!known) this.#lines.append(line.line, ...(line.label ? [line.label] : []));
      set(line.line, { class: joined ? 'joined' : 'heard' });
      const text = `${signalDbm} dBm`;
      if (line.label && line.label.textContent !== text) line.label.textContent = text;
      this.#stretch(line);
      this.#drawn.set(key, line);
    }
    for (const { line, label } of before.values()) {
      line.remove();
      label?.remove();
    }
  }

  #stretch({ hearing: { by, from }, line, label }: Line): void {
    const [one, other] = [this.#at(by), this.#at(from)];
    const text = (value: number) => value.toFixed(1);
    set(line, { x1: text(one.x), y1: text(one.y), x2: text(other.x), y2: text(other.y) });
    if (label) set(label, { x: text((one.x + other.x) / 2), y: text((one.y + other.y) / 2 - 4) });
  }

  /** A node stands elsewhere: it, and the lines that end there. */
  #paintMoved(index: number): void {
    this.#paintNode(index);
    for (const line of this.#drawn.values())
      if (line.hearing.by === index || line.hearing.from === index) this.#stretch(line);
  }

  /** Puts a node there, in what is known; returns where it stands. */
  #put(index: number, { x, y }: Point): Place {
    const nodes = this.#now?.nodes ?? [];
    const at: Place = [x, y, nodes[index]?.at?.[2] ?? 0];
    this.#now = {
      hearing: this.#now?.hearing ?? [],
      nodes: nodes.map((each, place) => (place === index ? { ...each, at } : each)),
    };
    return at;
  }

  #drag(index: number, down: PointerEvent): void {
    const start = this.#now?.nodes[index]?.at;
    if (!start) return;
    down.preventDefault();
    this.#nodes[index]?.focus();
    this.#dragged = index;
    const box = this.#svg.getBoundingClientRect();
    let at: Place = start;
    const to = (event: PointerEvent): Point =>
      toMetres(this.#field, {
        x: ((event.clientX - box.left) / box.width) * WIDTH,
        y: ((event.clientY - box.top) / box.height) * HEIGHT,
      });
    const follow = (event: PointerEvent): void => {
      at = this.#put(index, to(event));
      this.#drawDragged();
    };
    const drop = (): void => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', drop);
      const done = (): void => {
        this.#dragged = undefined;
      };
      void this.move?.(this.nodes[index]?.name ?? '', at).finally(done);
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', drop);
  }

  #key(index: number, event: KeyboardEvent): void {
    const start = this.#now?.nodes[index]?.at;
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ...{ ArrowLeft: [-STEP_M, 0], ArrowRight: [STEP_M, 0], ArrowUp: [0, STEP_M], ArrowDown: [0, -STEP_M] },
    };
    const way = ways[event.key];
    if (!start || !way) return;
    event.preventDefault();
    const at = this.#put(index, { x: start[0] + way[0], y: start[1] + way[1] });
    this.#paintMoved(index);
    void this.move?.(this.nodes[index]?.name ?? '', at);
  }
}
