/** Finds out how a node stands: from its daemons, its kernel, its medium. What cannot be had is left out; nothing throws. */
import { readFile } from 'node:fs/promises';
import { type Bss, VWifi } from '@vwifi/nl80211';
import { parseReply } from '@vwifi/nl80211/supplicant';
import {
  type AccessPointNode,
  isAccessPoint,
  isStation,
  type Lab,
  type LabNode,
  radioOf,
  type StationNode,
} from '../lab/lab.js';
import type { Places } from '../lab/places.js';
import type { Machine } from '../machine/machine.js';
import type { Hostapd } from '../node/hostapd.js';
import type { Ping } from '../node/ping.js';
import type { Supplicant } from '../node/supplicant.js';
import type { LabRecord } from '../record/record.js';
import { confOf } from './conf.js';
import type { AirtimeFacts, Facts, HeardNetwork, MediumFacts, PointFacts, StationFacts } from './facts.js';

/** What a laboratory that is up has at hand. */
export interface Witness {
  readonly lab: Lab;
  readonly machine: Machine;
  readonly places: Places;
  readonly accessPoints: ReadonlyMap<string, Hostapd>;
  readonly stations: ReadonlyMap<string, Supplicant>;
  readonly pings: readonly Ping[];
  /** Whether all nodes share one air that can be asked from here. */
  readonly shared: boolean;
  /** How the daemon of a node ended; undefined while it runs. */
  ended(node: string): string | undefined;
  leased(node: LabNode): string | undefined;
  leaseLines(node: LabNode): readonly string[];
  failure(node: LabNode): string | undefined;
  records(): Promise<readonly LabRecord[]>;
}

/** The nodes of a network, and how everything stands that rules ask for. */
export async function gather(witness: Witness, node: LabNode): Promise<Facts> {
  const { lab, pings } = witness;
  const [records, station, points, medium] = await Promise.all([
    witness.records(),
    isStation(node) ? stationFacts(witness, node) : undefined,
    Promise.all(lab.nodes.filter(isAccessPoint).map((each) => pointFacts(witness, each))),
    mediumFacts(witness),
  ]);
  const here = points.find(({ bssid }) => bssid !== undefined && bssid === station?.bssid);
  const [airtime, rateDown] = await Promise.all([
    here && airtimeFacts(witness, here),
    here && station?.address ? downFacts(witness, here, station.address) : undefined,
  ]);
  const failure = isAccessPoint(node) || isStation(node) ? undefined : witness.failure(node);
  return {
    ...{ lab, node, points, medium, airtime, pings, failure, records },
    station: station && { ...station, rateDown },
  };
}

/** What is asked for; undefined where it cannot be had. */
const had = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

async function inKernel<T>(
  { machine }: Witness,
  netns: string | undefined,
  ask: (wifi: VWifi) => Promise<T>,
): Promise<T | undefined> {
  return had(
    (async () => {
      await using wifi = await VWifi.open({
        socket: machine.openNetlink,
        ...(netns === undefined ? {} : { netns }),
      });
      return await ask(wifi);
    })(),
  );
}

const NETWORK_KEYS = ['ssid', 'key_mgmt', 'pairwise', 'scan_ssid', 'scan_freq', 'freq_list', 'ieee80211w'];
/** ieee80211w of a network that leaves it to the whole program. */
const AS_GLOBAL = '3';

async function networkOf(supplicant: Supplicant) {
  const listed = (await had(supplicant.request('LIST_NETWORKS'))) ?? '';
  const [row = ''] = listed.split('\n').slice(1);
  const id = row.split('\t')[0];
  const network: Record<string, string> = {};
  if (!id) return { network, disabled: false };
  for (const key of NETWORK_KEYS) {
    const value = (await had(supplicant.request(`GET_NETWORK ${id} ${key}`)))?.trim();
    if (value !== undefined && value !== '' && value !== 'FAIL') network[key] = value;
  }
  if (network.ieee80211w === AS_GLOBAL)
    network.ieee80211w = (await had(supplicant.request('GET pmf')))?.trim() || '0';
  return { network, disabled: /\[DISABLED\]/.test(row) };
}

function heardOf({ bssid, ssid, frequencyMhz, signalDbm, privacy, elements }: Bss): HeardNetwork {
  const { rsn } = elements;
  return {
    ...{ bssid, ssid: ssid.replace(/^\0+$/, ''), frequencyMhz, signalDbm, privacy },
    rsn: rsn && {
      akms: rsn.akms,
      pairwise: rsn.pairwiseCiphers,
      pmf: rsn.managementFrameProtection,
    },
  };
}

async function stationFacts(witness: Witness, node: StationNode): Promise<StationFacts> {
  const supplicant = witness.stations.get(node.name);
  const ended = witness.ended(node.name) ?? (supplicant ? undefined : 'it was not started');
  const status = ended === undefined && supplicant ? await had(supplicant.status()) : undefined;
  const asked = status && supplicant ? await networkOf(supplicant) : { network: {}, disabled: false };
  const kernel = await inKernel(witness, node.namespace, async (wifi) => {
    const [bss, link, radios] = await Promise.all([
      had(wifi.dev(node.interface).bss()),
      had(wifi.dev(node.interface).link()),
      had(wifi.radios()),
    ]);
    return { bss, link, radios };
  });
  const frequencies = kernel?.radios?.[0]?.bands.flatMap((band) => band.frequencies);
  return {
    ...{ node, ended, ...asked },
    state: status?.state ?? 'unknown',
    address: status?.address,
    bssid: status?.bssid,
    heard: (kernel?.bss ?? []).map(heardOf),
    permittedMhz:
      frequencies &&
      new Set(frequencies.filter(({ disabled }) => !disabled).map((each) => each.frequencyMhz)),
    signalDbm: kernel?.link?.signalDbm,
    rate: kernel?.link?.txBitrate,
    leased: witness.leased(node),
    leaseLines: witness.leaseLines(node),
  };
}

