/**
 * What the driver's features cost a frame that they do not concern: two networks alike, one of them with the feature.
 * Radios are in namespaces of their own, here and in all parts.
 */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Context } from '../../lib/context.js';
import { loadDriver } from '../../lib/driver.js';
import {
  connected,
  hostapd,
  node,
  OPEN,
  OPEN_NETWORK,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../../lib/network.js';
import { KINDS, load, type Path } from '../load.js';
import type { Part, Setting } from '../part.js';
import { type Row, rowOf } from '../report.js';

const PART = 'features';
/** Radios that are only named in lists: all pairs of them are 10 100. */
const CROWD = 101;
const FIRST_OF_CROWD = 6;
const MEASURED = KINDS.filter(({ kind }) => kind === 'tcp' || kind === 'udp');
const AIM = { atLeast: 0.98 };
const TRACEFS = '/sys/kernel/tracing';
const EVENTS = `${TRACEFS}/events/vwifi`;

async function pair(context: Context, index: number, channel: number, secured: boolean): Promise<Path> {
  const ap = await node(context, index);
  const station = await node(context, index + 1);
  const ssid = `bench${index}`;
  await hostapd(context, ap, { ...(secured ? WPA2 : OPEN), ssid, channel });
  const daemon = await supplicant(context, station, {
    ...(secured ? WPA2_NETWORK : OPEN_NETWORK),
    ssid: `"${ssid}"`,
    scan_freq: String(2407 + 5 * channel),
  });
  await connected(context, daemon);
  return { name: ssid, from: station, to: ap };
}

/** Of every kind a row: the second path against the first. */
async function compare(
  context: Context,
  { turns, sliceMs, progress }: Setting,
  subject: string,
  against: string,
  paths: readonly [Path, Path],
  aim: typeof AIM | undefined = AIM,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of MEASURED) {
    progress(`${subject}: ${kind.measure}`);
    // Short turns and many: it is small differences that are looked for.
    const times = { turns: turns * 4, sliceMs: sliceMs / 4 };
    const [bare = [], loaded = []] = await load(context, kind, paths, times);
    const head = { part: PART, subject, measure: kind.measure, unit: kind.unit };
    rows.push(rowOf(head, loaded, { name: against, values: bare }, aim));
  }
  return rows;
}

/** The same path with the driver's trace events off and on, in turns; nothing where the kernel has no tracing. */
async function traced(context: Context, { turns, sliceMs, progress }: Setting, path: Path): Promise<Row[]> {
  const mounted = await context.attempt(
    `mountpoint -q ${TRACEFS} || mount -t tracefs none ${TRACEFS}; test -d ${EVENTS}`,
  );
  if (mounted.status !== 0) return [];
  const subject = 'all trace events of the driver on';
  const rows: Row[] = [];
  for (const kind of MEASURED) {
    progress(`${subject}: ${kind.measure}`);
    const values: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns; turn++)
      for (const on of [0, 1] as const) {
        await context.run(`echo ${on} >${EVENTS}/enable`);
        const [some = []] = await load(context, kind, [path], { turns: 4, sliceMs: sliceMs / 4 });
        values[on].push(...some);
      }
    await context.run(`echo 0 >${EVENTS}/enable`);
    const head = { part: PART, subject, measure: kind.measure, unit: kind.unit };
    rows.push(rowOf(head, values[1], { name: 'off', values: values[0] }, AIM));
  }
  return rows;
}

async function measure(context: Context, setting: Setting): Promise<Row[]> {
  await loadDriver(context, { station: FIRST_OF_CROWD + CROWD });
  const bare = await pair(context, 0, 1, true);
  const other = await pair(context, 2, 6, true);
  const open = await pair(context, 4, 11, false);
  await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
  const crowd = Array.from({ length: CROWD }, (_, index) => `vw${FIRST_OF_CROWD + index}`);
  const [ap, station] = ['vw2', 'vw3'];

  const rows = [
    ...(await compare(context, setting, 'nothing: how alike two networks are', 'the other', [bare, other])),
    ...(await compare(context, setting, 'keys checked', 'without keys', [open, bare])),
    ...(await traced(context, setting, bare)),
  ];

  const denied = crowd.flatMap((receiver) =>
    crowd.filter((sender) => sender !== receiver).map((sender) => ({ receiver, sender })),
  );
  // The receivers deny somebody too, only not each other: their frames are looked up.
  for (const receiver of [ap, station]) denied.push(...crowd.map((sender) => ({ receiver, sender })));
  setting.progress(`a denylist of ${denied.length} pairs`);
  await wifi.denylist.set(denied);
  assert.equal((await wifi.denylist.list()).length, denied.length);
  rows.push(
    ...(await compare(context, setting, `a denylist of ${denied.length} pairs`, 'none', [bare, other])),
  );
  await wifi.denylist.clear();

  setting.progress('links of their own');
  for (const receiver of [ap, station])
    for (const sender of crowd.slice(0, 20))
      await wifi.vwifi.links.set({ receiver, sender }, { loss: 0.1, delayUs: 10_000 });
  rows.push(...(await compare(context, setting, 'links to others lose and delay', 'none', [bare, other])));
  return rows;
}

export const features: Part = {
  name: PART,
  about: 'keys, tracing, a denylist of 10 000 pairs, links: what they cost a frame that they do not concern',
  async run(setting) {
    const context = new Context({ machine: setting.machine, driver: 'vwifi', module: setting.module });
    try {
      return await measure(context, setting);
    } finally {
      for (const failure of await context.end()) setting.progress(failure);
    }
  },
};
