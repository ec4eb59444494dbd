/** Why a node is not connected, slow, gone: rules over what is known of it, the first that knows says it. */
import { isAccessPoint } from '../lab/lab.js';
import type { Evidence, Explanation, Facts, Finding } from './facts.js';
import { connectedRules } from './rules-connected.js';
import { goneRules, refusedRules } from './rules-refused.js';
import { offAirFinding, stateRules, unheardRules } from './rules-unheard.js';
import { attemptOf, isDaemon, says } from './words.js';

const CONNECTED = 'COMPLETED';
const LAST = 3;

/** The order of the questions: is it there, is it let in, does it hear anything, was it sent away. */
const waysIn = [...stateRules, ...refusedRules, ...unheardRules, ...goneRules];

export function explain(facts: Facts): Explanation {
  const { node, station, failure } = facts;
  const told = (well: boolean, findings: readonly Finding[]): Explanation => ({
    ...{ node: node.name, well, findings },
    last: well || findings.length > 0 ? [] : lastWords(facts),
  });
  if (station && station.state === CONNECTED && station.ended === undefined) {
    const findings = connectedRules.flatMap((rule) => rule(facts, station) ?? []);
    return told(true, findings);
  }
  if (station) {
    const attempt = attemptOf(facts, station);
    for (const rule of waysIn) {
      const finding = rule(attempt);
      if (finding) return told(false, [finding]);
    }
    return told(false, []);
  }
  if (isAccessPoint(node)) {
    const point = facts.points.find((each) => each.node.name === node.name);
    const off = point === undefined || point.ended !== undefined || !point.beacons;
    return told(!off, off && point ? [offAirFinding(point)] : []);
  }
  const ended: Finding[] =
    failure === undefined
      ? []
      : [
          {
            cause: 'program-ended',
            text: `what ${node.name} runs is not there: ${failure}`,
            evidence: [{ text: failure }],
            remedy: `see what it said last: npx testbed logs ${node.name}`,
          },
        ];
  return told(failure === undefined, ended);
}

/** The last that was heard of a node. */
const lastWords = ({ records, node }: Facts): Evidence[] =>
  records
    .filter((record) => isDaemon(record) && record.node === node.name)
    .slice(-LAST)
    .map((record) => says(record, isDaemon(record) ? record.text : ''));

/** In one line, for whoever has no room for more; undefined for a node that is as it should be. */
export function explanationText({ node, well, findings, last }: Explanation): string | undefined {
  const [finding] = findings;
  if (finding) return `${finding.text}; ${finding.remedy}`;
  if (well) return undefined;
  const said = last.at(-1)?.text;
  return `${node}: I do not know why it is not connected${said ? `; the last that it said: ${said}` : ''}`;
}
