#!/usr/bin/env node
/**
 * `npm run check:compile`: the driver compiled for every kernel, word size and byte order of tools/compile/targets.mjs,
 * with the compiler that belongs to it, `W=1` and sparse; every warning is a finding.
 */
import { compile } from './compile/build.mjs';
import { placeOf, tryPlace } from './compile/place.mjs';
import { ARCHITECTURES, nameOf, SUITES, TARGETS } from './compile/targets.mjs';
import { readCommandLine } from './lib/command-line.mjs';
import { Failure, runMain, seconds } from './lib/progress.mjs';

const HELP = `npm run check:compile -- [--only NAME]... [--fresh] [--list]

Compiles the driver for kernels, word sizes and byte orders, each with its own compiler, W=1 and sparse, and prints a
line for each. Compilers and headers come from Debian's suites into the cache (once: minutes, 2 GB); nothing is
installed. A target takes one to three minutes.

  --only NAME   these targets: a series (6.12), an architecture (s390x) or both (6.12-s390x)
  --fresh       fetch compilers and headers anew
  --list        print the targets and end

  npm run check:compile -- --only 6.1-i386 --only s390x
`;

/** @param {import('./compile/targets.mjs').Target} target */
const titleOf = (target) => `${target.series} ${ARCHITECTURES[target.architecture]?.name}`;

/** @param {readonly string[]} only @returns {readonly import('./compile/targets.mjs').Target[]} */
function chosen(only) {
  const names = (/** @type {import('./compile/targets.mjs').Target} */ each) => [
    ...[each.series, each.architecture, nameOf(each)],
  ];
  const unknown = only.find((name) => !TARGETS.some((each) => names(each).includes(name)));
  if (unknown) throw new Failure(`no target ${unknown}: --list shows what there is`);
  return only.length === 0
    ? TARGETS
    : TARGETS.filter((each) => names(each).some((name) => only.includes(name)));
}

await runMain(async () => {
  const { only, fresh, list } = readCommandLine(HELP, {
    only: { type: 'string', multiple: true, default: [] },
    fresh: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  });
  const targets = chosen(/** @type {string[]} */ (only));
  if (list) {
    for (const target of targets)
      console.log(`${nameOf(target).padEnd(12)} ${titleOf(target)}, ${target.suite}`);
    return 0;
  }
  if (process.arch !== 'x64') throw new Failure('the compilers are for x86-64: run this on such a machine');
  const count = { ok: 0, failed: 0, absent: 0 };
  for (const suite of SUITES) {
    const here = targets.filter((target) => target.suite === suite.name);
    if (here.length === 0) continue;
    const place = await placeOf(suite, fresh === true);
    await tryPlace(place);
    for (const target of here) {
      const headers = place.headers[nameOf(target)];
      if (!headers) {
        count.absent++;
        console.log(`       -    ${titleOf(target)}: not to be had: ${place.absent[nameOf(target)]}`);
        continue;
      }
      const started = performance.now();
      console.log(`          ${titleOf(target)}: compiling for ${headers.replace('linux-headers-', '')} ...`);
      const { findings, log } = await compile(place, target, headers);
      count[findings.length === 0 ? 'ok' : 'failed']++;
      const result = findings.length === 0 ? 'ok' : `${findings.length} found, all of it in ${log}`;
      console.log(`${seconds(performance.now() - started)}  ${titleOf(target)}: ${result}`);
      for (const finding of findings.slice(0, 40)) console.log(`          ${finding}`);
    }
  }
  console.log(`${count.ok} ok, ${count.failed} failed, ${count.absent} not to be had here`);
  return count.failed === 0 ? 0 : 1;
});
