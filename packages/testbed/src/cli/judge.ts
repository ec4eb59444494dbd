/** `testbed test`: laboratories with a time line, run and judged. */
import { randomBytes } from 'node:crypto';
import type { TestbedNode } from '../api/node.js';
import { Testbed } from '../api/testbed.js';
import { errorMessage, TestbedError } from '../errors.js';
import { matchers, type Verdict } from '../fixtures/matchers.js';
import { readLab } from '../lab/parse.js';
import { type Deed, deedText, type Moment } from '../lab/timeline.js';
import { visibleLines } from '../visible.js';
import { type Context, print, printJson } from './context.js';
import { Progress } from './progress.js';
import { coloursOf, seconds } from './terminal.js';

export interface TestFlags {
  readonly json?: boolean;
  readonly timeout: number;
  readonly backend?: 'uml' | 'qemu';
  readonly kernel?: string;
}

/** What became of one moment. */
interface Outcome {
  readonly atMs: number;
  readonly what: string;
  readonly ok: boolean;
  /** Why not; empty where it is so. */
  readonly why: string;
}

interface Judgement {
  readonly file: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly moments: readonly Outcome[];
  /** Why it could not be judged. */
  readonly error?: string;
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

async function judgeFile(context: Context, file: string, flags: TestFlags): Promise<Judgement> {
  const began = performance.now();
  const say = (text: string) => {
    if (!flags.json) print(context, text);
  };
  const colours = coloursOf(context.terminal.output);
  const outcomes: Outcome[] = [];
  const end = (error?: string): Judgement => {
    const ok = error === undefined && outcomes.every((outcome) => outcome.ok);
    const ms = Math.round(performance.now() - began);
    if (error !== undefined) say(`     ${visibleLines(error).replaceAll('\n', '\n     ')}`);
    say(`${ok ? colours.green('PASS') : colours.red('FAIL')} ${file} ${colours.dim(seconds(ms))}`);
    return { file, ok, ms, moments: outcomes, ...(error === undefined ? {} : { error }) };
  };
  const progress = new Progress(context.terminal.errors, false);
  try {
    const lab = await readLab(file, {
      ...(flags.backend ? { backend: flags.backend } : {}),
      ...(flags.kernel ? { kernel: flags.kernel } : {}),
    });
    if (!lab.timeline?.some(({ deed }) => deed.do === 'expect'))
      throw new TestbedError('NOTHING_EXPECTED', `${file} expects nothing, so it cannot be judged`, {
        hint: 'add a time line: timeline: [{ at: 1s, expect: { node: sta1, connected: true } }]',
      });
    await using testbed = await Testbed.up(file, {
      name: `judged-${process.pid}-${randomBytes(3).toString('hex')}`,
      ...{ signal: context.signal, timeoutMs: flags.timeout * 1000 },
      ...(flags.backend ? { backend: flags.backend } : {}),
      ...(flags.kernel ? { kernel: flags.kernel } : {}),
      onEvent: progress.event.bind(progress),
    }).finally(() => progress.end());
    const start = await testbed.clock.now();
    for (const moment of lab.timeline) {
      const left = moment.atMs - ((await testbed.clock.now()) - start);
      if (left > 0) await testbed.sleep(left, context.signal);
      const outcome = await judge(testbed, moment);
      outcomes.push(outcome);
      const mark =
        moment.deed.do === 'expect' ? (outcome.ok ? colours.green('ok  ') : colours.red('FAIL')) : '    ';
      const at = `${moment.atMs / 1000} s`.padStart(8);
      say(
        `${outcome.ok ? mark : colours.red('FAIL')} ${at}  ${outcome.what}${outcome.why ? `: ${visibleLines(outcome.why)}` : ''}`,
      );
      // What comes after a thing that did not happen means nothing.
      if (!outcome.ok && moment.deed.do !== 'expect') break;
    }
    return end();
  } catch (error) {
    if (context.signal.aborted) throw error;
    const { hint } = error as { hint?: string };
    return end(`error: ${errorMessage(error)}${hint ? `\nhint: ${hint}` : ''}`);
  }
}

async function judge(testbed: Testbed, { atMs, deed }: Moment): Promise<Outcome> {
  const outcome = (ok: boolean, why = ''): Outcome => ({ atMs, what: deedText(deed), ok, why });
  try {
    if (deed.do !== 'expect') {
      await perform(testbed, deed);
      return outcome(true);
    }
    const { pass, message } = await verdictOf(testbed, deed);
    return pass ? outcome(true) : outcome(false, message());
  } catch (error) {
    return outcome(false, errorMessage(error));
  }
}

async function perform(testbed: Testbed, deed: Exclude<Deed, { do: 'expect' }>): Promise<void> {
  switch (deed.do) {
    case 'move': {
      const [x = 0, y = 0, z = 0] = deed.to;
      return testbed.node(deed.node).place({ position: { x, y, z } });
    }
    case 'power':
      return testbed.node(deed.node).place({ txPowerDbm: deed.dbm });
    case 'link':
      await testbed.link(deed.from, deed.to, deed.settings);
      if (deed.both) await testbed.link(deed.to, deed.from, deed.settings);
      return;
    case 'deny':
      return testbed.deny(deed.receiver, deed.sender, deed.denied);
    case 'stop':
    case 'start':
      return turn(testbed.node(deed.node), deed.do === 'start');
    case 'run': {
      const { status, stdout, stderr } = await testbed.node(deed.node).exec(['/bin/sh', '-c', deed.command]);
      if (status === 0) return;
      const said = (stderr.trim() || stdout.trim()).split('\n').slice(-3).join(' | ');
      throw new TestbedError('COMMAND_FAILED', `it ended with status ${status}${said ? `: ${said}` : ''}`);
    }
  }
}

async function turn(node: TestbedNode, on: boolean): Promise<void> {
  if (node.kind === 'ap') await node.hostapd.request(on ? 'ENABLE' : 'DISABLE');
  else await (on ? node.supplicant.reconnect() : node.supplicant.disconnect());
}

/** After a claim that is denied, a pass of the matcher is the failure. */
async function verdictOf(testbed: Testbed, deed: Extract<Deed, { do: 'expect' }>): Promise<Verdict> {
  const node = testbed.node(deed.node);
  const { claim, of, withinMs } = deed;
  const isNot = claim === 'unreachable' || (claim === 'connected' && of === false);
  const given = { isNot };
  const judged = async (): Promise<Verdict> => {
    switch (claim) {
      case 'connected':
        return matchers.toBeConnected.call(given, node, { withinMs });
      case 'roamed':
        return matchers.toRoamTo.call(given, node, testbed.node(String(of)), { withinMs });
      case 'reaches':
      case 'unreachable':
        return matchers.toReach.call(given, node, String(of), { withinMs });
      case 'hears':
        return matchers.toHear.call(given, node, String(of), { withinMs });
    }
  };
  const { pass, message } = await judged();
  return { pass: pass !== isNot, message };
}
