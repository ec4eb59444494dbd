import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Track } from '@vwifi/nl80211/vwifi';
import { labFrom } from './from-object.js';
import { parseLab } from './parse.js';
import { gpxTrack, ns2Track } from './track-files.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-walk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const trackFrom = (walk: object, more: object = {}): Track | undefined => {
  const nodes = { ap: { kind: 'ap' }, sta: { kind: 'station', walk } } as const;
  const { air } = labFrom({ nodes, ...more } as never, { folder, name: 'x' });
  return air?.radios.find(({ interface: name }) => name === 'vw1')?.track;
};

test('a walk along places takes the time that its speed says, after it has waited', () => {
  expect(
    trackFrom({
      along: [
        [0, 0],
        [3, 4],
        [3, 4, 2],
      ],
      speed: 2,
      after: '1s',
      repeat: true,
    }),
  ).toEqual({
    points: [
      { x: 0, y: 0, z: 0, atMs: 1000 },
      { x: 3, y: 4, z: 0, atMs: 3500 },
      { x: 3, y: 4, z: 2, atMs: 4500 },
    ],
    repeat: true,
  });
});

test('random waypoints stay within their area and speeds, and follow from the seed and the name', () => {
  const random = {
    area: [
      [0, 10],
      [40, -5],
    ],
    speed: [0.5, 2],
    pause: '3s',
  };
  const track = trackFrom({ random }, { seed: 7 });
  expect(trackFrom({ random }, { seed: 7 })).toEqual(track);
  expect(trackFrom({ random }, { seed: 8 })).not.toEqual(track);
  const points = track?.points ?? [];
  expect(track?.repeat).toBe(true);
  expect(points.length).toBe(802);
  const wrong = points.filter(({ x, y, atMs }, i) => {
    const next = points[i + 1];
    const metres = next ? Math.hypot(next.x - x, next.y - y) : 0;
    const speed = next && metres > 0 ? metres / ((next.atMs - atMs) / 1000) : 1;
    return x < 0 || x > 40 || y < -5 || y > 10 || speed < 0.4999 || speed > 2.0001;
  });
  expect(wrong).toEqual([]);
  expect([points[0]?.x, points[0]?.y]).toEqual([points.at(-1)?.x, points.at(-1)?.y]);
  expect((points[1]?.atMs ?? 0) - (points[0]?.atMs ?? 0)).toBe(3000);
});

const GPX = `<gpx><trk><trkseg>
<trkpt lat="48.0" lon="11.0"><ele>500</ele><time>2026-01-01T10:00:00Z</time></trkpt>
<trkpt lon="11.001" lat="48.001"><ele>505.5</ele><time>2026-01-01T10:01:00Z</time></trkpt>
</trkseg></trk></gpx>`;

test('a GPX track is metres east, north and above its first point', () => {
  const { points } = gpxTrack(GPX);
  expect(points[0]).toEqual({ x: 0, y: 0, z: 0, atMs: 0 });
  expect(points[1]?.x).toBeCloseTo(74.4, 1);
  expect(points[1]?.y).toBeCloseTo(111.2, 1);
  expect([points[1]?.z, points[1]?.atMs]).toEqual([5.5, 60_000]);
});

const NS2 = `$node_(0) set X_ 10.0
$node_(0) set Y_ 0.0
$node_(1) set X_ 1.0
$ns_ at 2.0 "$node_(0) setdest 30.0 0.0 2.0"
$ns_ at 7.0 "$node_(0) setdest 20.0 30.0 10.0"
$ns_ at 3.0 "$node_(1) setdest 9.0 9.0 9.0"
`;

test('a movement of ns-2 goes where it is sent, from where it is by then', () => {
  expect(ns2Track(NS2, 0).points).toEqual([
    { x: 10, y: 0, z: 0, atMs: 0 },
    { x: 10, y: 0, z: 0, atMs: 2000 },
    { x: 20, y: 0, z: 0, atMs: 7000 },
    { x: 20, y: 30, z: 0, atMs: 10_000 },
  ]);
});

test('a file of a track is read from the folder of the laboratory', () => {
  writeFileSync(join(folder, 'walk.gpx'), GPX);
  writeFileSync(join(folder, 'moves.tcl'), NS2);
  expect(trackFrom({ gpx: 'walk.gpx', after: '5s' })?.points[1]?.atMs).toBe(65_000);
  expect(trackFrom({ ns2: { file: 'moves.tcl', node: 0 } })?.points.length).toBe(4);
});

const head = 'nodes:\n  ap: { kind: ap }\n';
test.each([
  ['{}', 'nodes.sta.walk goes no way: give one of along, random, gpx, ns2'],
  ['{ along: [[0, 0], [1, 1]], gpx: a }', 'nodes.sta.walk goes 2 ways: give one of'],
  ['{ gpx: no.gpx }', `nodes.sta.walk.gpx is ${join(folder, 'no.gpx')}, which cannot be read`],
  ['{ gpx: bad.gpx }', 'nodes.sta.walk.gpx has in line 2 a point without lat, lon or time'],
  [
    '{ ns2: { file: moves.tcl, node: 5 } }',
    'nodes.sta.walk.ns2 does not say where $node_(5) begins: set X_, Y_',
  ],
  ['{ gpx: walk.gpx, speed: 2 }', 'nodes.sta.walk.speed goes with along; leave it out of gpx'],
  ['{ along: [[0, 0]] }', 'nodes.sta.walk.along'],
])('%s is refused in one line with its place', (walk, problem) => {
  writeFileSync(join(folder, 'bad.gpx'), '<gpx>\n<trkpt lat="1" lon="2"></trkpt></gpx>');
  writeFileSync(join(folder, 'walk.gpx'), GPX);
  writeFileSync(join(folder, 'moves.tcl'), NS2);
  let message = 'no error';
  try {
    parseLab(`${head}  sta: { kind: station, walk: ${walk} }\n`, join(folder, 'lab.yaml'));
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.replaceAll(/^.*?lab\.yaml:/gm, '')).toContain(problem);
  expect(message.split('\n').filter((line) => line.includes('walk')).length).toBe(1);
});

test('a position and a walk are one too many', () => {
  expect(() =>
    labFrom(
      {
        nodes: {
          ap: {
            kind: 'ap',
            position: [0, 0],
            walk: {
              along: [
                [0, 0],
                [1, 1],
              ],
            },
          },
        },
      } as never,
      { folder, name: 'x' },
    ),
  ).toThrow(/says where the node is, and so does position/);
});

test('what the file says of paths, walls and chance is what the driver is told', () => {
  const medium = {
    ...{ path: 'itu-indoor', shadowing: 4, fading: 'rician', ricianK: 9, coherence: 5, noiseFigure: 7 },
    walls: [{ from: [0, 5], to: [10, 5], loss: 7 }],
  };
  const nodes = { ap: { kind: 'ap', antenna: 5 }, sta: { kind: 'station' } };
  const { air } = labFrom({ medium, nodes } as never, { folder, name: 'x' });
  expect(air?.medium).toEqual({
    ...{ pathModel: 'itu-indoor', shadowingDb: 4, fading: 'rician', ricianKDb: 9 },
    ...{ coherenceUs: 5000, noiseFigureDb: 7 },
    walls: [{ from: { x: 0, y: 5 }, to: { x: 10, y: 5 }, lossDb: 7 }],
  });
  expect(air?.radios).toEqual([{ interface: 'vw0', antennaGainDbi: 5 }]);
});
