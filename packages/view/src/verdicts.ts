/** Why nodes are as they are, at the top of the page: each with what shows it, which leads there. */
import { button, element } from './dom.js';
import type { PageVerdict } from './model.js';
import type { Store } from './store.js';

export function showVerdicts(box: HTMLElement, verdicts: readonly PageVerdict[], store: Store): void {
  box.hidden = verdicts.length === 0;
  box.replaceChildren(...verdicts.map((verdict) => card(verdict, store)));
}

function card({ node, cause, text, remedy, evidence }: PageVerdict, store: Store): HTMLElement {
  const shown = evidence.map((each) => {
    const record = each.record === undefined ? undefined : store.byId(each.record);
    const what = record
      ? button(each.text, () => store.jump(record), { class: 'link evidence' })
      : element('span', {}, each.text);
    return element('li', {}, what);
  });
  return element(
    'article',
    { class: 'verdict' },
    element('h2', {}, element('span', { class: 'cause' }, cause || node), ` ${text}`),
    element('ul', {}, ...shown),
    remedy === '' ? undefined : element('p', { class: 'remedy' }, `What to do: ${remedy}`),
  );
}
