#!/usr/bin/env node
/**
 * `npm run check:driver`: what the kernel's own tools say of the driver. For each stock kernel in the cache a build
 * with `W=1` and sparse, every warning a finding; then checkpatch.pl --strict, from the kernel source in the cache.
 * Needs the package sparse, and what `npm run setup` fetches. Exceptions are in the tables below, each with its reason.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, kernels } from '@vwifi/kernel';
import { findingsIn } from './compile/findings.mjs';
import { findProgram } from './lib/prerequisites.mjs';
import { Failure, runMain, seconds } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';

/** @typedef {import('./compile/findings.mjs').Exception} Exception */

/** @type {readonly Exception[]} */
const CHECKPATCH = [
  {
    type: /LINUX_VERSION_CODE|CONSTANT_COMPARISON|NEW_TYPEDEFS/,
    file: /compat\.h/,
    why: 'its whole purpose',
  },
  {
    type: /MACRO_ARG_REUSE/,
    file: /compat\.h|caps\.c|aes-x86\.c/,
    why: 'arguments are constants or plain names, or as the kernel has them',
  },
  { type: /SPACING/, file: /compat\.h/, why: 'arguments that exist in some versions only bring their comma' },
  {
    type: /COMPLEX_MACRO|OPEN_ENDED_LINE|PARENTHESIS_ALIGNMENT/,
    file: /trace\.h/,
    why: 'the form of trace events',
  },
  {
    type: /COMPLEX_MACRO|MACRO_ARG_REUSE|BRACES/,
    file: /air\/(air|tables)\.h/,
    why: 'loops over what a condition lets through, as the kernel has them',
  },
  {
    type: /SPLIT_STRING|MISSING_SPACE|STRING_FRAGMENTS/,
    file: /vectors\.c/,
    why: 'vectors, as published',
  },
  {
    type: /LONG_LINE_(COMMENT|STRING)/,
    file: /./,
    why: 'what a field means stands beside it; a message is one string',
  },
  { type: /LONG_LINE$/, file: /./, why: 'up to 110 columns where a break would hide what belongs together' },
  { type: /UNNECESSARY_PARENTHESES/, file: /cqm\.c/, why: 'two comparisons that are compared' },
  { type: /TYPO_SPELLING/, file: /./, why: 'British spelling' },
];

const DRIVER = inRoot('packages', 'driver-c');

/** @param {readonly Exception[]} exceptions @param {string} type @param {string} file */
const excused = (exceptions, type, file) =>
  exceptions.some((each) => each.type.test(type) && each.file.test(file));

/** @param {readonly [string, ...string[]]} argv */
function run([command, ...words]) {
  const { stdout, stderr, status, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw new Failure(`${command}: ${error.message}`);
  return { status, output: stdout + stderr };
}

/** @param {ReturnType<typeof kernels>[number]} kernel @param {string} scratch */
function build(kernel, scratch) {
  const folder = join(scratch, kernel.id);
  mkdirSync(folder);
  for (const name of ['Kbuild', 'src', 'include'])
    cpSync(join(DRIVER, name), join(folder, name), { recursive: true });
  const flags = ['VWIFI_FILES=1', 'W=1', 'C=1', 'CHECK=sparse', 'KCFLAGS=-g0', `-j${availableParallelism()}`];
  const { status, output } = run(['make', '-C', `${kernel.kdir}`, `M=${folder}`, ...flags, 'modules']);
  const findings = [...findingsIn(output, folder)];
  if (status !== 0 && findings.length === 0) findings.push(output.trim().split('\n').at(-1) ?? 'make failed');
  return findings;
}

/** checkpatch.pl of the kernel source in the cache, unpacked once. */
function checkpatch() {
  const folder = join(cacheDir(), 'checkpatch');
  const script = join(folder, 'scripts', 'checkpatch.pl');
  if (existsSync(script)) return script;
  const sources = join(cacheDir(), 'sources');
  const deb = (existsSync(sources) ? readdirSync(sources, { recursive: true, encoding: 'utf8' }) : []).find(
    (name) => name.endsWith('.deb'),
  );
  if (!deb) throw new Failure(`no kernel source in ${sources}: npm run setup -- --for test`);
  mkdirSync(folder, { recursive: true });
  const wanted = "'*/scripts/checkpatch.pl' '*/scripts/const_structs.checkpatch'";
  const pipe = `set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards '*.tar.xz' | xz -dc |
    tar -x -C "$2" --strip-components=1 --wildcards ${wanted}`;
  const { status, output } = run(['bash', '-c', pipe, 'unpack', join(sources, deb), folder]);
  if (status !== 0) throw new Failure(`cannot unpack checkpatch.pl: ${output.trim()}`);
  return script;
}

/** @param {string} script */
function style(script) {
  const list = readdirSync(join(DRIVER, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.[ch]$/.test(name),
  );
  const files = [...list.map((name) => join(DRIVER, 'src', name)), join(DRIVER, 'include/uapi/vwifi.h')];
  const options = ['--no-tree', '--strict', '--terse', '--show-types', '--max-line-length=100', '-f'];
  const { output } = run(['perl', script, ...options, ...files]);
  const findings = output
    .split('\n')
    .map((line) => line.replace(`${DRIVER}/`, ''))
    .filter((line) => /^\S+:\d+: (ERROR|WARNING|CHECK):/.test(line));
  return findings.filter((line) => {
    const [file = '', , , type = ''] = line.split(':');
    return (
      !excused(CHECKPATCH, type, file) ||
      (type === 'LONG_LINE' && Number(/line length of (\d+)/.exec(line)?.[1]) > 110)
    );
  });
}

await runMain(async () => {
  if (!findProgram('sparse')) throw new Failure('sparse is not installed: sudo apt-get install sparse');
  const scratch = mkdtempSync(join(tmpdir(), 'vwifi-check-'));
  let count = 0;
  /** @param {string} what @param {() => readonly string[]} find */
  const report = (what, find) => {
    const started = performance.now();
    const findings = find();
    count += findings.length;
    console.log(
      `${seconds(performance.now() - started)}  ${what}: ${findings.length === 0 ? 'ok' : `${findings.length} found`}`,
    );
    for (const finding of findings.slice(0, 60)) console.log(`          ${finding}`);
  };
  try {
    report('checkpatch --strict', () => style(checkpatch()));
    for (const kernel of kernels().filter(({ kind, kdir }) => kind === 'stock' && kdir !== undefined))
      report(`W=1 and sparse, ${kernel.id}`, () => build(kernel, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return count === 0 ? 0 : 1;
});
