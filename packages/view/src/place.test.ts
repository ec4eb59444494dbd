import { fieldOf, toMetres, toPixels } from './place.js';

test('all that stands somewhere is on the map, and comes back from it where it was', () => {
  for (const points of [
    [],
    [{ x: 5, y: 5 }],
    [
      { x: -100, y: 3 },
      { x: 900, y: -40 },
      { x: 0, y: 0 },
    ],
  ]) {
    const field = fieldOf(points, 560, 240);
    for (const point of points) {
      const { x, y } = toPixels(field, point);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(560);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(240);
      expect(toMetres(field, { x, y }).x).toBeCloseTo(point.x);
      expect(toMetres(field, { x, y }).y).toBeCloseTo(point.y);
    }
  }
});

test('north is up', () => {
  const field = fieldOf([{ x: 0, y: 0 }], 100, 100);
  expect(toPixels(field, { x: 0, y: 1 }).y).toBeLessThan(toPixels(field, { x: 0, y: 0 }).y);
});
