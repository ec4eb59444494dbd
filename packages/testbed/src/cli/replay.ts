/** `testbed replay`: a recorded session again, and where it is another one. */
import { randomBytes } from 'node:crypto';
import { TestbedError } from '../errors.js';
import type { LabRecord } from '../record/record.js';
import { compare } from '../replay/difference.js';
import { differenceLines, secondsText } from '../replay/words.js';
import { openTrace } from '../trace/open.js';
import { visibleLines } from '../visible.js';
import { type Context, print, printJson } from './context.js';
import { Progress } from './progress.js';

export interface ReplayFlags {
  readonly assertSame?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** When the last thing was over. */
const endOf = (records: readonly LabRecord[]): number =>
  records.reduce(
    (last, record) => Math.max(last, (record.kind === 'command' && record.endUs) || record.us),
    0,
  );

export async function replay(context: Context, path: string, flags: ReplayFlags): Promise<number> {
  const { manifest, session: lines, records } = await openTrace(path);
  if (!lines)
    throw new TestbedError(
      'NO_REPLAY',
      `${path} has no session to do again${manifest.noSession ? `: ${manifest.noSession}` : ''}`,
      { hint: 'make one with npx testbed record' },
    );
  const progress = new Progress(context.terminal.errors, false);
  const { session, stopped } = await context.sessions
    .replay(lines, {
      name: `replayed-${process.pid}-${randomBytes(3).toString('hex')}`,
      onEvent: progress.event.bind(progress),
      signal: context.signal,
    })
    .finally(() => progress.end());
  try {
    const again = await session.records();
    const compared = compare(records, again);
    const { first, frame } = compared;
    if (flags.out !== undefined) {
      const { saveTrace } = await import('../trace/keep.js');
      await saveTrace(flags.out, session, { command: { replay: path } });
    }
    if (flags.json)
      printJson(context, { isSame: !first, ...compared, ...(stopped === undefined ? {} : { stopped }) });
    else if (!first)
      print(context, `the same: ${compared.records} records, until ${secondsText(endOf(records))}`);
    else {
      const said = [
        `another one, after ${compared.same} of ${compared.records} records that are the same`,
        ...differenceLines(first),
        ...(frame ? ['the first frame that is different', ...differenceLines(frame)] : []),
        ...(stopped === undefined ? [] : [`it was not done to its end: ${stopped}`]),
      ];
      for (const line of said) print(context, visibleLines(line));
    }
    return first && flags.assertSame ? 1 : 0;
  } finally {
    await session.stop();
  }
}
