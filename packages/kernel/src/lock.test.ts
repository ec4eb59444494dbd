import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-lock-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const gate = () => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

test('two at once take turns, and the second is told that it waits', async () => {
  const file = join(root, 'lock');
  const order: string[] = [];
  const inside = gate();
  const leave = gate();
  const first = withLock(file, async () => {
    inside.open();
    await leave.opened;
    order.push('first');
  });
  await inside.opened;
  const second = withLock(file, async () => void order.push('second'), {
    onWait: () => {
      order.push('waiting');
      leave.open();
    },
  });
  await Promise.all([first, second]);
  expect(order).toEqual(['waiting', 'first', 'second']);
});

test('the lock is released when the work fails', async () => {
  const file = join(root, 'lock');
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(withLock(file, () => Promise.resolve('yes'))).resolves.toBe('yes');
});

test('a killed holder holds it no longer', async () => {
  const file = join(root, 'lock');
  // The helper of lock.ts, held by a process that dies without a word.
  const holder = spawn(process.execPath, [
    '-e',
    `const { spawn } = require('node:child_process');
     const helper = spawn('flock', ['-n', ${JSON.stringify(file)}, 'sh', '-c', 'echo; exec cat >/dev/null'],
       { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
     helper.stdout.once('data', () => console.log('held'));`,
  ]);
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await expect(withLock(file, () => Promise.resolve('mine'))).resolves.toBe('mine');
});

test('waiting can be given up', async () => {
  const file = join(root, 'lock');
  const abort = new AbortController();
  await withLock(file, async () => {
    const waiting = withLock(file, () => Promise.resolve(), {
      signal: abort.signal,
      onWait: () => abort.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
