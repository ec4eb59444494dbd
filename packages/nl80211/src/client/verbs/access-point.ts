import { Elements } from '../../elements/elements.js';
import { buildElements, type ElementsIn } from '../../elements/encode.js';
import { buildManagementFrame } from '../../elements/management.js';
import type { Rate } from '../../elements/rates.js';
import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import { ssidBytes } from '../../wire/ssid.js';
import { channelOf } from '../channel.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import type { MoreAttributes } from '../more-attributes.js';
import type { Radio } from '../radio.js';
import { type StandardSettings, standardElements } from './standard.js';

/** An access point as those who write their own want it: its beacon, and where. Joining stations are theirs to answer. */
export interface AccessPointSettings extends ElementsIn, StandardSettings, MoreAttributes {
  readonly ssid: NonNullable<ElementsIn['ssid']>;
  /** In MHz. */
  readonly frequencyMhz: number;
  readonly width?: ChannelWidth;
  /** 100 when left out. */
  readonly beaconIntervalTu?: number;
  /** 2 when left out. */
  readonly dtimPeriod?: number;
}

const CAPABILITY_ESS = 0x0001;
const CAPABILITY_PRIVACY = 0x0010;
const CAPABILITY_SHORT_SLOT = 0x0400;
const TIM = 5;

const B_RATES = [1, 2, 5.5, 11];
const G_RATES = [...B_RATES, 6, 9, 12, 18, 24, 36, 48, 54];

/** What an access point says of itself. */
export interface AccessPointParts {
  /** To start it with. */
  readonly request: Nl80211In;
  readonly capability: number;
  /** Between beacons, in TU. */
  readonly interval: number;
  readonly rates: readonly Rate[];
  /** Of its beacons, but for the TIM. */
  readonly elements: Elements;
  readonly ssid: Uint8Array;
  readonly said: ElementsIn;
}

/** For its beacon and for its answers; with what `radio` has of the standard, where it is named. */
export function accessPointParts(mac: string, plain: AccessPointSettings, radio?: Radio): AccessPointParts {
  const can = radio ? standardElements(radio, plain) : {};
  const settings = { ...can, ...plain, others: [...(can.others ?? []), ...(plain.others ?? [])] };
  const {
    frequencyMhz: frequency,
    width,
    beaconIntervalTu = 100,
    dtimPeriod = 2,
    attributes,
    ...all
  } = settings;
  const { standard, punctured, ...said } = all;
  const secured = said.rsn !== undefined || said.wpa !== undefined;
  const capability = CAPABILITY_ESS | CAPABILITY_SHORT_SLOT | (secured ? CAPABILITY_PRIVACY : 0);
  const fiveGhz = frequency > 3000;
  const basic = fiveGhz ? [6, 12, 24] : B_RATES;
  const rates =
    said.rates ??
    G_RATES.filter((mbps) => !fiveGhz || !B_RATES.includes(mbps)).map((mbps) => ({
      mbps,
      basic: basic.includes(mbps),
    }));
  // The kernel makes the TIM.
  const { tim: _never, ...parts } = said;
  const channel = fiveGhz ? {} : { dsChannel: channelOf(frequency) ?? 0 };
  const elements = buildElements({ rates, ...channel, ...parts });
  const head = Elements.from([...elements].filter(({ id }) => id < TIM));
  const beaconHead = buildManagementFrame({
    receiver: 'ff:ff:ff:ff:ff:ff',
    transmitter: mac,
    bssid: mac,
    subtype: 'beacon',
    tsfUs: 0n,
    beaconIntervalTu,
    capability,
    elements: head,
  });
  const request = {
    beaconHead,
    beaconTail: Elements.from([...elements].filter(({ id }) => id > TIM)),
    beaconInterval: beaconIntervalTu,
    dtimPeriod,
    ssid: settings.ssid,
    hiddenSsid: 'not-in-use',
    authType: 'open-system',
    ...(secured ? { privacy: true } : {}),
    ...channelDefinition(frequency, width ?? (standard && 'HT20')),
    ...(punctured ? { punctBitmap: punctured } : {}),
    ...attributes,
  } as Nl80211In;
  return {
    request,
    capability,
    interval: beaconIntervalTu,
    rates,
    elements,
    ssid: ssidBytes(settings.ssid),
    said: parts,
  };
}
