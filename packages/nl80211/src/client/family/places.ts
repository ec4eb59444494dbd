/** Where radios are: places, and ways between them. */
import type { FamilyIn, FamilyOut } from './caller.js';

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

const CENTIMETRES = 100;

const placeOf = ({ x, y, z }: Position) => ({
  x: Math.round(x * CENTIMETRES),
  y: Math.round(y * CENTIMETRES),
  z: Math.round(z * CENTIMETRES),
});

export const positionAttribute = (position: Position | undefined): FamilyIn['position'] =>
  position && placeOf(position);

export const positionOf = (position: FamilyOut['position']): Position | undefined =>
  position && {
    x: (position.x ?? 0) / CENTIMETRES,
    y: (position.y ?? 0) / CENTIMETRES,
    z: (position.z ?? 0) / CENTIMETRES,
  };

export const trackAttribute = (track: Track | undefined): FamilyIn['track'] =>
  track && {
    point: track.points.map((point) => ({ ...placeOf(point), time: Math.round(point.atMs) })),
    ...(track.repeat ? { repeat: true } : {}),
  };

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
