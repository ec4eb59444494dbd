/** A difference in words. */
import type { FrameRecord, LabRecord } from '../record/record.js';
import { frameFields } from '../trace/fields.js';
import { frameMeaning, meaningOf } from '../trace/meaning.js';
import type { Difference } from './difference.js';

/** What is different between two frames, field by field; of what is no field, where. */
function fieldLines(recorded: FrameRecord, replayed: FrameRecord): string[] {
  const [before, now] = [recorded, replayed].map(({ octets }) => frameFields(Buffer.from(octets, 'hex'))) as [
    ReturnType<typeof frameFields>,
    ReturnType<typeof frameFields>,
  ];
  const about = (
    ['frame', 'from', 'to', 'frequencyMhz', 'retries', 'acknowledged', 'sealed'] as const
  ).flatMap((name) =>
    recorded[name] === replayed[name]
      ? []
      : [`${name}: ${recorded[name] ?? 'none'}, and now ${replayed[name] ?? 'none'}`],
  );
  if (recorded.octets === replayed.octets) return about;
  const octets = ({ octets: text }: FrameRecord, at: number, length: number) =>
    text.slice(2 * at, 2 * (at + length));
  const fields = now.flatMap(([name, text, at, length], index) => {
    const [, was, then = at, long = length] = before[index] ?? [];
    if (octets(recorded, then, long) === octets(replayed, at, length)) return [];
    const [one, other] =
      was === text ? [octets(recorded, then, long), octets(replayed, at, length)] : [was, text];
    return [`${name} (octet ${at}): ${one ?? 'none'}, and now ${other}`];
  });
  if (recorded.bytes !== replayed.bytes) fields.push(`${recorded.bytes} octets, and now ${replayed.bytes}`);
  return [...about, ...fields];
}

const kindOf = (record: LabRecord): string => (record.kind === 'daemon' ? record.program : record.kind);

/** A record in a line. */
function recordText(record: LabRecord): string {
  const { text } = record.kind === 'frame' ? frameMeaning(record, undefined) : meaningOf(record);
  const ends =
    record.kind === 'frame'
      ? `${record.frame} from ${record.from ?? 'nobody'} to ${record.to ?? 'nobody'}: `
      : '';
  return `${record.node === undefined ? '' : `${record.node}, `}${kindOf(record)}: ${ends}${text}`;
}

export const secondsText = (us: number): string => `${(us / 1e6).toFixed(6)} s`;

const FIELDS_SHOWN = 5;
const TEXT_LIMIT = 400;

/** When it is, what it was and what it is now; of two frames the fields that differ. */
export function differenceLines({ recorded, replayed }: Difference): string[] {
  const cut = (text: string) => (text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}...` : text);
  const at = recorded ?? replayed;
  const said = (what: string, record: LabRecord | undefined) =>
    `  ${what}  ${record ? cut(recordText(record)) : 'nothing'}`;
  const lines = [`at ${secondsText(at?.us ?? 0)}`, said('recorded', recorded), said('replayed', replayed)];
  if (!recorded || !replayed) return lines;
  const details =
    recorded.kind === 'frame' && replayed.kind === 'frame'
      ? fieldLines(recorded, replayed)
      : recordText(recorded) === recordText(replayed)
        ? contentLines(recorded, replayed)
        : [];
  return [...lines, ...details.slice(0, FIELDS_SHOWN).map((line) => `            ${cut(line)}`)];
}

/** What the text of a record does not tell. */
function contentLines(recorded: LabRecord, replayed: LabRecord): string[] {
  const now = Object.entries(replayed);
  const before = new Map(Object.entries(recorded));
  return now.flatMap(([name, value]) => {
    const [one, other] = [JSON.stringify(before.get(name)), JSON.stringify(value)];
    return name === 'id' || one === other ? [] : [`${name}: ${one}, and now ${other}`];
  });
}
