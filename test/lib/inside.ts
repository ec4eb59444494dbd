/** What is inside of the testbed's package and no part of what it shows: a laboratory without a daemon around it. */
export const inside = <T>(path: string): Promise<T> =>
  import(new URL(`../../../packages/testbed/dist/${path}`, import.meta.url).href) as Promise<T>;
