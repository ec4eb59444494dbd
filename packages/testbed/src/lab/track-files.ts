/** Tracks from files of other programs: GPX, as receivers of satellites write it, and movements of ns-2. */
import type { Position, Track, Waypoint } from '@vwifi/nl80211/vwifi';

const EARTH_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * The points of all segments, in metres east, north and above the first one. Throws where there is none, or one without
 * its place or time.
 */
export function gpxTrack(text: string): Track {
  const found = [...text.matchAll(/<trkpt\b([^>]*)>([\s\S]*?)<\/trkpt>/g)].map((match) => {
    const [, attributes = '', inner = ''] = match;
    const number = (pattern: RegExp, of: string) => Number(pattern.exec(of)?.[1] ?? Number.NaN);
    const point = {
      lat: radians(number(/\blat\s*=\s*["']([^"']+)["']/, attributes)),
      lon: radians(number(/\blon\s*=\s*["']([^"']+)["']/, attributes)),
      ele: number(/<ele>\s*([^<]+?)\s*<\/ele>/, inner),
      at: Date.parse(/<time>\s*([^<]+?)\s*<\/time>/.exec(inner)?.[1] ?? ''),
    };
    if (Number.isNaN(point.lat + point.lon + point.at)) {
      const line = text.slice(0, match.index).split('\n').length;
      throw new Error(`has in line ${line} a point without lat, lon or time`);
    }
    return point;
  });
  const [first] = found;
  if (!first) throw new Error('has no <trkpt>: it is no GPX file with a track');
  let last = 0;
  const points = found.map(({ lat, lon, ele, at }): Waypoint => {
    const atMs = at - first.at;
    if (atMs < last) throw new Error('goes back in time: a point is earlier than the one before it');
    last = atMs;
    return {
      x: EARTH_M * Math.cos(first.lat) * (lon - first.lon),
      y: EARTH_M * (lat - first.lat),
      z: Number.isNaN(ele - first.ele) ? 0 : ele - first.ele,
      atMs,
    };
  });
  return { points };
}

const SET = /^\s*\$node_\((\d+)\)\s+set\s+([XYZ])_\s+(\S+)/;
const SETDEST = /^\s*\$ns_\s+at\s+(\S+)\s+"\$node_\((\d+)\)\s+setdest\s+(\S+)\s+(\S+)\s+([^\s"]+)"/;

/** Where a track is at a time, after its last point for good. */
function placeAt(points: readonly Waypoint[], atMs: number): Position {
  const next = points.findIndex((point) => point.atMs > atMs);
  const [before, after] = [points.at(next < 0 ? -1 : Math.max(next - 1, 0)), points[next]];
  if (!before) throw new Error('has no place where the node begins');
  if (!after || after === before) return before;
  const part = (atMs - before.atMs) / (after.atMs - before.atMs);
  const between = (key: 'x' | 'y' | 'z') => before[key] + (after[key] - before[key]) * part;
  return { x: between('x'), y: between('y'), z: between('z') };
}

/** What the `setdest` lines of one node make of its beginning (`set X_`, `Y_`, `Z_`). Throws where it has none. */
export function ns2Track(text: string, node: number): Track {
  const begin = { X: Number.NaN, Y: Number.NaN, Z: 0 };
  const moves: { at: number; x: number; y: number; speed: number; line: number }[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const [, whose, axis, value] = SET.exec(line) ?? [];
    if (whose !== undefined && Number(whose) === node) begin[axis as 'X' | 'Y' | 'Z'] = Number(value);
    const [, at, who, x, y, speed] = SETDEST.exec(line) ?? [];
    if (who === undefined || Number(who) !== node) continue;
    const move = { at: Number(at) * 1000, x: Number(x), y: Number(y), speed: Number(speed), line: i + 1 };
    if (!Object.values(move).every(Number.isFinite)) throw new Error(`has in line ${i + 1} no numbers`);
    moves.push(move);
  }
  if (Number.isNaN(begin.X + begin.Y))
    throw new Error(`does not say where $node_(${node}) begins: set X_, Y_`);
  const points: Waypoint[] = [{ x: begin.X, y: begin.Y, z: begin.Z, atMs: 0 }];
  for (const { at, x, y, speed } of moves.sort((one, other) => one.at - other.at)) {
    const here = placeAt(points, at);
    while ((points.at(-1)?.atMs ?? 0) > at) points.pop();
    points.push({ ...here, atMs: at });
    if (speed <= 0) continue;
    const there = { x, y, z: here.z };
    points.push({ ...there, atMs: at + (Math.hypot(x - here.x, y - here.y) / speed) * 1000 });
  }
  return { points };
}
