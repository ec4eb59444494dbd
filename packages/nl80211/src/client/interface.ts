import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { InterfaceType, MloLinkAttributes } from '../spec/nl80211/messages.js';
import { VWifiError } from '../wire/errors.js';
import { channelOf, widthMhz } from './channel.js';
import { defined } from './defined.js';

export type { InterfaceType };

/** Where an interface is, or a link of it. */
export interface InterfaceTuning {
  readonly mac: string;
  readonly frequencyMhz?: number;
  readonly channel?: number;
  readonly widthMhz?: number;
  readonly centerFrequency1Mhz?: number;
  readonly centerFrequency2Mhz?: number;
  readonly txPowerDbm?: number;
}

/** One of the links of an interface (802.11be). */
export interface InterfaceLink extends InterfaceTuning {
  readonly linkId: number;
}

/** A virtual interface of a radio. From NL80211_CMD_GET_INTERFACE. */
export interface WifiInterface extends InterfaceTuning {
  /** Absent on interfaces that are not network devices (P2P device, NAN). */
  readonly name?: string;
  readonly index?: number;
  /** The kernel's number for it, unique in the system. */
  readonly wdev: bigint;
  /** Index of its radio. */
  readonly radio: number;
  /** 'station' is what iw calls managed. */
  readonly type: InterfaceType | number;
  readonly ssid?: string;
  /** Frames carry four addresses, for bridging. */
  readonly fourAddress: boolean;
  /** Of one that has several: what is tuned. */
  readonly links?: readonly InterfaceLink[];
}

function tuningOf(message: Nl80211 | MloLinkAttributes): InterfaceTuning {
  const { wiphyFreq, channelWidth, wiphyTxPowerLevel } = message;
  return {
    mac: message.mac ?? '',
    ...defined({
      frequencyMhz: wiphyFreq,
      channel: wiphyFreq === undefined ? undefined : channelOf(wiphyFreq),
      widthMhz: channelWidth === undefined ? undefined : widthMhz(channelWidth),
      centerFrequency1Mhz: message.centerFreq1,
      centerFrequency2Mhz: message.centerFreq2,
      txPowerDbm: wiphyTxPowerLevel === undefined ? undefined : wiphyTxPowerLevel / 100,
    }),
  };
}

export function interfaceOf(message: Nl80211): WifiInterface {
  return {
    ...defined({ name: message.ifname, index: message.ifindex }),
    wdev: message.wdev ?? 0n,
    radio: message.wiphy ?? -1,
    type: message.iftype ?? 'unspecified',
    ...tuningOf(message),
    ...defined({
      ssid: message.ssid?.toString(),
      links: message.mloLinks?.map((link) => ({ linkId: link.mloLinkId ?? 0, ...tuningOf(link) })),
    }),
    fourAddress: message.fourAddr === 1,
  };
}

/** iw's words for what the kernel calls otherwise. */
const IW_TYPES: Readonly<Record<string, InterfaceType>> = {
  managed: 'station',
  ibss: 'adhoc',
  mesh: 'mesh-point',
  __ap: 'ap',
};

/** Programs without types may say what iw says: they are told the right word. */
export function checkType(type: InterfaceType): InterfaceType {
  const right = Object.hasOwn(IW_TYPES, type) ? IW_TYPES[type] : undefined;
  if (right !== undefined && right !== type)
    throw new VWifiError('BAD_ARGUMENT', `interface type ${type}: what iw calls ${type} is '${right}' here`);
  return type;
}
