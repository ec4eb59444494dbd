/** Rules about stations that are connected, and not as they should be. */
import { isStation, type LabNode } from '../lab/lab.js';
import type { DaemonRecord, LabRecord } from '../record/record.js';
import type { Facts, Finding, StationFacts } from './facts.js';
import { isDaemon, isFrame, place, says, seen } from './words.js';

type Rule = (facts: Facts, station: StationFacts) => Finding | undefined;

const pointOf = (facts: Facts, { bssid }: StationFacts) => facts.points.find((each) => each.bssid === bssid);

const dhcpSilent: Rule = ({ lab }, { node, leased, leaseLines }) => {
  if (!node.dhcp || leased !== undefined) return undefined;
  const servers = lab.nodes.flatMap((each) =>
    each.kind === 'router' && each.wires.some(({ pool }) => pool) ? [each.name] : [],
  );
  return {
    cause: 'dhcp-silent',
    text: `${node.name} is in its network and gets no address: nobody answers its DHCP requests`,
    evidence: [
      seen(
        servers.length
          ? `${servers.join(', ')} would give addresses away`
          : 'no router here gives addresses away',
      ),
      ...leaseLines.slice(-2).map(seen),
    ],
    remedy: servers.length
      ? `look whether ${servers.join(', ')} runs, and whether its cable is that of the access point`
      : 'add a router with dhcp: true to the cable of the access point, or give the node an address',
  };
};

const denied: Rule = (facts, station) => {
  const point = pointOf(facts, station);
  const names = [station.node.name, point?.node.name];
  const pair = facts.medium.denials.find(
    ({ receiver, sender }) => names.includes(receiver) && names.includes(sender),
  );
  return (
    pair && {
      cause: 'denied',
      text: `${pair.receiver} drops data of ${pair.sender}: the denylist says so`,
      evidence: [seen(`denylist: ${pair.receiver} drops ${pair.sender}`)],
      remedy: `take the pair off the denylist: lab.deny('${pair.receiver}', '${pair.sender}', false)`,
    }
  );
};

const isolation: Rule = (facts, station) => {
  const point = pointOf(facts, station);
  if (point?.conf.ap_isolate !== '1') return undefined;
  const { name } = station.node;
  const beside = (other: string): boolean =>
    facts.lab.nodes.some(
      (node: LabNode) => node.name === other && isStation(node) && node.ssid === point.node.ssid,
    );
  const silent = facts.pings.find(
    ({ from, to, ok }) => !ok && ((from === name && beside(to)) || (to === name && beside(from))),
  );
  return (
    silent && {
      cause: 'isolation',
      text: `${point.node.name} keeps its stations apart: ${silent.from} does not reach ${silent.to}`,
      evidence: [
        seen(`${point.node.name}: ap_isolate=1`),
        seen(`ping ${silent.from} to ${silent.to}: not answered`),
      ],
      remedy: 'leave out ap_isolate=1 where stations shall reach each other',
    }
  );
};

/** Below this a rate is a matter of the signal: 20 MHz of MCS 7 want -64 dBm, and half of that rate -73 (802.11-2020, 19.3.19.2). */
const WEAK_DBM = -73;

const rate: Rule = (facts, station) => {
  const { signalDbm, rate: up, rateDown: down, node } = station;
  const sent = up ?? down;
  if (sent === undefined) return undefined;
  const text = `${sent.mbps} Mbit/s${sent.mcs === undefined ? '' : ` (MCS ${sent.mcs}, ${sent.widthMhz} MHz)`}`;
  if (signalDbm !== undefined && signalDbm <= WEAK_DBM)
    return {
      cause: 'rate-by-signal',
      text: `${node.name} sends with ${text}: it hears its access point with ${Math.round(signalDbm)} dBm only`,
      evidence: [seen(`signal ${Math.round(signalDbm)} dBm`), seen(`rate ${text}`)],
      remedy: 'bring them nearer to each other, give more power, or take walls and noise away',
    };
  const wide = pointOf(facts, station)?.widthMhz ?? sent.widthMhz;
  return wide > sent.widthMhz && sent.mode !== 'legacy'
    ? {
        cause: 'rate-by-width',
        text: `${node.name} sends with ${text}: its access point has ${wide} MHz, and it uses ${sent.widthMhz} of them`,
        evidence: [seen(`access point: ${wide} MHz`), seen(`rate ${text}`)],
        remedy: 'let the station use the width: leave out disable_ht40=1, disable_vht=1 and the like',
      }
    : undefined;
};

