/** The record that is chosen: what it says, what it comes from and what was said next, its fields and its octets. */
import { button, element } from './dom.js';
import type { PageDetail, PageField, PageRecord } from './model.js';
import type { Store } from './store.js';
import { timeText } from './times.js';

const PER_LINE = 16;

export class Detail {
  constructor(
    private readonly box: HTMLElement,
    private readonly store: Store,
  ) {
    store.onChange((change) => {
      if (change === 'chosen') this.#show();
    });
    this.#show();
  }

  #show(): void {
    const { chosen } = this.store;
    if (!chosen) {
      const hint = 'Choose a frame or a line: its fields, its octets and what it comes from are shown here.';
      this.box.replaceChildren(element('p', { class: 'quiet' }, hint));
      return;
    }
    const { more = [], fields, octets } = JSON.parse(chosen.detail ?? '{}') as PageDetail;
    this.box.replaceChildren(
      element('h2', { class: chosen.tone ?? '', id: 'chosen' }, chosen.text),
      this.#about(chosen, more),
      this.#ways(chosen),
      ...(fields && octets !== undefined ? frameParts(fields, octets) : []),
    );
    this.box.scrollTop = 0;
  }

  #about(record: PageRecord, more: NonNullable<PageDetail['more']>): HTMLElement {
    const { store } = this;
    const rows: (readonly [string, string])[] = [
      ['time', timeText(record.us)],
      [
        'node',
        `${store.nodeName(record.node)}${record.to === undefined ? '' : ` → ${store.nodeName(record.to)}`}`,
      ],
      ['kind', record.kind],
      ...(record.endUs === undefined ? [] : [['took', timeText(record.endUs - record.us)] as const]),
      ...more,
    ];
    return element(
      'dl',
      {},
      ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
    );
  }

  /** From here to others: what it follows from, and the next thing that each who took part in it said. */
  #ways(record: PageRecord): HTMLElement {
    const { store } = this;
    const cause = record.cause === undefined ? undefined : store.byId(record.cause);
    const parts = [record.node, record.to].filter((index) => index !== undefined && index >= 0);
    const ways = element('div', { class: 'ways' });
    if (cause) ways.append(this.#way('follows from', cause));
    for (const index of new Set(parts)) {
      const next = this.#nextLine(record, index as number);
      if (next) ways.append(this.#way(`${store.nodeName(index)} said next`, next));
    }
    return ways;
  }

  #way(title: string, record: PageRecord): HTMLElement {
    return element(
      'p',
      {},
      element('span', { class: 'quiet' }, `${title}: `),
      button(record.text, () => this.store.jump(record), { class: 'link' }),
    );
  }

  #nextLine(record: PageRecord, node: number): PageRecord | undefined {
    const { records } = this.store;
    return records.find(
      (each) => each.us >= record.us && each !== record && each.kind === 'daemon' && each.node === node,
    );
  }
}

/** The fields of a frame as a list of buttons, and its octets; who chooses a field sees its octets. */
function frameParts(fields: readonly PageField[], hex: string): HTMLElement[] {
  const octets = Array.from({ length: hex.length / 2 }, (_, at) =>
    element('span', { class: 'octet', 'data-at': at }, hex.slice(at * 2, at * 2 + 2)),
  );
  const rows = fields.map(([name, value], index) =>
    element(
      'button',
      { type: 'button', class: 'field', 'aria-pressed': 'false', 'data-field': index },
      element('span', { class: 'name' }, name),
      element('span', { class: 'value' }, value),
    ),
  );
  const light = (index: number): void => {
    const [, , at = 0, length = 0] = fields[index] ?? [];
    for (const [place, octet] of octets.entries())
      octet.classList.toggle('lit', place >= at && place < at + length);
    for (const [place, row] of rows.entries()) row.setAttribute('aria-pressed', String(place === index));
    octets[at]?.scrollIntoView({ block: 'nearest' });
  };
  const list = element('div', { class: 'fields', role: 'group', 'aria-label': 'Fields' }, ...rows);
  list.addEventListener('click', (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-field]');
    if (row) light(Number(row.dataset.field));
  });
  const lines: HTMLElement[] = [];
  for (let at = 0; at < octets.length; at += PER_LINE)
    lines.push(
      element(
        'div',
        { class: 'octets-line' },
        element('span', { class: 'quiet' }, at.toString(16).padStart(4, '0')),
        ...octets.slice(at, at + PER_LINE),
      ),
    );
  const dump = element('div', { class: 'octets', role: 'group', 'aria-label': 'Octets' }, ...lines);
  dump.addEventListener('click', (event) => {
    const octet = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    if (!octet) return;
    const at = Number(octet.dataset.at);
    const index = fields.findIndex(([, , from, length]) => at >= from && at < from + length);
    if (index < 0) return;
    light(index);
    rows[index]?.scrollIntoView({ block: 'nearest' });
  });
  return [element('h3', {}, 'Fields'), list, element('h3', {}, 'Octets'), dump];
}
