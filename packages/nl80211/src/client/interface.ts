import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { InterfaceType } from '../spec/nl80211/messages.js';
import { VWifiError } from '../wire/errors.js';
import { channelOf, widthMhz } from './channel.js';
import { defined } from './defined.js';

export type { InterfaceType };

/** A virtual interface of a radio. From NL80211_CMD_GET_INTERFACE. */
export interface WifiInterface {
  /** Absent on interfaces that are not network devices (P2P device, NAN). */
  readonly name?: string;
  readonly index?: number;
  /** The kernel's number for it, unique in the system. */
  readonly wdev: bigint;
  /** Index of its radio. */
  readonly radio: number;
  /** 'station' is what iw calls managed. */
  readonly type: InterfaceType | number;
  readonly mac: string;
  readonly ssid?: string;
  readonly frequencyMhz?: number;
  readonly channel?: number;
  readonly widthMhz?: number;
  readonly centerFrequency1Mhz?: number;
  readonly centerFrequency2Mhz?: number;
  readonly txPowerDbm?: number;
  /** Frames carry four addresses, for bridging. */
  readonly fourAddress: boolean;
}

export function interfaceOf(message: Nl80211): WifiInterface {
  return {
    ...defined({ name: message.ifname, index: message.ifindex }),
    wdev: message.wdev ?? 0n,
    radio: message.wiphy ?? -1,
    type: message.iftype ?? 'unspecified',
    mac: message.mac ?? '',
    ...defined({
      ssid: message.ssid?.toString(),
      frequencyMhz: message.wiphyFreq,
      channel: message.wiphyFreq === undefined ? undefined : channelOf(message.wiphyFreq),
      widthMhz: message.channelWidth === undefined ? undefined : widthMhz(message.channelWidth),
      centerFrequency1Mhz: message.centerFreq1,
      centerFrequency2Mhz: message.centerFreq2,
      txPowerDbm: message.wiphyTxPowerLevel === undefined ? undefined : message.wiphyTxPowerLevel / 100,
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
