/** Random waypoints: places within an area, each gone to at a speed of its own, from a seed. */
import { createHash } from 'node:crypto';
import { type Position, type Track, type Waypoint, walk } from '@vwifi/nl80211/tracks';

export interface RandomWalk {
  /** Two corners, in metres. */
  readonly area: readonly [readonly [number, number], readonly [number, number]];
  /** The slowest and the fastest, in metres a second. */
  readonly speed: readonly [number, number];
  readonly pauseMs: number;
}

/** So many places; then it goes back to the first and begins anew. */
const PLACES = 400;

/** Even numbers from 0 to 1 that follow from a text. */
function* numbersOf(seed: string): Generator<number, never> {
  for (let block = 0; ; block++) {
    const octets = createHash('sha256').update(`${seed} ${block}`).digest();
    for (let at = 0; at < octets.length; at += 4) yield octets.readUInt32LE(at) / 2 ** 32;
  }
}

export function randomWalk({ area, speed, pauseMs }: RandomWalk, seed: string): Track {
  const numbers = numbersOf(seed);
  const between = (one: number, other: number) => one + (other - one) * numbers.next().value;
  const [[x1, y1], [x2, y2]] = area;
  const places = Array.from(
    { length: PLACES },
    (): Position => ({ x: between(x1, x2), y: between(y1, y2), z: 0 }),
  );
  const points: Waypoint[] = [];
  let at = 0;
  for (const [i, place] of [...places, places[0] as Position].entries()) {
    const before = places[i - 1];
    if (before) at += walk([before, place], between(...speed)).points[1]?.atMs ?? 0;
    points.push({ ...place, atMs: at });
    if (pauseMs === 0) continue;
    at += pauseMs;
    points.push({ ...place, atMs: at });
  }
  return { points, repeat: true };
}
