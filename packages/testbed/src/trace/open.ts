/** Reads a trace again: `trace.zip`, or the folder. It may come from anywhere: nothing in it is taken at its word. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TestbedError } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import type { Lab } from '../lab/lab.js';
import type { LabStatus } from '../lab/status.js';
import { inTime, type LabRecord, parseRecords, type RecordKind } from '../record/record.js';
import { parseSession, type SessionLine } from '../session/session.js';
import { FILES, type TraceManifest } from './manifest.js';
import { unzip } from './zip.js';

export interface Trace {
  readonly manifest: TraceManifest;
  readonly lab: Pick<Lab, 'name' | 'nodes'>;
  readonly status: Pick<LabStatus, 'nodes'>;
  readonly explained: readonly Explanation[];
  readonly records: readonly LabRecord[];
  /** What was asked of it; left out where that is not known, or is no session. */
  readonly session?: readonly SessionLine[];
}

const READ = [FILES.manifest, FILES.laboratory, FILES.status, FILES.explained, FILES.records, FILES.session];

async function texts(path: string): Promise<(name: string) => string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new TestbedError('TRACE', `there is no trace ${path}`, {
      hint: 'a run that failed says where its trace lies: testbed-run/.../trace.zip',
    });
  if (!found.isDirectory()) {
    const files = await unzip(path, new Set<string>(READ));
    return (name) => {
      const data = files.get(name);
      return data && Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
    };
  }
  const read = await Promise.all(
    READ.map(
      async (name) => [name, await readFile(join(path, name), 'utf8').catch(() => undefined)] as const,
    ),
  );
  const files = new Map<string, string | undefined>(read);
  return (name) => files.get(name);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a record of a kind has to have, besides its number and its time: texts, but for one list. */
const NEEDED: Readonly<Record<RecordKind, readonly string[]>> = {
  frame: ['frame', 'octets'],
  daemon: ['program', 'text'],
  nl80211: ['event'],
  medium: ['event'],
  kernel: ['text'],
  station: ['peer'],
  step: ['title', 'state'],
  deed: ['text'],
  command: ['argv', 'output'],
  gap: ['text'],
};
const TEXTS_IF_ANY = ['node', 'from', 'to', 'event'];

function isRecord(value: unknown): value is LabRecord {
  if (!isObject(value) || !Number.isFinite(value.id) || !Number.isFinite(value.us)) return false;
  const needed = Object.hasOwn(NEEDED, String(value.kind)) && NEEDED[value.kind as RecordKind];
  return (
    needed !== false &&
    needed.every((name) => (name === 'argv' ? Array.isArray(value.argv) : typeof value[name] === 'string')) &&
    TEXTS_IF_ANY.every((name) => value[name] === undefined || typeof value[name] === 'string')
  );
}

const isEvidence = (value: unknown): boolean => isObject(value) && typeof value.text === 'string';

function isExplanation(value: unknown): value is Explanation {
  return (
    isObject(value) &&
    typeof value.node === 'string' &&
    Array.isArray(value.last) &&
    value.last.every(isEvidence) &&
    Array.isArray(value.findings) &&
    value.findings.every(
      (each) =>
        isObject(each) &&
        [each.cause, each.text, each.remedy].every((text) => typeof text === 'string') &&
        Array.isArray(each.evidence) &&
        each.evidence.every(isEvidence),
    )
  );
}

/** What is missing, or is not as it should be, is empty; what has no manifest is no trace. */
export async function openTrace(path: string): Promise<Trace> {
  const text = await texts(path);
  const parsed = (name: string): unknown => {
    try {
      return JSON.parse(text(name) ?? 'null');
    } catch {
      return null;
    }
  };
  const manifest = parsed(FILES.manifest);
  if (!isObject(manifest) || manifest.format !== 1)
    throw new TestbedError('TRACE', `${path} is no trace: it has no ${FILES.manifest} of this version`, {
      hint: 'name a trace.zip, or the folder it was made of',
    });
  const lab = parsed(FILES.laboratory);
  const session = parseSession(text(FILES.session) ?? '');
  const status = parsed(FILES.status);
  const named = <T>(value: unknown): T[] =>
    listOf(value).filter((each) => isObject(each) && typeof each.name === 'string') as T[];
  return {
    manifest: manifest as unknown as TraceManifest,
    lab: {
      name: isObject(lab) ? String(lab.name) : String(manifest.lab),
      nodes: named(isObject(lab) ? lab.nodes : []),
    },
    status: { nodes: named(isObject(status) ? status.nodes : []) },
    explained: listOf(parsed(FILES.explained)).filter(isExplanation),
    records: inTime(parseRecords(text(FILES.records) ?? '').filter(isRecord)),
    ...(session ? { session } : {}),
  };
}
