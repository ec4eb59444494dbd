/** Where radios are: places, and ways between them. */
/** Metres from an origin that the laboratory chooses, to the centimetre. */
export interface Position {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A place, and when a radio is there: milliseconds since its track began. */
export interface Waypoint extends Position {
  readonly atMs: number;
}

/** A way that a radio goes: at the first point at once, at the last one for good, between two on a straight line. */
export interface Track {
  /** From 1 to 1024, in the order of time. */
  readonly points: readonly Waypoint[];
  /** After the last point it begins anew. */
  readonly repeat?: boolean;
}

/** How far two places are from each other, in metres. */
export const distance = (one: Position, other: Position): number =>
  Math.hypot(one.x - other.x, one.y - other.y, one.z - other.z);

/**
 * The track of one who walks from place to place at one speed, in metres a second, after having stood at the first
 * for a while.
 */
export function walk(places: readonly Position[], speed: number, afterMs = 0): Track {
  const points: Waypoint[] = [];
  let at = afterMs;
  for (const [i, place] of places.entries()) {
    const before = places[i - 1];
    if (before) at += (distance(before, place) / speed) * 1000;
    points.push({ ...place, atMs: at });
  }
  return { points };
}
