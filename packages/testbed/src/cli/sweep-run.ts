/** One run of a sweep, in this process: from its number to its result. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { type RunResult, readResult, writeResult } from '../sweep/results.js';
import { conditionsOf, foldersOf, keysOf, type Sweep } from '../sweep/sweep.js';
import { type Context, print } from './context.js';
import { isGood, type Played, playThrough } from './judgement.js';
import { playText } from './play.js';
import { coloursOf, seconds } from './terminal.js';
import type { FlowOutcome } from './traffic.js';

/** A laboratory in which a station does not come in has a result, which its values and seed bring about again. Others are this machine's. */
const OUTCOMES = new Set(['NOT_CONNECTED', 'NOT_AUTHORIZED', 'WRONG_PASSPHRASE', 'JOIN_FAILED']);

/** What each flow measured, by a name that a column can have. */
function measuredIn(flows: readonly FlowOutcome[]): Record<string, number> {
  const measured: Record<string, number> = {};
  const names = { rate: 'Mbit/s', loss: 'lost', rttMs: 'round trip ms', jitterMs: 'jitter ms' } as const;
  flows.forEach(({ what, measured: values }, index) => {
    const before = flows.slice(0, index).filter((each) => each.what === what).length;
    const title = before === 0 ? what : `${what} (${before + 1})`;
    for (const [key, unit] of Object.entries(names) as [keyof typeof names, string][]) {
      const value = values[key];
      if (value !== undefined) measured[`${title}: ${unit}`] = value;
    }
  });
  return measured;
}

const whyOf = ({ moments, flows }: Played): string =>
  [...moments, ...flows]
    .filter(({ ok }) => !ok)
    .map((outcome) => {
      const when = 'atMs' in outcome ? `${outcome.atMs / 1000} s ` : '';
      return `${when}${outcome.what}: ${outcome.why.split('\n')[0] ?? ''}`;
    })
    .join('; ');

/** Runs it, unless its result is there; the status says whether there is a result, whatever that is. */
export async function runOne(context: Context, sweep: Sweep, index: number): Promise<number> {
  const run = sweep.runs[index];
  if (!run)
    throw new TestbedError('USAGE', `--run ${index}: the sweep has runs 0 to ${sweep.runs.length - 1}`, {
      hint: 'the file may have changed since they were counted',
    });
  const key = (await keysOf(sweep))(run);
  if (await readResult(sweep, key)) {
    print(context, `${run.title}: has its result`);
    return 0;
  }
  const began = performance.now();
  const failed = join(foldersOf(sweep).failed, key);
  await rm(failed, { recursive: true, force: true });
  const played: Played = { moments: [], flows: [] };
  const colours = coloursOf(context.terminal.output);
  let error = '';
  try {
    await playThrough(
      {
        ...{ file: sweep.lab, conditions: conditionsOf(sweep, run) },
        ...{ signal: context.signal, timeoutMs: sweep.timeoutMs },
        onStep: () => {},
        onMade: () => {},
        onHappened: (event) => print(context, playText(event, colours)),
        onFailed: async (laboratory) => {
          const { keepTraceIn } = await import('../trace/keep.js');
          const session = await context.sessions.attach(laboratory);
          try {
            await keepTraceIn(failed, session, { command: { sweep: sweep.file, ...run } });
          } finally {
            await session.close();
          }
        },
      },
      played,
    );
  } catch (cause) {
    if (!OUTCOMES.has(errorCode(cause) ?? '')) throw cause;
    error = errorMessage(cause);
    print(context, `error: ${error}`);
  }
  const result: RunResult = {
    ...{ key, values: run.values, seed: run.seed },
    ok: error === '' && isGood(played),
    why: error || whyOf(played),
    measured: measuredIn(played.flows),
    ...{ moments: played.moments, traffic: played.flows },
    ms: Math.round(performance.now() - began),
  };
  await writeResult(sweep, result);
  print(context, `${result.ok ? 'ok  ' : 'FAIL'} ${run.title} ${seconds(result.ms)}`);
  return 0;
}
