import assert from 'node:assert/strict';
import { pause } from '@vwifi/nl80211/deadline';
import type { ViewServer } from '../../packages/testbed/dist/view/server.js';
import { type Opened, openInChromium, pictures, touched } from '../lib/browser.js';
import { inside } from '../lib/inside.js';
import { scenario } from '../lib/scenario.js';

const POINTS = 10;
const NODES = 200;
/** As often as a laboratory tells. */
const EVERY_MS = 1000;
const PICTURES = 120;
/** What a picture may take of the page. */
const MOST = { drawn: 20_000, changed: 600 };

const name = (index: number): string => (index < POINTS ? `ap${index}` : `sta${index}`);
/** A hall: access points in a row, stations around them. */
const at = (index: number, tick: number) =>
  [
    index < POINTS ? index * 40 : ((index * 37) % 400) + Math.sin(tick + index),
    index < POINTS ? 0 : ((index * 53) % 100) - 50,
    0,
  ] as const;
const signalDbm = (by: number, from: number, tick: number): number =>
  -30 - ((by * 7 + from * 13 + tick) % 60);

/** Who hears whom: a station each access point, and that one it. */
const hearing = (tick: number) =>
  Array.from({ length: NODES }, (_, station) => station)
    .slice(POINTS)
    .flatMap((station) => {
      const own = station % POINTS;
      const heard = Array.from({ length: POINTS }, (_, point) => ({
        ...{ by: station, from: point, joined: point === own },
        signalDbm: signalDbm(station, point, tick),
      }));
      const its = { by: own, from: station, joined: true, signalDbm: signalDbm(own, station, tick) };
      return [...heard, { ...its, rateMbps: 6 + (tick % 48), mbps: tick % 7 }];
    });

/** What happened before somebody looked, and each second: a frame of each station, and how it is heard. */
const records = (tick: number) =>
  Array.from({ length: NODES - POINTS }, (_, index) => ({
    ...{ id: tick * NODES + index + 1, us: tick * 1e6 + index * 997, kind: 'frame', node: index + POINTS },
    ...{ to: (index + POINTS) % POINTS, text: `EAPOL ${1 + (index % 4)} of 4` },
  }));
const series = (...ticks: readonly number[]) =>
  Array.from({ length: NODES - POINTS }, (_, index) => ({
    ...{ node: index + POINTS, name: `${name(index + POINTS)} at ap`, unit: 'dBm' },
    points: ticks.map((tick) => [tick * 1e6, signalDbm(index, 0, tick)]),
  }));

/** What is told last: who counts what a picture takes counts that alone. */
const LAST = 'nobody tells more';
let last = false;

async function* updates(signal: AbortSignal) {
  const past = Array.from({ length: 60 }, (_, tick) => tick);
  yield {
    start: {
      ...{ format: 1, lab: 'hall', facts: [], verdicts: [], control: true },
      nodes: Array.from({ length: NODES }, (_, index) => ({
        ...{ name: name(index), kind: index < POINTS ? 'ap' : 'station', about: 'channel 1' },
      })),
      ...{ records: past.flatMap(records), series: series(...past) },
    },
  };
  for (let tick = past.length; !signal.aborted; tick++) {
    const about = last ? LAST : 'hall';
    const nodes = Array.from({ length: NODES }, (_, index) => ({
      ...{ connected: true, about, at: at(index, tick) },
    }));
    yield { records: records(tick), series: series(tick), now: { nodes, hearing: hearing(tick) } };
    do await pause(EVERY_MS, signal).catch(() => {});
    while (about === LAST && !signal.aborted);
  }
}

/** In the page: from each picture to the next a node is dragged on, by what a mouse does. */
const DRAG = `const circle = document.querySelector('[data-node=sta42] circle').getBoundingClientRect();
  const from = { clientX: circle.x + 4, clientY: circle.y + 4, bubbles: true, cancelable: true, pointerId: 1 };
  const node = document.querySelector('[data-node=sta42]');
  node.dispatchEvent(new PointerEvent('pointerdown', from));
  const step = (picture) => window.dispatchEvent(new PointerEvent('pointermove',
    { ...from, clientX: from.clientX + 60 * Math.sin(picture / 9), clientY: from.clientY + 30 * Math.cos(picture / 9) }));
  const end = () => window.dispatchEvent(new PointerEvent('pointerup', from));`;
const SCROLL = `const lanes = document.getElementById('lanes');
  const list = document.getElementById('list');
  const table = document.querySelector('.hearing');
  const step = () => {
    lanes.dispatchEvent(new WheelEvent('wheel', { deltaX: -8, bubbles: true, cancelable: true }));
    lanes.scrollTop += 11;
    list.scrollTop -= 60;
    table.scrollTop += 40;
  };
  const end = () => {};`;

export default scenario(
  'the live page of two hundred nodes draws what is dragged, what is scrolled to, and nothing else',
  { only: ['host'], programs: ['chromium'], limitMs: 120_000 },
  async (context) => {
    last = false;
    const { ViewServer: Made } = await inside<{ ViewServer: typeof ViewServer }>('view/server.js');
    const moved: unknown[] = [];
    const server = await Made.open({
      updates: updates as unknown as Parameters<typeof Made.open>[0]['updates'],
      perform: async (deed) => void moved.push(deed),
    });
    context.onEnd('close the page', async () => server.close());
    const opened: Opened = await openInChromium(context, server.address(true), { live: true });
    const { page, asItShould } = opened;
    await page.locator('.hearing td').filter({ hasText: 'dBm' }).first().waitFor();
    const ways = { dragged: DRAG, scrolled: SCROLL };
    for (const [what, moves] of Object.entries(ways)) {
      const { workMs, perSecond, longestMs } = await pictures(opened, moves, PICTURES);
      context.timeline.note(
        `${what}: ${workMs.toFixed(1)} ms of work for a picture, ${perSecond.toFixed(0)} pictures a second, the longest after ${longestMs.toFixed(0)} ms`,
      );
    }
    last = true;
    await page.locator(`[data-node=sta42][aria-label*="${LAST}"]`).waitFor();
    for (const [what, moves] of Object.entries(ways)) {
      const { drawn, changed } = await touched(opened, moves, PICTURES);
      const text = `${what}: ${drawn.toFixed(0)} calls of the canvas, ${changed.toFixed(0)} changes of the document for a picture`;
      context.timeline.note(text);
      assert.ok(changed > 0 && changed < MOST.changed && drawn < MOST.drawn, text);
    }
    assert.equal(moved.length, 2, 'it was put down once each time');
    for (const deed of moved) assert.deepEqual(Object.keys(deed ?? {}), ['place', 'x', 'y', 'z']);
    asItShould();
  },
);
