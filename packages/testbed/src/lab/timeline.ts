/** The time line of a laboratory: what happens when, and what is expected then. `testbed test` runs it. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { basename, resolve as resolvePath } from 'node:path';
import type { JamSettings, MediumSettings } from '@vwifi/nl80211/vwifi';
import { z } from 'zod';
import { linkSchema, mediumOf, mediumSchema, settingsOf } from './air.js';
import { channelAt } from './channel.js';
import { EVERY_FAULT, faultOf, faultSchema, faultText, type LabFault } from './faults.js';
import { isPart, type LabNode, peerKinds, radiosOfNode } from './lab.js';
import type { Problem } from './problem.js';
import type { ParsedLab } from './schema.js';
import { type Flow, flowText, trafficOf } from './traffic.js';
import { duration } from './words.js';

const metres = z.number().min(-100_000).max(100_000);
const name = z.string();
const pair = z.strictObject({
  receiver: name.describe('the node that drops'),
  sender: name.describe('the node whose data it drops'),
});

const expectation = z
  .strictObject({
    node: name.describe('of whom it is expected'),
    connected: z.boolean().optional().describe('a station: that it may send data, or that it may not'),
    roamed: name.optional().describe('a station: the access point that it is connected to'),
    reaches: name.optional().describe('a node, or an address, that answers its ping'),
    unreachable: name.optional().describe('a node, or an address, that answers no ping'),
    rate: z
      .strictObject({
        to: name.describe('to that node'),
        above: z.number().min(0).max(100_000).describe('at least so many Mbit/s'),
      })
      .optional()
      .describe('TCP goes at that rate, measured for a moment'),
    hears: name.optional().describe('a network that a scan of it shows'),
    refused: z
      .string()
      .min(1, 'is empty')
      .max(200)
      .optional()
      .describe(
        'a station: that it is not let in, with these words of the reason: "wrong passphrase", "certificate"',
      ),
    within: duration.optional().describe('the longest that is waited for; left out: 5s'),
  })
  .describe('what has to be so');

const dBm = z.int().min(-128).max(0);
const fadeSchema = z
  .strictObject({
    from: name.describe('the node that sends'),
    to: name.describe('the node that receives'),
    both: z.boolean().optional().describe('the same in the other direction'),
    signal: z.tuple([dBm, dBm]).describe('the first and the last signal, in dBm'),
    over: duration.describe('how long it takes'),
  })
  .describe('from now on the signal of a link goes from one value to another, evenly');
const measuredSchema = z
  .strictObject({
    from: name.describe('the node that sends'),
    to: name.describe('the node that receives'),
    both: z.boolean().optional().describe('the same in the other direction'),
    file: z
      .string()
      .describe(
        "a table of seconds and dBm, or a capture with radiotap headers; relative to this file's folder",
      ),
    of: z
      .string()
      .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'is no hardware address')
      .optional()
      .describe('of a capture: the address of who sent the frames that are meant'),
  })
  .describe('from now on the signal of a link is what was measured somewhere else');
/** So many steps, of a decibel at least. */
const FADE_STEPS = 20;

