/**
 * What a daemon offers to other languages: one table of methods, from which the server checks what it is asked, and the
 * schema and the clients are made. A method that is here stays; a new form of one is a new version of the protocol.
 */
import { z } from 'zod';

export const PROTOCOL = 1;

const node = z.string().describe("a node's name");
const milliseconds = z.number().min(0);
const nothing = z.null();

const settings = {
  signalDbm: z.int().min(-128).max(0).optional(),
  loss: z.number().min(0).max(1).optional().describe('probability that one transmission is lost'),
  delayUs: z.number().min(0).optional(),
  jitterUs: z.number().min(0).optional(),
  rateBps: z.number().min(0).optional(),
};

const event = z.object({
  name: z.string(),
  text: z.string(),
  fields: z.record(z.string(), z.string()),
});

export interface Method {
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly result: z.ZodType;
}

export const methods = {
  version: {
    summary: 'the version of the protocol, and whose daemon this is',
    params: z.strictObject({}),
    result: z.object({ protocol: z.int(), laboratory: z.string() }),
  },
  laboratory: {
    summary: 'the laboratory with every default filled in, and where its files are',
    params: z.strictObject({}),
    result: z.looseObject({ lab: z.looseObject({}), folder: z.string() }),
  },
  status: {
    summary: 'who is connected to whom; with ping: who reaches whom, measured anew',
    params: z.strictObject({ ping: z.boolean().optional() }),
    result: z.looseObject({ lab: z.string(), nodes: z.array(z.looseObject({ name: z.string() })) }),
  },
  exec: {
    summary:
      'runs a command on a node, or on the machine that all share, to its end; a status other than 0 is a result',
    params: z.strictObject({
      argv: z.array(z.string()).min(1),
      node: node.optional(),
      cwd: z.string().optional(),
      env: z.record(z.string(), z.string()).optional(),
      input: z.string().optional(),
      timeoutMs: milliseconds.optional().describe('wall-clock limit'),
    }),
    result: z.object({
      status: z.int(),
      signal: z.string().optional(),
      stdout: z.string(),
      stderr: z.string(),
    }),
  },
  ping: {
    summary: 'one ping from a node to another',
    params: z.strictObject({ from: node, to: node }),
    result: z.looseObject({ ok: z.boolean(), rttMs: z.number().nullable() }),
  },
  control: {
    summary: "a command of the node's hostapd or wpa_supplicant, with its reply",
    params: z.strictObject({ node, command: z.string().min(1) }),
    result: z.string(),
  },
  event: {
    summary:
      "the next event of the node's hostapd or wpa_supplicant that has one of these names; a command is sent after the listening has begun. null: none came",
    params: z.strictObject({
      node,
      names: z.array(z.string()).min(1),
      withinMs: milliseconds,
      command: z.string().min(1).optional(),
    }),
    result: event.nullable(),
  },
  log: {
    summary: "the last lines of what the node's daemon says",
    params: z.strictObject({ node, lines: z.int().min(1).max(1000).optional() }),
    result: z.array(z.string()),
  },
  link: {
    summary: 'what is special from one node to another from now on; what is left out stays',
    params: z.strictObject({ from: node, to: node, ...settings }),
    result: nothing,
  },
  deny: {
    summary: 'has the receiver drop data of the sender; denied false: not any more',
    params: z.strictObject({ receiver: node, sender: node, denied: z.boolean().optional() }),
    result: nothing,
  },
  place: {
    summary: 'moves a node that the laboratory gives a position, in metres, or sets what it transmits with',
    params: z.strictObject({
      node,
      position: z.object({ x: z.number(), y: z.number(), z: z.number() }).optional(),
      txPowerDbm: z.number().min(0).max(30).optional(),
    }),
    result: nothing,
  },
  mark: { summary: 'remembers how the laboratory stands', params: z.strictObject({}), result: nothing },
  reset: {
    summary: 'puts the air, the access points and the stations back to the mark',
    params: z.strictObject({}),
    result: nothing,
  },
  sleep: {
    summary: "waits in the laboratory's time",
    params: z.strictObject({ milliseconds }),
    result: nothing,
  },
  down: { summary: 'takes the laboratory down', params: z.strictObject({}), result: nothing },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.output<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = z.input<(typeof methods)[M]['result']>;
