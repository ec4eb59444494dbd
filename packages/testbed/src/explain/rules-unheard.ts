/** Rules about stations that do not hear their network, or hear it and do not want it. */
import type { Finding, HeardNetwork, PointFacts } from './facts.js';
import { type Attempt, place, type Rule, says, seen, ssidOf } from './words.js';

/** Its network, as it heard it. */
const heardOf = ({ station, peers }: Attempt): HeardNetwork | undefined => {
  const ssid = ssidOf(station);
  const mine = station.heard.filter((each) => each.ssid === ssid);
  return mine.find(({ bssid }) => peers.some((peer) => peer.bssid === bssid)) ?? mine[0];
};

const stationGone: Rule = ({ station, name }) =>
  station.ended === undefined
    ? undefined
    : {
        cause: 'daemon-ended',
        text: `the wpa_supplicant of ${name} does not run: ${station.ended}`,
        evidence: [seen(station.ended)],
        remedy: `see what it said last: npx testbed logs ${name}`,
      };

const switchedOff: Rule = ({ station, name }) => {
  if (station.state === 'INTERFACE_DISABLED')
    return {
      cause: 'interface-down',
      text: `the interface ${station.node.interface} of ${name} is down`,
      evidence: [seen(`wpa_supplicant: ${station.state}`)],
      remedy: `switch it on: npx testbed exec ${name} -- ip link set ${station.node.interface} up`,
    };
  if (!station.disabled) return undefined;
  return {
    cause: 'switched-off',
    text: `${name} stays away from its network: it was told to, and nobody has started it`,
    evidence: [seen(`wpa_supplicant: ${station.state}, its network is disabled`)],
    remedy: `start it: timeline "start: ${name}", or wpa_cli -i ${station.node.interface} enable_network all`,
  };
};

const offAir: Rule = ({ peers, station }) => {
  const [first] = peers;
  if (!first || peers.some(({ ended, beacons }) => ended === undefined && beacons)) return undefined;
  return offAirFinding(first, ` of ${JSON.stringify(ssidOf(station))}`);
};

/** Of an access point that sends no beacons. */
export function offAirFinding(point: PointFacts, network = ''): Finding {
  const { node, ended, state } = point;
  const why = ended ?? `hostapd: ${state}`;
  const starts = point.conf.start_disabled === '1' ? ', and start_disabled has it wait' : '';
  return {
    cause: 'point-off-air',
    text: `${node.name}, the access point${network}, is off the air: ${ended === undefined ? 'it sends no beacons' : 'its hostapd does not run'} (${why}${starts})`,
    evidence: [seen(`${node.name}: ${why}`), ...point.lines.slice(-1).map(seen)],
    remedy: ended
      ? `see what it said last: npx testbed logs ${node.name}`
      : `switch it on: npx testbed exec ${node.name} -- hostapd_cli -i ${node.interface} enable`,
  };
}

/** What a scan asked for, of the last one. */
const lastScan = ({ facts, name }: Attempt) =>
  facts.records.findLast(
    (record) => record.kind === 'nl80211' && record.node === name && record.event === 'triggerScan',
  );

const notHeard: Rule = (attempt) => {
  const { station, peers, name, facts } = attempt;
  if (heardOf(attempt)) return undefined;
  const [peer] = peers;
  const ssid = JSON.stringify(ssidOf(station));
  if (!peer) {
    const names = [
      ...new Set([...facts.points.map(({ node }) => node.ssid), ...station.heard.map((each) => each.ssid)]),
    ];
    return {
      cause: 'no-such-network',
      text: `nobody here has the network ${ssid} that ${name} wants`,
      evidence: [
        seen(
          `the networks here: ${
            names
              .filter(Boolean)
              .map((each) => JSON.stringify(each))
              .join(', ') || 'none'
          }`,
        ),
      ],
      remedy: 'compare ssid of the station with that of the access point, letter by letter',
    };
  }
  const scan = lastScan(attempt);
  const scanned = scan ? [says(scan, `it last looked on ${scanText(scan)}`)] : [];
  const mhz = peer.frequencyMhz;
  const only = [station.network.scan_freq, station.network.freq_list]
    .flatMap((list) => (list && /^\d/.test(list) ? [list.trim().split(/\s+/).map(Number)] : []))
    .find((list) => mhz !== undefined && !list.includes(mhz));
  if (mhz !== undefined && station.permittedMhz && !station.permittedMhz.has(mhz))
    return {
      cause: 'not-permitted',
      text: `${name} may not use ${place(mhz)}, where ${peer.node.name} is: its country or its radio does not allow it`,
      evidence: [seen(`its radio has ${place(mhz)} switched off`), ...scanned],
      remedy:
        'name a country that allows the channel (country: US), or move the access point to another channel',
    };
  if (mhz !== undefined && only)
    return {
      cause: 'not-scanned',
      text: `${name} does not look on ${place(mhz)}, where ${peer.node.name} is`,
      evidence: [seen(`it looks on ${only.map(place).join(', ')} alone (scan_freq, freq_list)`), ...scanned],
      remedy: 'leave out scan_freq and freq_list, or add the frequency of the access point',
    };
  const hides = peer.conf.ignore_broadcast_ssid;
  if (hides !== undefined && hides !== '0' && station.network.scan_ssid !== '1') {
    const nameless = station.heard.find(({ bssid }) => bssid === peer.bssid);
    return {
      cause: 'hidden',
      text: `${peer.node.name} hides its name, and ${name} does not ask for it`,
      evidence: [
        seen(
          `${peer.node.name}: ignore_broadcast_ssid=${hides}; ${name}: scan_ssid=${station.network.scan_ssid ?? '0'}`,
        ),
        ...(nameless
          ? [seen(`it hears ${nameless.bssid} without a name on ${place(nameless.frequencyMhz)}`)]
          : []),
        ...scanned,
      ],
      remedy: 'have the station ask for it: hidden: true of the network, or scan_ssid=1',
    };
  }
  const link = facts.medium.links.find(
    ({ receiver, sender, loss = 0 }) =>
      loss > 0 && [receiver, sender].includes(name) && [receiver, sender].includes(peer.node.name),
  );
  if (link)
    return {
      cause: 'frames-lost',
      text: `${name} does not hear ${peer.node.name}: the link from ${link.sender} to ${link.receiver} loses ${Math.round((link.loss ?? 0) * 100)} %`,
      evidence: [seen(`link ${link.sender} to ${link.receiver}: loss ${link.loss}`), ...scanned],
      remedy: 'take the loss off the link: vwifi-tool link rm, or links of the laboratory',
    };
  return undefined;
};

