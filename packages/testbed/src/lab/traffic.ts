/** Who sends what to whom while a laboratory is judged. */
import { z } from 'zod';
import type { LabNode } from './lab.js';
import type { Problem } from './problem.js';
import type { ParsedLab } from './schema.js';
import { duration } from './words.js';

/** More than anybody waits for, less than what overflows a program's counters. */
const MOST_BYTES = 1e12;
const UNIT = { '': 1, K: 1e3, M: 1e6, G: 1e9 } as const;

const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,3})?[KMG]?$/, 'is no amount of bytes, such as 500K, 10M or 1G')
  .transform((text) =>
    Math.round(Number.parseFloat(text) * UNIT[(/[KMG]$/.exec(text)?.[0] ?? '') as keyof typeof UNIT]),
  )
  .refine((bytes) => bytes >= 1 && bytes <= MOST_BYTES, 'is too little or too much: 1 to 1000G');

export const flowSchema = z
  .strictObject({
    at: duration.describe('since the laboratory was up: 500ms, 10s, 2m'),
    from: z.string().describe('the node that sends'),
    to: z.string().describe('the node that receives'),
    kind: z
      .enum(['ping', 'tcp', 'udp', 'http'])
      .describe('ping, a stream by iperf3, or requests of a web server'),
    count: z.int().min(1).max(100_000).optional().describe('ping, http: so many; left out: 10'),
    interval: duration.optional().describe('ping, http: from one to the next; left out: 1s'),
    amount: amount
      .optional()
      .describe('tcp, udp: so many bytes, such as 500K or 10M; http: in each answer; left out: 1M, http 10K'),
    url: z
      .string()
      .regex(/^http:\/\/[^\s"'\\]{1,500}$/, 'is no address of a web page that begins with http://')
      .optional()
      .describe('http: what is asked for, of a server of your own; left out: one on the node that receives'),
    rate: z
      .number()
      .min(0.01)
      .max(100_000)
      .optional()
      .describe('tcp, udp: Mbit/s; left out: udp 1, tcp all that goes'),
    expect: z
      .strictObject({
        rate: z.number().min(0).optional().describe('tcp, udp, http: at least so many Mbit/s arrive'),
        loss: z
          .number()
          .min(0)
          .max(1)
          .optional()
          .describe('ping, udp, http: at most this part is lost, or not answered, 0 to 1'),
        rtt: duration
          .optional()
          .describe('ping, http: the mean of the round trips, or of the requests, is at most that'),
      })
      .optional()
      .describe('what has to be so in the end'),
    within: duration.optional().describe('the longest that it may take; left out: 2m'),
  })
  .describe('traffic from one node to another');

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly kind: 'ping' | 'tcp' | 'udp' | 'http';
  /** Of a server of the laboratory's own. */
  readonly url?: string;
  readonly count: number;
  readonly intervalMs: number;
  readonly bytes: number;
  /** Mbit/s; undefined: all that goes. */
  readonly rate?: number;
  readonly expect: { readonly rate?: number; readonly loss?: number; readonly rttMs?: number };
  readonly withinMs: number;
}

/** What a key is said of. */
const OF = {
  count: ['ping', 'http'],
  interval: ['ping', 'http'],
  amount: ['tcp', 'udp', 'http'],
  rate: ['tcp', 'udp'],
  url: ['http'],
} as const;
const EXPECTED_OF = {
  rate: ['tcp', 'udp', 'http'],
  loss: ['ping', 'udp', 'http'],
  rtt: ['ping', 'http'],
} as const;
const SHORTEST_MS = 2;

export function trafficOf(
  { traffic = [], time }: Pick<ParsedLab, 'traffic' | 'time'>,
  nodes: readonly LabNode[],
  report: (problem: Problem) => void,
): { readonly atMs: number; readonly flow: Flow }[] {
  const named = new Map(nodes.map((node) => [node.name, node]));
  return traffic.map((written, index) => {
    const path = ['traffic', index];
    const {
      at,
      from,
      to,
      kind,
      count = 10,
      interval = 1000,
      amount: bytes = kind === 'http' ? 1e4 : 1e6,
      url,
      rate,
      within = 120_000,
    } = written;
    const expect = written.expect ?? {};
    const misplaced = (key: string, where: readonly (string | number)[], kinds: readonly string[]) =>
      report({
        path: [...where, key],
        message: `is said of ${kinds.join(' and ')}, not of ${kind}; leave it out`,
      });
    for (const [key, kinds] of Object.entries(OF) as [keyof typeof OF, readonly string[]][])
      if (written[key] !== undefined && !kinds.includes(kind)) misplaced(key, path, kinds);
    for (const [key, kinds] of Object.entries(EXPECTED_OF) as [keyof typeof EXPECTED_OF, readonly string[]][])
      if (expect[key] !== undefined && !kinds.includes(kind)) misplaced(key, [...path, 'expect'], kinds);
    for (const [key, name] of [
      ['from', from],
      ['to', to],
    ] as const) {
      const node = named.get(name);
      if (!node)
        report({
          path: [...path, key],
          message: `is "${name}", which is no node here: ${[...named.keys()].join(', ')}`,
        });
      else if (node.address === undefined && !node.dhcp)
        report({ path: [...path, key], message: `is ${name}, which has no address` });
    }
    // iperf3 paces datagrams by the clock, which stands while it computes: all would leave at once.
    if (kind === 'udp' && time === 'virtual')
      report({
        path: [...path, 'kind'],
        message: 'is udp, which cannot be paced with time: virtual; take time: real, or tcp',
      });
    if (url !== undefined && written.amount !== undefined)
      report({
        path: [...path, 'amount'],
        message: 'is what a server of its own sends; leave out amount or url',
      });
    if (from === to) report({ path, message: 'leads from a node to itself' });
    if (interval < SHORTEST_MS)
      report({ path: [...path, 'interval'], message: `is too short: at least ${SHORTEST_MS}ms` });
    const limit = kind === 'tcp' ? rate : (rate ?? 1);
    return {
      atMs: at,
      flow: {
        ...{ from, to, kind, count, intervalMs: interval, bytes, withinMs: within },
        ...(limit === undefined || kind === 'http' ? {} : { rate: limit }),
        ...(url === undefined ? {} : { url }),
        expect: {
          ...(expect.rate === undefined ? {} : { rate: expect.rate }),
          ...(expect.loss === undefined ? {} : { loss: expect.loss }),
          ...(expect.rtt === undefined ? {} : { rttMs: expect.rtt }),
        },
      },
    };
  });
}

export const flowText = ({ from, to, kind }: Flow): string =>
  kind === 'ping'
    ? `${from} pings ${to}`
    : kind === 'http'
      ? `${from} asks ${to} by HTTP`
      : `${from} sends ${to} ${kind.toUpperCase()}`;
