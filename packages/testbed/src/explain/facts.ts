/** What is known of a node when somebody asks why: how it stands now, and what happened. Plain data; rules read it. */
import type { Bitrate } from '@vwifi/nl80211';
import type { AccessPointNode, Lab, LabNode, StationNode } from '../lab/lab.js';
import type { Ping } from '../node/ping.js';
import type { LabRecord } from '../record/record.js';

/** A network as a station heard it in its last scans. */
export interface HeardNetwork {
  readonly bssid: string;
  /** The empty text where it hides its name. */
  readonly ssid: string;
  readonly frequencyMhz: number;
  readonly signalDbm?: number | undefined;
  /** How it is protected; undefined: open, or by WPA version 1. */
  readonly rsn?:
    | {
        readonly akms: readonly (string | number)[];
        readonly pairwise: readonly (string | number)[];
        readonly pmf: 'no' | 'capable' | 'required';
      }
    | undefined;
  readonly privacy: boolean;
}

export interface StationFacts {
  readonly node: StationNode;
  /** How its wpa_supplicant ended; undefined while it runs. */
  readonly ended?: string | undefined;
  /** wpa_supplicant's state. */
  readonly state: string;
  readonly address?: string | undefined;
  readonly bssid?: string | undefined;
  /** Of its network, as wpa_supplicant names its settings. */
  readonly network: Readonly<Record<string, string>>;
  /** Its network is switched off by somebody. */
  readonly disabled: boolean;
  readonly heard: readonly HeardNetwork[];
  /** Where it may look; undefined where that is not known. */
  readonly permittedMhz?: ReadonlySet<number> | undefined;
  readonly signalDbm?: number | undefined;
  readonly rate?: Bitrate | undefined;
  /** What its access point sends to it with. */
  readonly rateDown?: Bitrate | undefined;
  /** The address that it was given by DHCP. */
  readonly leased?: string | undefined;
  /** What the program that asks for an address said last. */
  readonly leaseLines: readonly string[];
}

export interface PointFacts {
  readonly node: AccessPointNode;
  readonly ended?: string | undefined;
  /** hostapd's. */
  readonly state: string;
  readonly beacons: boolean;
  readonly bssid?: string | undefined;
  readonly frequencyMhz?: number | undefined;
  readonly widthMhz?: number | undefined;
  readonly stations: readonly string[];
  /** Of its configuration, the last value of each key. */
  readonly conf: Readonly<Record<string, string>>;
  readonly refused: readonly string[];
  readonly admitted: readonly string[];
  /** The last lines of its log. */
  readonly lines: readonly string[];
}

export interface MediumFacts {
  /** Nodes: the first drops data of the second. */
  readonly denials: readonly { readonly receiver: string; readonly sender: string }[];
  readonly links: readonly {
    readonly receiver: string;
    readonly sender: string;
    readonly loss?: number | undefined;
    readonly signalDbm?: number | undefined;
  }[];
  readonly jams: readonly { readonly frequencyMhz: number; readonly widthMhz: number }[];
}

/** How busy the channel of a node was for a moment, and who sent how long of it, by node. */
export interface AirtimeFacts {
  readonly busy: number;
  readonly senders: readonly { readonly node: string; readonly share: number }[];
}

export interface Facts {
  readonly lab: Lab;
  readonly node: LabNode;
  /** Where it is one. */
  readonly station?: StationFacts | undefined;
  readonly points: readonly PointFacts[];
  readonly medium: MediumFacts;
  readonly airtime?: AirtimeFacts | undefined;
  /** As last measured. */
  readonly pings: readonly Ping[];
  /** Why a router, an authentication server, a program is not what it should be. */
  readonly failure?: string | undefined;
  /** All that happened, in order; none where nothing was taken down. */
  readonly records: readonly LabRecord[];
}

/** Something that a finding rests on: in words, and the record that says it. */
export interface Evidence {
  readonly text: string;
  readonly record?: number;
  readonly us?: number;
}

export interface Finding {
  /** Which rule: wrong-passphrase, hidden, denied. */
  readonly cause: string;
  /** In one line. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** What to do about it. */
  readonly remedy: string;
}

export interface Explanation {
  readonly node: string;
  /** It is as it should be, as far as its state goes: connected, on the air, there. */
  readonly well: boolean;
  readonly findings: readonly Finding[];
  /** Where it is not well and no rule knows why: the last that was heard of it. */
  readonly last: readonly Evidence[];
}