export const momentSchema = z
  .strictObject({
    at: duration.describe('since the laboratory was up: 500ms, 10s, 2m'),
    move: z
      .strictObject({
        node: name,
        to: z.union([z.tuple([metres, metres]), z.tuple([metres, metres, metres])]),
      })
      .optional()
      .describe('a node with a position goes there'),
    power: z
      .strictObject({ node: name, dbm: z.number().min(0).max(30) })
      .optional()
      .describe('what a node transmits with'),
    link: linkSchema.optional(),
    fade: fadeSchema.optional(),
    measured: measuredSchema.optional(),
    deny: pair.optional().describe('from now on data of the sender is dropped'),
    allow: pair.optional().describe('and not any more'),
    stop: name.optional().describe('an access point is switched off, a station leaves'),
    start: name.optional().describe('and on again; it looks for its network'),
    kill: name.optional().describe('what the node runs is ended at once, and not started again'),
    pause: name.optional().describe('what the node runs stands still'),
    resume: name.optional().describe('and goes on'),
    medium: mediumSchema.optional(),
    channel: z
      .strictObject({
        node: name,
        frequency: z.int().min(2400).max(7200).describe('in MHz'),
        beacons: z.int().min(0).max(255).optional().describe('so many announce it before; left out: 5'),
      })
      .optional()
      .describe('an access point goes to another channel, and tells its stations'),
    radar: z
      .strictObject({ frequency: z.int().min(5250).max(5730).describe('in MHz') })
      .optional()
      .describe('a radar appears: access points that look for radars there leave'),
    jam: z
      .strictObject({
        frequency: z.int().min(2400).max(7200).describe('its centre, in MHz'),
        width: z.int().min(1).max(320).optional().describe('in MHz; left out: 20'),
        for: duration.describe('how long: at most an hour'),
        signal: dBm.optional().describe('of dcf: what every receiver reads of it; left out: -30'),
      })
      .optional()
      .describe('noise on a channel: nothing is received there'),
    fault: faultSchema.optional(),
    mend: name
      .optional()
      .describe('a fault of that name is over, or all of them; how often it was done is told'),
    run: z
      .strictObject({ node: name, command: z.string().min(1).describe('of a shell; its status has to be 0') })
      .optional()
      .describe('a command on a node'),
    expect: expectation.optional(),
  })
  .describe('a moment of the time line: when, and one thing that happens or is expected');

const CLAIMS = ['connected', 'roamed', 'reaches', 'unreachable', 'hears', 'refused', 'rate'] as const;
/** What is done to a node as a whole. */
const TURNS = ['stop', 'start', 'kill', 'pause', 'resume'] as const;
export type Turn = (typeof TURNS)[number];
const BEACONS = 5;
export type Claim = (typeof CLAIMS)[number];

/** What happens at a moment, with nothing left to guess. */
export type Deed =
  | { readonly do: 'move'; readonly node: string; readonly to: readonly number[] }
  | { readonly do: 'power'; readonly node: string; readonly dbm: number }
  | {
      readonly do: 'link';
      readonly from: string;
      readonly to: string;
      readonly both: boolean;
      readonly settings: ReturnType<typeof settingsOf>;
    }
  | {
      readonly do: 'fade';
      readonly from: string;
      readonly to: string;
      readonly both: boolean;
      readonly signalDbm: number;
    }
  | {
      readonly do: 'measured';
      readonly from: string;
      readonly to: string;
      readonly both: boolean;
      readonly file: string;
      readonly of?: string;
    }
  | { readonly do: 'deny'; readonly receiver: string; readonly sender: string; readonly denied: boolean }
  | { readonly do: Turn; readonly node: string }
  | { readonly do: 'medium'; readonly settings: MediumSettings }
  | { readonly do: 'channel'; readonly node: string; readonly frequencyMhz: number; readonly beacons: number }
  | { readonly do: 'radar'; readonly frequencyMhz: number }
  | { readonly do: 'jam'; readonly settings: JamSettings }
  | ({ readonly do: 'fault' } & LabFault)
  | { readonly do: 'mend'; readonly fault: string }
  | { readonly do: 'traffic'; readonly flow: Flow }
  | { readonly do: 'run'; readonly node: string; readonly command: string }
  | {
      readonly do: 'expect';
      readonly node: string;
      readonly claim: Claim;
      readonly of: string | boolean;
      /** Mbit/s: of the claim `rate`, `of` being the node at the other end. */
      readonly above?: number;
      readonly withinMs: number;
    };

export interface Moment {
  readonly atMs: number;
  readonly deed: Deed;
  /** Of what was told before: it is told only where it fails. */
  readonly isPart?: boolean;
}

type Written = z.output<typeof momentSchema>;
const WITHIN_MS = 5000;

function expected(written: NonNullable<Written['expect']>, refuse: (message: string) => void): Deed {
  const { node, within = WITHIN_MS } = written;
  const claims = CLAIMS.filter((claim) => written[claim] !== undefined);
  if (claims.length !== 1)
    refuse(`expects ${claims.length === 0 ? 'nothing' : 'several things'}: give one of ${CLAIMS.join(', ')}`);
  const [claim = 'connected'] = claims;
  const of = written[claim] ?? true;
  if (typeof of === 'object')
    return { do: 'expect', node, claim, of: of.to, above: of.above, withinMs: within };
  return { do: 'expect', node, claim, of, withinMs: within };
}

