/** A trace as its page shows it: each record with its meaning, frames with their fields, causes, graphs. */
import type { PageData, PageField, PageNode, PageRecord, PageSeries, PageVerdict } from '@vwifi/view';
import type { Explanation } from '../explain/facts.js';
import { channelAt } from '../lab/channel.js';
import { isAccessPoint, isStation, type LabNode } from '../lab/lab.js';
import type { FrameRecord, LabRecord } from '../record/record.js';
import { frameFields } from './fields.js';
import { frameMeaning, judgeHandshakes, meaningOf, type Networks } from './meaning.js';
import type { Trace } from './open.js';

const BROADCAST = /^.[13579bdf]/i;
/** A shown text is cut there. */
const TEXT_LIMIT = 600;

/** Who has an address: as frames, events and the status say. */
class Addresses {
  readonly #nodes = new Map<string, number>();

  constructor(readonly names: ReadonlyMap<string, number>) {}

  learn(address: string | undefined | null, node: string | undefined): void {
    const index = node === undefined ? undefined : this.names.get(node);
    if (address && index !== undefined && !this.#nodes.has(address))
      this.#nodes.set(address.toLowerCase(), index);
  }

  of(address: string | undefined): number | undefined {
    return address === undefined ? undefined : this.#nodes.get(address.toLowerCase());
  }

  /** Access points by their addresses. */
  get all(): ReadonlyMap<string, number> {
    return this.#nodes;
  }
}

function addressesOf({ lab, status, records }: Trace): Addresses {
  const addresses = new Addresses(new Map(lab.nodes.map(({ name }, index) => [name, index])));
  for (const { name, role, bssid } of status.nodes) if (role === 'ap') addresses.learn(bssid, name);
  for (const record of records) {
    if (record.kind === 'frame') addresses.learn(record.from, record.node);
    if (record.kind === 'nl80211' && /Interface$/.test(record.event ?? ''))
      addresses.learn(String(record.attributes?.mac ?? ''), record.node);
  }
  return addresses;
}

function networksOf({ lab }: Trace, addresses: Addresses): Networks {
  const networks = new Map<string, { ssid: string; passphrase: string }>();
  for (const [address, index] of addresses.all) {
    const node = lab.nodes[index];
    // A trace that somebody made may have any node.
    if (node && isAccessPoint(node) && node.security && 'passphrase' in node.security)
      networks.set(address, { ssid: node.ssid, passphrase: node.security.passphrase });
  }
  return networks;
}

const nodeOf = (node: LabNode): PageNode => {
  const place = isAccessPoint(node) ? channelAt(node.frequencyMhz) : undefined;
  const network = isAccessPoint(node) || isStation(node) ? node.ssid : undefined;
  const about = [node.kind, network, place ? `channel ${place.channel}` : undefined];
  return { name: node.name, kind: node.kind, about: about.filter(Boolean).join(' · ') };
};

const textOf = (value: unknown): string => {
  const text = String(value);
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
};

type More = readonly (readonly [string, string])[];

function moreOf(record: LabRecord): More {
  switch (record.kind) {
    case 'daemon':
      return [
        ['program', record.program],
        ...Object.entries(record.fields ?? {}).map(([name, value]) => [name, textOf(value)] as const),
      ];
    case 'nl80211':
    case 'medium':
      return Object.entries(record.attributes ?? {}).map(([name, value]) => [
        name,
        textOf(typeof value === 'object' ? JSON.stringify(value) : value),
      ]);
    case 'command':
      return [
        ['status', record.status === undefined ? 'none' : String(record.status)],
        ['output', record.output],
      ];
    default:
      return [];
  }
}

function frameOf(record: FrameRecord, addresses: Addresses, fits: boolean | undefined) {
  const { from, to, frequencyMhz, retries, bytes, octets } = record;
  const other = to === undefined ? undefined : BROADCAST.test(to) ? -1 : addresses.of(to);
  const fields: readonly PageField[] = frameFields(Buffer.from(octets, 'hex'));
  const more: (readonly [string, string])[] = [
    ...(from === undefined ? [] : [['from', from] as const]),
    ...(to === undefined ? [] : [['to', to] as const]),
    ...(frequencyMhz === undefined ? [] : [['frequency', `${frequencyMhz} MHz`] as const]),
    ['length', `${bytes} octets${bytes * 2 > octets.length ? `, the first ${octets.length / 2} kept` : ''}`],
    ...(record.acknowledged === undefined
      ? []
      : [['acknowledged', record.acknowledged ? 'yes' : 'no'] as const]),
    ...(retries ? [['repeated', String(retries)] as const] : []),
  ];
  const node = addresses.of(from);
  return {
    ...frameMeaning(record, fits),
    ...(node === undefined ? {} : { node }),
    ...(other === undefined ? {} : { to: other }),
    detail: { more, octets, fields },
  };
}

/** Makes records of the page, also of ones that come later: what is known of addresses and handshakes is of all of them. */
export function pageRecords(trace: Trace): PageRecord[] {
  const addresses = addressesOf(trace);
  const judged = judgeHandshakes(trace.records, networksOf(trace, addresses));
  const made: PageRecord[] = [];
  for (const record of trace.records) {
    if (record.kind === 'station') continue;
    const node = record.node === undefined ? undefined : addresses.names.get(record.node);
    const shown =
      record.kind === 'frame'
        ? frameOf(record, addresses, judged.get(record.id))
        : { ...meaningOf(record), detail: { more: moreOf(record) } };
    const { text = '', tone, detail, ...rest } = shown;
    made.push({
      ...{ id: record.id, us: record.us, kind: record.kind },
      ...(node === undefined ? {} : { node }),
      ...rest,
      text: textOf(text),
      ...(Object.values(detail).some(({ length }) => length > 0) ? { detail: JSON.stringify(detail) } : {}),
      ...(tone === undefined ? {} : { tone }),
      ...(record.kind === 'command' && record.endUs !== undefined ? { endUs: record.endUs } : {}),
      ...(record.cause === undefined ? {} : { cause: record.cause }),
    });
  }
  return made;
}

/** Signal and rate of each pair, as access points and wpa_supplicant tell them. */
export function seriesOf(trace: Trace): PageSeries[] {
  const addresses = addressesOf(trace);
  const found = new Map<
    string,
    { node: number; name: string; unit: PageSeries['unit']; points: [number, number][] }
  >();
  const add = (
    node: number,
    name: string,
    unit: PageSeries['unit'],
    us: number,
    value: number | undefined,
  ) => {
    if (value === undefined || !Number.isFinite(value)) return;
    const known = found.get(`${name} ${unit}`) ?? { node, name, unit, points: [] };
    known.points.push([us, value]);
    found.set(`${name} ${unit}`, known);
  };
  for (const record of trace.records) {
    if (record.kind === 'station') {
      const index = addresses.of(record.peer) ?? addresses.names.get(record.node ?? '');
      const [peer, point] = [
        trace.lab.nodes[addresses.of(record.peer) ?? -1]?.name ?? record.peer,
        record.node,
      ];
      if (index === undefined) continue;
      add(index, `${peer} at ${point}`, 'dBm', record.us, record.signalDbm);
      add(index, `${point} to ${peer}`, 'Mbit/s', record.us, record.toMbps);
      add(index, `${peer} to ${point}`, 'Mbit/s', record.us, record.fromMbps);
    }
    if (record.kind === 'daemon' && record.event === 'CTRL-EVENT-SIGNAL-CHANGE' && record.node) {
      const index = addresses.names.get(record.node);
      if (index === undefined) continue;
      add(index, `${record.node} hears its access point`, 'dBm', record.us, Number(record.fields?.signal));
    }
  }
  return [...found.values()];
}

function verdictsOf(explained: readonly Explanation[]): PageVerdict[] {
  return explained.flatMap(({ node, well, findings, last }) => {
    const told = findings.map(({ cause, text, remedy, evidence }) => ({
      ...{ node, cause, text, remedy },
      evidence: evidence.map((each) => ({
        text: each.text,
        ...(each.record === undefined ? {} : { record: each.record }),
      })),
    }));
    if (told.length > 0 || well) return told;
    const evidence = last.map(({ text, record }) => ({ text, ...(record === undefined ? {} : { record }) }));
    return [{ node, cause: node, text: 'is not connected, and no rule knows why', remedy: '', evidence }];
  });
}

export function pageData(trace: Trace): PageData {
  const { manifest, lab } = trace;
  const facts: (readonly [string, unknown])[] = [
    ['saved', manifest.savedAt],
    ['again', manifest.repeat],
    ['seed', manifest.seed],
    ['time', manifest.time],
    ...Object.entries(manifest.versions ?? {}),
    ['sealed frames', manifest.decrypt],
    ['missing', manifest.missing?.join('; ')],
  ];
  return {
    ...{ format: 1, lab: lab.name },
    facts: facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
    nodes: lab.nodes.map(nodeOf),
    records: pageRecords(trace),
    verdicts: verdictsOf(trace.explained),
    series: seriesOf(trace),
  };
}
