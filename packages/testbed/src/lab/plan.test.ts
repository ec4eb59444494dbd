import { defaultLab } from './default.js';
import { labFrom } from './from-object.js';
import { loadWords } from './load.js';
import { parseLab } from './parse.js';
import { planOf, type Step } from './plan.js';
import { runPlan, type StepEvent } from './run-plan.js';

const origin = { folder: '/', name: 'x' };
const signal = new AbortController().signal;

describe('the plan of the default laboratory', () => {
  const plan = planOf(labFrom(defaultLab, origin));

  it('says what is done after what', () => {
    expect(plan.map(({ title, after }) => `${title} <- ${after.join(', ')}`)).toEqual([
      'load vwifi with 3 radios <- ',
      'make 3 namespaces <- ',
      'move 3 radios <- load, namespaces',
      'give addresses <- radios',
      'ap: start hostapd <- radios',
      'sta1: start wpa_supplicant <- radios',
      'sta2: start wpa_supplicant <- radios',
      'sta1: connect to ap <- start:sta1, start:ap',
      'sta2: connect to ap <- start:sta2, start:ap',
      'put module and samples in place <- radios',
      'ping between all pairs <- addresses, start:ap, connect:sta1, connect:sta2',
    ]);
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

it('gives hardware addresses before a daemon brings the interface up', () => {
  const plan = planOf(parseLab('nodes: {ap: {kind: ap, mac: "02:00:00:00:00:01"}}', 'l.yaml'));
  expect(plan.find(({ id }) => id === 'start:ap')?.after).toEqual(['addresses']);
});

it('tells the driver what radios are called, where that is said', () => {
  expect(loadWords('/m.ko', { radios: 2 }, false)).toEqual(['/m.ko', 'station=2']);
  expect(loadWords('/m.ko', { radios: 2, names: 'wlan' }, false)).toContain('names=wlan');
});

it('loads as many radios as the highest interface needs', () => {
  const plan = planOf(parseLab('nodes: {ap: {kind: ap, interface: vw6}}', 'l.yaml'));
  expect(plan[0]?.action).toEqual({ do: 'load', driver: 'vwifi', radios: 7 });
});

describe('running a plan', () => {
  const step = (id: string, ...after: string[]): Step => ({
    id,
    title: id,
    after,
    action: { do: 'namespaces', names: [] },
  });

  it('runs what it can at once, and the rest in order', async () => {
    const log: string[] = [];
    const events: StepEvent[] = [];
    let time = 0;
    await runPlan(
      [step('a'), step('b'), step('c', 'a', 'b')],
      async ({ id }) => {
        log.push(`+${id}`);
        await new Promise(setImmediate);
        time += 5;
        log.push(`-${id}`);
      },
      { signal, onEvent: (event) => events.push(event), now: () => time },
    );
    expect(log).toEqual(['+a', '+b', '-a', '-b', '+c', '-c']);
    expect(events.at(-1)).toEqual({ step: 'c', title: 'c', state: 'done', ms: 5 });
  });

  it('stops the others when one fails, and throws its error when all have ended', async () => {
    let ended = false;
    const states: string[] = [];
    const run = runPlan(
      [step('bad'), step('slow'), step('never', 'bad')],
      async ({ id }, stop) => {
        if (id === 'bad') throw new Error('no such thing');
        if (id === 'never') throw new Error('was run');
        await new Promise((resolve) => stop.addEventListener('abort', resolve));
        await new Promise(setImmediate);
        ended = true;
        stop.throwIfAborted();
      },
      { signal, onEvent: ({ step, state }) => states.push(`${step} ${state}`) },
    );
    await expect(run).rejects.toThrow('no such thing');
    expect(states).toEqual(['bad running', 'slow running', 'bad failed', 'slow stopped']);
    expect(ended).toBe(true);
  });

  it('ends with the reason of the signal when interrupted', async () => {
    const controller = new AbortController();
    const run = runPlan(
      [step('a'), step('b', 'a')],
      async (_, stop) => {
        controller.abort(new Error('interrupted'));
        stop.throwIfAborted();
      },
      { signal: controller.signal },
    );
    await expect(run).rejects.toThrow('interrupted');
  });
});
