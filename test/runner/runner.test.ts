import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../lib/context.js';
import { scenario } from '../lib/scenario.js';
import type { NamedScenario } from './discover.js';
import { type FakeGuest, fakeGuest } from './fake-guest.js';
import { troubleIn } from './kernel-log.js';
import type { Outcome } from './outcome.js';
import { reportLines } from './report.js';
import { selectJobs } from './run.js';
import { batches, type Job, schedule } from './schedule.js';

const named = (
  name: string,
  run: (context: Context) => Promise<void> = async () => {},
  options = {},
): NamedScenario => ({ name, ...scenario(`it does ${name}`, options, run) });

describe('running scenarios', () => {
  let results: string;
  const guests: FakeGuest[] = [];
  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'vwifi-runner-'));
    guests.length = 0;
  });
  afterEach(() => rm(results, { recursive: true }));

  const run = async (...jobs: Job[]): Promise<Outcome[]> =>
    schedule(jobs, {
      boot: async (kernel) => {
        const guest = fakeGuest(kernel);
        guests.push(guest);
        return guest;
      },
      lanes: 2,
      driver: 'vwifi',
      results,
      report: () => {},
    });

  test('what it did is undone, last first, and the guest closed', async () => {
    const done = named('done', async (context) => {
      context.onEnd('one', async () => void (await context.run(['undo', 'one'])));
      context.onEnd('two', async () => void (await context.run(['undo', 'two'])));
      await context.run(['do', 'it']);
    });
    const [outcome] = await run({ scenario: done, kernel: 'uml-fast' });
    expect(outcome?.verdict).toBe('passed');
    expect(guests[0]?.ran).toEqual(['do it', 'undo two', 'undo one']);
    expect(guests[0]?.closed).toBe(true);
  });

  test('a failure is kept with its timeline and the command that repeats it', async () => {
    const bad = named('bad', async (context) => {
      context.onEnd('mend', () => Promise.reject(new Error('cannot')));
      context.onFailure('picture.txt', async () => 'how it looked');
      context.onFailure('darkness.txt', () => Promise.reject(new Error('no light')));
      await context.run(['do', 'it']);
      throw new Error('it did not');
    });
    const [outcome] = await run({ scenario: bad, kernel: 'uml-fast' });
    expect(outcome).toMatchObject({ verdict: 'failed', reasons: ['it did not', 'teardown: mend: cannot'] });
    const kept = (name: string) => readFile(join(outcome?.folder ?? '', name), 'utf8');
    expect(await kept('timeline.txt')).toContain('$ do it');
    expect(await kept('failure.txt')).toContain('node tools/test.mjs --guest --only bad --kernel uml-fast');
    expect(await kept('console.log')).toBe('console');
    expect(await kept('picture.txt')).toBe('how it looked');
    expect(await kept('darkness.txt')).toBe('not to be had: no light\n');
    expect(outcome && reportLines(outcome).map((line) => line.trim())).toContain('how it looked');
  });

  test('a word from the kernel fails what otherwise went well', async () => {
    const noisy = named('noisy', async () =>
      guests[0]?.say('[ 1.0] vwifi: hello', '[ 2.0] WARNING: CPU: 0 PID: 1'),
    );
    const [outcome] = await run({ scenario: noisy, kernel: 'uml-debug' });
    expect(outcome).toMatchObject({ verdict: 'failed', reasons: ['[ 2.0] WARNING: CPU: 0 PID: 1'] });
  });

  test('on the fast kernel five share a boot; one that fails says who was there before', async () => {
    const fail = named('fail', () => Promise.reject(new Error('no')));
    const all = [named('a'), fail, ...['b', 'c', 'd', 'e'].map((name) => named(name))];
    const outcomes = await run(...all.map((scenario) => ({ scenario, kernel: 'uml-fast' as const })));
    expect(guests.map(({ scenarios }) => scenarios.join(' '))).toEqual(
      expect.arrayContaining(['a fail', 'b c d', 'e']),
    );
    const folder = outcomes.find(({ scenario }) => scenario === fail)?.folder ?? '';
    expect(await readFile(join(folder, 'failure.txt'), 'utf8')).toContain(
      'In company, as it was: node tools/test.mjs --guest --only a --only fail --kernel uml-fast',
    );
  });

  test('in QEMU scenarios share a boot until one has failed', async () => {
    const fail = named('fail', () => Promise.reject(new Error('no')));
    const jobs = [named('a'), fail, named('b'), named('c')].map((scenario) => ({
      scenario,
      kernel: '6.1' as const,
    }));
    const outcomes = await run(...jobs);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'passed', 'passed']);
    expect(guests.map(({ closed }) => closed)).toEqual([true, true]);
  });

  test('a kernel that does not boot fails its scenarios', async () => {
    const boot = () => Promise.reject(new Error('no image'));
    const options = { boot, lanes: 1, driver: 'vwifi' as const, results, report: () => {} };
    const outcomes = await schedule([{ scenario: named('a'), kernel: '6.12' }], options);
    expect(outcomes).toMatchObject([{ verdict: 'failed', reasons: ['6.12 does not boot: no image'] }]);
  });
});

