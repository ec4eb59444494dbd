/** A trace as its page shows it: each record with its meaning, frames with their fields, causes, graphs. */
import type {
  PageData,
  PageField,
  PageNode,
  PageRecord,
  PageSeries,
  PageStart,
  PageVerdict,
} from '@vwifi/view';
import { eapolKey } from '../explain/eapol.js';
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

function networksOf({ lab }: Pick<Trace, 'lab'>, addresses: Addresses): Networks {
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

/** Messages of handshakes that are kept, so that one which comes later is told from those before it. */
const MOST_MESSAGES = 2000;

type Lines = Map<
  string,
  { node: number; name: string; unit: PageSeries['unit']; points: [number, number][] }
>;

/** Makes what a page shows of records, all at once or as they come. */
export class PageMaker {
  readonly #addresses: Addresses;
  #messages: FrameRecord[] = [];

  constructor(private readonly trace: Pick<Trace, 'lab' | 'status'>) {
    const { lab, status } = trace;
    this.#addresses = new Addresses(new Map(lab.nodes.map(({ name }, index) => [name, index])));
    for (const { name, role, bssid } of status.nodes) if (role === 'ap') this.#addresses.learn(bssid, name);
  }

  /** The node that has an address, by its index. */
  nodeAt(address: string): number | undefined {
    return this.#addresses.of(address);
  }

  learn(address: string | undefined, node: string): void {
    this.#addresses.learn(address, node);
  }

  /** All until now, of a laboratory that is up. */
  start(records: readonly LabRecord[], control: boolean): PageStart {
    const { lab } = this.trace;
    const shown = { ...this.more(records), nodes: lab.nodes.map(nodeOf), verdicts: [], facts: [] };
    return { ...{ format: 1, lab: lab.name, control }, ...shown };
  }

  more(records: readonly LabRecord[]): Pick<PageData, 'records' | 'series'> {
    for (const record of records) this.#learn(record);
    this.#messages = this.#messages.slice(-MOST_MESSAGES);
    const judged = judgeHandshakes(this.#messages, networksOf(this.trace, this.#addresses));
    return {
      records: records.flatMap((record) => this.#shown(record, judged.get(record.id)) ?? []),
      series: this.#series(records),
    };
  }

  #learn(record: LabRecord): void {
    if (record.kind === 'frame') {
      this.#addresses.learn(record.from, record.node);
      if (eapolKey(record)) this.#messages.push(record);
    }
    if (record.kind === 'nl80211' && /Interface$/.test(record.event))
      this.#addresses.learn(String(record.attributes?.mac ?? ''), record.node);
  }

  #shown(record: LabRecord, fits: boolean | undefined): PageRecord | undefined {
    if (record.kind === 'station') return undefined;
    const node = record.node === undefined ? undefined : this.#addresses.names.get(record.node);
    const shown =
      record.kind === 'frame'
        ? frameOf(record, this.#addresses, fits)
        : { ...meaningOf(record), detail: { more: moreOf(record) } };
    const { text = '', tone, detail, ...rest } = shown;
    return {
      ...{ id: record.id, us: record.us, kind: record.kind },
      ...(node === undefined ? {} : { node }),
      ...rest,
      text: textOf(text),
      ...(Object.values(detail).some(({ length }) => length > 0) ? { detail: JSON.stringify(detail) } : {}),
      ...(tone === undefined ? {} : { tone }),
      ...(record.kind === 'command' && record.endUs !== undefined ? { endUs: record.endUs } : {}),
      ...(record.cause === undefined ? {} : { cause: record.cause }),
    };
  }

  /** Signal and rate of each pair, as access points and wpa_supplicant tell them. */
  #series(records: readonly LabRecord[]): PageSeries[] {
    const lines: Lines = new Map();
    const add = (
      node: number,
      name: string,
      unit: PageSeries['unit'],
      us: number,
      value: number | undefined,
    ) => {
      if (value === undefined || !Number.isFinite(value)) return;
      const known = lines.get(`${name} ${unit}`) ?? { node, name, unit, points: [] };
      known.points.push([us, value]);
      lines.set(`${name} ${unit}`, known);
    };
    for (const record of records) {
      const { us, node: where = '' } = record;
      const own = this.#addresses.names.get(where);
      if (record.kind === 'station') {
        const index = this.#addresses.of(record.peer) ?? own;
        const peer = this.trace.lab.nodes[this.#addresses.of(record.peer) ?? -1]?.name ?? record.peer;
        if (index === undefined) continue;
        add(index, `${peer} at ${where}`, 'dBm', us, record.signalDbm);
        add(index, `${where} to ${peer}`, 'Mbit/s', us, record.toMbps);
        add(index, `${peer} to ${where}`, 'Mbit/s', us, record.fromMbps);
      }
      if (record.kind === 'daemon' && record.event === 'CTRL-EVENT-SIGNAL-CHANGE' && own !== undefined)
        add(own, `${where} hears its access point`, 'dBm', us, Number(record.fields?.signal));
    }
    return [...lines.values()];
  }
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
    ...new PageMaker(trace).more(trace.records),
    verdicts: verdictsOf(trace.explained),
  };
}
