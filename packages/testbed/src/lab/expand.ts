/** The nodes of a laboratory one by one: what is counted is spelt out, and what has several radios or networks is taken apart. */
import type { Lodger } from './guests.js';
import { isPeer, type StationNode } from './lab.js';
import type { Path, Problem } from './problem.js';
import type { NamedService } from './resolve-services.js';
import type { ParsedLab, ParsedNode } from './schema.js';

export type Written<K extends ParsedNode['kind'] = 'ap' | StationNode['kind']> = Extract<
  ParsedNode,
  { kind: K }
>;

export interface Named extends Lodger {
  readonly written: Written;
  /** Its namespace, where that is not its own: the node that it is a part of. */
  readonly home?: string;
  /** The access point that it carries on, as a part of a repeater. */
  readonly repeats?: string;
  /** The access point whose radio and hostapd carry it, as a network of several. */
  readonly on?: string;
  /** The node with whose network it is one, as another radio of it. */
  readonly beside?: string;
}

type Report = (problem: Problem) => void;

const defined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/** What a network is like where it says nothing of its own. */
function inherited(own: Pick<Written<'ap'>, 'security' | 'passphrase' | 'cipher'>, theirs: Written<'ap'>) {
  const { security, passphrase, cipher } = theirs;
  const said = own.security ?? own.passphrase;
  return { ssid: theirs.ssid, ...(said === undefined ? { security, passphrase, cipher } : {}) };
}

/** The two halves of a repeater: an access point, and a station of another one. */
function halves(
  name: string,
  { of, ...own }: Written<'repeater'>,
  parsed: ParsedLab,
  report: Report,
): Named[] {
  const path = ['nodes', name];
  const theirs = parsed.nodes[of];
  if (theirs?.kind !== 'ap') {
    const points = Object.entries(parsed.nodes).flatMap(([each, { kind }]) => (kind === 'ap' ? [each] : []));
    report({
      path: [...path, 'of'],
      message: `is "${of}", which is no access point here: ${points.join(', ') || 'there is none'}`,
    });
    return [];
  }
  const { position, txPower, channel = theirs.channel, extra = [] } = own;
  const { frequency, band } = theirs;
  const written: Written<'ap'> = {
    ...{ band, extra, ...(own.channel === undefined ? { frequency } : {}) },
    ...inherited(own, theirs),
    ...own,
    ...{ kind: 'ap', channel },
  };
  const up: Written<'station'> = { kind: 'station', network: of, address: 'none', position, txPower };
  const common = { path, machine: undefined, home: name, repeats: of };
  return [
    { ...common, name, written: defined(written) },
    { ...common, name: `${name}-up`, written: defined(up) },
  ];
}

/** The name of the part of an access point that encrypts for who can (OWE). */
const OWE_PART = '-owe';
const LONGEST_NAME = 15;
const LONGEST_SSID = 32;

/** An access point with its further radios and networks. */
function accessPoints(name: string, whole: Written<'ap'>, parsed: ParsedLab, report: Report): Named[] {
  const path = ['nodes', name];
  const { networks = {}, radios = {}, ...own } = whole;
  const { machine, position, txPower } = own;
  const named: Named[] = [{ name, path, machine, written: own }];
  const secondOf = (part: Named): Named[] => {
    const { written } = part;
    const type = typeof written.security === 'object' ? written.security.type : written.security;
    if (type !== 'owe-transition') return [];
    const second = `${part.name}${OWE_PART}`;
    const ssid = `${written.ssid ?? parsed.name ?? part.name}${OWE_PART}`;
    if (second.length > LONGEST_NAME || Buffer.byteLength(ssid) > LONGEST_SSID)
      report({
        path: part.path,
        message: `makes a second network, ${second} with the SSID ${ssid}: too long; at most ${LONGEST_NAME} letters and ${LONGEST_SSID} octets`,
      });
    const { wire } = written as Written<'ap'>;
    const hidden: Written<'ap'> = { kind: 'ap', ssid, hidden: true, security: 'owe', address: 'none', wire };
    const on = part.on ?? part.name;
    return [
      { name: second, path: part.path, machine, home: name, on, beside: part.name, written: defined(hidden) },
    ];
  };
  for (const [part, its] of Object.entries(radios)) {
    const written: Written<'ap'> = {
      ...{ ...inherited(its, own), roaming: own.roaming, position, txPower, extra: own.extra },
      ...its,
      ...{ kind: 'ap', address: 'none', wire: own.wire },
    };
    const at = [...path, 'radios', part];
    named.push({ name: part, path: at, machine, home: name, beside: name, written: defined(written) });
  }
  for (const [part, its] of Object.entries(networks)) {
    const at = [...path, 'networks', part];
    const isOne = its.wire !== undefined && its.wire === own.wire;
    const written: Written<'ap'> = { ssid: part, ...(isOne ? { address: 'none' } : {}), ...its, kind: 'ap' };
    named.push({ name: part, path: at, machine, home: name, on: name, written: defined(written) });
  }
  // Each network of hostapd stands behind the radio that carries it.
  return named.flatMap((part) => [part, ...secondOf(part)]);
}

/** `count: 3` of `sta` becomes sta1 to sta3; `stations: 10` becomes sta1 to sta10. */
export function expand(
  parsed: ParsedLab,
  addressAfter: (address: string, more: number) => string,
  report: Report,
): { readonly named: Named[]; readonly services: NamedService[] } {
  const named: Named[] = [];
  const services: NamedService[] = [];
  for (const [name, written] of Object.entries(parsed.nodes)) {
    const path = ['nodes', name];
    if (written.kind === 'repeater') named.push(...halves(name, written, parsed, report));
    else if (written.kind === 'ap') named.push(...accessPoints(name, written, parsed, report));
    else if (written.kind === 'station' || isPeer(written))
      named.push(...counted(name, written, addressAfter, report));
    else services.push({ name, path, written });
  }
  for (let i = 1; i <= (parsed.stations ?? 0); i++)
    named.push({ name: `sta${i}`, path: ['stations'], machine: undefined, written: { kind: 'station' } });
  return { named, services };
}

function counted(
  name: string,
  written: Written<StationNode['kind']>,
  addressAfter: (address: string, more: number) => string,
  report: Report,
): Named[] {
  const path = ['nodes', name];
  const { machine } = written;
  if (written.count === undefined) return [{ name, path, machine, written }];
  const { count, ...rest } = written;
  for (const key of ['interface', 'mac'] as const)
    if (rest[key] !== undefined)
      report({ path: [...path, key], message: 'cannot be given with count; leave it out' });
  return Array.from({ length: count }, (_, i) => {
    const address = rest.address && rest.address !== 'dhcp' && addressAfter(rest.address, i);
    const its = { ...rest, ...(address ? { address } : {}) };
    return { name: `${name}${i + 1}`, path: path as Path, machine, written: its };
  });
}
