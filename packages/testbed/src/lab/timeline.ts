/** The time line of a laboratory: what happens when, and what is expected then. `testbed test` runs it. */
import { z } from 'zod';
import { linkSchema, settingsOf } from './air.js';
import type { Problem } from './problem.js';
import type { ParsedLab } from './schema.js';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000 } as const;

const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'is no time, such as 500ms, 10s or 2m')
  .transform((text) => Number.parseFloat(text) * UNIT_MS[/[a-z]+$/.exec(text)?.[0] as keyof typeof UNIT_MS]);

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
    reaches: name.optional().describe('a node that answers its ping'),
    unreachable: name.optional().describe('a node that answers no ping'),
    hears: name.optional().describe('a network that a scan of it shows'),
    within: duration.optional().describe('the longest that is waited for; left out: 5s'),
  })
  .describe('what has to be so');

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
    deny: pair.optional().describe('from now on data of the sender is dropped'),
    allow: pair.optional().describe('and not any more'),
    stop: name.optional().describe('an access point is switched off, a station leaves'),
    start: name.optional().describe('and on again; it looks for its network'),
    run: z
      .strictObject({ node: name, command: z.string().min(1).describe('of a shell; its status has to be 0') })
      .optional()
      .describe('a command on a node'),
    expect: expectation.optional(),
  })
  .describe('a moment of the time line: when, and one thing that happens or is expected');

const CLAIMS = ['connected', 'roamed', 'reaches', 'unreachable', 'hears'] as const;
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
  | { readonly do: 'deny'; readonly receiver: string; readonly sender: string; readonly denied: boolean }
  | { readonly do: 'stop' | 'start'; readonly node: string }
  | { readonly do: 'run'; readonly node: string; readonly command: string }
  | {
      readonly do: 'expect';
      readonly node: string;
      readonly claim: Claim;
      readonly of: string | boolean;
      readonly withinMs: number;
    };

export interface Moment {
  readonly atMs: number;
  readonly deed: Deed;
}

type Written = z.output<typeof momentSchema>;
const WITHIN_MS = 5000;

function expected(written: NonNullable<Written['expect']>, refuse: (message: string) => void): Deed {
  const { node, within = WITHIN_MS } = written;
  const claims = CLAIMS.filter((claim) => written[claim] !== undefined);
  if (claims.length !== 1)
    refuse(`expects ${claims.length === 0 ? 'nothing' : 'several things'}: give one of ${CLAIMS.join(', ')}`);
  const [claim = 'connected'] = claims;
  return { do: 'expect', node, claim, of: written[claim] ?? true, withinMs: within };
}

function deedOf(written: Written, refuse: (message: string) => void): Deed | undefined {
  const { at: _, ...things } = written;
  const given = Object.keys(things).filter((key) => things[key as keyof typeof things] !== undefined);
  if (given.length !== 1)
    refuse(
      `is a moment in which ${given.length === 0 ? 'nothing happens' : `${given.join(' and ')} happen`}: give one of ${Object.keys(momentSchema.shape).slice(1).join(', ')}`,
    );
  const { move, power, link, deny, allow, stop, start, run, expect } = things;
  if (move) return { do: 'move', ...move };
  if (power) return { do: 'power', ...power };
  if (link)
    return { do: 'link', from: link.from, to: link.to, both: link.both ?? false, settings: settingsOf(link) };
  if (deny) return { do: 'deny', ...deny, denied: true };
  if (allow) return { do: 'deny', ...allow, denied: false };
  if (stop !== undefined) return { do: 'stop', node: stop };
  if (start !== undefined) return { do: 'start', node: start };
  if (run) return { do: 'run', ...run };
  return expect && expected(expect, refuse);
}

/** The nodes that a deed names, by the key that names them. */
function namesOf(deed: Deed): readonly (readonly [key: string, name: string])[] {
  const ends =
    'receiver' in deed ? [['receiver', deed.receiver] as const, ['sender', deed.sender] as const] : [];
  const links = deed.do === 'link' ? [['from', deed.from] as const, ['to', deed.to] as const] : [];
  const node = 'node' in deed ? [['node', deed.node] as const] : [];
  const other =
    deed.do === 'expect' && ['roamed', 'reaches', 'unreachable'].includes(deed.claim)
      ? [[deed.claim, String(deed.of)] as const]
      : [];
  return [...ends, ...links, ...node, ...other];
}

/** The moments in their order; each mistake is reported. */
export function timelineOf(
  { timeline = [] }: ParsedLab,
  nodes: readonly { readonly name: string; readonly kind: string }[],
  report: (problem: Problem) => void,
): Moment[] {
  const named = new Map(nodes.map((node) => [node.name, node]));
  const moments = timeline.flatMap((written, index): Moment[] => {
    const path = ['timeline', index];
    const deed = deedOf(written, (message) => report({ path, message }));
    if (!deed) return [];
    const key = Object.keys(written).find((each) => each !== 'at') ?? '';
    for (const [role, name] of namesOf(deed)) {
      const at = deed.do === 'stop' || deed.do === 'start' ? [...path, key] : [...path, key, role];
      if (!named.has(name))
        report({ path: at, message: `is "${name}", which is no node here: ${[...named.keys()].join(', ')}` });
      else if (role === 'roamed' && named.get(name)?.kind !== 'ap')
        report({ path: at, message: `is ${name}, which is no access point` });
    }
    if (
      deed.do === 'expect' &&
      ['connected', 'roamed'].includes(deed.claim) &&
      named.get(deed.node)?.kind === 'ap'
    )
      report({
        path: [...path, key, 'node'],
        message: `is ${deed.node}, and ${deed.claim} is said of stations`,
      });
    return [{ atMs: written.at, deed }];
  });
  return moments.sort((one, other) => one.atMs - other.atMs);
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
    case 'deny':
      return `${deed.receiver} ${deed.denied ? 'drops' : 'takes'} what ${deed.sender} sends`;
    case 'stop':
      return `${deed.node} stops`;
    case 'start':
      return `${deed.node} starts`;
    case 'run':
      return `${deed.node} runs ${deed.command}`;
    case 'expect':
      return {
        connected: `${deed.node} is ${deed.of ? '' : 'not '}connected`,
        roamed: `${deed.node} is at ${deed.of}`,
        reaches: `${deed.node} reaches ${deed.of}`,
        unreachable: `${deed.node} does not reach ${deed.of}`,
        hears: `${deed.node} hears ${deed.of}`,
      }[deed.claim];
  }
}
