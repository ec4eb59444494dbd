import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run, tellingLine } from './run.js';

test('a status is a result; output and last lines come back', async () => {
  const result = await run(['sh', '-c', 'echo out; echo err >&2; exit 3']);
  expect(result).toMatchObject({ status: 3, stdout: 'out' });
  expect([...result.tail].sort()).toEqual(['err', 'out']);
});

test('a missing tool is named', async () => {
  await expect(run(['no-such-tool-here'])).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    message: 'no-such-tool-here: command not found; run `npx testbed doctor`',
  });
});

test('what must succeed fails with one line: what, why, and what to do', async () => {
  const failing = must(['sh', '-c', 'echo "file.c:3: error: no such thing"; echo bye; exit 2'], {
    what: 'compile',
    next: 'mend it',
  });
  await expect(failing).rejects.toThrow(/^compile: file\.c:3: error: no such thing; mend it$/);
});

test('a full disk is called that', async () => {
  const failing = must(['sh', '-c', 'echo "tar: x: Cannot write: No space left on device" >&2; exit 2'], {
    what: 'unpack',
    next: '',
  });
  await expect(failing).rejects.toMatchObject({ code: 'NO_SPACE' });
});

test('an interrupt ends the command and all that it started', async () => {
  const abort = new AbortController();
  const began = Date.now();
  const running = run(['sh', '-c', 'echo started; sleep 60 & wait'], {
    signal: abort.signal,
    onLine: () => abort.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
  expect(Date.now() - began).toBeLessThan(30_000);
});

test('a log holds everything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-run-'));
  await run(['sh', '-c', 'seq 100'], { log: join(folder, 'log') });
  expect((await readFile(join(folder, 'log'), 'utf8')).split('\n')).toHaveLength(101);
  await rm(folder, { recursive: true });
});

test('the telling line is the first error, else the last line', () => {
  expect(tellingLine(['a', 'E: Unable to locate package x', 'b'])).toBe('E: Unable to locate package x');
  expect(tellingLine(['a', ' b '])).toBe('b');
  expect(tellingLine([])).toBeUndefined();
});
