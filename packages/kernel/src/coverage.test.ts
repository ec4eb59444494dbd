import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missed, readCoverage, summary } from './coverage.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vwifi-coverage-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const TOY = `static int sign(int x)
{
	if (x < 0)
		return -1;
	if (x == 0)
		return 0;
	return 1;
}
int main(int argc, char **argv) { return sign(argc - 2) == 2; }
`;

/** Runs the toy with arguments, and moves its counts to a folder of their own. */
const count = async (run: string, ...args: string[]): Promise<string> => {
  execFileSync(join(root, 'notes/toy'), args);
  await mkdir(join(root, run, 'src'), { recursive: true });
  await rename(join(root, 'notes/src/toy.gcda'), join(root, run, 'src/toy.gcda'));
  return join(root, run);
};

test('lines and branches of several runs add up; what never ran is named', async () => {
  await mkdir(join(root, 'notes/src'), { recursive: true });
  await writeFile(join(root, 'notes/src/toy.c'), TOY);
  const gcc = (...args: string[]) =>
    execFileSync('gcc', ['--coverage', ...args], { cwd: join(root, 'notes') });
  gcc('-c', join(root, 'notes/src/toy.c'), '-o', join(root, 'notes/src/toy.o'));
  gcc('-o', 'toy', 'src/toy.o');

  const one = await count('one');
  const [first] = await readCoverage(join(root, 'notes'), [one]);
  expect(first?.file).toBe('src/toy.c');
  expect(first && missed(first)).toBe('5-7');
  expect(first?.branches).toEqual({ total: 4, taken: 1 });

  const files = await readCoverage(join(root, 'notes'), [
    one,
    await count('two', 'x'),
    await count('three', 'x', 'y'),
  ]);
  expect(files.map((file) => missed(file))).toEqual(['']);
  expect(files[0]?.lines.get(3)).toBe(3);
  expect(summary(files)).toEqual({ lines: 100, branches: 100 });
});

test('counts without notes, and no counts at all, are errors that say so', async () => {
  await mkdir(join(root, 'run'));
  await writeFile(join(root, 'run/x.gcda'), '');
  await expect(readCoverage(root, [join(root, 'run')])).rejects.toThrow(/no notes for x\.gcda/);
  await expect(readCoverage(root, [join(root, 'nowhere')])).rejects.toThrow(
    /ENOENT; name a folder with \.gcda files/,
  );
});
