type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined members: what is not known is absent. The object is the caller's own, and is used. */
export function defined<T extends object>(object: T): Defined<T> {
  for (const name in object) if (object[name] === undefined) return without(object);
  return object as Defined<T>;
}

function without<T extends object>(object: T): Defined<T> {
  const result: Defined<T> = {};
  for (const name in object) {
    const value = object[name];
    if (value !== undefined) result[name] = value as Exclude<T[typeof name], undefined>;
  }
  return result;
}