const scanText = (scan: NonNullable<ReturnType<typeof lastScan>>): string => {
  const asked = scan.kind === 'nl80211' ? scan.attributes.scanFrequencies : undefined;
  return Array.isArray(asked)
    ? asked.map((each) => place(Number(each))).join(', ')
    : 'every channel it may use';
};

/** Key management as wpa_supplicant names it, and as its suite is called. */
const AKMS: Readonly<Record<string, readonly string[]>> = {
  'WPA-PSK': ['PSK'],
  'WPA-PSK-SHA256': ['PSK-SHA256'],
  'WPA-EAP': ['802.1X'],
  'WPA-EAP-SHA256': ['802.1X-SHA256'],
  'WPA-EAP-SUITE-B': ['802.1X-Suite-B'],
  'WPA-EAP-SUITE-B-192': ['802.1X-Suite-B-192'],
  'FT-PSK': ['FT-PSK'],
  'FT-EAP': ['FT-802.1X'],
  'FT-SAE': ['FT-SAE'],
  SAE: ['SAE'],
  'SAE-EXT-KEY': ['SAE-EXT-KEY'],
  OWE: ['OWE'],
  DPP: ['DPP'],
};
const CIPHERS: Readonly<Record<string, string>> = {
  CCMP: 'CCMP-128',
  GCMP: 'GCMP-128',
  TKIP: 'TKIP',
  'CCMP-256': 'CCMP-256',
  'GCMP-256': 'GCMP-256',
};
const REQUIRED = '2';

const unwanted: Rule = (attempt) => {
  const { station, name, peers } = attempt;
  const heard = heardOf(attempt);
  if (!heard) return undefined;
  const peer = peers.find(({ bssid }) => bssid === heard.bssid)?.node.name ?? heard.bssid;
  const words = (station.network.key_mgmt ?? '').split(/\s+/).filter(Boolean);
  const wanted = words.flatMap((word) => AKMS[word] ?? []);
  const open = words.includes('NONE') && words.length === 1;
  const theirs = heard.rsn?.akms.map(String) ?? [];
  const offers = heard.rsn
    ? theirs.join(', ')
    : heard.privacy
      ? 'WEP or WPA version 1'
      : 'no protection at all';
  const common = theirs.filter((each) => wanted.includes(each));
  const known = words.length > 0 && words.every((word) => AKMS[word] || word === 'NONE');
  if (known && (open ? heard.privacy : common.length === 0))
    return {
      cause: 'no-common-akm',
      text: `${name} wants ${open ? 'an open network' : words.join(' or ')}, and ${peer} offers ${offers}: they have no key management in common`,
      evidence: [
        seen(`heard on ${place(heard.frequencyMhz)}: ${offers}`),
        seen(`${name}: key_mgmt=${words.join(' ')}`),
      ],
      remedy: 'give both the same security (wpa_key_mgmt of the access point, key_mgmt of the station)',
    };
  const ciphers = (station.network.pairwise ?? '').split(/\s+/).flatMap((word) => CIPHERS[word] ?? []);
  if (heard.rsn && ciphers.length > 0 && !heard.rsn.pairwise.some((each) => ciphers.includes(String(each))))
    return {
      cause: 'no-common-cipher',
      text: `${name} takes ${ciphers.join(' or ')}, and ${peer} offers ${heard.rsn.pairwise.join(', ')}: they have no cipher in common`,
      evidence: [seen(`heard on ${place(heard.frequencyMhz)}: ${heard.rsn.pairwise.join(', ')}`)],
      remedy: 'give both the same cipher (rsn_pairwise of the access point, pairwise of the station)',
    };
  const pmf = station.network.ieee80211w;
  const mismatch =
    heard.rsn?.pmf === 'required' && pmf === '0'
      ? `${peer} requires protected management frames, and ${name} has them switched off`
      : pmf === REQUIRED && heard.rsn?.pmf === 'no'
        ? `${name} requires protected management frames, and ${peer} has none`
        : undefined;
  return mismatch === undefined
    ? undefined
    : {
        cause: 'pmf-mismatch',
        text: mismatch,
        evidence: [
          seen(`heard on ${place(heard.frequencyMhz)}: ${heard.rsn?.pmf}`),
          seen(`${name}: ieee80211w=${pmf}`),
        ],
        remedy: 'set ieee80211w of both to 1, or to the same',
      };
};

export const stateRules: readonly Rule[] = [stationGone, switchedOff, offAir];
export const unheardRules: readonly Rule[] = [notHeard, unwanted];
