import type { View } from './view.js';

const KIND = {
  request: ['->', 36],
  dump: ['=>', 36],
  reply: ['<-', 32],
  event: ['**', 33],
  ack: ['<-', 90],
  done: ['<=', 90],
  error: ['!!', 31],
} as const;

/** JSON of what messages hold: bytes as hex, counters of 64 bits as decimal text. */
export function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value;
}

function short(value: unknown): string {
  const text = JSON.stringify(value, plain) ?? '';
  return text.length > 160 ? `${text.slice(0, 150)}... (${text.length} characters)` : text;
}

function clock(timeUs: number | undefined): string {
  if (timeUs === undefined) return '';
  return `${new Date(timeUs / 1000).toISOString().slice(11, 23)} `;
}

/** A view as a line for the eye. */
export function viewText(view: View, colour: boolean): string {
  const { kind, family, command, port, attributes, timeUs } = view;
  const [arrow, number] = KIND[kind];
  const paint = (text: string, code: number): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const name = [family === 'nl80211' ? '' : family, command].filter(Boolean).join(' ');
  const rest = Object.entries(attributes).map(([key, value]) => `${paint(key, 2)}=${short(value)}`);
  const who = kind === 'event' ? '' : paint(` [${port}]`, 90);
  const what = kind === 'ack' || kind === 'done' ? `${name} ${kind === 'ack' ? 'ok' : 'end'}` : name;
  return [`${paint(clock(timeUs), 90)}${paint(`${arrow} ${what}`, number)}${who}`, ...rest].join(' ');
}

/** A view as a line for programs. */
export function viewJson(view: View): string {
  return JSON.stringify(view, plain);
}