function deedOf(
  written: Written,
  folder: string,
  refuse: (message: string, ...below: readonly string[]) => void,
): Deed | undefined {
  const { at: _, ...things } = written;
  const given = Object.keys(things).filter((key) => things[key as keyof typeof things] !== undefined);
  if (given.length !== 1)
    refuse(
      `is a moment in which ${given.length === 0 ? 'nothing happens' : `${given.join(' and ')} happen`}: give one of ${Object.keys(momentSchema.shape).slice(1).join(', ')}`,
    );
  const {
    move,
    power,
    link,
    fade,
    measured,
    deny,
    allow,
    medium,
    channel,
    radar,
    jam,
    fault,
    mend,
    run,
    expect,
  } = things;
  if (move) return { do: 'move', ...move };
  if (power) return { do: 'power', ...power };
  if (link)
    return { do: 'link', from: link.from, to: link.to, both: link.both ?? false, settings: settingsOf(link) };
  if (fade)
    return { do: 'fade', from: fade.from, to: fade.to, both: fade.both ?? false, signalDbm: fade.signal[0] };
  if (measured) {
    const { from, to, both = false, of } = measured;
    const file = resolvePath(folder, measured.file);
    if (!existsSync(file)) refuse(`is ${file}, which is not there`, 'measured', 'file');
    return { do: 'measured', from, to, both, file, ...(of === undefined ? {} : { of }) };
  }
  if (deny) return { do: 'deny', ...deny, denied: true };
  if (allow) return { do: 'deny', ...allow, denied: false };
  for (const turn of TURNS) {
    const node = things[turn];
    if (node !== undefined) return { do: turn, node };
  }
  if (medium) return { do: 'medium', settings: mediumOf(medium) };
  if (channel)
    return {
      ...{ do: 'channel', node: channel.node, frequencyMhz: channel.frequency },
      beacons: channel.beacons ?? BEACONS,
    };
  if (radar) return { do: 'radar', frequencyMhz: radar.frequency };
  if (jam) return { do: 'jam', settings: jamOf(jam, (message) => refuse(message, 'jam', 'for')) };
  if (fault) return { do: 'fault', ...faultOf(fault, (key, message) => refuse(message, 'fault', key)) };
  if (mend !== undefined) return { do: 'mend', fault: mend };
  if (run) return { do: 'run', ...run };
  return expect && expected(expect, refuse);
}

const HOUR_MS = 3_600_000;

function jamOf(
  { frequency, width, for: durationMs, signal }: NonNullable<Written['jam']>,
  refuse: (message: string) => void,
): JamSettings {
  if (durationMs < 1 || durationMs > HOUR_MS) refuse('is from 1ms to 1h');
  const more = Object.entries({ widthMhz: width, signalDbm: signal }).filter(
    ([, value]) => value !== undefined,
  );
  return { frequencyMhz: frequency, durationMs, ...Object.fromEntries(more) };
}

/** Claims that name a node. */
const NAMING: readonly Claim[] = ['roamed', 'reaches', 'unreachable', 'rate'];
/** Claims that are made of stations alone. */
const OF_STATIONS: Readonly<Partial<Record<Claim, readonly string[]>>> = {
  connected: ['station', ...peerKinds],
  roamed: ['station'],
  refused: ['station'],
};

/** The nodes that a deed names, by the key that names them. */
function namesOf(deed: Deed): readonly (readonly [key: string, name: string])[] {
  const ends =
    'receiver' in deed ? [['receiver', deed.receiver] as const, ['sender', deed.sender] as const] : [];
  const links =
    deed.do === 'link' || deed.do === 'fade' || deed.do === 'measured'
      ? [['from', deed.from] as const, ['to', deed.to] as const]
      : [];
  const met =
    deed.do === 'fault'
      ? (['network', 'from', 'to'] as const).flatMap((key) => {
          const of = deed[key];
          return of === undefined ? [] : [[key, of] as const];
        })
      : [];
  const node = 'node' in deed ? [['node', deed.node] as const] : [];
  const other =
    deed.do === 'expect' &&
    NAMING.includes(deed.claim) &&
    !(/reach/.test(deed.claim) && isIP(String(deed.of)))
      ? [[deed.claim === 'rate' ? 'rate.to' : deed.claim, String(deed.of)] as const]
      : [];
  return [...ends, ...links, ...met, ...node, ...other];
}

