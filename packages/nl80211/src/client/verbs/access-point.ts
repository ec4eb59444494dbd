import { Elements } from '../../elements/elements.js';
import { buildElements, type ElementsIn } from '../../elements/encode.js';
import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import { channelOf } from '../channel.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';

/** An access point as those who write their own want it: its beacon, and where. Joining stations are theirs to answer. */
export interface AccessPointSettings extends ElementsIn {
  readonly ssid: NonNullable<ElementsIn['ssid']>;
  /** In MHz. */
  readonly frequency: number;
  readonly width?: ChannelWidth;
  /** 100 when left out. */
  readonly beaconIntervalTu?: number;
  /** 2 when left out. */
  readonly dtimPeriod?: number;
  /** Anything else the command takes. */
  readonly attributes?: Nl80211In;
}

const CAPABILITY_ESS = 0x0001;
const CAPABILITY_PRIVACY = 0x0010;
const CAPABILITY_SHORT_SLOT = 0x0400;
/** Frame control of a beacon, the low octet. */
const BEACON = 0x80;
const TIM = 5;

const G_RATES = [1, 2, 5.5, 11, 6, 9, 12, 18, 24, 36, 48, 54];

/** Header, timestamp, interval and capabilities of a beacon (802.11-2020, 9.3.3.2). */
function fixedFields(mac: string, interval: number, capability: number): number[] {
  const address = mac.split(':').map((part) => Number.parseInt(part, 16));
  const broadcast = Array<number>(6).fill(0xff);
  const zeros = (count: number) => Array<number>(count).fill(0);
  const le16 = (value: number) => [value & 0xff, value >> 8];
  const header = [BEACON, 0, ...zeros(2), ...broadcast, ...address, ...address, ...zeros(2)];
  return [...header, ...zeros(8), ...le16(interval), ...le16(capability)];
}

/** The attributes of NL80211_CMD_START_AP: the kernel puts the TIM between the beacon's head and its tail. */
export function accessPointRequest(mac: string, settings: AccessPointSettings): Nl80211In {
  const { frequency, width, beaconIntervalTu = 100, dtimPeriod = 2, attributes, ...said } = settings;
  const secured = said.rsn !== undefined || said.wpa !== undefined;
  const capability = CAPABILITY_ESS | CAPABILITY_SHORT_SLOT | (secured ? CAPABILITY_PRIVACY : 0);
  const fiveGhz = frequency > 3000;
  const rates = G_RATES.filter((mbps) => !fiveGhz || ![1, 2, 5.5, 11].includes(mbps));
  const basic = fiveGhz ? [6, 12, 24] : [1, 2, 5.5, 11];
  const { tim: _never, ...parts } = said;
  const all = [
    ...buildElements({
      rates: rates.map((mbps) => ({ mbps, basic: basic.includes(mbps) })),
      ...(fiveGhz ? {} : { dsChannel: channelOf(frequency) ?? 0 }),
      ...parts,
    }),
  ];
  const head = Elements.from(all.filter(({ id }) => id < TIM));
  const tail = Elements.from(all.filter(({ id }) => id > TIM));
  return {
    beaconHead: Uint8Array.from([...fixedFields(mac, beaconIntervalTu, capability), ...head.bytes]),
    beaconTail: tail,
    beaconInterval: beaconIntervalTu,
    dtimPeriod,
    ssid: settings.ssid,
    hiddenSsid: 'not-in-use',
    authType: 'open-system',
    ...(secured ? { privacy: true } : {}),
    ...channelDefinition(frequency, width),
    ...attributes,
  } as Nl80211In;
}
