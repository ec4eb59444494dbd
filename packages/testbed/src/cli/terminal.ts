/** The person at the other end: where output goes, and whether it can be redrawn. */

import type { Readable, Writable } from 'node:stream';
import picocolors from 'picocolors';
import { shellQuote } from '../machine/command.js';

export interface Terminal {
  readonly input: Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode'>>;
  readonly output: Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'>>;
  /** Progress and errors. */
  readonly errors: Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;
}

export const processTerminal = (): Terminal => ({
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
});

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours only where a person sees them, and wants them (NO_COLOR). */
export const coloursOf = (stream: { readonly isTTY?: boolean | undefined }): Colours =>
  picocolors.createColors(Boolean(stream.isTTY) && picocolors.isColorSupported);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** How this program was called, as a shell takes it. */
export const commandLine = (words: readonly string[] = process.argv.slice(2)): string =>
  ['npx', 'testbed', ...words].map(shellQuote).join(' ');
