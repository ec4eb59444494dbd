/** The time line of a laboratory that is up: moment after moment, and in the end what became of its traffic. */
import { VWifi } from '@vwifi/nl80211';
import type { TestbedNode } from '../api/node.js';
import type { Testbed } from '../api/testbed.js';
import { errorMessage, TestbedError } from '../errors.js';
import { matchers, type Verdict } from '../fixtures/matchers.js';
import { EVERY_FAULT } from '../lab/faults.js';
import { radioOf } from '../lab/lab.js';
import { withMeasured } from '../lab/measured.js';
import { type Deed, deedText, type Moment } from '../lab/timeline.js';
import { visibleLines } from '../visible.js';
import type { Colours } from './terminal.js';
import { type FlowOutcome, type Measured, measuredText, Traffic } from './traffic.js';

/** What became of one moment. */
export interface Outcome {
  readonly atMs: number;
  readonly what: string;
  /** It is an expectation. */
  readonly claimed: boolean;
  readonly ok: boolean;
  /** Why not; empty where it is so. */
  readonly why: string;
}

/** Plays it in the laboratory's time, and tells what became of each moment and each flow. */
export async function* play(testbed: Testbed, signal: AbortSignal): AsyncGenerator<Outcome | FlowOutcome> {
  const traffic = new Traffic(testbed, signal);
  const faults: StandingFaults = new Map();
  const moments = await withMeasured(testbed.lab.timeline ?? []);
  const start = await testbed.clock.now();
  for (const moment of moments) {
    signal.throwIfAborted();
    const left = moment.atMs - ((await testbed.clock.now()) - start);
    if (left > 0) await testbed.sleep(left, signal);
    if (moment.deed.do !== 'expect' && !moment.isPart) await testbed.note(deedText(moment.deed));
    const outcome = await happen(testbed, { traffic, faults }, moment, signal);
    if (moment.deed.do === 'expect') await testbed.note(`expected: ${outcome.what}`, { ok: outcome.ok });
    if (!moment.isPart || !outcome.ok) yield outcome;
    // What comes after a thing that did not happen means nothing.
    if (!outcome.ok && !outcome.claimed) break;
  }
  yield* traffic.ended();
}

/** A line of it. */
export function playText(event: Outcome | FlowOutcome, colours: Colours): string {
  const why = event.why ? `: ${visibleLines(event.why)}` : '';
  const judged = !('atMs' in event) || event.claimed;
  const mark = event.ok ? (judged ? colours.green('ok  ') : '    ') : colours.red('FAIL');
  if ('atMs' in event) return `${mark} ${`${event.atMs / 1000} s`.padStart(8)}  ${event.what}${why}`;
  const measured = measuredText(event.measured);
  return `${mark} ${'traffic'.padStart(8)}  ${event.what}${measured ? `: ${measured}` : ''}${why}`;
}

/** Numbers of faults by their names. */
type StandingFaults = Map<string, number>;

/** What goes on while it is played. */
interface Going {
  readonly traffic: Traffic;
  readonly faults: StandingFaults;
}

async function happen(
  testbed: Testbed,
  going: Going,
  { atMs, deed }: Moment,
  signal: AbortSignal,
): Promise<Outcome> {
  const claimed = deed.do === 'expect';
  const outcome = (ok: boolean, why = ''): Outcome => ({ atMs, what: deedText(deed), claimed, ok, why });
  try {
    if (deed.do !== 'expect') {
      return outcome(true, (await perform(testbed, going, deed)) ?? '');
    }
    const { pass, message } = await verdictOf(testbed, deed, signal);
    return pass ? outcome(true) : outcome(false, message());
  } catch (error) {
    return outcome(false, errorMessage(error));
  }
}

/** Tells more of it, where there is more to tell. */
async function perform(
  testbed: Testbed,
  { traffic, faults }: Going,
  deed: Exclude<Deed, { do: 'expect' }>,
): Promise<string | undefined | void> {
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
    case 'fade':
      await testbed.link(deed.from, deed.to, { signalDbm: deed.signalDbm });
      if (deed.both) await testbed.link(deed.to, deed.from, { signalDbm: deed.signalDbm });
      return;
    case 'measured':
      // Its values are moments of their own.
      return;
    case 'deny':
      return testbed.deny(deed.receiver, deed.sender, deed.denied);
    case 'stop':
    case 'start':
      return turn(testbed.node(deed.node), deed.do === 'start');
    case 'traffic':
      return traffic.start(deed.flow);
    case 'kill':
    case 'pause':
    case 'resume':
      return command(testbed, deed.node, deed.do);
    case 'medium':
    case 'jam':
    case 'radar': {
      await using wifi = await VWifi.open({ socket: testbed.machine.openNetlink });
      if (deed.do === 'medium') await wifi.vwifi.medium.set(deed.settings);
      else if (deed.do === 'jam') await wifi.vwifi.medium.jam(deed.settings);
      else await wifi.vwifi.medium.radar(deed.frequencyMhz);
      return;
    }
    case 'fault':
      return stand(testbed, faults, deed);
    case 'mend':
      return mend(testbed, faults, deed.fault);
    case 'channel': {
      const said = await testbed
        .node(deed.node)
        .hostapd.request(`CHAN_SWITCH ${deed.beacons} ${deed.frequencyMhz}`);
      if (said.trim() === 'OK') return;
      throw new TestbedError(
        'CHANNEL_REFUSED',
        `hostapd does not go to ${deed.frequencyMhz} MHz: ${said.trim()}`,
      );
    }
    case 'run': {
      const { status, stdout, stderr } = await testbed.node(deed.node).exec(['/bin/sh', '-c', deed.command]);
      if (status === 0) return;
      const said = (stderr.trim() || stdout.trim()).split('\n').slice(-3).join(' | ');
      throw new TestbedError('COMMAND_FAILED', `it ended with status ${status}${said ? `: ${said}` : ''}`);
    }
  }
}

