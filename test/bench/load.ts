/** Runs programs/load.c in the guest: paths in turns, and what each turn gave. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Context } from '../lib/context.js';

export interface End {
  readonly netns: string;
  readonly address: string;
}

/** Two ends in namespaces of their own, and what lies between them. */
export interface Path {
  readonly name: string;
  /** The path that it is measured against; left out for a yardstick. */
  readonly against?: string;
  readonly from: End;
  readonly to: End;
  /** Of a group path: the namespaces of the receivers; `to` is the broadcast address. */
  readonly receivers?: readonly string[];
}

export interface Kind {
  readonly kind: 'tcp' | 'tcp4' | 'udp' | 'rtt' | 'busy' | 'group';
  readonly measure: string;
  readonly unit: string;
  /** What the program's unit is multiplied with. */
  readonly scale: number;
}

export const KINDS: readonly Kind[] = [
  { kind: 'tcp', measure: 'TCP, one stream', unit: 'Mbit/s', scale: 8e-6 },
  { kind: 'tcp4', measure: 'TCP, four streams', unit: 'Mbit/s', scale: 8e-6 },
  { kind: 'udp', measure: 'UDP, 64 octets', unit: 'k/s', scale: 1e-3 },
  { kind: 'rtt', measure: 'round trip', unit: 'us', scale: 1 },
  { kind: 'busy', measure: 'round trip under load', unit: 'us', scale: 1 },
];
export const GROUP: Kind = { kind: 'group', measure: 'UDP, broadcast', unit: 'k/s', scale: 1e-3 };

/** Where the compiled program lies: in the guest's file system too, which is the host's. */
const PROGRAM = fileURLToPath(new URL('../../build/load', import.meta.url));
const SOURCE = fileURLToPath(new URL('../../bench/programs/load.c', import.meta.url));

export async function compileLoad(): Promise<void> {
  await mkdir(dirname(PROGRAM), { recursive: true });
  await promisify(execFile)('gcc', ['-O2', '-Wall', '-o', PROGRAM, SOURCE]);
}

export interface Turns {
  readonly sliceMs: number;
  readonly turns: number;
}

/** What each path gave in each turn, in the unit of the kind. */
export async function load(
  context: Context,
  { kind, scale }: Kind,
  paths: readonly Path[],
  { sliceMs, turns }: Turns,
): Promise<number[][]> {
  const words = paths.map(({ from, to, receivers }) =>
    receivers
      ? [from.netns, to.address, ...receivers].join(',')
      : [from.netns, from.address, to.netns, to.address].join(','),
  );
  const output = await context.run([PROGRAM, kind, String(sliceMs), String(turns), ...words]);
  const values: number[][] = paths.map(() => []);
  for (const line of output.trim().split('\n')) {
    const [path = 0, , value = Number.NaN] = line.split(' ').map(Number);
    values[path]?.push(value * scale);
  }
  return values;
}
