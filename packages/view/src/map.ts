/** A map: where nodes stand, who hears whom and how loud; nodes can be moved where the page may. And the same as a table. */
import { element } from './dom.js';
import type { PageHearing, PageNode, PageNow } from './model.js';
import { type Field, fieldOf, type Point, toMetres, toPixels } from './place.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels. */
const WIDTH = 560;
const HEIGHT = 240;
const RADIUS = 9;
/** What an arrow key moves by. */
const STEP_M = 1;

type Attributes = Readonly<Record<string, string | number>>;

function shape(tag: string, attributes: Attributes, ...children: readonly (Node | string)[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

type Place = readonly [number, number, number];

export class LiveMap {
  readonly #svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': 'Map' });
  readonly #lines = shape('g', {});
  readonly #nodes: readonly SVGElement[];
  readonly #rows = element('tbody');
  #field: Field = fieldOf([], WIDTH, HEIGHT);
  #now: PageNow | undefined;
  #dragged: number | undefined;

  constructor(
    box: HTMLElement,
    private readonly nodes: readonly PageNode[],
    private readonly move: ((node: string, at: Place) => Promise<void>) | undefined,
  ) {
    this.#nodes = nodes.map((node, index) => this.#node(node, index));
    this.#svg.append(this.#lines, ...this.#nodes);
    const head = ['node', 'hears', 'signal', 'sends with', 'between them'];
    const table = element(
      'table',
      {},
      element('caption', { class: 'unseen' }, 'Who hears whom'),
      element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
      this.#rows,
    );
    box.replaceChildren(this.#svg, element('div', { class: 'hearing' }, table));
    box.hidden = false;
  }

  show(now: PageNow): void {
    this.#now = now;
    if (this.#dragged === undefined)
      this.#field = fieldOf(
        now.nodes.flatMap(({ at }) => (at ? [{ x: at[0], y: at[1] }] : [])),
        WIDTH,
        HEIGHT,
      );
    this.#paint();
    this.#rows.replaceChildren(
      ...now.hearing.map((each) =>
        element(
          'tr',
          {},
          ...[
            this.nodes[each.by]?.name ?? '',
            `${this.nodes[each.from]?.name ?? ''}${each.joined ? ', connected' : ''}`,
            each.signalDbm === undefined ? '' : `${each.signalDbm} dBm`,
            each.rateMbps === undefined ? '' : `${each.rateMbps} Mbit/s`,
            each.mbps === undefined ? '' : `${each.mbps.toFixed(1)} Mbit/s`,
          ].map((text) => element('td', {}, text)),
        ),
      ),
    );
  }

  #node(node: PageNode, index: number): SVGElement {
    const group = shape(
      'g',
      { class: 'node', tabindex: 0, role: this.move ? 'button' : 'img', 'data-node': node.name },
      shape('circle', { r: RADIUS }),
      shape('text', { y: RADIUS + 12, 'text-anchor': 'middle' }, node.name),
    );
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
    const { nodes = [], hearing = [] } = this.#now ?? {};
    for (const [index, group] of this.#nodes.entries()) {
      const { x, y } = this.#at(index);
      const { at, connected = false, about = '' } = nodes[index] ?? {};
      group.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      group.setAttribute(
        'class',
        `node ${this.nodes[index]?.kind === 'ap' ? 'ap' : ''} ${connected ? 'on' : ''}`,
      );
      const where = at ? `at ${at.map((value) => value.toFixed(1)).join(', ')} m` : 'stands nowhere';
      const state = connected ? 'connected' : 'not connected';
      group.setAttribute('aria-label', `${this.nodes[index]?.name}, ${state}, ${about}, ${where}`);
    }
    this.#lines.replaceChildren(...hearing.flatMap((each) => this.#line(each)));
  }

  #line({ by, from, joined, signalDbm }: PageHearing): SVGElement[] {
    const [one, other] = [this.#at(by), this.#at(from)];
    const line = shape('line', {
      ...{ x1: one.x, y1: one.y, x2: other.x, y2: other.y, class: joined ? 'joined' : 'heard' },
    });
    if (!joined || signalDbm === undefined || this.nodes[by]?.kind === 'ap') return [line];
    const middle = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 - 4, 'text-anchor': 'middle' };
    return [line, shape('text', middle, `${signalDbm} dBm`)];
  }

  #put(index: number, { x, y }: Point): Place {
    const nodes = this.#now?.nodes ?? [];
    const at: Place = [x, y, nodes[index]?.at?.[2] ?? 0];
    this.#now = {
      hearing: this.#now?.hearing ?? [],
      nodes: nodes.map((each, place) => (place === index ? { ...each, at } : each)),
    };
    this.#paint();
    return at;
  }

  #drag(index: number, down: PointerEvent): void {
    const start = this.#now?.nodes[index]?.at;
    if (!start) return;
    down.preventDefault();
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
    void this.move?.(
      this.nodes[index]?.name ?? '',
      this.#put(index, { x: start[0] + way[0], y: start[1] + way[1] }),
    );
  }
}