/** What is done to a radio, and to all networks on it. */
const OF_RADIOS: readonly string[] = [...TURNS, 'move', 'power', 'channel'];

const WIFI = ['ap', 'station', ...peerKinds];

/** Frames go between radios, in the network of an access point. */
function judgeFault(
  deed: Extract<Deed, { do: 'fault' }>,
  named: ReadonlyMap<string, LabNode>,
  refuse: (role: string, message: string) => void,
): void {
  const point = deed.network === undefined ? undefined : named.get(deed.network);
  if (point && point.kind !== 'ap') refuse('network', `is ${point.name}, which is no access point`);
  for (const role of ['from', 'to'] as const) {
    const node = named.get(deed[role] ?? '');
    if (node && isPart(node))
      refuse(role, `is ${node.name}, a network on the radio of ${node.on}: name ${node.on}`);
    else if (node && radiosOfNode(node).length === 0) refuse(role, `is ${node.name}, which has no radio`);
  }
  if (deed.from !== undefined && deed.from === deed.to) refuse('to', `is ${deed.to}, which sends it`);
}

/** The moments in their order; each mistake is reported. */
export function timelineOf(
  parsed: ParsedLab,
  nodes: readonly LabNode[],
  folder: string,
  report: (problem: Problem) => void,
): Moment[] {
  const { timeline = [] } = parsed;
  const named = new Map(nodes.map((node) => [node.name, node]));
  const faults = new Set(timeline.map(({ fault }) => fault?.name));
  const moments = timeline.flatMap((written, index): Moment[] => {
    const path = ['timeline', index];
    const deed = deedOf(written, folder, (message, ...below) =>
      report({ path: [...path, ...below], message }),
    );
    if (!deed) return [];
    const key = Object.keys(written).find((each) => each !== 'at') ?? '';
    for (const [role, name] of namesOf(deed)) {
      const at = TURNS.some((turn) => turn === deed.do) ? [...path, key] : [...path, key, ...role.split('.')];
      if (!named.has(name))
        report({ path: at, message: `is "${name}", which is no node here: ${[...named.keys()].join(', ')}` });
      else if (role === 'roamed' && named.get(name)?.kind !== 'ap')
        report({ path: at, message: `is ${name}, which is no access point` });
    }
    if (deed.do === 'fault')
      judgeFault(deed, named, (role, message) => report({ path: [...path, key, role], message }));
    if (deed.do === 'mend' && deed.fault !== EVERY_FAULT && !faults.has(deed.fault))
      report({
        path: [...path, key],
        message: `is "${deed.fault}", and no fault of this time line is called so; all is every one`,
      });
    const kind = 'node' in deed ? named.get(deed.node)?.kind : undefined;
    const refuse = (message: string) => report({ path: [...path, key, 'node'], message });
    const part = 'node' in deed ? named.get(deed.node) : undefined;
    if (part && isPart(part) && OF_RADIOS.includes(deed.do)) {
      const at = TURNS.some((turn) => turn === deed.do) ? [...path, key] : [...path, key, 'node'];
      report({ path: at, message: `is ${part.name}, a network on the radio of ${part.on}: name ${part.on}` });
    }
    if (kind !== undefined && 'node' in deed) {
      const { node } = deed;
      if (deed.do === 'expect' && !(OF_STATIONS[deed.claim] ?? [kind]).includes(kind))
        refuse(`is ${node}, and ${deed.claim} is said of stations`);
      if (deed.do === 'expect' && deed.claim === 'hears' && !WIFI.includes(kind))
        refuse(`is ${node}, which has no radio that could hear`);
      if (deed.do === 'channel' && kind !== 'ap')
        refuse(`is ${node}, and channels are chosen by access points`);
      if (deed.do === 'channel' && !channelAt(deed.frequencyMhz))
        report({
          path: [...path, key, 'frequency'],
          message: `is ${deed.frequencyMhz} MHz, where no channel is; 2437 is channel 6`,
        });
      if ((deed.do === 'stop' || deed.do === 'start') && !WIFI.includes(kind))
        report({
          path: [...path, key],
          message: `is ${node}, of kind ${kind}: it can be killed, paused and resumed`,
        });
      if ((deed.do === 'move' || deed.do === 'power') && !WIFI.includes(kind))
        refuse(`is ${node}, of kind ${kind}, which is no radio of a network`);
    }
    const first: Moment = { atMs: written.at, deed };
    return deed.do === 'fade' && written.fade ? fading(first, deed, written.fade) : [first];
  });
  const flows = trafficOf(parsed, nodes, report);
  moments.push(...flows.map(({ atMs, flow }): Moment => ({ atMs, deed: { do: 'traffic', flow } })));
  return moments.sort((one, other) => one.atMs - other.atMs);
}