describe('the matrix', () => {
  const core = named('core-one', undefined, { core: true });
  const strict = named('strict', undefined, { debug: true });
  const other = named('other');
  const special = named('special', undefined, { only: ['6.12'] });
  const cells = (options: Parameters<typeof selectJobs>[1]) =>
    selectJobs([core, strict, other, special], options).map(
      ({ kernel, scenario }) => `${kernel} ${scenario.name}`,
    );

  test('the core runs everywhere, the rest on the fast kernel', () => {
    expect(cells({})).toEqual([
      'uml-fast core-one',
      'uml-fast strict',
      'uml-fast other',
      'uml-debug core-one',
      'uml-debug strict',
      '6.1 core-one',
      '6.12 core-one',
      '6.12 special',
    ]);
  });

  test('a scenario and a kernel named together are run', () => {
    expect(cells({ only: ['other'], kernels: ['uml-debug'] })).toEqual(['uml-debug other']);
    expect(cells({ only: ['other'] })).toEqual(['uml-fast other']);
    expect(cells({ kernels: ['6.1'] })).toEqual(['6.1 core-one']);
  });

  test('a usual run has each scenario once, the core on stock kernels too, and nothing where it is long', () => {
    const long = named('long', undefined, { nightly: true });
    const longOnHost = named('long-on-host', undefined, { only: ['host'], nightly: true });
    const longOnDebug = named('long-on-debug', undefined, { debug: true, nightly: 'debug' });
    const longOnStock = named('long-on-stock', undefined, { core: true, nightly: 'stock' });
    const scenarios = [core, strict, other, special, long, longOnHost, longOnDebug, longOnStock];
    const chosen = (options: Parameters<typeof selectJobs>[1]) =>
      selectJobs(scenarios, options).map(({ kernel, scenario }) => `${kernel} ${scenario.name}`);
    expect(chosen({ daily: true })).toEqual([
      'uml-fast other',
      'uml-fast long-on-debug',
      'uml-debug core-one',
      'uml-debug strict',
      'uml-debug long-on-stock',
      '6.1 core-one',
      '6.12 core-one',
      '6.12 special',
    ]);
    const everywhere = chosen({ only: ['long'], kernels: ['uml-fast', 'host'] });
    expect(everywhere).toEqual([
      'uml-fast long',
      'uml-fast long-on-debug',
      'uml-fast long-on-stock',
      'host long-on-host',
    ]);
  });

  test('scenarios share a boot, but for those that want it alone', () => {
    const lone: NamedScenario = { ...strict, name: 'lone', alone: true };
    const sizes = batches(selectJobs([core, lone, strict], {})).map((batch) =>
      batch.map(({ kernel, scenario }) => `${kernel} ${scenario.name}`),
    );
    expect(sizes).toEqual([
      ['uml-fast core-one', 'uml-fast strict'],
      ['uml-fast lone'],
      ['uml-debug core-one', 'uml-debug strict'],
      ['uml-debug lone'],
      ['6.1 core-one'],
      ['6.12 core-one'],
    ]);
  });
});

describe('the kernel log', () => {
  test.each([
    'WARNING: CPU: 0 PID: 412 at net/wireless/scan.c:1089 cfg80211_scan_done+0x1a/0x20 [cfg80211]',
    'BUG: kernel NULL pointer dereference, address: 0000000000000008',
    'BUG: KASAN: slab-use-after-free in vwifi_xmit+0x3c/0x90 [vwifi]',
    'kernel BUG at lib/list_debug.c:35!',
    'INFO: possible recursive locking detected',
    'WARNING: suspicious RCU usage',
    'refcount_t: underflow; use-after-free.',
    'BUG: scheduling while atomic: swapper/0/0/0x00000100',
    'unregister_netdevice: waiting for vw0 to become free. Usage count = 1',
    'INFO: task rmmod:512 blocked for more than 120 seconds.',
    'memcpy: detected field-spanning write (size 1514) of single field "pkt->data" at x.c:838 (size 1500)',
    'kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)',
  ])('trouble: %s', (line) => {
    expect(troubleIn([`[   12.345678] ${line}`])).toHaveLength(1);
  });

  test.each([
    'vwifi: loading out-of-tree module taints kernel.',
    'cfg80211: Loaded X.509 cert',
    'IPv6: ADDRCONF(NETDEV_CHANGE): vw0: link becomes ready',
    'platform regulatory.0: firmware: failed to load regulatory.db (-2)',
  ])('nothing to see: %s', (line) => {
    expect(troubleIn([`[   12.345678] ${line}`])).toEqual([]);
  });
});
