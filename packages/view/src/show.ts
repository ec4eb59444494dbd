/** Puts the parts of the page together. */
import { readColours } from './colours.js';
import { Detail } from './detail.js';
import { element, place } from './dom.js';
import { Graphs } from './graphs.js';
import { Lanes } from './lanes.js';
import { List } from './list.js';
import type { PageData } from './model.js';
import { Store } from './store.js';
import { showToolbar } from './toolbar.js';
import { showVerdicts } from './verdicts.js';

/** `atEnd`: what happened last is seen first. */
export function show(data: PageData, atEnd = false): Store {
  document.title = `${data.lab}: what happened`;
  place('title').textContent = data.lab;
  place('facts').replaceChildren(
    ...data.facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
  const store = new Store(data);
  const colours = readColours();
  const lanes = new Lanes(place('lanes'), store, colours);
  const graphs = new Graphs(place('graphs'), store, colours);
  const list = new List(place('list'), store);
  new Detail(place('detail'), store);
  showToolbar(place('toolbar'), store);
  showVerdicts(place('verdicts'), data.verdicts, store);
  const said = place('said');
  store.onChange((change) => {
    if (change === 'chosen' && store.chosen)
      said.textContent = `${store.nodeName(store.chosen.node)}: ${store.chosen.text}`;
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    lanes.colours = graphs.colours = readColours();
  });
  for (const part of [lanes, graphs, list]) part.draw();
  if (atEnd) list.toEnd();
  document.documentElement.dataset.ready = 'true';
  return store;
}
