/** A round at the wire between two kernels. */
import { AttackFailed, attackTheWire } from '../lib/wire-under-attack.js';
import { troubleIn } from '../runner/kernel-log.js';
import type { Outcome, Round } from './round.js';

export async function runWireRound(round: Round, program: string, signal: AbortSignal): Promise<Outcome> {
  const { kernel, seed, steps, verbose } = round;
  try {
    const { drops, output, log } = await attackTheWire(program, { kernel, seed, steps, verbose, signal });
    const dropped = Object.entries(drops).map(([cause, count]) => `${count} ${cause}`);
    return { reasons: troubleIn(log).slice(0, 1), log, output, summary: `dropped ${dropped.join(', ')}` };
  } catch (error) {
    const { output = '', log = [] } = error instanceof AttackFailed ? error : {};
    return { reasons: [(error as Error).message, ...troubleIn(log).slice(0, 1)], log, output };
  }
}
