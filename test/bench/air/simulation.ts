/** The same stations, slot by slot, without the mean field: who transmits has drawn its own number. */
import type { Class, Share } from './contention.js';

interface Station {
  readonly own: Class;
  readonly index: number;
  window: number;
  /** Slots of its own left when the medium becomes idle for long enough. */
  left: number;
}

/** Chance is a fixed sequence, so the figures repeat. */
function drawer(): (window: number) => number {
  let state = 1;
  return (window) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * (window + 1));
  };
}

/** What each class gets in so many exchanges, of which none is given up. */
export function simulated(
  classes: readonly Class[],
  slotUs: number,
  exchanges: number,
): Omit<Share, 'transmits'>[] {
  const draw = drawer();
  const all = classes.flatMap((own, index) =>
    Array.from(
      { length: own.stations },
      (): Station => ({ own, index, window: own.cwMin, left: draw(own.cwMin) }),
    ),
  );
  const found = classes.map(() => ({ bits: 0, tries: 0, failures: 0 }));
  const due = ({ own, left }: Station) => own.later + left;
  let us = 0;
  for (let nth = 0; nth < exchanges; nth++) {
    const slot = Math.min(...all.map(due));
    const now = all.filter((each) => due(each) === slot);
    const alone = now.length === 1;
    const lengths = now.map(({ own }) => (alone ? own.successUs : own.collisionUs));
    us += slot * slotUs + Math.max(...lengths);
    for (const each of all) {
      if (due(each) > slot) {
        // The slot in which others transmit counts, too.
        each.left -= Math.min(each.left, Math.max(0, slot - each.own.later + 1));
        continue;
      }
      const count = found[each.index];
      if (count) {
        count.tries++;
        count.failures += alone ? 0 : 1;
        count.bits += alone ? each.own.payloadBits : 0;
      }
      each.window = alone ? each.own.cwMin : Math.min(2 * each.window + 1, each.own.cwMax);
      each.left = draw(each.window);
    }
  }
  return found.map(({ bits, tries, failures }) => ({
    collision: failures / tries,
    throughputMbps: bits / us,
  }));
}
