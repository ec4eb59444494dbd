/** Routers, authentication servers and programs with nothing left to guess, and what of their cables cannot be. */
import { isIPv4 } from 'node:net';
import { addressProblem } from './address-problem.js';
import { addressAfter, networkRange, within } from './addressing.js';
import type { ProgramNode, RadiusNode, RouterEnd, RouterNode, ServiceNode, WireEnd } from './lab.js';
import type { Path, Problem } from './problem.js';
import type { ParsedNode } from './schema.js';

type Written<K extends ParsedNode['kind']> = Extract<ParsedNode, { kind: K }>;
type Report = (problem: Problem) => void;

export interface NamedService {
  readonly name: string;
  readonly path: Path;
  readonly written: Written<ServiceNode['kind']>;
}

/** The addresses that services were given, by the place where they stand. */
export const serviceAddresses = (services: readonly NamedService[]) =>
  services.flatMap(({ name, path, written }) =>
    Object.entries(written.wires ?? {}).flatMap(([wire, end]) => {
      const address = typeof end === 'string' ? end : end.address;
      const at = [...path, 'wires', wire, ...(typeof end === 'string' ? [] : ['address'])];
      return address === 'dhcp' || address === 'none' ? [] : [{ name, path: at, address }];
    }),
  );

const LEASE_MS = 3_600_000;
/** What is given away when nothing is said. */
const FIRST = 100;
const LAST = 199;

function poolOf(
  address: string,
  dhcp: Written<'router'>['wires'][string]['dhcp'],
  path: Path,
  report: Report,
): RouterEnd['pool'] | undefined {
  if (dhcp === undefined) return undefined;
  const own = address.split('/')[0] ?? '';
  if (!isIPv4(own)) {
    report({ path, message: 'wants an IPv4 address of the router on this wire' });
    return undefined;
  }
  const { first, last } = networkRange(address);
  if (dhcp === true) {
    const from = addressAfter(`${first}/0`, FIRST - 1).split('/')[0] ?? '';
    const to = addressAfter(`${first}/0`, LAST - 1).split('/')[0] ?? '';
    if (!within(to, address) || [from, to].some((each) => each === own))
      report({ path, message: `has no room from .${FIRST} to .${LAST} in ${address}; give from and to` });
    return { from, to, leaseS: LEASE_MS / 1000 };
  }
  const { from, to, lease = LEASE_MS } = dhcp;
  for (const [key, each] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (!within(each, address))
      report({
        path: [...path, key],
        message: `is ${each}, outside of ${first} to ${last}, the network of ${address}`,
      });
  if (within(from, `${to}/0`) && compare(from, to) > 0)
    report({ path: [...path, 'to'], message: `is ${to}, before ${from}` });
  if (compare(from, own) <= 0 && compare(own, to) <= 0)
    report({ path, message: `gives ${own} away, which is the router's own` });
  if (lease < 120_000) report({ path: [...path, 'lease'], message: 'is too short: at least 2m' });
  return { from, to, leaseS: Math.round(lease / 1000) };
}

const compare = (one: string, other: string): number => {
  const [a = 0, b = 0] = [one, other].map((text) =>
    text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0),
  );
  return a - b;
};

const PORTAL_TEXT = 'Welcome. Press the button to use this network.';

function routerOf(
  { name, path, written }: NamedService & { written: Written<'router'> },
  report: Report,
): RouterNode {
  const wires = Object.entries(written.wires).map(([wire, end]): RouterEnd => {
    const at = [...path, 'wires', wire];
    const pool = poolOf(end.address, end.dhcp, [...at, 'dhcp'], report);
    const ipv4 = isIPv4(end.address.split('/')[0] ?? '');
    if (end.portal !== undefined && (!ipv4 || end.nat))
      report({
        path: [...at, 'portal'],
        message: ipv4
          ? 'stands on the wire that others leave by (nat); give it to the other one'
          : 'wants an IPv4 address of the router on this wire',
      });
    return {
      ...{ wire, address: end.address, nat: end.nat === true },
      ...(pool ? { pool } : {}),
      ...(end.portal ? { portal: (end.portal === true ? undefined : end.portal.text) ?? PORTAL_TEXT } : {}),
    };
  });
  if (written.uplink && written.gateway !== undefined)
    report({
      path: [...path, 'gateway'],
      message: 'is given twice: what is for elsewhere goes by the uplink; leave out one of the two',
    });
  const [first] = wires;
  if (!first) report({ path: [...path, 'wires'], message: 'has no cable; name one, and its address there' });
  if (wires.filter(({ portal }) => portal !== undefined).length > 1)
    report({ path: [...path, 'wires'], message: 'have two portals; a router has one' });
  return {
    ...{ name, namespace: name, kind: 'router', wires, names: written.names ?? {} },
    ...placeOf(wires),
    ...(written.uplink ? { uplink: true } : {}),
    ...(written.gateway === undefined ? {} : { gateway: written.gateway }),
  };
}

