/** `testbed logs`: what a node's daemon says, or the kernel. */

import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from '../api/session.js';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { visibleLines } from '../visible.js';
import { type Context, namespaceOf, withSession } from './context.js';
import { type Clocks, filtered, type LineFilter, sinceOf } from './log-lines.js';
import type { Terminal } from './terminal.js';

/** Between two looks at a log that has not grown. */
const LOOK_AGAIN_MS = 200;

export interface LogFlags {
  readonly name?: string;
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: string;
}

export async function logs(context: Context, node: string | undefined, flags: LogFlags): Promise<void> {
  const { terminal, signal } = context;
  const { follow = false, tail } = flags;
  const filter: LineFilter = { tail, since: flags.since === undefined ? undefined : sinceOf(flags.since) };
  await withSession(context, flags.name, async (session) => {
    const show = shower(terminal.output);
    const line = (text: string) => show(`${text}\n`);
    if (node === undefined) return kernelLog(session, line, follow, filter, signal);
    const netns = await namespaceOf(session, node);
    const { nodes } = await session.describe();
    const path = nodes[node]?.log ?? '';
    const clocks = filter.since ? await clocksOf(session, netns) : undefined;
    const ended = new AbortController();
    void session.machine.lost.then(() => ended.abort());
    using stop = limited([signal, ended.signal]);
    await copy(path, show, { follow, filter, clocks }, stop);
  });
}

/**
 * Writes text of a guest as it is, but to a terminal without what would change the terminal: a station on the air, or
 * whoever is root in the guest, may have written it.
 */
function shower(output: Terminal['output']): (data: string | Buffer) => void {
  if (!output.isTTY) return (data) => void output.write(data);
  const decoder = new StringDecoder();
  return (data) => {
    const text = typeof data === 'string' ? data : decoder.write(data);
    output.write(visibleLines(text));
  };
}

/** What a machine's own clocks say: its time is not this one's where it is virtual. */
async function clocksOf(session: Session, netns: string | undefined): Promise<Clocks> {
  const script = 'date +%s.%N; cat /proc/uptime';
  const { stdout } = await session.machine.exec(['/bin/sh', '-c', script], netns ? { netns } : {});
  const [real, uptime] = stdout.split('\n').map(Number.parseFloat);
  if (!real || !uptime) throw new TestbedError('NO_CLOCK', 'the machine does not say what time it is');
  return { realS: real, uptimeS: uptime };
}

async function kernelLog(
  session: Session,
  line: (text: string) => void,
  follow: boolean,
  filter: LineFilter,
  signal: AbortSignal,
): Promise<void> {
  const all = await session.machine.kernelLog();
  const clocks = new Map<string | undefined, Clocks>();
  if (filter.since) {
    const { lab } = await session.describe();
    const guests = lab.fleet?.guests.map(({ name }) => name) ?? [undefined];
    for (const guest of guests) clocks.set(guest, await clocksOf(session, guest));
  }
  for (const text of filtered(all, filter, (guest) => clocks.get(guest) ?? [...clocks.values()][0]))
    line(text);
  if (!follow) return;
  // It is told from its beginning again: each line that was there is passed over once.
  const told = new Map<string, number>();
  for (const text of all) told.set(text, (told.get(text) ?? 0) + 1);
  await session.machine.followKernelLog((text) => {
    const left = told.get(text) ?? 0;
    if (left > 0) told.set(text, left - 1);
    else line(text);
  }, signal);
}

interface CopyOptions {
  readonly follow: boolean;
  readonly filter: LineFilter;
  readonly clocks: Clocks | undefined;
}

/** Writes out what of a file the filter lets through, and what is added to it, until the signal. */
async function copy(
  path: string,
  show: (data: string | Buffer) => void,
  { follow, filter, clocks }: CopyOptions,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new TestbedError('NO_LOG', `cannot read the log ${path}: ${error.code}`, {
      hint: 'is the laboratory still up?',
    });
  });
  try {
    if (filter.tail !== undefined || filter.since !== undefined) {
      const text = await file.readFile('utf8');
      // What is not a whole line yet counts as one.
      const open = text !== '' && !text.endsWith('\n');
      const lines = text === '' ? [] : (open ? text : text.slice(0, -1)).split('\n');
      const chosen = filtered(lines, filter, () => clocks);
      if (chosen.length > 0) show(chosen.join('\n') + (open ? '' : '\n'));
    }
    const buffer = Buffer.alloc(65536);
    while (!signal.aborted) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead > 0) show(Buffer.from(buffer.subarray(0, bytesRead)));
      else if (!follow) return;
      else await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    await file.close();
  }
}
