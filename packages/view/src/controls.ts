/** What a page that may does to the air, beside moving nodes: for whom moves none with a mouse, too. */
import { button, element } from './dom.js';
import type { PageNode } from './model.js';

/** Whom nothing can be done to: they have no radio of their own. */
const WIRED = ['router', 'radius', 'program'];

/** Asks the laboratory for something; resolves when it is done, or was refused, which the page says. */
export type Act = (deed: Readonly<Record<string, string | number | boolean>>) => Promise<void>;

export function showControls(box: HTMLElement, nodes: readonly PageNode[], act: Act): void {
  const names = nodes.filter(({ kind }) => !WIRED.includes(kind)).map(({ name }) => name);
  const chosen = (label: string, first: number): HTMLSelectElement => {
    const made = element(
      'select',
      { 'aria-label': label },
      ...names.map((name) => element('option', {}, name)),
    );
    made.selectedIndex = Math.min(first, names.length - 1);
    return made;
  };
  const number = (label: string, value: number, most: number, least = 0): HTMLInputElement =>
    element('input', {
      type: 'number',
      'aria-label': label,
      value,
      min: least,
      max: most,
      step: 1,
      required: true,
    });
  const [from, to] = [chosen('From', 0), chosen('To', 1)];
  const dbm = number('Power in dBm', 0, 30);
  const loss = number('Loss in percent', 0, 100);
  const delay = number('Delay in milliseconds', 0, 10_000);
  const message = number('Message of the handshake', 3, 4, 1);
  const group = (legend: string, ...parts: readonly (Node | string)[]): HTMLElement =>
    element('fieldset', {}, element('legend', {}, legend), ...parts);
  const does = (text: string, deed: () => Parameters<Act>[0], needs: readonly HTMLInputElement[] = []) =>
    button(text, () => {
      if (needs.every((field) => field.reportValidity())) void act(deed());
    });
  box.replaceChildren(
    group('From, to', from, ' → ', to),
    group(
      'Power of the first',
      ...[dbm, ' dBm '],
      does('Send with it', () => ({ power: from.value, dbm: dbm.valueAsNumber }), [dbm]),
    ),
    group(
      'Data',
      does('Deny', () => ({ deny: from.value, to: to.value, denied: true })),
      does('Allow', () => ({ deny: from.value, to: to.value, denied: false })),
    ),
    group(
      'Link',
      ...[loss, ' % lost, ', delay, ' ms late '],
      does(
        'Set',
        () => ({
          ...{ link: from.value, to: to.value },
          ...{ loss: loss.valueAsNumber / 100, delayMs: delay.valueAsNumber },
        }),
        [loss, delay],
      ),
    ),
    group(
      'Fault',
      ...['message ', message, ' of the next handshake '],
      does('Lose it', () => ({ lose: from.value, to: to.value, eapol: message.valueAsNumber }), [message]),
    ),
  );
  box.hidden = false;
}
