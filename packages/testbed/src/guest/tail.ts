import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** So much of its end is looked at. */
const LAST = 64 * 1024;

/** The last lines of a log, without colours and other control sequences; none when there is no log. */
export function tail(path: string, lines = 12): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    // A guest may make its console of any length, holes and all: more than a number holds.
    const { size } = fstatSync(descriptor, { bigint: true });
    const buffer = Buffer.alloc(size < LAST ? Number(size) : LAST);
    readSync(descriptor, buffer, 0, buffer.length, size - BigInt(buffer.length));
    return (
      buffer
        .toString()
        .split('\n')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
        .map((line) => line.replace(/\x1b(\[[\d;?]*[A-Za-z]|.)|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '').trimEnd())
        .filter((line) => line !== '')
        .slice(-lines)
    );
  } finally {
    closeSync(descriptor);
  }
}
