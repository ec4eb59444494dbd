/** `npm run soak`: round after round until the time is up, or until the kernel complains. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKernel, findModule } from '@vwifi/kernel';
import { buildProgram } from '../lib/soak-program.js';
import { decode } from './decode.js';
import { type Kind, readOptions } from './options.js';
import { type Outcome, type Round, runRound } from './round.js';
import { runWireRound } from './wire.js';

const RESULTS = fileURLToPath(new URL('../../../test-results/', import.meta.url));
const MINUTE_MS = 60_000;

/** Writes down everything about a failed round and says where. */
async function keep(round: Round, outcome: Outcome, module: string | undefined): Promise<string> {
  const folder = join(RESULTS, `soak-${round.kind}-${round.seed}`);
  await mkdir(folder, { recursive: true });
  const log = module ? await decode(outcome.log, module) : outcome.log;
  await writeFile(join(folder, 'kernel.log'), `${log.join('\n')}\n`);
  await writeFile(join(folder, 'deeds.log'), outcome.output);
  return folder;
}

const options = readOptions(process.argv.slice(2));
const ends = performance.now() + options.minutes * MINUTE_MS;
const scratch = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
// A guest outlives the process that booted it, unless it is closed.
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort());
let failed = 0;
let rounds = 0;
try {
  const program = await buildProgram(scratch);
  const kernel = findKernel(options.kernel);
  const module = options.module ?? (kernel && findModule(kernel));
  for (let seed = options.seed; rounds === 0 || performance.now() < ends; seed += 1) {
    const kind = options.kinds[rounds % options.kinds.length] as Kind;
    const { kernel: name, steps, verbose } = options;
    const underlay = options.underlays[rounds % options.underlays.length];
    const round: Round = { kernel: name, kind, seed, steps, verbose, underlay };
    const started = performance.now();
    const outcome = await (kind === 'wire'
      ? runWireRound(round, program, interruption.signal)
      : runRound(round, program, options.module, interruption.signal));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (interruption.signal.aborted) break;
    rounds += 1;
    const said = outcome.reasons[0] ?? outcome.summary ?? 'nothing to report';
    const over = underlay ? ` --underlay ${underlay}` : '';
    console.log(`${kind} --seed ${seed} --steps ${steps}${over}: ${said} (${seconds} s)`);
    if (outcome.reasons.length === 0) {
      if (verbose) console.log(outcome.output.trimEnd());
      continue;
    }
    failed += 1;
    console.log(outcome.output.trimEnd());
    console.log(`in ${await keep(round, outcome, module)}`);
    console.log(
      `again: npm run soak -- --minutes 0 --kind ${kind} --seed ${seed} --steps ${steps} --kernel ${name}${over}`,
    );
    break;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
console.log(`${rounds - failed} rounds passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
