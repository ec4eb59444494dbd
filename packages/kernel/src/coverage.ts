import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { KernelError } from './failure.js';
import { must } from './run.js';

/** How much of one source file ran. */
export interface FileCoverage {
  /** Relative to the module's folder. */
  readonly file: string;
  /** Executions by line, of the lines that hold code. */
  readonly lines: ReadonlyMap<number, number>;
  /** Branches of conditions: how many there are, and how many were taken at least once. */
  readonly branches: { readonly total: number; readonly taken: number };
}

interface GcovLine {
  readonly line_number: number;
  readonly count: number;
  readonly branches: readonly { readonly count: number; readonly throw: boolean }[];
}

interface GcovReport {
  readonly files: readonly { readonly file: string; readonly lines: readonly GcovLine[] }[];
}

/**
 * Reads what a module built with `coverage` counted; several runs are added up.
 * @param notes the `scratch` folder of the build
 * @param runs folders with the `.gcda` files of a run each, laid out like `notes`: what the kernel shows under
 *   `/sys/kernel/debug/gcov/<notes>`
 */
export async function readCoverage(notes: string, runs: readonly string[]): Promise<readonly FileCoverage[]> {
  const sums = new Map<string, { lines: Map<number, number>; branches: Map<string, number> }>();
  for (const run of runs) {
    for (const name of await countFiles(run)) {
      for (const { file, lines } of (await gcov(notes, run, name)).files) {
        const inModule = isAbsolute(file) ? relative(notes, file) : file;
        // Inline functions of the kernel's headers are not the module's to test; neither is what modpost generates.
        if (inModule.startsWith('..') || /^(\.\/)?(include|arch)\/|\.mod\.c$/.test(inModule)) continue;
        const sum = sums.get(inModule) ?? { lines: new Map(), branches: new Map() };
        sums.set(inModule, sum);
        for (const line of lines) {
          sum.lines.set(line.line_number, (sum.lines.get(line.line_number) ?? 0) + line.count);
          line.branches.forEach((branch, index) => {
            const key = `${line.line_number}:${index}`;
            sum.branches.set(key, (sum.branches.get(key) ?? 0) + branch.count);
          });
        }
      }
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, { lines, branches }]) => ({
      file,
      lines,
      branches: { total: branches.size, taken: [...branches.values()].filter((count) => count > 0).length },
    }));
}

/** Share of lines and of branches that ran, in percent; of one file or of all together. */
export function summary(files: readonly FileCoverage[]): {
  readonly lines: number;
  readonly branches: number;
} {
  const sum = (count: (file: FileCoverage) => number): number =>
    files.reduce((all, file) => all + count(file), 0);
  const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole);
  return {
    lines: percent(
      sum(({ lines }) => [...lines.values()].filter((count) => count > 0).length),
      sum(({ lines }) => lines.size),
    ),
    branches: percent(
      sum(({ branches }) => branches.taken),
      sum(({ branches }) => branches.total),
    ),
  };
}

/** Lines with code that never ran, as ranges: `12-14, 20`. */
export function missed({ lines }: FileCoverage): string {
  const ranges: [number, number][] = [];
  let open = false;
  for (const [line, count] of [...lines].sort(([a], [b]) => a - b)) {
    const last = ranges.at(-1);
    if (count > 0) open = false;
    else if (open && last) last[1] = line;
    else {
      ranges.push([line, line]);
      open = true;
    }
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

async function countFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new KernelError(
      'NOT_FOUND',
      `coverage: ${folder}: ${cause.code}`,
      'name a folder with .gcda files',
      { cause },
    );
  });
  return names.filter((name) => name.endsWith('.gcda'));
}

/** gcov wants notes and counts side by side. */
async function gcov(notes: string, run: string, name: string): Promise<GcovReport> {
  const work = await mkdtemp(join(tmpdir(), 'vwifi-gcov-'));
  try {
    const stem = name.replace(/\.gcda$/, '');
    await mkdir(dirname(join(work, stem)), { recursive: true });
    await copyFile(join(run, name), join(work, `${basename(stem)}.gcda`));
    await copyFile(join(notes, `${stem}.gcno`), join(work, `${basename(stem)}.gcno`)).catch((cause) => {
      throw new KernelError(
        'NOT_FOUND',
        `coverage: no notes for ${name} in ${notes}`,
        'build the module again',
        { cause },
      );
    });
    const text = await must(
      ['gcov', '--json-format', '--stdout', '--branch-probabilities', `${basename(stem)}.gcda`],
      {
        cwd: work,
        what: `coverage of ${name}`,
        next: 'use the gcov of the compiler that built the module',
      },
    );
    return JSON.parse(text) as GcovReport;
  } finally {
    await rm(work, { recursive: true });
  }
}