/** The addresses of an access list, as hostapd shows it. */
const listOf = (reply: string | undefined): string[] =>
  [...(reply ?? '').matchAll(/^([0-9a-f]{2}(?::[0-9a-f]{2}){5})\b/gim)].map(([, address = '']) =>
    address.toLowerCase(),
  );

const LINES = 8;

async function pointFacts(witness: Witness, node: AccessPointNode): Promise<PointFacts> {
  const { lab, places } = witness;
  const hostapd = witness.accessPoints.get(node.name);
  const carrier = lab.nodes.find(({ name }) => name === (node.on ?? node.name)) ?? node;
  const ended = witness.ended(carrier.name) ?? (hostapd ? undefined : 'it was not started');
  const text = await had(readFile(places.conf(carrier), 'utf8'));
  const base = {
    ...{ node, ended },
    conf: confOf(text ?? '', node.interface),
    lines: hostapd?.daemon.lastLines(LINES) ?? [],
  };
  if (!hostapd || ended !== undefined)
    return { ...base, state: 'unknown', beacons: false, stations: [], refused: [], admitted: [] };
  const [status, driver, stations, refused, admitted, width] = await Promise.all([
    had(hostapd.status()),
    had(hostapd.request('STATUS-DRIVER')),
    had(hostapd.stations()),
    had(hostapd.request('DENY_ACL SHOW')),
    had(hostapd.request('ACCEPT_ACL SHOW')),
    inKernel(witness, node.namespace, (wifi) => wifi.interface(node.interface)),
  ]);
  return {
    ...base,
    state: status?.state ?? 'unknown',
    beacons: status?.state === 'ENABLED' && (driver === undefined || 'beacon_set' in parseReply(driver)),
    bssid: status?.bssid,
    frequencyMhz: status?.frequencyMhz,
    widthMhz: width?.widthMhz,
    stations: stations ?? [],
    refused: listOf(refused),
    admitted: listOf(admitted),
  };
}

async function mediumFacts(witness: Witness): Promise<MediumFacts> {
  const nothing: MediumFacts = { denials: [], links: [], jams: [] };
  const { lab } = witness;
  if (!witness.shared || lab.driver !== 'vwifi') return nothing;
  const asked = await inKernel(witness, undefined, async ({ vwifi }) => {
    const [radios, denials, links, jams] = await Promise.all([
      vwifi.radios.list(),
      vwifi.denylist.list(),
      vwifi.links.list(),
      vwifi.medium.jams(),
    ]);
    const nodes = new Map(lab.nodes.map((node) => [radioOf(node), node.name]));
    const names = new Map(radios.map(({ id, ifname }) => [id, nodes.get(ifname) ?? ifname ?? `radio ${id}`]));
    const named = <T extends { readonly receiver: number; readonly sender: number }>(pair: T) => ({
      ...pair,
      receiver: names.get(pair.receiver) ?? '',
      sender: names.get(pair.sender) ?? '',
    });
    return { denials: denials.filter(({ denied }) => denied).map(named), links: links.map(named), jams };
  });
  return asked ?? nothing;
}

const SAMPLE_MS = 100;

/** Who sends how long, while somebody looks; only where sending takes time. */
async function airtimeFacts(witness: Witness, point: PointFacts): Promise<AirtimeFacts | undefined> {
  const { machine } = witness;
  const { node } = point;
  const contended = await inKernel(
    witness,
    undefined,
    async ({ vwifi }) => (await vwifi.medium.get()).model === 'dcf',
  );
  if (!witness.shared || !contended) return undefined;
  const sample = () =>
    inKernel(witness, node.namespace, async (wifi) => {
      const [survey, stations] = await Promise.all([
        wifi.dev(node.interface).survey(),
        wifi.dev(node.interface).stations(),
      ]);
      const channel = survey.find(({ inUse }) => inUse);
      return { activeMs: channel?.activeMs ?? 0, busyMs: channel?.busyMs ?? 0, stations };
    });
  const before = await sample();
  await machine.clock.sleep(SAMPLE_MS);
  const after = await sample();
  if (!before || !after || after.activeMs <= before.activeMs) return undefined;
  const spanUs = (after.activeMs - before.activeMs) * 1000;
  const senders: { node: string; share: number }[] = [];
  let own = 0;
  for (const peer of after.stations) {
    const old = before.stations.find(({ mac }) => mac === peer.mac);
    own += (peer.txDurationUs ?? 0) - (old?.txDurationUs ?? 0);
    const name = await nodeOf(witness, peer.mac);
    senders.push({
      node: name ?? peer.mac,
      share: ((peer.rxDurationUs ?? 0) - (old?.rxDurationUs ?? 0)) / spanUs,
    });
  }
  senders.push({ node: node.name, share: own / spanUs });
  return {
    busy: (after.busyMs - before.busyMs) / (after.activeMs - before.activeMs),
    senders: senders.sort((one, other) => other.share - one.share),
  };
}

async function nodeOf({ stations }: Witness, address: string): Promise<string | undefined> {
  for (const [name, supplicant] of stations)
    if ((await had(supplicant.status()))?.address === address) return name;
  return undefined;
}

const downFacts = async (witness: Witness, { node }: PointFacts, address: string) =>
  inKernel(
    witness,
    node.namespace,
    async (wifi) => (await wifi.dev(node.interface).stations()).find(({ mac }) => mac === address)?.txBitrate,
  );