/** A channel that is busy for longer is felt by who wants to send. */
const BUSY = 0.5;

const airtime: Rule = (facts, station) => {
  const { airtime: air, medium } = facts;
  const mhz = pointOf(facts, station)?.frequencyMhz;
  const jam = medium.jams.find(
    ({ frequencyMhz, widthMhz }) => mhz !== undefined && Math.abs(frequencyMhz - mhz) < (widthMhz + 20) / 2,
  );
  if (jam && mhz !== undefined)
    return {
      cause: 'airtime',
      text: `noise takes ${place(mhz)}, the channel of ${station.node.name}`,
      evidence: [seen(`jam at ${jam.frequencyMhz} MHz, ${jam.widthMhz} MHz wide`)],
      remedy: 'end it (vwifi-tool jam end), or go to another channel',
    };
  const other = air?.senders.find(({ node }) => node !== station.node.name);
  if (!air || !other || air.busy < BUSY) return undefined;
  return {
    cause: 'airtime',
    text: `the channel of ${station.node.name} is busy ${Math.round(air.busy * 100)} % of the time: ${other.node} takes ${Math.round(other.share * 100)} %`,
    evidence: air.senders.map(({ node, share }) => seen(`${node}: ${Math.round(share * 100)} % of the time`)),
    remedy: 'go to another channel, or have who takes most send less or faster',
  };
};

/** A voice call bears a pause of this length; a hand-over without faults takes a tenth of it. */
const SLOW_US = 400_000;

const us = (value: number): string => `${Math.round(value / 1000)} ms`;

const handover: Rule = ({ records }, { node, address }) => {
  const own = records.filter((each) => each.node === node.name && isDaemon(each)) as DaemonRecord[];
  const ends = own.filter(({ event }) => event === 'CTRL-EVENT-CONNECTED');
  const [before, last] = ends.slice(-2);
  if (!before || !last || ends.length < 2) return undefined;
  const bssidOf = ({ text }: DaemonRecord): string | undefined => /to ([0-9a-f:]{17})/.exec(text)?.[1];
  if (bssidOf(before) === bssidOf(last)) return undefined;
  const within = own.filter((each) => each.us > before.us && each.us <= last.us);
  const begin = within.findLast(
    ({ text }) =>
      /Trying to authenticate with|Trying to associate with/.test(text) && text.includes(bssidOf(last) ?? ''),
  );
  const first = within.find(({ text }) => /Trying to authenticate with/.test(text)) ?? begin;
  const associated = within.findLast(({ text }) => /^\S+: Associated with /.test(text));
  if (!first || last.us - first.us < SLOW_US) return undefined;
  const spans: readonly (readonly [string, number])[] = [
    ['authentication and association', (associated?.us ?? last.us) - first.us],
    ['keys', last.us - (associated?.us ?? last.us)],
  ];
  const [what, took] = [...spans].sort((one, other) => other[1] - one[1])[0] ?? ['', 0];
  const lost = records.find(
    (each): each is LabRecord & { kind: 'frame' } =>
      isFrame(each) &&
      each.acknowledged === false &&
      each.us >= first.us &&
      each.us <= last.us &&
      (each.from === address || each.to === address),
  );
  return {
    cause: 'slow-hand-over',
    text: `the hand-over of ${node.name} to ${bssidOf(last)} took ${us(last.us - first.us)}, ${us(took)} of it for ${what}`,
    evidence: [
      says(first, first.text),
      ...(associated ? [says(associated, associated.text)] : []),
      says(last, last.text),
      ...(lost ? [says(lost, `${lost.frame} of ${lost.node ?? lost.from} was not acknowledged`)] : []),
    ],
    remedy:
      what === 'keys'
        ? 'hand keys over (roaming: fast transition), and look for frames that are lost'
        : 'look for frames that are lost, and at the distance to the new access point',
  };
};

export const connectedRules: readonly Rule[] = [dhcpSilent, denied, isolation, rate, airtime, handover];
