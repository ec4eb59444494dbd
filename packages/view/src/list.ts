/** All that is shown, a line each: a list that holds only the rows that are seen. */
import { element, everyPicture } from './dom.js';
import type { PageRecord } from './model.js';
import type { Store } from './store.js';
import { timeText } from './times.js';

/** Pixels of a row; the style sheet says the same. */
const ROW = 24;
/** Browsers have an end to the height of an element: beyond it, the bar moves by more than a row. */
const TALLEST = 8_000_000;
const SPARE = 6;

export class List {
  readonly #room = element('div', { class: 'room' });
  readonly #rows = element('div', { class: 'rows' });
  readonly #pool: Row[] = [];
  /** Who looks at the end goes on to do so when more comes. */
  #atEnd = false;
  readonly #draw = everyPicture(() => this.#paint());

  constructor(
    private readonly scroller: HTMLElement,
    private readonly store: Store,
  ) {
    this.#room.append(this.#rows);
    scroller.replaceChildren(this.#room);
    store.onChange((change) => {
      if (change === 'chosen') this.#bring();
      if (change === 'records' && this.#atEnd) this.toEnd();
      if (change === 'span' && !this.#sees(store.chosen)) this.#follow();
      this.#draw();
    });
    scroller.addEventListener(
      'scroll',
      () => {
        this.#atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2 * ROW;
        this.#draw();
      },
      { passive: true },
    );
    new ResizeObserver(() => this.#draw()).observe(scroller);
    scroller.addEventListener('keydown', (event) => this.#key(event));
    this.#rows.addEventListener('click', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
      if (row) store.choose(store.shown[Number(row.dataset.at)]);
    });
  }

  draw(): void {
    this.#draw();
  }

  toEnd(): void {
    this.#atEnd = true;
    this.#room.style.height = `${Math.ceil(this.store.shown.length * this.#perRow)}px`;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  get #perRow(): number {
    const { length } = this.store.shown;
    return Math.min(ROW, TALLEST / Math.max(1, length));
  }

  #paint(): void {
    const { store, scroller } = this;
    const perRow = this.#perRow;
    this.#room.style.height = `${Math.ceil(store.shown.length * perRow)}px`;
    const first = Math.max(0, Math.floor(scroller.scrollTop / perRow) - (perRow === ROW ? SPARE : 0));
    const last = Math.min(store.shown.length, first + Math.ceil(scroller.clientHeight / ROW) + 2 * SPARE);
    this.#rows.style.transform = `translateY(${perRow === ROW ? first * ROW : scroller.scrollTop}px)`;
    while (this.#pool.length < last - first) {
      const row = new Row();
      this.#pool.push(row);
      this.#rows.append(row.box);
    }
    for (const [index, row] of this.#pool.entries()) {
      const record = first + index < last ? store.shown[first + index] : undefined;
      row.show(record, first + index, store);
    }
    scroller.setAttribute('aria-activedescendant', store.chosen ? `record-${store.chosen.id}` : '');
  }

  #indexOf(record: PageRecord | undefined): number {
    if (!record) return -1;
    const { shown } = this.store;
    for (let at = this.store.indexFrom(record.us); shown[at]?.us === record.us; at++)
      if (shown[at] === record) return at;
    return -1;
  }

  #bring(): void {
    const at = this.#indexOf(this.store.chosen);
    if (at < 0) return;
    const { scroller } = this;
    const top = at * this.#perRow;
    if (top < scroller.scrollTop || top + ROW > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
  }

  #sees(record: PageRecord | undefined): boolean {
    return record !== undefined && record.us >= this.store.span.fromUs && record.us <= this.store.span.toUs;
  }

  /** Shows the beginning of the span. */
  #follow(): void {
    this.scroller.scrollTop = this.store.indexFrom(this.store.span.fromUs) * this.#perRow;
  }

  #key(event: KeyboardEvent): void {
    const { store, scroller } = this;
    const page = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 1);
    const at = this.#indexOf(store.chosen);
    const last = store.shown.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const wanted = to[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    store.choose(store.shown[Math.min(Math.max(wanted, 0), last)]);
  }
}

/** A row, used again for another record. */
class Row {
  readonly #time = element('span', { class: 'time' });
  readonly #who = element('span', { class: 'who' });
  readonly #kind = element('span', { class: 'kind' });
  readonly #text = element('span', { class: 'text' });
  readonly box = element('div', { role: 'option' }, this.#time, this.#who, this.#kind, this.#text);
  #record: PageRecord | undefined;

  show(record: PageRecord | undefined, at: number, store: Store): void {
    const { box } = this;
    if (box.hidden !== !record) box.hidden = !record;
    if (!record) {
      // Nobody may find it by its name there.
      box.removeAttribute('id');
      this.#record = undefined;
      return;
    }
    box.dataset.at = String(at);
    box.setAttribute('aria-posinset', String(at + 1));
    box.setAttribute('aria-setsize', String(store.shown.length));
    box.setAttribute('aria-selected', String(record === store.chosen));
    if (this.#record === record) return;
    this.#record = record;
    box.id = `record-${record.id}`;
    box.className = `row ${record.tone ?? ''}`;
    const to = record.to === undefined ? '' : ` → ${store.nodeName(record.to)}`;
    this.#time.textContent = timeText(record.us);
    this.#who.textContent = `${store.nodeName(record.node)}${to}`;
    this.#kind.textContent = record.kind;
    this.#text.textContent = record.text;
  }
}
