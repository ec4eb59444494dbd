/** `testbed test`: laboratories with a time line, run and judged. */
import { errorMessage, TestbedError } from '../errors.js';
import { readLab } from '../lab/parse.js';
import type { Deed } from '../lab/timeline.js';
import type { Left } from '../trace/failed.js';
import type { Kept } from '../trace/keep.js';
import { visibleLines } from '../visible.js';
import { type Context, print, printJson } from './context.js';
import { explanationLines } from './explain.js';
import { isGood, type Played, playThrough } from './judgement.js';
import { variablesFrom } from './launch.js';
import { type Outcome, playText } from './play.js';
import { Progress } from './progress.js';
import { coloursOf, commandLine, seconds } from './terminal.js';
import type { FlowOutcome } from './traffic.js';

export interface TestFlags {
  readonly json?: boolean;
  readonly timeout: number;
  readonly backend?: 'uml' | 'qemu';
  readonly kernel?: string;
  readonly set?: readonly string[];
  /** Of what fails; as `keepFailed` has it. */
  readonly keep?: boolean;
}

interface Judgement {
  readonly file: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly moments: readonly Outcome[];
  /** What became of its traffic, in the order of its beginning. */
  readonly traffic: readonly FlowOutcome[];
  /** Why it could not be judged. */
  readonly error?: string;
  /** The folder with what is left of a failure. */
  readonly kept?: string;
}

export async function test(context: Context, files: readonly string[], flags: TestFlags): Promise<number> {
  const judgements: Judgement[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    judgements.push(await judgeFile(context, file, flags));
  }
  if (flags.json) printJson(context, judgements);
  else {
    const failed = judgements.filter(({ ok }) => !ok).length;
    print(context, `${judgements.length - failed} passed, ${failed} failed`);
  }
  return judgements.every(({ ok }) => ok) ? 0 : 1;
}

/** Whether it can turn out otherwise than expected. */
const isJudged = (deed: Deed): boolean =>
  deed.do === 'expect' || (deed.do === 'traffic' && Object.keys(deed.flow.expect).length > 0);

async function judgeFile(context: Context, file: string, flags: TestFlags): Promise<Judgement> {
  const began = performance.now();
  const say = (text: string) => {
    if (!flags.json) print(context, text);
  };
  const colours = coloursOf(context.terminal.output);
  const played: Played = { moments: [], flows: [] };
  let left: Left | undefined;
  const end = (error?: string): Judgement => {
    const ok = error === undefined && isGood(played);
    const ms = Math.round(performance.now() - began);
    if (error !== undefined) say(`     ${visibleLines(error).replaceAll('\n', '\n     ')}`);
    say(`${ok ? colours.green('PASS') : colours.red('FAIL')} ${file} ${colours.dim(seconds(ms))}`);
    if (left) say(`     ${left.text}`);
    const { moments, flows: traffic } = played;
    return {
      ...{ file, ok, ms, moments, traffic },
      ...(error === undefined ? {} : { error }),
      ...(left?.folder === undefined ? {} : { kept: left.folder }),
    };
  };
  const leave = async (of: Kept, name: string): Promise<void> => {
    const { keepFailed } = await import('../trace/failed.js');
    left = await keepFailed(of, name, { command: { test: file }, repeat: commandLine() }, flags.keep);
  };
  const progress = new Progress(context.terminal.errors, false);
  try {
    const conditions = {
      ...variablesFrom(flags.set),
      ...(flags.backend ? { backend: flags.backend } : {}),
      ...(flags.kernel ? { kernel: flags.kernel } : {}),
    };
    const lab = await readLab(file, conditions);
    if (!lab.timeline?.some(({ deed }) => isJudged(deed)))
      throw new TestbedError('NOTHING_EXPECTED', `${file} expects nothing, so it cannot be judged`, {
        hint: 'add a time line: timeline: [{ at: 1s, expect: { node: sta1, connected: true } }]',
      });
    await playThrough(
      {
        ...{ file, conditions, signal: context.signal, timeoutMs: flags.timeout * 1000 },
        onStep: progress.event.bind(progress),
        onMade: () => progress.end(),
        onHappened: (event) => say(playText(event, colours)),
        onFailed: async (laboratory) => {
          await using session = await context.sessions.attach(laboratory);
          const lines = await explanationLines(session).catch(() => []);
          for (const line of lines) say(`     ${line}`);
          await leave(session, lab.name);
        },
        onUnmade: (made) => leave(made, lab.name),
      },
      played,
    );
    return end();
  } catch (error) {
    if (context.signal.aborted) throw error;
    const { hint } = error as { hint?: string };
    return end(`error: ${errorMessage(error)}${hint ? `\nhint: ${hint}` : ''}`);
  }
}
