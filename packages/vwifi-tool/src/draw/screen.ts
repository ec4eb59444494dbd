/** A whole screen that is drawn anew: in a terminal in place, elsewhere one picture after the other. */
import { limited } from '@vwifi/nl80211/deadline';
import type { Context } from '../context.js';

const CTRL_C = 3;
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const REST_OF_LINE = '\x1b[K';
const REST_OF_SCREEN = '\x1b[J';

const cut = (line: string, columns: number): string => [...line].slice(0, columns).join('');

/**
 * Draws until the signal is given, `q` is pressed, or `picture` has no text any more. `pause` waits for the next one,
 * where `picture` does not.
 */
export async function live(
  context: Context,
  picture: () => Promise<string | undefined>,
  pause: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { out, input } = context;
  const stop = new AbortController();
  using signal = limited([context.signal, stop.signal]);
  const stopped = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  const keys = Boolean(out.isTTY && input?.isTTY);
  const onKey = (bytes: Buffer): void => {
    // Raw mode: Ctrl-C comes as a byte.
    if (bytes.includes(CTRL_C) || bytes.includes('q')) stop.abort();
  };
  if (out.isTTY) out.write(ENTER);
  if (keys) input?.setRawMode(true).on('data', onKey).resume();
  try {
    while (!signal.aborted) {
      const text = await Promise.race([picture(), stopped]);
      if (text === undefined || signal.aborted) break;
      out.write(out.isTTY ? frame(text, out.columns ?? 80, out.rows ?? 24) : `${text}\n\n`);
      await pause(signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (keys) input?.setRawMode(false).off('data', onKey).pause();
    if (out.isTTY) out.write(LEAVE);
  }
}

function frame(text: string, columns: number, rows: number): string {
  const lines = text.split('\n').slice(0, rows);
  return `${HOME}${lines.map((line) => cut(line, columns) + REST_OF_LINE).join('\r\n')}${REST_OF_SCREEN}`;
}