async function stand(
  testbed: Testbed,
  faults: StandingFaults,
  { name, network, from, to, settings }: Extract<Deed, { do: 'fault' }>,
): Promise<void> {
  const radio = (node: string | undefined) => {
    const found = testbed.lab.nodes.find((each) => each.name === node);
    return found && radioOf(found);
  };
  const bssid = network === undefined ? undefined : (await testbed.node(network).hostapd.status()).bssid;
  await using wifi = await VWifi.open({ socket: testbed.machine.openNetlink });
  const id = await wifi.vwifi.faults.add({ ...settings, bssid, from: radio(from), to: radio(to) });
  if (name !== undefined) faults.set(name, id);
}

/** Takes one away, or all; tells what it did. */
async function mend(testbed: Testbed, faults: StandingFaults, name: string): Promise<string> {
  await using wifi = await VWifi.open({ socket: testbed.machine.openNetlink });
  const standing = await wifi.vwifi.faults.list();
  const id = faults.get(name);
  const ended = standing.filter((fault) => name === EVERY_FAULT || fault.id === id);
  if (ended.length === 0 && name !== EVERY_FAULT)
    throw new TestbedError('NO_FAULT', `fault ${name} does not stand`);
  for (const fault of ended) await wifi.vwifi.faults.remove(fault.id);
  const [matched, done] = [ended.map((each) => each.matched), ended.map((each) => each.done)].map((counts) =>
    counts.reduce((sum, each) => sum + each, 0),
  );
  return `done ${done} times, of ${matched} that matched`;
}

const SIGNALS = { kill: 'SIGKILL', pause: 'SIGSTOP', resume: 'SIGCONT' } as const;

/** A machine of its own is ended as by a power failure; else what the node runs. */
function command(testbed: Testbed, name: string, turn: keyof typeof SIGNALS): Promise<void> {
  const node = testbed.node(name);
  return testbed.lab.isolation === 'machine' ? node[turn]() : node.signal(SIGNALS[turn]);
}

async function turn(node: TestbedNode, on: boolean): Promise<void> {
  if (node.kind === 'ap') return void (await node.hostapd.request(on ? 'ENABLE' : 'DISABLE'));
  if (!on) return node.supplicant.disconnect();
  // One that was idle knows its network, and has it switched off.
  await node.supplicant.request('ENABLE_NETWORK all');
  await node.supplicant.reconnect();
}

/** Beside the traffic that goes on. */
const MEASURING_PORT = 5901;
const RATE_FLOW = { count: 1, intervalMs: 0, bytes: 256_000, expect: {}, withinMs: 20_000 } as const;

/** Measures again until it is so, or the time is over. */
async function rateVerdict(
  testbed: Testbed,
  { node, of, above = 0, withinMs }: Extract<Deed, { do: 'expect' }>,
  signal: AbortSignal,
): Promise<Verdict> {
  const flow = { from: node, to: String(of), kind: 'tcp', ...RATE_FLOW } as const;
  const began = await testbed.clock.now();
  for (;;) {
    const traffic = new Traffic(testbed, signal, MEASURING_PORT);
    await traffic.start(flow);
    let measured: Measured = {};
    let why = '';
    for await (const outcome of traffic.ended()) ({ measured, why } = outcome);
    const { rate = 0 } = measured;
    const pass = rate >= above;
    const late = (await testbed.clock.now()) - began >= withinMs;
    if (pass || late)
      return {
        pass,
        message: () =>
          `expected at least ${above} Mbit/s from ${node} to ${String(of)} within ${withinMs / 1000} s; ${why || `it is ${Number(rate.toFixed(2))} Mbit/s`}`,
      };
  }
}

/** After a claim that is denied, a pass of the matcher is the failure. */
async function verdictOf(
  testbed: Testbed,
  deed: Extract<Deed, { do: 'expect' }>,
  signal: AbortSignal,
): Promise<Verdict> {
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
      case 'refused':
        return matchers.toBeRefused.call(given, node, String(of), { withinMs });
      case 'rate':
        return rateVerdict(testbed, deed, signal);
      case 'hears':
        return matchers.toHear.call(given, node, String(of), { withinMs });
    }
  };
  const { pass, message } = await judged();
  return { pass: pass !== isNot, message };
}
