/** The way that a node goes, as its laboratory says it: from place to place, at random, or as a file has it. */
import { readFileSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import { type Position, type Track, walk } from '@vwifi/nl80211/tracks';
import { z } from 'zod';
import { randomWalk } from './random-walk.js';
import { gpxTrack, ns2Track } from './track-files.js';
import { duration } from './words.js';

const metres = z.number().min(-100_000).max(100_000);
const place = z.union([z.tuple([metres, metres]), z.tuple([metres, metres, metres])]);
const corner = z.tuple([metres, metres]);
const speed = z.number().gt(0).max(1000);
/** As many as the driver keeps. */
const MOST_POINTS = 1024;

export const walkSchema = z
  .strictObject({
    along: z
      .array(place)
      .min(2)
      .max(MOST_POINTS)
      .optional()
      .describe('places, in metres, one after the other'),
    random: z
      .strictObject({
        area: z.tuple([corner, corner]).describe('two corners, in metres'),
        speed: z.tuple([speed, speed]).describe('the slowest and the fastest, in metres a second'),
        pause: duration.optional().describe('at each place; left out: none'),
      })
      .optional()
      .describe('random waypoints of the seed of the laboratory and the name of the node, again and again'),
    gpx: z.string().optional().describe("path of a GPX file with times, relative to this file's folder"),
    ns2: z
      .strictObject({
        file: z.string().describe("path of a file of setdest lines, relative to this file's folder"),
        node: z.int().min(0).describe('which node of it'),
      })
      .optional()
      .describe('a movement file of ns-2'),
    speed: speed.optional().describe('with along: metres a second; left out: 1.4'),
    repeat: z.boolean().optional().describe('with along: after the last place it begins anew'),
    after: duration.optional().describe('it begins so long after the air is set; left out: at once'),
  })
  .describe('the way that the node goes, instead of a position');

type WrittenWalk = z.output<typeof walkSchema>;

const WALK = 1.4;
const WAYS = ['along', 'random', 'gpx', 'ns2'] as const;

interface Walker {
  readonly name: string;
  /** The folder that paths start from. */
  readonly folder: string;
  readonly seed: number;
}

interface Walking {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly written: { readonly walk?: WrittenWalk | undefined; readonly position?: unknown };
}

function fileTrack(folder: string, file: string, read: (text: string) => Track): Track {
  const path = resolvePath(folder, file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`is ${path}, which cannot be read`);
  }
  const track = read(text);
  if (track.points.length > MOST_POINTS)
    throw new Error(`has ${track.points.length} points, and a radio keeps ${MOST_POINTS}: thin it out`);
  return track;
}

const positionOf = ([x, y, z = 0]: readonly [number, number, number?]): Position => ({ x, y, z });

const later = (track: Track, ms: number): Track => ({
  ...track,
  points: track.points.map((point) => ({ ...point, atMs: point.atMs + ms })),
});

/** The track of a node that walks; undefined: it does not. What is wrong is reported, with its place. */
export function trackOfNode(
  { name, path, written }: Walking,
  walks: Pick<Walker, 'folder' | 'seed'>,
  report: (problem: { path: readonly (string | number)[]; message: string }) => void,
): Track | undefined {
  const { walk: way, position } = written;
  if (!way) return undefined;
  const refuse = (message: string, key?: string) =>
    report({ path: [...path, 'walk', ...(key === undefined ? [] : [key])], message });
  if (position) refuse('says where the node is, and so does position: give one of them');
  return trackOf(way, { name, ...walks }, refuse);
}

/** The track of a walk; what is wrong is reported, by the key that is wrong or by none. */
function trackOf(
  written: WrittenWalk,
  { name, folder, seed }: Walker,
  report: (message: string, key?: string) => void,
): Track | undefined {
  const given = WAYS.filter((way) => written[way] !== undefined);
  const { along, random, gpx, ns2, after = 0 } = written;
  const [way] = given;
  if (given.length !== 1 || way === undefined) {
    report(`goes ${given.length === 0 ? 'no way' : `${given.length} ways`}: give one of ${WAYS.join(', ')}`);
    return undefined;
  }
  for (const key of ['speed', 'repeat'] as const)
    if (written[key] !== undefined && way !== 'along') report(`goes with along; leave it out of ${way}`, key);
  try {
    if (along) {
      const track = walk(along.map(positionOf), written.speed ?? WALK, after);
      return written.repeat ? { ...track, repeat: true } : track;
    }
    if (random) return later(randomWalk({ ...random, pauseMs: random.pause ?? 0 }, `${seed} ${name}`), after);
    if (gpx !== undefined) return later(fileTrack(folder, gpx, gpxTrack), after);
    if (ns2)
      return later(
        fileTrack(folder, ns2.file, (text) => ns2Track(text, ns2.node)),
        after,
      );
  } catch (error) {
    report((error as Error).message, way);
  }
  return undefined;
}
