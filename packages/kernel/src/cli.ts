#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { missed, readCoverage, summary } from './coverage.js';
import { KernelError } from './failure.js';
import { findKernel, type Kernel, kernels } from './kernel.js';
import { buildModule } from './module.js';
import { moveSeries } from './move.js';
import { pack } from './prebuilt.js';
import { fetchProgram, type UnpackedProgram } from './programs.js';
import type { LongOptions } from './progress.js';
import { progressPrinter } from './report.js';
import { umlNamed } from './series.js';
import { fetchStock } from './stock.js';
import { removeKernel } from './store.js';
import { buildInSuite, fetchSuite } from './suite.js';
import { missing } from './tools.js';
import { buildUml } from './uml.js';

const USAGE = `usage: cli.js COMMAND [--json]
  ensure [--stock NAME]... [--uml fast|debug]...    fetch and build what is not in the cache; 6.1, 6.1-debug: of
                                                    that series
  ls                                                kernels at hand
  build-module SOURCE OUT [--kernel NAME]...        build a module for all kernels at hand, or for these
               [--coverage]                         ... that counts which lines run
  coverage SCRATCH RUN...                           what ran of a module built so, from its .gcda files
  program NAME...                                   unpack programs of the distribution, without installing them
  suite NAME SOURCE OUT                             a root folder of a Debian suite (sid), and the module for its
                                                    kernel, built there; root only
  missing                                           tools that are not installed, and their packages
  rm NAME...                                        remove kernels from the cache
  move SOURCE [SERIES]                              pin the newest version of a series (the newest one), if it builds
                                                    and a module builds for it without a warning; say what broke
  pack                                              fill prebuilt/ for npm pack`;

interface Options {
  readonly stock: readonly string[];
  readonly uml: readonly string[];
  readonly kernel: readonly string[];
  readonly coverage: boolean;
}

/** What a command found or did: `data` for --json, `lines` for a person. */
interface Outcome {
  readonly data: unknown;
  readonly lines: readonly string[];
  readonly status?: number;
}

const line = (kernel: Kernel): string =>
  [
    kernel.id.padEnd(24),
    kernel.kind.padEnd(6),
    `${kernel.package} ${kernel.version}`.padEnd(52),
    kernel.origin,
  ].join(' ');

const reason = ({ because }: Kernel): readonly string[] => (because === undefined ? [] : [`  ${because}`]);

const commands: Readonly<
  Record<string, (names: readonly string[], options: Options, long: LongOptions) => Promise<Outcome>>
