/** The page of a trace: reads what is written into it, and shows it. It asks nobody for anything. */
import { readColours } from './colours.js';
import { Detail } from './detail.js';
import { element, place } from './dom.js';
import { Graphs } from './graphs.js';
import { Lanes } from './lanes.js';
import { List } from './list.js';
import type { PageData } from './model.js';
import { unpacked } from './packed.js';
import { Store } from './store.js';
import { showToolbar } from './toolbar.js';
import { showVerdicts } from './verdicts.js';

const data = (await unpacked(place('data').textContent ?? '')) as PageData;
// It is in the store from now on: the text need not stay beside it.
place('data').remove();

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
document.documentElement.dataset.ready = 'true';
