/** Places and tracks as the driver's family has them. */
import type { FamilyIn, FamilyOut } from './caller.js';
import type { Position, Track } from './tracks.js';

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
