/** Who hears whom as a table that holds only the rows that are seen: of two hundred nodes they are thousands. */
import { element, everyPicture } from './dom.js';
import type { PageHearing, PageNode } from './model.js';

/** Pixels of a row; the style sheet says the same. */
const ROW = 19;
const SPARE = 4;
const HEAD = ['node', 'hears', 'signal', 'sends with', 'between them'] as const;

export class HearingTable {
  readonly box: HTMLElement;
  readonly #table: HTMLElement;
  readonly #before = element('tr', { 'aria-hidden': 'true' }, element('td', { colspan: HEAD.length }));
  readonly #after = element('tr', { 'aria-hidden': 'true' }, element('td', { colspan: HEAD.length }));
  readonly #body = element('tbody', {}, this.#before, this.#after);
  readonly #rows: (readonly [row: HTMLElement, cells: readonly Text[]])[] = [];
  readonly #draw = everyPicture(() => this.#paint());
  #hearing: readonly PageHearing[] = [];

  constructor(private readonly nodes: readonly PageNode[]) {
    const names = HEAD.map((name) => element('th', { scope: 'col' }, name));
    this.#table = element(
      'table',
      {},
      element('caption', { class: 'unseen' }, 'Who hears whom'),
      element('thead', {}, element('tr', {}, ...names)),
      this.#body,
    );
    this.box = element('div', { class: 'hearing', tabindex: 0 }, this.#table);
    this.box.addEventListener('scroll', this.#draw, { passive: true });
  }

  show(hearing: readonly PageHearing[]): void {
    this.#hearing = hearing;
    this.#table.setAttribute('aria-rowcount', String(hearing.length + 1));
    this.#draw();
  }

  #paint(): void {
    const { box } = this;
    const all = this.#hearing.length;
    const first = Math.min(Math.max(0, Math.floor(box.scrollTop / ROW) - SPARE), all);
    const last = Math.min(all, first + Math.ceil(box.clientHeight / ROW) + 2 * SPARE);
    this.#before.style.height = `${first * ROW}px`;
    this.#after.style.height = `${(all - last) * ROW}px`;
    while (this.#rows.length < last - first) this.#rows.push(this.#row());
    for (const [at, [row, cells]] of this.#rows.entries()) {
      const each = first + at < last ? this.#hearing[first + at] : undefined;
      row.hidden = !each;
      if (!each) continue;
      row.setAttribute('aria-rowindex', String(first + at + 2));
      for (const [column, text] of this.#texts(each).entries()) {
        const cell = cells[column];
        if (cell && cell.data !== text) cell.data = text;
      }
    }
  }

  #row(): readonly [HTMLElement, readonly Text[]] {
    const cells = HEAD.map(() => document.createTextNode(''));
    const row = element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
    this.#after.before(row);
    return [row, cells];
  }

  #texts({ by, from, joined, signalDbm, rateMbps, mbps }: PageHearing): readonly string[] {
    return [
      this.nodes[by]?.name ?? '',
      `${this.nodes[from]?.name ?? ''}${joined ? ', connected' : ''}`,
      signalDbm === undefined ? '' : `${signalDbm} dBm`,
      rateMbps === undefined ? '' : `${rateMbps} Mbit/s`,
      mbps === undefined ? '' : `${mbps.toFixed(1)} Mbit/s`,
    ];
  }
}
