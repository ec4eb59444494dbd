/** Where two runs of one session part. */
import type { FrameRecord, LabRecord } from '../record/record.js';

export interface Difference {
  /** Left out where only the other run has it. */
  readonly recorded?: LabRecord;
  readonly replayed?: LabRecord;
}

export interface Comparison {
  /** How many records of the session were compared. */
  readonly records: number;
  /** How many of them came before the first difference. */
  readonly same: number;
  readonly first?: Difference;
  /** The first difference in frames, where the first of all is in something else. */
  readonly frame?: Difference;
}

/** The clock of the kernel's log is not that of the laboratory. */
const isCompared = ({ kind }: LabRecord): boolean => kind !== 'kernel';

/** Who tells: what comes from several at one moment is taken down in any order, what comes from one in its own. */
const teller = (record: LabRecord): string =>
  [record.kind, record.node ?? '', record.kind === 'daemon' ? record.program : ''].join(' ');

const order = (one: LabRecord, other: LabRecord): number => {
  const [first, second] = [teller(one), teller(other)];
  return one.us - other.us || (first < second ? -1 : first > second ? 1 : 0) || one.id - other.id;
};

/** Numbers are those of the order in which records were taken down. */
const contentOf = ({ id: _, cause: __, ...content }: LabRecord): string => JSON.stringify(content);

function firstOf(
  recorded: readonly LabRecord[],
  replayed: readonly LabRecord[],
): readonly [number, Difference | undefined] {
  const length = Math.max(recorded.length, replayed.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [recorded[index], replayed[index]];
    if (one && other && contentOf(one) === contentOf(other)) continue;
    if (!other || (one && (one.us < other.us || (one.us === other.us && teller(one) < teller(other)))))
      return [index, { ...(one ? { recorded: one } : {}) }];
    if (!one || one.us > other.us || teller(one) !== teller(other)) return [index, { replayed: other }];
    return [index, { recorded: one, replayed: other }];
  }
  return [recorded.length, undefined];
}

/** Compares what was taken down, in time. */
export function compare(recorded: readonly LabRecord[], replayed: readonly LabRecord[]): Comparison {
  const [one, other] = [recorded, replayed].map((records) => records.filter(isCompared).sort(order)) as [
    LabRecord[],
    LabRecord[],
  ];
  const [same, first] = firstOf(one, other);
  const about = { records: one.length, same };
  if (!first) return about;
  if ((first.recorded ?? first.replayed)?.kind === 'frame') return { ...about, first };
  const isFrame = (record: LabRecord): record is FrameRecord => record.kind === 'frame';
  const [, frame] = firstOf(one.filter(isFrame), other.filter(isFrame));
  return { ...about, first, ...(frame ? { frame } : {}) };
}
