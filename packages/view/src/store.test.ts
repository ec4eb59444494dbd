import type { PageData, PageRecord } from './model.js';
import { Store } from './store.js';

const record = (id: number, us: number, more: Partial<PageRecord> = {}): PageRecord => ({
  ...{ id, us, kind: 'daemon', text: `line ${id}` },
  ...more,
});
const data = (records: readonly PageRecord[]): PageData => ({
  ...{ format: 1, lab: 'x', facts: [], verdicts: [], series: [] },
  nodes: [
    { name: 'ap', kind: 'ap', about: '' },
    { name: 'sta1', kind: 'station', about: '' },
  ],
  records,
});
const ids = ({ shown }: Store) => shown.map(({ id }) => id);

test('what is shown has all the words, wherever they are, and is of the node and the kinds', () => {
  const store = new Store(
    data([
      record(1, 10, { node: 0, text: 'AP-ENABLED' }),
      record(2, 20, {
        node: 1,
        to: 0,
        kind: 'frame',
        text: 'EAPOL 2 of 4',
        detail: '{"more":[["key MIC","ab"]]}',
      }),
      record(3, 30, { text: 'boot' }),
    ]),
  );
  store.sift({ words: 'mic EAPOL' });
  expect(ids(store)).toEqual([2]);
  store.sift({ words: 'sta1' });
  expect(ids(store)).toEqual([2]);
  store.sift({ words: '', node: 0 });
  expect(ids(store)).toEqual([1, 2]);
  store.sift({ node: undefined, kinds: new Set(['daemon']) });
  expect(ids(store)).toEqual([1, 3]);
});

test('a jump leads to a record that was filtered away, and shows what is around it', () => {
  const store = new Store(data(Array.from({ length: 100 }, (_, id) => record(id, id * 1e6))));
  store.sift({ words: 'line 7' });
  const wanted = store.byId(50);
  store.jump(wanted as PageRecord);
  expect(store.shown).toContain(wanted);
  expect(store.span.fromUs).toBeLessThan(50e6);
  expect(store.span.toUs).toBeGreaterThan(50e6);
  expect(store.span.toUs - store.span.fromUs).toBeLessThanOrEqual(50_000);
});

test('records that come late stand where they belong, and who looks at the end goes on to', () => {
  const store = new Store(data([record(1, 1e6), record(2, 3e6)]));
  store.add([record(3, 2e6), record(4, 9e6)]);
  expect(ids(store)).toEqual([1, 3, 2, 4]);
  expect(store.span.toUs).toBe(store.all.toUs);
  expect(store.indexFrom(2e6)).toBe(1);
});
