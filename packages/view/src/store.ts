/** What the parts of the page have in common: what there is, which of it is shown, which span of time, what is chosen. */
import { KINDS, type PageData, type PageKind, type PageRecord, type PageSeries } from './model.js';
import { firstFrom, type Span, within, zoomed } from './times.js';

export interface Filter {
  readonly words: string;
  readonly kinds: ReadonlySet<PageKind>;
  /** Index of a node; undefined: all. */
  readonly node: number | undefined;
}

/** A little room at both ends. */
const MARGIN = 0.02;
const LEAST_US = 1000;
/** What is jumped to is shown with so much around it. */
const CLOSE_US = 50_000;

export type Change = 'records' | 'shown' | 'span' | 'chosen';

export class Store {
  records: PageRecord[];
  readonly series: PageSeries[];
  /** Those that pass the filter, in order of time. */
  shown: readonly PageRecord[] = [];
  filter: Filter = { words: '', kinds: new Set(KINDS), node: undefined };
  span: Span;
  all: Span;
  chosen: PageRecord | undefined;
  readonly #byId = new Map<number, PageRecord>();
  /** Where a line is among the series. */
  readonly #lines = new Map<string, number>();
  readonly #hay = new Map<PageRecord, string>();
  readonly #listeners: ((change: Change) => void)[] = [];

  constructor(readonly data: PageData) {
    this.records = [...data.records];
    this.series = data.series.map((line) => ({ ...line, points: [...line.points] }));
    for (const [at, line] of this.series.entries()) this.#lines.set(lineKey(line), at);
    for (const record of this.records) this.#byId.set(record.id, record);
    this.all = allOf(this.records);
    this.span = this.all;
    this.#sift();
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  nodeName(index: number | undefined): string {
    return index === undefined ? 'laboratory' : (this.data.nodes[index]?.name ?? 'all');
  }

  byId(id: number): PageRecord | undefined {
    return this.#byId.get(id);
  }

  /** Takes more, which may be of any time. */
  add(records: readonly PageRecord[]): void {
    if (records.length === 0) return;
    const atEnd = this.span.toUs >= this.all.toUs;
    for (const record of records) this.#byId.set(record.id, record);
    const last = this.records.at(-1)?.us ?? Number.NEGATIVE_INFINITY;
    this.records.push(...records);
    if (records.some(({ us }) => us < last)) this.records.sort((one, other) => one.us - other.us);
    this.all = allOf(this.records);
    // Who looks at the end goes on to do so.
    if (atEnd) {
      const length = this.span.toUs - this.span.fromUs;
      this.span = within({ fromUs: this.all.toUs - length, toUs: this.all.toUs }, this.all);
    }
    this.#sift();
    this.#tell('records');
  }

  /** Takes points of lines that are there, or of new ones. */
  addSeries(more: readonly PageSeries[]): void {
    if (more.length === 0) return;
    for (const line of more) {
      const key = lineKey(line);
      const at = this.#lines.get(key) ?? this.series.length;
      const known = this.series[at];
      // Grown in its place, as another object: what is known of the line before it grew is not known of this one.
      const points = known ? (known.points as PageSeries['points'][number][]) : [];
      points.push(...line.points);
      this.series[at] = { ...(known ?? line), points };
      this.#lines.set(key, at);
    }
    this.#tell('records');
  }

  sift(changes: Partial<Filter>): void {
    this.filter = { ...this.filter, ...changes };
    this.#sift();
    this.#tell('shown');
  }

  look(span: Span): void {
    this.span = within(span, this.all);
    this.#tell('span');
  }

  zoom(factor: number, aroundUs = (this.span.fromUs + this.span.toUs) / 2): void {
    this.span = zoomed(this.span, factor, aroundUs, this.all);
    this.#tell('span');
  }

  /** Moves by a part of what is seen. */
  pan(part: number): void {
    const by = (this.span.toUs - this.span.fromUs) * part;
    this.look({ fromUs: this.span.fromUs + by, toUs: this.span.toUs + by });
  }

  choose(record: PageRecord | undefined): void {
    this.chosen = record;
    if (record && (record.us < this.span.fromUs || record.us > this.span.toUs)) this.#bring(record, false);
    this.#tell('chosen');
  }

  /** Chooses a record from far away: shows it, and what is around it. */
  jump(record: PageRecord): void {
    if (!this.shown.includes(record)) this.sift({ words: '', kinds: new Set(KINDS), node: undefined });
    this.chosen = record;
    this.#bring(record, true);
    this.#tell('chosen');
  }

  /** The first record that is shown from a moment on. */
  indexFrom(us: number): number {
    return firstFrom(this.shown.length, (index) => this.shown[index]?.us ?? 0, us);
  }

  #bring({ us }: PageRecord, close: boolean): void {
    const length = this.span.toUs - this.span.fromUs;
    const half = (close ? Math.min(length, CLOSE_US) : length) / 2;
    this.span = within({ fromUs: us - half, toUs: us + half }, this.all);
    this.#tell('span');
  }

  #sift(): void {
    const { words, kinds, node } = this.filter;
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    this.shown =
      wanted.length === 0 && kinds.size === KINDS.length && node === undefined
        ? this.records
        : this.records.filter(
            (record) =>
              kinds.has(record.kind) &&
              (node === undefined || record.node === node || record.to === node) &&
              wanted.every((word) => this.#text(record).includes(word)),
          );
  }

  #text(record: PageRecord): string {
    const known = this.#hay.get(record);
    if (known !== undefined) return known;
    const names = `${this.nodeName(record.node)} ${record.to === undefined ? '' : this.nodeName(record.to)}`;
    const text = `${record.kind} ${names} ${record.text} ${record.detail ?? ''}`.toLowerCase();
    this.#hay.set(record, text);
    return text;
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const lineKey = ({ name, unit }: PageSeries): string => `${unit} ${name}`;

function allOf(records: readonly PageRecord[]): Span {
  const fromUs = records[0]?.us ?? 0;
  let toUs = records.at(-1)?.us ?? 0;
  for (const { endUs } of records) if (endUs !== undefined && endUs > toUs) toUs = endUs;
  const margin = Math.max(LEAST_US, (toUs - fromUs) * MARGIN);
  return { fromUs: fromUs - margin, toUs: toUs + margin };
}
