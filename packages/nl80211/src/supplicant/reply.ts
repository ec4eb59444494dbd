/** Replies of the daemons' STATUS and SIGNAL_POLL commands. The fields are tables; this is their small interpreter. */
import { decodeText } from './event.js';

/** Every `key=value` line of a reply. */
export function parseReply(reply: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of reply.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1);
  }
  return fields;
}

type Reader<T> = (text: string) => T;
type Table = Readonly<Record<string, readonly [key: string, reader: Reader<unknown>]>>;
type Read<T extends Table> = { readonly [K in keyof T]?: ReturnType<T[K][1]> };

function read<T extends Table>(table: T, reply: string): Read<T> {
  const fields = parseReply(reply);
  const result: Record<string, unknown> = {};
  for (const [name, [key, reader]] of Object.entries(table)) {
    const text = fields[key];
    if (text !== undefined) result[name] = reader(text);
  }
  return result as Read<T>;
}

const text: Reader<string> = (value) => value;
const number: Reader<number> = (value) => Number(value);

const supplicantStatus = {
  state: ['wpa_state', text],
  ssid: ['ssid', decodeText],
  bssid: ['bssid', text],
  frequencyMhz: ['freq', number],
  address: ['address', text],
  ipAddress: ['ip_address', text],
  keyManagement: ['key_mgmt', text],
  pairwiseCipher: ['pairwise_cipher', text],
  groupCipher: ['group_cipher', text],
  pmf: ['pmf', number],
  networkId: ['id', number],
} as const satisfies Table;

/** What wpa_supplicant knows of its connection; `state` is COMPLETED once it may send data. */
export type SupplicantStatus = Read<typeof supplicantStatus>;
export const parseSupplicantStatus = (reply: string): SupplicantStatus => read(supplicantStatus, reply);

const hostapdStatus = {
  state: ['state', text],
  frequencyMhz: ['freq', number],
  channel: ['channel', number],
  beaconIntervalTu: ['beacon_int', number],
  interface: ['bss[0]', text],
  bssid: ['bssid[0]', text],
  ssid: ['ssid[0]', decodeText],
  stations: ['num_sta[0]', number],
} as const satisfies Table;

/** What hostapd knows of a BSS; `state` is ENABLED once it sends beacons. */
export type HostapdStatus = Read<typeof hostapdStatus>;
/** `interfaceName`: which BSS, of several; left out: the first. */
export function parseHostapdStatus(reply: string, interfaceName?: string): HostapdStatus {
  const number = /^bss\[(\d+)\]=(.*)$/gm;
  const its = [...reply.matchAll(number)].find(([, , name]) => name === interfaceName)?.[1] ?? '0';
  // The table has the first one's names.
  const first = reply.replace(/^(\w+)\[(\d+)\]=/gm, (_, key: string, index: string) =>
    index === its ? `${key}[0]=` : index === '0' ? `${key}[${its}]=` : `${key}[${index}]=`,
  );
  return read(hostapdStatus, first);
}

const signalPoll = {
  signalDbm: ['RSSI', number],
  averageSignalDbm: ['AVG_RSSI', number],
  linkSpeedMbit: ['LINKSPEED', number],
  frequencyMhz: ['FREQUENCY', number],
} as const satisfies Table;

/** The connection's radio side; empty while there is no connection. */
export type SignalPoll = Read<typeof signalPoll>;
export const parseSignalPoll = (reply: string): SignalPoll => read(signalPoll, reply);

/** A network that wpa_supplicant is configured for. */
export interface ConfiguredNetwork {
  readonly id: number;
  readonly ssid: string;
  /** Only this access point; any when left out. */
  readonly bssid?: string;
  /** As wpa_supplicant says them: CURRENT, DISABLED, TEMP-DISABLED, P2P-PERSISTENT. */
  readonly flags: readonly string[];
}

/** A network that it hears. */
export interface HeardNetwork {
  readonly bssid: string;
  readonly frequencyMhz: number;
  readonly signalDbm: number;
  /** As wpa_supplicant says them: `WPA2-PSK-CCMP`, `ESS`, `WPS`. */
  readonly flags: readonly string[];
  /** Empty where it is hidden. */
  readonly ssid: string;
}

const flagsOf = (text: string): readonly string[] =>
  [...text.matchAll(/\[([^\]]*)\]/g)].map(([, flag = '']) => flag);

/** The lines of a table: its first one has the names of the columns, which a tab parts. */
const rowsOf = (reply: string): readonly (readonly string[])[] =>
  reply
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

/** A reply to LIST_NETWORKS. */
export const parseNetworks = (reply: string): readonly ConfiguredNetwork[] =>
  rowsOf(reply)
    .filter(([id = '']) => /^\d+$/.test(id))
    .map(([id, ssid = '', bssid = 'any', flags = '']) => ({
      id: Number(id),
      ssid: decodeText(ssid),
      ...(bssid === 'any' ? {} : { bssid }),
      flags: flagsOf(flags),
    }));

/** A reply to SCAN_RESULTS. */
export const parseScanResults = (reply: string): readonly HeardNetwork[] =>
  rowsOf(reply)
    .filter(({ length }) => length >= 4)
    .map(([bssid = '', frequency, signal, flags = '', ...ssid]) => ({
      bssid,
      frequencyMhz: Number(frequency),
      signalDbm: Number(signal),
      flags: flagsOf(flags),
      // A tab in it is escaped.
      ssid: decodeText(ssid.join('\t')),
    }));
