import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, needSpace, removeStale } from './folder.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a folder appears when it is complete, under the name that its maker chose', async () => {
  const seen: boolean[] = [];
  const { path } = await makeFolder(
    root,
    (name: string) => name,
    async (temporary) => {
      await writeFile(join(temporary, 'a'), '1');
      seen.push(existsSync(join(root, 'kernel')));
      return 'kernel';
    },
  );
  expect(seen).toEqual([false]);
  expect(path).toBe(join(root, 'kernel'));
  expect(await readdir(root)).toEqual(['kernel']);
});

test('a failure leaves nothing, and what was there before stays', async () => {
  await makeFolder(root, 'kernel', (temporary) => writeFile(join(temporary, 'a'), 'old'));
  const failing = makeFolder(root, 'kernel', async (temporary) => {
    await writeFile(join(temporary, 'a'), 'new');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await readdir(root)).toEqual(['kernel']);
  expect(await readFile(join(root, 'kernel/a'), 'utf8')).toBe('old');
});

test('a complete folder replaces one of its name', async () => {
  for (const text of ['old', 'new']) {
    await makeFolder(root, 'kernel', (temporary) => writeFile(join(temporary, 'a'), text));
  }
  expect(await readdir(root)).toEqual(['kernel']);
  expect(await readFile(join(root, 'kernel/a'), 'utf8')).toBe('new');
});

test('temporaries of a killed process are removed, complete folders are not', async () => {
  const killed = `
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync(${JSON.stringify(join(root, '.tmp-99-dead/work'))}, { recursive: true });
    process.kill(process.pid, 'SIGKILL');`;
  expect(() => execFileSync(process.execPath, ['-e', killed])).toThrow();
  await mkdir(join(root, 'kernel'));
  expect(await removeStale(root)).toEqual([join(root, '.tmp-99-dead')]);
  expect(await readdir(root)).toEqual(['kernel']);
});

test('too little space is said before the work begins', async () => {
  await expect(needSpace(join(root, 'not', 'yet'), 1)).resolves.toBeUndefined();
  await expect(needSpace(join(root, 'kernels'), 1e18)).rejects.toThrow(
    /^kernels: needs 1000000000\.0 GB, .* GB free; free some space/,
  );
});
