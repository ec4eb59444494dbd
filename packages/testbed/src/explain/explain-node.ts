import { TestbedError } from '../errors.js';
import type { LabNode } from '../lab/lab.js';
import { explain } from './explain.js';
import type { Explanation } from './facts.js';
import { gather, type Witness } from './gather.js';

/** Lines of a log that are shown beside it. */
const SHOWN = 7;

/** Why a node of a laboratory that is up is not connected, slow, gone. */
export const explainNode = async (witness: Witness, node: LabNode): Promise<Explanation> =>
  explain(await gather(witness, node));

/** The same error; one that says that a node is not connected says why, where that is found. */
export async function withExplanation(error: unknown, witness: Witness, node: LabNode): Promise<unknown> {
  if (!(error instanceof TestbedError) || error.code !== 'NOT_CONNECTED') return error;
  const [finding] = (await explainNode(witness, node).catch(() => undefined))?.findings ?? [];
  if (!finding) return error;
  const { code, message, hint, details } = error;
  return new TestbedError(code, message, {
    ...{ hint, cause: error },
    // A few lines at most: the oldest makes room.
    details: [...details.slice(-SHOWN), `explain: ${finding.cause}: ${finding.text}; ${finding.remedy}`],
  });
}
