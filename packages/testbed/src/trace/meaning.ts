/** What records mean in a few words, and whether that was hoped for: what arrows and lines of the page say. */
import { type Frame, parseFrame } from '@vwifi/nl80211/capture';
import { reasonWords, statusWords } from '@vwifi/nl80211/elements';
import type { Tone } from '@vwifi/view';
import { eapolKey, secondMessages } from '../explain/eapol.js';
import type { FrameRecord, LabRecord } from '../record/record.js';

export interface Meaning {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

/** A network whose passphrase is known, by the address of its access point. */
export type Networks = ReadonlyMap<string, { readonly ssid: string; readonly passphrase: string }>;

/** Message 2 of each handshake and whether its MIC fits, by the record's number. */
export function judgeHandshakes(records: readonly LabRecord[], networks: Networks): Map<number, boolean> {
  const pairs = new Map<string, FrameRecord[]>();
  for (const record of records) {
    if (record.kind !== 'frame' || !record.from || !record.to || !eapolKey(record)) continue;
    const name = [record.from, record.to].sort().join(' ');
    pairs.set(name, [...(pairs.get(name) ?? []), record]);
  }
  const judged = new Map<number, boolean>();
  for (const [name, frames] of pairs) {
    const [one = '', other = ''] = name.split(' ');
    for (const [point, station] of [
      [one, other],
      [other, one],
    ] as const)
      for (const { record, fits } of secondMessages(frames, station, networks.get(point)))
        if (fits !== undefined) judged.set(record.id, fits);
  }
  return judged;
}

/** Statuses of a conversation that goes on. */
const GOES_ON = new Set([0, 76, 126, 127]);

const answered = (what: string, status: number): Meaning =>
  status === 0
    ? { text: `${what}: success`, tone: 'good' }
    : { text: `${what}: ${statusWords(status)}`, tone: GOES_ON.has(status) ? undefined : 'bad' };

const SAE = ['', 'commit', 'confirm'];
const LEAVING = new Set([3, 8, 36]);

type Management = Frame & { readonly type: 'management' };

function managementMeaning(frame: Management): Meaning | undefined {
  switch (frame.subtype) {
    case 'authentication': {
      const { algorithm, transaction, status } = frame;
      const what =
        algorithm === 3 ? `SAE ${SAE[transaction] ?? transaction}` : `authentication ${transaction}`;
      return status === 0 && (algorithm === 3 || transaction === 1) ? { text: what } : answered(what, status);
    }
    case 'association-response':
    case 'reassociation-response':
      return answered(frame.subtype.replace('-', ' '), frame.status);
    case 'association-request':
    case 'reassociation-request':
    case 'probe-request': {
      const name = frame.elements.ssid?.toString();
      return { text: `${frame.subtype.replace('-', ' ')}${name ? ` for ${name}` : ''}` };
    }
    case 'probe-response': {
      const name = frame.elements.ssid?.toString();
      return { text: `probe response${name ? ` of ${name}` : ''}` };
    }
    case 'deauthentication':
    case 'disassociation':
      return {
        text: `${frame.subtype}: ${reasonWords(frame.reason)}`,
        tone: LEAVING.has(frame.reason) ? 'odd' : 'bad',
      };
    default:
      return undefined;
  }
}

function contentMeaning(record: FrameRecord, fits: boolean | undefined): Meaning {
  const key = eapolKey(record);
  if (key) {
    const text = `EAPOL ${key.message} of 4`;
    if (key.message === 2 && fits === false) return { text: `${text}, MIC wrong`, tone: 'bad' };
    if (key.message === 2 && fits === true) return { text: `${text}, MIC right`, tone: 'good' };
    return { text, tone: key.message === 4 ? 'good' : undefined };
  }
  const frame = record.sealed ? undefined : parseFrame(Buffer.from(record.octets, 'hex'));
  const meaning = frame?.type === 'management' ? managementMeaning(frame) : undefined;
  if (meaning) return meaning;
  const body = frame?.type === 'data' && /aaaa03000000888e/.test(record.octets);
  return { text: `${body ? 'EAPOL' : record.frame}${record.sealed ? ', sealed' : ''}` };
}

/** `fits`: whether the MIC of a message 2 is of the network's passphrase, where that is known. */
export function frameMeaning(record: FrameRecord, fits: boolean | undefined): Meaning {
  const { text, tone } = contentMeaning(record, fits);
  if (record.acknowledged === false) return { text: `${text}, lost`, tone: 'bad' };
  return record.retries
    ? { text: `${text}, sent ${record.retries + 1} times`, tone: tone ?? 'odd' }
    : { text, tone };
}

/** Events of daemons whose names say how it went. */
const EVENTS: readonly (readonly [RegExp, Tone])[] = [
  [/^(CTRL-EVENT-CONNECTED|AP-STA-CONNECTED|EAPOL-4WAY-HS-COMPLETED|AP-ENABLED)$/, 'good'],
  [/(REJECT|FAILURE|FAIL|ERROR|MISMATCH|TEMP-DISABLED|TIMEOUT|NOT-FOUND|AP-DISABLED)/, 'bad'],
  [/(DISCONNECTED|BEACON-LOSS|REMOVED)/, 'odd'],
];
const TROUBLE = /\b(WARNING|BUG|Oops|panic|lockdep|Call Trace)\b/;

/** What any record means; of frames ask {@link frameMeaning}. */
export function meaningOf(record: Exclude<LabRecord, FrameRecord>): Meaning {
  switch (record.kind) {
    case 'daemon': {
      const { event } = record;
      const tone = event === undefined ? undefined : EVENTS.find(([name]) => name.test(event))?.[1];
      return { text: record.text, tone };
    }
    case 'kernel':
      return { text: record.text, tone: TROUBLE.test(record.text) ? 'bad' : undefined };
    case 'gap':
      return { text: `not taken down: ${record.text}`, tone: 'odd' };
    case 'step':
      return {
        text: `${record.title}: ${record.state}`,
        tone: record.state === 'failed' ? 'bad' : undefined,
      };
    case 'deed':
      return { text: record.text, tone: record.ok === undefined ? undefined : record.ok ? 'good' : 'bad' };
    case 'command': {
      const { argv, status } = record;
      const tone = status === undefined || status === 0 ? undefined : 'bad';
      return { text: `${argv.join(' ')}${status ? ` (status ${status})` : ''}`, tone };
    }
    case 'station':
      return { text: `${record.peer}: ${record.signalDbm ?? '?'} dBm` };
    case 'nl80211':
    case 'medium':
      return { text: record.event };
  }
}
