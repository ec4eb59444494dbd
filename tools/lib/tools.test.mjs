import { closingLine } from './jest-reporter.mjs';
import { used } from './kernels.mjs';
import { lockMatches } from './node-modules.mjs';
import { PREREQUISITES } from './prerequisites.mjs';
import { Failure } from './progress.mjs';
import { attempt, run } from './run.mjs';
import { rowsOf } from './setup.mjs';

describe('what is installed', () => {
  const lock = {
    '': { version: '0.1.0' },
    'packages/p': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/@p/p': { link: true },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-o', optional: true },
  };
  const { 'node_modules/other-platform': _, ...installed } = lock;

  test('the same versions and hashes match, what is optional may be missing', () => {
    expect(lockMatches(lock, installed)).toBe(true);
  });

  test('another version, another hash or a missing package does not match', () => {
    for (const a of [
      { version: '1.0.1', integrity: 'sha512-a' },
      { version: '1.0.0', integrity: 'sha512-b' },
      undefined,
    ]) {
      const { 'node_modules/a': __, ...rest } = installed;
      expect(lockMatches(lock, a ? { ...rest, 'node_modules/a': a } : rest)).toBe(false);
    }
  });
});

test('set-up brings the kernels of the rows that are about to run, and no other', () => {
  expect(rowsOf(['--kernel', 'uml-fast', '--kernel', '6.1', '--unit'])).toEqual(['uml-fast', '6.1']);
  expect(rowsOf(['--check', '--unit'])).toEqual([]);
  expect(rowsOf(['--host'])).toEqual(['host']);
  for (const words of [[], ['--guest'], ['--unit', '--only', 'wpa3-sae'], ['--lanes', '1']])
    expect(rowsOf(words)).toContain('uml-debug');
  expect(rowsOf([])).not.toContain('uml-6.1');
});

test('vwifi.ko is built for the newest kernel of each variant, and for an older one that a row asks for', () => {
  const uml = (/** @type {string} */ release, /** @type {string} */ variant) => ({
    ...{ id: `uml-${release}`, kind: /** @type {const} */ ('uml'), release, variant, kdir: 'there' },
    ...{ package: 'p', version: '1', names: [], image: 'linux' },
  });
  const all = [uml('7.3.4-fast', 'fast'), uml('7.3.4-debug', 'debug'), uml('6.1.192-fast', 'fast')];
  const prebuilt = { ...uml('7.3.5-fast', 'fast'), kdir: undefined };
  const releases = (/** @type {string[]} */ ...rows) =>
    used([/** @type {any} */ (prebuilt), ...all], rows).map(({ release }) => release);
  expect(releases('uml-fast')).toEqual(['7.3.4-fast', '7.3.4-debug']);
  expect(releases('uml-6.1')).toEqual(['7.3.4-fast', '7.3.4-debug', '6.1.192-fast']);
});

describe('running a command', () => {
  test('its output is returned, its status is a result', async () => {
    expect(await run(['sh', '-c', 'echo out; echo err >&2'])).toBe('out\nerr\n');
    expect(await attempt(['sh', '-c', 'exit 3'])).toEqual({ status: 3, output: '' });
    expect((await attempt(['sh', '-c', 'kill -TERM $$'])).status).toBe(143);
  });

  test('a failure is one line', async () => {
    await expect(run(['sh', '-c', 'exit 3'])).rejects.toThrow(
      new Failure('"sh -c exit 3" ended with status 3'),
    );
    await expect(run(['no-such-program'])).rejects.toThrow('cannot run no-such-program: ENOENT');
  });
});

test('every prerequisite says what it is for', () => {
  for (const { need, debian, why } of PREREQUISITES) expect([need, debian, why]).not.toContain('');
  const needs = PREREQUISITES.map(({ need }) => need);
  expect(new Set(needs).size).toBe(needs.length);
});

test('the closing line names skipped tests only when there are any', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
