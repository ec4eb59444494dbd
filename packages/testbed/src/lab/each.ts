import type { MachineClock } from '../machine/machine.js';

/** Does something for each, at once; in virtual time one after the other: what is done at once comes in an order that chance decides. */
export async function each<T, R>(
  { virtual }: Pick<MachineClock, 'virtual'>,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  if (!virtual) return Promise.all(all.map(work));
  const done: R[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}
