/** Who has authenticated, or begins to: so many, since anybody may begin. */
import type { Newcomer } from './peer.js';

const MOST = 64;

/** Keeps so many of a map, the newest. */
export function keep<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}

export class Newcomers {
  private readonly all = new Map<string, Newcomer>();

  get(from: string): Newcomer | undefined {
    return this.all.get(from);
  }

  delete(from: string): void {
    this.all.delete(from);
  }

  /** Who began first is forgotten first: of those who have proven nothing, as long as there are any. */
  meet(from: string, newcomer: Newcomer): void {
    if (!this.all.has(from) && this.all.size >= MOST)
      for (const [address, { proven }] of this.all)
        if (!proven) {
          this.all.delete(address);
          break;
        }
    keep(this.all, from, newcomer, MOST);
  }
}
