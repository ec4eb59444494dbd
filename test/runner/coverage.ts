/**
 * `npm run coverage`: every scenario on the fast kernel with a vwifi.ko that counts which lines run; writes
 * docs/coverage.md. Words on the command line choose scenarios by name.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModule, type FileCoverage, findKernel, readCoverage, summary } from '@vwifi/kernel';
import { boot } from './boot.js';
import type { Guest } from './guest.js';
import { runScenarios } from './run.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const driver = join(root, 'packages', 'driver-c');
const page = join(root, 'docs', 'coverage.md');
const only = process.argv.slice(2);

const kernel = findKernel('fast');
if (!kernel) throw new Error('the fast kernel is not in the cache: npm run setup');
const { path, scratch } = await buildModule(kernel, driver, join(driver, 'dist'), { coverage: true });
const module = await readFile(path);
const folder = await mkdtemp(join(tmpdir(), 'vwifi-coverage-'));
const runs: string[] = [];

/** Copies the counts out of a guest: the kernel keeps those of a module that was unloaded, too. */
async function harvest({ machine }: Guest): Promise<void> {
  const from = `/sys/kernel/debug/gcov${scratch}`;
  const { stdout } = await machine.exec(['find', from, '-name', '*.gcda'], { timeoutMs: 20_000 });
  const files = stdout.split('\n').filter(Boolean);
  if (files.length === 0) return;
  const run = join(folder, String(runs.length));
  runs.push(run);
  for (const file of files) {
    const target = join(run, file.slice(from.length + 1));
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, await machine.readFile(file));
  }
}

try {
  const counts = await runScenarios({
    only,
    kernels: ['uml-fast'],
    driver: 'vwifi',
    lanes: availableParallelism(),
    results: join(root, 'test-results'),
    print: console.log,
    boot: async (name) => {
      const guest = await boot(name);
      if (guest.module) await guest.machine.writeFile(guest.module, module);
      const close = async () => {
        // A guest that was lost has nothing to tell.
        await harvest(guest).catch((error: Error) => console.error(`no counts: ${error.message}`));
        await guest.close();
      };
      return { ...guest, close };
    },
  });
  const files = await readCoverage(scratch, runs);
  await writeFile(page, pageOf(files, counts.passed));
  const { lines, branches } = summary(files);
  console.log(`${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches: docs/${basename(page)}`);
  process.exitCode = counts.failed > 0 || files.length === 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function pageOf(files: readonly FileCoverage[], scenarios: number): string {
  const row = (name: string, some: readonly FileCoverage[]) => {
    const { lines, branches } = summary(some);
    const total = some.reduce((sum, file) => sum + file.lines.size, 0);
    return `| ${name} | ${total} | ${lines.toFixed(1)} % | ${branches.toFixed(1)} % |`;
  };
  return [
    '# Coverage of the driver',
    '',
    '`npm run coverage` writes this page: what the scenarios reach of vwifi.ko on the fast User-Mode Linux kernel, counted',
    'by gcov. It is made anew by that command alone; what runs only on other kernels is not in it.',
    '',
    `${scenarios} scenarios that passed.`,
    '',
    '| file | lines with code | reached | branches taken |',
    '|---|---:|---:|---:|',
    ...files.map((file) => row(`\`${file.file}\``, [file])),
    row('**all**', files),
    '',
  ].join('\n');
}
