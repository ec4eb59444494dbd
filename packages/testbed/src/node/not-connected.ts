/** Why a station is not in its network, in one line: what it hears, what it says of it, what its access point does. */
import { reasonWords, statusWords } from '@vwifi/nl80211/elements';
import type { ControlEvent } from '@vwifi/nl80211/supplicant';
import { TestbedError } from '../errors.js';
import { channelAt } from '../lab/channel.js';
import type { StationNode } from '../lab/lab.js';
import type { Heard } from './reason.js';

/** What an access point does, as its hostapd says. */
export interface PeerState {
  readonly name: string;
  readonly state: string;
  readonly frequencyMhz: number | undefined;
  readonly beacons: boolean;
}

export interface Seen {
  /** wpa_supplicant's state. */
  readonly state: string | undefined;
  /** The last event that says how far it came. */
  readonly last?: string | undefined;
  /** What it heard when it last looked; undefined where that is not known. */
  readonly heard?: readonly Heard[] | undefined;
  /** The only frequencies on which it looks; none: all. */
  readonly scannedMhz?: readonly number[];
  readonly peer?: PeerState | undefined;
  readonly withinMs?: number | undefined;
  /** It was not waited for any longer: it will not have the network as it is. */
  readonly hopeless?: boolean;
  /** What else may keep it out, to follow the reason. */
  readonly besides?: string | undefined;
}

/** What wpa_supplicant says of a network that is simply another one, or that it will try again. */
const PASSING = /SSID|disabled|block|temporarily/i;

/** The networks of the name it wants, as it heard them. A file of the user's own may want any. */
const wanted = ({ ssid, ownConf }: StationNode, heard: readonly Heard[]): readonly Heard[] =>
  heard.filter((each) => each.ssid === ssid || (ownConf !== undefined && ssid === ''));

/** What keeps it out of every network of that name that it hears, where that will not mend itself. */
export function objection(node: StationNode, heard: readonly Heard[] | undefined): string | undefined {
  const ours = wanted(node, heard ?? []);
  const lasting = ours.map(({ objections }) => objections.filter((each) => !PASSING.test(each)));
  return ours.length > 0 && lasting.every((each) => each.length > 0)
    ? [...new Set(lasting.flat())].join(', ')
    : undefined;
}

const place = (mhz: number): string => {
  const at = channelAt(mhz);
  return at ? `${mhz} MHz (channel ${at.channel}, ${at.band} band)` : `${mhz} MHz`;
};

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');

/** Of a station that does not hear its network: where it listens, what else is there, and what its access point does. */
function unheard({ heard = [], scannedMhz = [], peer }: Seen): string {
  const where = scannedMhz.length > 0 ? ` on ${scannedMhz.map(place).join(', ')}` : '';
  const others = [...new Set(heard.map(({ ssid }) => ssid))].filter(Boolean).slice(0, 5);
  const what = `it hears no such network${where}${others.length ? `, only ${quoted(others)}` : ''}`;
  if (!peer) return what;
  if (!peer.beacons)
    return `${what}; ${peer.name} sends no beacons (hostapd: ${peer.state}), as with start_disabled`;
  const { frequencyMhz } = peer;
  if (frequencyMhz === undefined) return what;
  const elsewhere = scannedMhz.length > 0 && !scannedMhz.includes(frequencyMhz);
  return `${what}; ${peer.name} sends on ${place(frequencyMhz)}${elsewhere ? ', where it does not look' : ''}`;
}

/** The error of a station that is not connected when its time is up, or that never will be. */
export function notConnected(node: StationNode, seen: Seen, details: readonly string[]): TestbedError {
  const { state, last, heard, withinMs, hopeless, besides = '' } = seen;
  const peer = node.network ?? seen.peer?.name;
  const time = withinMs === undefined ? 'in time' : `within ${Math.round(withinMs / 100) / 10} s`;
  const outcome = hopeless ? 'will not connect' : `did not connect ${time}`;
  const [ours] = wanted(node, heard ?? []);
  const why = objection(node, heard);
  const known = why
    ? `it hears it on ${place(ours?.frequencyMhz ?? 0)} and passes it over; wpa_supplicant says: ${why}`
    : (last ?? (ours ? 'it hears it and does not get in' : unheard(seen)));
  const network = `${JSON.stringify(node.ssid)}${peer ? ` of ${peer}` : ''}`;
  return new TestbedError(
    'NOT_CONNECTED',
    `${node.name} waits for the network ${network} and ${outcome}: ${known} (state ${state ?? 'unknown'})${besides}`,
    {
      hint: node.ownConf
        ? `compare ${node.ownConf} with the access point: SSID, channel, security`
        : `compare what the laboratory says of ${node.name} with ${peer ?? 'its access point'}: ssid, channel, security, extra`,
      details,
    },
  );
}

const NOT_TRUSTED = 'it does not take the certificate of the authentication server';
/** Reason 23 (802.11-2020, table 9-49): the failure of 802.1X was told before. */
const BY_8021X = '23';

/** What an event tells of how far the station came; undefined when it tells nothing more than what was told `before`. */
export function lastSeen({ name, fields }: ControlEvent, before?: string): string | undefined {
  switch (name) {
    case 'CTRL-EVENT-AUTH-REJECT':
      return `its authentication was refused: ${status(fields.status_code)}`;
    case 'CTRL-EVENT-ASSOC-REJECT':
      return `its association was refused: ${status(fields.status_code)}`;
    case 'CTRL-EVENT-EAP-TLS-CERT-ERROR':
      return NOT_TRUSTED;
    case 'CTRL-EVENT-EAP-FAILURE':
      return before === NOT_TRUSTED ? undefined : 'the authentication server refuses who it says it is';
    case 'CTRL-EVENT-DISCONNECTED':
      if (fields.reason === BY_8021X) return undefined;
      return `it was disconnected: ${reasonWords(Number(fields.reason))} (reason ${fields.reason})`;
    case 'CTRL-EVENT-SCAN-FAILED':
      return `its scan failed with ${fields.ret}`;
    default:
      return undefined;
  }
}

const status = (code: string | undefined): string => `${statusWords(Number(code))} (status ${code})`;
