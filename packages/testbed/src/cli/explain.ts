/** `testbed explain`: why a node is not connected, slow, gone. */
import type { Session } from '../api/session.js';
import { explanationText } from '../explain/explain.js';
import type { Evidence, Explanation } from '../explain/facts.js';
import { visibleLines } from '../visible.js';
import { type Context, namespaceOf, print, printJson, withSession } from './context.js';
import { type Colours, coloursOf } from './terminal.js';

/** Of a node that is not as it should be, or of which something is found. */
const FOUND = 1;

export async function explainCommand(
  context: Context,
  node: string,
  flags: { readonly name?: string; readonly json?: boolean },
): Promise<number> {
  return withSession(context, flags.name, async (session) => {
    await namespaceOf(session, node);
    const explanation = await session.explain(node);
    if (flags.json) printJson(context, explanation);
    else print(context, textOf(explanation, coloursOf(context.terminal.output)));
    return explanation.well && explanation.findings.length === 0 ? 0 : FOUND;
  });
}

const time = ({ us }: Evidence): string => (us === undefined ? '' : `${(us / 1e6).toFixed(6)} s  `);

/** Some of it is said by others: by who is on the air, by a guest. */
const evidenceText = (evidence: readonly Evidence[], { dim }: Colours): string[] =>
  evidence.map((each) => dim(`  | ${visibleLines(`${time(each)}${each.text}`)}`));

function textOf({ node, well, findings, last }: Explanation, colours: Colours): string {
  if (well && findings.length === 0) return `${node} is as it should be`;
  if (findings.length === 0)
    return [
      `I do not know why ${node} is not connected. The last that it said:`,
      ...evidenceText(last.length > 0 ? last : [{ text: 'nothing' }], colours),
    ].join('\n');
  return findings
    .flatMap(({ cause, text, evidence, remedy }) => [
      `${colours.red(`${cause}:`)} ${visibleLines(text)}`,
      ...evidenceText(evidence, colours),
      `${colours.yellow('remedy:')} ${visibleLines(remedy)}`,
    ])
    .join('\n');
}

/** Of a large laboratory the first nodes are asked about. */
const MOST_NODES = 20;

/** A line for each node of which something is found, for whoever says that something failed. */
export async function explanationLines(session: Pick<Session, 'describe' | 'explain'>): Promise<string[]> {
  const { lab } = await session.describe();
  const lines: string[] = [];
  for (const { name, idle } of lab.nodes.slice(0, MOST_NODES)) {
    const explanation = await session.explain(name);
    // Who is to stay away until somebody starts it does so.
    if (idle && explanation.findings.some(({ cause }) => cause === 'switched-off')) continue;
    const text = explanationText(explanation);
    if (text !== undefined) lines.push(`explain: ${visibleLines(text)}`);
  }
  return [...new Set(lines)];
}