> = {
  async ensure(_names, { stock, uml }, long) {
    const found: Kernel[] = [];
    const variants = uml.map((name) => umlNamed(name) ?? unknown('--uml', name));
    for (const name of stock) found.push(await fetchStock(name, long));
    for (const { variant, series } of variants)
      found.push(await buildUml(variant, { ...long, ...(series === undefined ? {} : { series }) }));
    return { data: found, lines: found.flatMap((each) => [line(each), ...reason(each)]) };
  },
  async ls() {
    const all = kernels();
    return { data: all, lines: all.map(line) };
  },
  async 'build-module'([source, out], { kernel: names, coverage }, long) {
    if (!source || !out)
      throw usage('build-module: name the folder of the sources and where the module goes');
    const all = kernels();
    const chosen =
      names.length > 0 ? names.map((name) => pick(name, all)) : all.filter(({ kdir }) => kdir !== undefined);
    const built = [];
    for (const kernel of chosen) {
      built.push({
        kernel: kernel.id,
        ...(await buildModule(kernel, source, resolve(out), { ...long, coverage })),
      });
    }
    return {
      data: built,
      lines: built.map(({ path, built: fresh }) => `${path}${fresh ? '' : ' (up to date)'}`),
    };
  },
  async coverage([scratch, ...runs]) {
    if (!scratch || runs.length === 0)
      throw usage('coverage: name the folder of the build and those of the runs');
    const files = await readCoverage(resolve(scratch), runs);
    const share = (of: ReturnType<typeof summary>): string =>
      `${of.lines.toFixed(1).padStart(6)} % of lines ${of.branches.toFixed(1).padStart(6)} % of branches`;
    const rows = files.map((file) => ({ file: file.file, ...summary([file]), missed: missed(file) }));
    return {
      data: { ...summary(files), files: rows },
      lines: [
        ...files.map((file) => `${share(summary([file]))}  ${file.file}  ${missed(file)}`),
        `${share(summary(files))}  in all`,
      ],
    };
  },
  async program(names, _options, long) {
    const rows: ({ name: string; error: string } | UnpackedProgram)[] = [];
    for (const name of names) {
      try {
        rows.push(await fetchProgram(name, long));
      } catch (error) {
        // One that cannot be fetched keeps nobody from the others.
        if (!(error instanceof KernelError) || error.code === 'ABORTED') throw error;
        rows.push({ name, error: error.message });
      }
    }
    const lines = rows.map((row) =>
      'error' in row ? `${row.name}: ${row.error}` : `${row.name} ${row.usr}`,
    );
    return { data: rows, lines };
  },
  async suite([name, source, out], _options, long) {
    if (!name || !source || !out)
      throw usage('suite: name the suite, the folder of the sources and where the module goes');
    const kernel = await fetchSuite(name, long);
    const module = await buildInSuite(kernel, source, resolve(out), long);
    return { data: { kernel, module }, lines: [line(kernel), module] };
  },
  async missing() {
    const tools = missing();
    return {
      data: tools,
      lines: tools.map(({ name, package: from, why }) => `${name}: ${why}; sudo apt-get install ${from}`),
      status: tools.length > 0 ? 1 : 0,
    };
  },
  async rm(names) {
    if (names.length === 0) throw usage('rm: name a kernel');
    const gone = names.map((name) => pick(name, kernels()));
    for (const kernel of gone) await removeKernel(kernel);
    return { data: gone.map(({ id }) => id), lines: gone.map(({ id }) => `removed ${id}`) };
  },
  async move([source, series], _options, long) {
    if (!source) throw usage('move: name the folder of a module that has to build');
    const { from, to, where } = await moveSeries(source, series, long);
    const line = from === to ? `${to} is the newest` : `${where}: ${from ?? 'nothing'} -> ${to}`;
    return { data: { from, to, where }, lines: [line] };
  },
  async pack(_names, _options, long) {
    const path = await pack(long);
    return { data: { path }, lines: [path] };
  },
};

function pick(name: string, all: readonly Kernel[]): Kernel {
  const found = findKernel(name, all);
  if (found) return found;
  const known = all.map(({ id }) => id).join(', ') || 'none';
  throw new KernelError(
    'NOT_FOUND',
    `no kernel ${name} at hand (there are: ${known})`,
    'fetch it with ensure --stock or --uml',
  );
}

const usage = (what: string): KernelError => new KernelError('UNSUPPORTED', what, `see --help`);
function unknown(option: string, value: string): never {
  throw usage(`${option} ${value}: must be fast or debug, or one of a series, as 6.1 or 6.1-debug`);
}

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      stock: { type: 'string', multiple: true, default: [] },
      uml: { type: 'string', multiple: true, default: [] },
      kernel: { type: 'string', multiple: true, default: [] },
      coverage: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name = '', ...names] = positionals;
  const command = commands[name];
  if (values.help || !command) {
    (values.help ? process.stdout : process.stderr).write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => abort.abort());
  const outcome = await command(names, values, {
    signal: abort.signal,
    onProgress: progressPrinter(process.stderr),
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(outcome.data, null, 2)}\n`
      : outcome.lines.map((each) => `${each}\n`).join(''),
  );
  return outcome.status ?? 0;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error & { code?: string }) => {
    const known = error instanceof KernelError || error.code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${known ? `error: ${error.message}` : error.stack}\n`);
    process.exitCode = error.code === 'ABORTED' ? 130 : 1;
  },
);
