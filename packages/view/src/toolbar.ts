/** Search, filters, zoom. */
import { button, element } from './dom.js';
import { KINDS, type PageKind } from './model.js';
import type { Store } from './store.js';

const ZOOM = 0.5;

export function showToolbar(box: HTMLElement, store: Store): void {
  const search = element('input', {
    ...{ type: 'search', id: 'search', placeholder: 'Search (press /)', autocomplete: 'off' },
    'aria-label': 'Search in records',
  });
  search.addEventListener('input', () => store.sift({ words: search.value }));
  const node = element(
    'select',
    { 'aria-label': 'Node' },
    element('option', { value: '' }, 'all nodes'),
    ...store.data.nodes.map(({ name }, index) => element('option', { value: index }, name)),
  );
  node.addEventListener('change', () =>
    store.sift({ node: node.value === '' ? undefined : Number(node.value) }),
  );
  const boxes = new Map<PageKind, HTMLInputElement>();
  const kinds = element(
    'fieldset',
    { class: 'kinds' },
    element('legend', { class: 'unseen' }, 'Kinds of records'),
  );
  const present = new Set(store.records.map(({ kind }) => kind));
  for (const kind of KINDS) {
    if (!present.has(kind)) continue;
    const check = element('input', { type: 'checkbox', checked: true });
    check.addEventListener('change', () => {
      const chosen = new Set(KINDS.filter((each) => boxes.get(each)?.checked ?? true));
      store.sift({ kinds: chosen });
    });
    boxes.set(kind, check);
    kinds.append(element('label', {}, check, ` ${kind}`));
  }
  const count = element('output', { 'aria-live': 'polite', class: 'quiet' });
  const told = (): void => {
    const { shown, records, filter } = store;
    count.textContent =
      shown.length === records.length ? `${records.length}` : `${shown.length} of ${records.length}`;
    if (search.value !== filter.words) search.value = filter.words;
    node.value = filter.node === undefined ? '' : String(filter.node);
    for (const [kind, check] of boxes) check.checked = filter.kinds.has(kind);
  };
  store.onChange((change) => {
    if (change === 'shown' || change === 'records') told();
  });
  told();
  const wrong = button('Next that went wrong', () => nextWrong(store), { title: 'key: e' });
  box.replaceChildren(
    ...[search, node, kinds, count, wrong],
    button('−', () => store.zoom(1 / ZOOM), { 'aria-label': 'Zoom out', title: 'key: -' }),
    button('+', () => store.zoom(ZOOM), { 'aria-label': 'Zoom in', title: 'key: +' }),
    button('All', () => store.look(store.all), { 'aria-label': 'Show all of the time', title: 'key: 0' }),
  );
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (typing && event.key !== 'Escape') return;
    const does: Readonly<Record<string, () => void>> = {
      '/': () => search.focus(),
      Escape: () => {
        search.blur();
        store.sift({ words: '' });
      },
      '+': () => store.zoom(ZOOM),
      '-': () => store.zoom(1 / ZOOM),
      '0': () => store.look(store.all),
      e: () => nextWrong(store),
    };
    const act = does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** From the one that is chosen to the next that went wrong; after the last the first again. */
function nextWrong(store: Store): void {
  const { shown, chosen } = store;
  const from = chosen ? shown.indexOf(chosen) + 1 : 0;
  const isWrong = ({ tone }: { readonly tone?: string }): boolean => tone === 'bad';
  const found = shown.slice(from).find(isWrong) ?? shown.find(isWrong);
  if (found) store.jump(found);
}
