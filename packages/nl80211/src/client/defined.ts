type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined members: what is not known is absent. */
export function defined<T extends object>(object: T): Defined<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
