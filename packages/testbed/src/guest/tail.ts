import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log, without colours and other control sequences; none when there is no log. */
export function tail(path: string, lines = 12): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, 64 * 1024));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return (
      buffer
        .toString()
        .split('\n')
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
        .map((line) => line.replace(/\x1b(\[[\d;?]*[A-Za-z]|.)|[\x00-\x08\x0b-\x1f]/g, '').trimEnd())
        .filter((line) => line !== '')
        .slice(-lines)
    );
  } finally {
    closeSync(descriptor);
  }
}