/** The moments of a fading signal, the first of which is at hand. */
function fading(
  first: Moment,
  deed: Extract<Deed, { do: 'fade' }>,
  { signal: [begins, ends], over }: NonNullable<Written['fade']>,
): Moment[] {
  const steps = Math.min(FADE_STEPS, Math.max(1, Math.abs(ends - begins)));
  const at = (step: number): Moment => ({
    atMs: first.atMs + (over * step) / steps,
    deed: { ...deed, signalDbm: Math.round(begins + ((ends - begins) * step) / steps) },
  });
  return [first, ...Array.from({ length: steps }, (_, step) => at(step + 1))];
}

/** A moment in words. */
export function deedText(deed: Deed): string {
  switch (deed.do) {
    case 'move':
      return `${deed.node} moves to ${deed.to.join(', ')}`;
    case 'power':
      return `${deed.node} transmits with ${deed.dbm} dBm`;
    case 'link':
      return `the link from ${deed.from} to ${deed.to}${deed.both ? ' and back' : ''} changes`;
    case 'fade':
      return `${deed.to} hears ${deed.from}${deed.both ? ', and is heard,' : ''} with ${deed.signalDbm} dBm`;
    case 'measured':
      return `${deed.to} hears ${deed.from}${deed.both ? ', and is heard,' : ''} as in ${basename(deed.file)}`;
    case 'deny':
      return `${deed.receiver} ${deed.denied ? 'drops' : 'takes'} what ${deed.sender} sends`;
    case 'stop':
      return `${deed.node} stops`;
    case 'start':
      return `${deed.node} starts`;
    case 'traffic':
      return flowText(deed.flow);
    case 'kill':
      return `what ${deed.node} runs is killed`;
    case 'pause':
      return `${deed.node} stands still`;
    case 'resume':
      return `${deed.node} goes on`;
    case 'medium':
      return 'the medium changes';
    case 'channel':
      return `${deed.node} goes to ${deed.frequencyMhz} MHz`;
    case 'radar':
      return `a radar appears at ${deed.frequencyMhz} MHz`;
    case 'jam':
      return `${deed.settings.frequencyMhz} MHz is jammed for ${deed.settings.durationMs / 1000} s`;
    case 'fault':
      return `fault${deed.name === undefined ? '' : ` ${deed.name}`}, ${faultText(deed)}`;
    case 'mend':
      return deed.fault === EVERY_FAULT ? 'all faults are over' : `fault ${deed.fault} is over`;
    case 'run':
      return `${deed.node} runs ${deed.command}`;
    case 'expect':
      return {
        connected: `${deed.node} is ${deed.of ? '' : 'not '}connected`,
        roamed: `${deed.node} is at ${deed.of}`,
        reaches: `${deed.node} reaches ${deed.of}`,
        unreachable: `${deed.node} does not reach ${deed.of}`,
        hears: `${deed.node} hears ${deed.of}`,
        refused: `${deed.node} is refused: ${deed.of}`,
        rate: `${deed.node} sends ${deed.of} at least ${deed.above} Mbit/s`,
      }[deed.claim];
  }
}
