/** A round at the wire between two kernels. */
import { AttackFailed, attackTheWire } from '../lib/wire-under-attack.js';
import { troubleIn } from '../runner/kernel-log.js';
import type { Outcome, Round } from './round.js';

/**
 * The guests' card takes its own two locks in both orders (vector_send and vector_net_start_xmit, Linux 6.1), which the
 * debug kernel reports at its first frame, and checks no lock from then on.
 */
function ownTrouble(log: readonly string[]): string[] {
  const others = log.filter(
    (line, at) =>
      !(
        line.includes('possible circular locking dependency') &&
        log.slice(at, at + 8).filter((near) => near.includes('at: vector_send')).length === 2
      ),
  );
  return troubleIn(others).slice(0, 1);
}

export async function runWireRound(round: Round, program: string, signal: AbortSignal): Promise<Outcome> {
  const { kernel, seed, steps, verbose, underlay } = round;
  try {
    const { drops, output, log } = await attackTheWire(program, {
      ...{ kernel, seed, steps, verbose, signal, underlay },
    });
    const dropped = Object.entries(drops).map(([cause, count]) => `${count} ${cause}`);
    return { reasons: ownTrouble(log), log, output, summary: `dropped ${dropped.join(', ')}` };
  } catch (error) {
    const { output = '', log = [] } = error instanceof AttackFailed ? error : {};
    return { reasons: [(error as Error).message, ...ownTrouble(log)], log, output };
  }
}
