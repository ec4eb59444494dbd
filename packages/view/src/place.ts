/** From metres to pixels and back: all that stands somewhere is on the map, with room around it. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Field {
  /** Metres of the middle. */
  readonly middle: Point;
  readonly pixelsPerMetre: number;
  readonly width: number;
  readonly height: number;
}

/** A part of it is left free, so that something can be moved away. */
const USED = 0.6;
const LEAST_M = 10;

export function fieldOf(points: readonly Point[], width: number, height: number): Field {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs, Number.MAX_VALUE), Math.max(...xs, -Number.MAX_VALUE)];
  const [low, high] = [Math.min(...ys, Number.MAX_VALUE), Math.max(...ys, -Number.MAX_VALUE)];
  const some = points.length > 0;
  const wide = Math.max(LEAST_M, some ? right - left : 0);
  const tall = Math.max(LEAST_M, some ? high - low : 0);
  return {
    middle: { x: some ? (left + right) / 2 : 0, y: some ? (low + high) / 2 : 0 },
    pixelsPerMetre: USED * Math.min(width / wide, height / tall),
    ...{ width, height },
  };
}

/** North is up. */
export const toPixels = ({ middle, pixelsPerMetre, width, height }: Field, { x, y }: Point): Point => ({
  x: width / 2 + (x - middle.x) * pixelsPerMetre,
  y: height / 2 - (y - middle.y) * pixelsPerMetre,
});

export const toMetres = ({ middle, pixelsPerMetre, width, height }: Field, { x, y }: Point): Point => ({
  x: middle.x + (x - width / 2) / pixelsPerMetre,
  y: middle.y - (y - height / 2) / pixelsPerMetre,
});
