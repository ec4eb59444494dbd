/**
 * A session: all that clients have asked of a laboratory in virtual time, in order, and what each had been told by then.
 * Time passes within calls alone, and a machine takes a call when it rests: who makes the same calls in the same order has
 * the same laboratory again, to the microsecond. One line of JSON for each.
 */
import type { JsonObject } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';

export const SESSION_FILE = 'session.jsonl';

/** What a client does on the channel of its call, after it has opened it. */
export type Said =
  /** A message, in base64. */
  | { readonly data: string; readonly stream: number }
  | { readonly word: Json }
  | { readonly end: true }
  /** It gave the call up, or went away. */
  | { readonly gone: true };

/** Calls are numbered in the order in which they were made. */
export type SessionLine = { readonly call: number } & (
  | { readonly method: string; readonly args: JsonObject }
  | Said
  /** So many messages and words had come back on the channel of the call. */
  | { readonly heard: number }
  | { readonly answered: true }
);

/** How much of what comes back on a channel is counted: messages keep their number, pieces of a stream do not. */
const COUNTED: Readonly<Record<string, 'all' | 'words'>> = {
  'machine.netlink': 'all',
  'machine.datagram': 'all',
  'machine.spawn': 'words',
};
export const isCounted = (method: string, isWord: boolean): boolean =>
  COUNTED[method] === 'all' || (isWord && COUNTED[method] === 'words');

/** Calls that a machine does not notice. */
const UNNOTICED = ['machine.info', 'machine.now', 'machine.wall', 'lab.get', 'wire.get', 'wire.record'];
export const isNoticed = (method: string): boolean => !UNNOTICED.includes(method);

export const BOOT = 'machine.boot';
/** What a client of another language asks for: `method` and `params`. */
export const ASKED = 'json.call';
/** What makes the laboratory; with `record` in its arguments where what happens is taken down. */
export const isMaking = (method: string): boolean => method === 'lab.up' || method === 'lab.bare';

/** What else is done again; anything else in a file is refused. */
const AGAIN = [
  ...['spawn', 'readFile', 'writeFile', 'netlink', 'datagram', 'watch', 'kernelLog', 'sleep', 'hold'].map(
    (name) => `machine.${name}`,
  ),
  ...[
    'status',
    'power',
    'records',
    'explain',
    'note',
    'mark',
    'reset',
    'link',
    'deny',
    'place',
    'signal',
  ].map((name) => `lab.${name}`),
  ...['wire.set', ASKED],
];
export const isRepeated = (method: string): boolean => AGAIN.includes(method) || isMaking(method);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The line; undefined for what is none. */
function lineOf(text: string): SessionLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !Number.isInteger(value.call)) return undefined;
    const good =
      (typeof value.method === 'string' && isObject(value.args)) ||
      (typeof value.data === 'string' && Number.isInteger(value.stream)) ||
      Number.isInteger(value.heard) ||
      value.word !== undefined ||
      [value.end, value.gone, value.answered].includes(true);
    return good ? (value as unknown as SessionLine) : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a file, which may come from anywhere; undefined where one of them is none. */
export function parseSession(text: string): SessionLine[] | undefined {
  const lines = text.split('\n').filter(Boolean).map(lineOf);
  return lines.length > 0 && lines.every((line) => line !== undefined) ? (lines as SessionLine[]) : undefined;
}