/** What the first cable decides. */
const placeOf = (ends: readonly WireEnd[]) => {
  const [first] = ends;
  return {
    interface: first?.wire ?? '',
    ...(first?.address === undefined ? {} : { address: first.address }),
    ...(first ? { segment: first.wire } : {}),
  };
};

const endsFrom = (wires: Readonly<Record<string, string>> = {}): WireEnd[] =>
  Object.entries(wires).map(([wire, address]) => ({
    wire,
    ...(address === 'dhcp' ? { dhcp: true } : address === 'none' ? {} : { address }),
  }));

function radiusOf(
  { name, path, written }: NamedService & { written: Written<'radius'> },
  report: Report,
): RadiusNode {
  const wires = endsFrom(written.wires);
  const users = Object.entries(written.users).map(([user, its]) => ({ name: user, ...its }));
  if (users.length === 0)
    report({ path: [...path, 'users'], message: 'has nobody in it; name at least one user' });
  if (!wires.some(({ address }) => address !== undefined))
    report({ path: [...path, 'wires'], message: 'has no address, by which access points could ask it' });
  return {
    ...{ name, namespace: name, kind: 'radius', wires, users },
    ...placeOf(wires),
    ...(written.gateway === undefined ? {} : { gateway: written.gateway }),
  };
}

function programOf(
  { name, written }: NamedService & { written: Written<'program'> },
  folder: string,
  radios: readonly string[],
): ProgramNode {
  const wires = endsFrom(written.wires);
  return {
    ...{ name, namespace: name, kind: 'program', wires, ...placeOf(wires) },
    // Where it has a radio and cables, the address is a cable's.
    ...(wires.length === 0 && radios[0] !== undefined ? { interface: radios[0] } : {}),
    ...{ command: written.command, folder, env: written.env ?? {} },
    radioInterfaces: radios,
    ...(written.ready === undefined ? {} : { ready: written.ready }),
    ...(written.gateway === undefined ? {} : { gateway: written.gateway }),
  };
}

/** `radios`: the interfaces of each program that has radios. */
export function resolveServices(
  services: readonly NamedService[],
  folder: string,
  radios: ReadonlyMap<string, readonly string[]>,
  report: Report,
): ServiceNode[] {
  for (const { name, path, address } of serviceAddresses(services)) {
    const wrong = addressProblem(address);
    if (wrong) report({ path, message: wrong.replace(/; take another.*/, `; give ${name} another`) });
  }
  return services.map((service): ServiceNode => {
    const { written } = service;
    const node =
      written.kind === 'router'
        ? routerOf({ ...service, written }, report)
        : written.kind === 'radius'
          ? radiusOf({ ...service, written }, report)
          : programOf({ ...service, written }, folder, radios.get(service.name) ?? []);
    checkGateway(
      node.gateway,
      node.wires.flatMap(({ address }) => address ?? []),
      service.path,
      report,
    );
    return node;
  });
}

/** A gateway is a neighbour. */
export function checkGateway(
  gateway: string | undefined,
  addresses: readonly string[],
  path: Path,
  report: Report,
): void {
  if (gateway === undefined || (isIPv4(gateway) && addresses.some((address) => within(gateway, address))))
    return;
  if (!isIPv4(gateway) && addresses.some((address) => !isIPv4(address.split('/')[0] ?? ''))) return;
  report({
    path: [...path, 'gateway'],
    message: `is ${gateway}, which is in none of its networks${addresses.length ? ` (${addresses.join(', ')})` : ': it has no address'}`,
  });
}

/** Cables have two ends at least, and are laid in one kernel that is not the host's. */
export function checkWires(
  nodes: readonly {
    readonly node: string;
    readonly path: Path;
    readonly key: string;
    readonly wires: readonly string[];
  }[],
  report: Report,
): void {
  const ends = new Map<string, Set<string>>();
  for (const { node, wires } of nodes)
    for (const wire of wires) ends.set(wire, (ends.get(wire) ?? new Set()).add(node));
  for (const { path, key, wires } of nodes)
    for (const wire of wires)
      if (ends.get(wire)?.size === 1)
        report({
          path: key === 'wires' ? [...path, key, wire] : [...path, key],
          message: `is a cable with one end: name ${wire} at another node, too`,
        });
}
