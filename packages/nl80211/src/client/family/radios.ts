import { CIPHER_SUITES, type CipherSuite } from '../../elements/suites.js';
import type { InterfaceType } from '../../spec/nl80211/messages.js';
import { INTERFACE_TYPES } from '../../spec/nl80211/values.js';
import type { Drop, Personality } from '../../spec/vwifi-names.js';
import { VWifiError } from '../../wire/errors.js';
import { defined } from '../defined.js';
import type { Cancel } from '../vwifi.js';
import type { FamilyCaller, FamilyIn, FamilyOut } from './caller.js';
import { type End, endText, isAddress } from './end.js';
import { positionAttribute, positionOf, trackAttribute } from './places.js';
import type { Position, Track } from './tracks.js';

/** Why a data frame was dropped: see docs/family.md. */
export type DropCause = Exclude<Drop, 'none'>;
export type RadioBand = '2.4 GHz' | '5 GHz' | '6 GHz';
/** How modern a radio is: 802.11a/b/g, n, ac or ax. */
export type { Personality };

/** A radio of the driver, wherever its namespace is. From VWIFI_CMD_RADIO_GET. */
export interface VirtualRadio {
  /** Its number; free again when it is removed. */
  readonly id: number;
  readonly wiphyName: string;
  /** Of its first interface, in its own network namespace. */
  readonly ifindex?: number;
  readonly ifname?: string;
  readonly address?: string;
  readonly txPowerDbm: number;
  readonly bands: readonly RadioBand[];
  /** The newest thing that it knows. */
  readonly personality: Personality;
  /** Spatial streams. */
  readonly streams: number;
  /** Of its widest channel. */
  readonly widthMhz: number;
  /** Where it is just now; absent: nowhere, and everybody reads the medium's signal. */
  readonly position?: Position;
  /** Its track is not at its end. */
  readonly moving: boolean;
  /** It has the SME: user space says which network, the radio does the rest. */
  readonly driverSme: boolean;
  /** Gain of its antenna, sending and receiving. */
  readonly antennaGainDbi: number;
  /** It goes when the socket that made it is closed. */
  readonly owned: boolean;
  /** Its network namespace as an id of the caller's; absent when the caller's namespace has none for it. */
  readonly netnsId?: number;
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly txPackets: number;
  readonly txBytes: number;
  /** Data frames dropped, by cause; causes without a drop are left out. */
  readonly drops: Readonly<Partial<Record<DropCause, number>>>;
}

export interface NewRadio {
  readonly wiphyName?: string;
  /** Of its first interface; `%d` is replaced by a free number. */
  readonly ifname?: string;
  readonly address?: string;
  /** 0 to 30. */
  readonly txPowerDbm?: number;
  readonly bands?: readonly RadioBand[];
  readonly position?: Position;
  /** -30 to 60. */
  readonly antennaGainDbi?: number;
  /** 'eht' when left out. */
  readonly personality?: Personality;
  /** Spatial streams: 1 to 4, as when left out. */
  readonly streams?: number;
  /** Its widest channel: 20, 40, 80, 160 or 320, as when left out. VHT begins at 80: a radio with less has none. */
  readonly widthMhz?: number;
  /** Types that its interfaces may have, 'station' among them; what vwifi has not is left out. */
  readonly interfaceTypes?: readonly InterfaceType[];
  /** Cipher suites that it may have. */
  readonly ciphers?: readonly CipherSuite[];
  /** It connects by itself when it is told to which network, as FullMAC devices do; else user space asks for each step. */
  readonly driverSme?: boolean;
  /** The radio goes when this client is closed. */
  readonly owned?: boolean;
}

/** What of a radio can change. */
export interface VirtualRadioSettings {
  /** 0 to 30. */
  readonly txPowerDbm?: number | undefined;
  /** Where it stands from now on. */
  readonly position?: Position | undefined;
  /** Where it goes from now on; not together with a position. */
  readonly track?: Track | undefined;
  /** -30 to 60. */
  readonly antennaGainDbi?: number | undefined;
}

const hundredths = (decibels: number | undefined): number | undefined =>
  decibels === undefined ? undefined : Math.round(decibels * 100);

const BANDS: Readonly<Record<RadioBand, number>> = { '2.4 GHz': 1, '5 GHz': 2, '6 GHz': 8 };

/** Selectors as numbers of this machine, which is how the kernel takes them. */
const suitesOf = (ciphers: readonly CipherSuite[]): Uint8Array =>
  new Uint8Array(
    Uint32Array.from(ciphers, (cipher) => (typeof cipher === 'number' ? cipher : CIPHER_SUITES[cipher]))
      .buffer,
  );

export function virtualRadioOf(message: FamilyOut): VirtualRadio {
  const mask = message.bands ?? 0;
  const names = Object.keys(BANDS) as RadioBand[];
  return {
    id: message.id ?? -1,
    wiphyName: message.wiphyName ?? '',
    ...defined({ ifindex: message.ifindex, ifname: message.ifname, address: message.address }),
    txPowerDbm: (message.txPower ?? 0) / 100,
    bands: names.filter((name) => (mask & BANDS[name]) !== 0),
    personality: (message.personality ?? 'he') as Personality,
    streams: message.streams ?? 0,
    widthMhz: message.width ?? 0,
    ...defined({ position: positionOf(message.position) }),
    moving: message.moving ?? false,
    driverSme: message.driverSme ?? false,
    antennaGainDbi: (message.antennaGain ?? 0) / 100,
    owned: message.owned ?? false,
    ...defined({ netnsId: (message.netnsId ?? -1) < 0 ? undefined : message.netnsId }),
    rxPackets: Number(message.rxPackets ?? 0),
    rxBytes: Number(message.rxBytes ?? 0),
    txPackets: Number(message.txPackets ?? 0),
    txBytes: Number(message.txBytes ?? 0),
    drops: Object.fromEntries(
      (message.drops ?? []).map(({ cause, count }) => [String(cause), Number(count ?? 0)]),
    ),
  };
}

/** One radio of a request: by number, interface or ifindex; an address only after a look at all of them. */
type RadioAttributes = Pick<FamilyIn, 'id' | 'ifname' | 'ifindex'>;

/** The radios of the driver, in every network namespace. */
export class VirtualRadios {
  constructor(private readonly caller: FamilyCaller) {}

  /** All radios with their counters, by number. */
  async list(options: Cancel = {}): Promise<VirtualRadio[]> {
    const items = await this.caller.dump('radioGet', options);
    return items.map(virtualRadioOf).sort((a, b) => a.id - b.id);
  }

  async get(ref: End, options: Cancel = {}): Promise<VirtualRadio> {
    const target = endText(ref);
    const [reply] = await this.caller.request('radioGet', await this.attributes(ref, options), {
      ...options,
      target,
    });
    return virtualRadioOf(reply ?? {});
  }

  /** Makes a radio with an interface in station mode, switched off. Needs CAP_NET_ADMIN in the initial user namespace. */
  async add(radio: NewRadio = {}, options: Cancel = {}): Promise<VirtualRadio> {
    const { wiphyName, ifname, address, txPowerDbm, bands, owned, position, personality, antennaGainDbi } =
      radio;
    const { streams, widthMhz, interfaceTypes, ciphers, driverSme } = radio;
    const [reply] = await this.caller.request(
      'radioNew',
      {
        wiphyName,
        ifname,
        address,
        txPower: hundredths(txPowerDbm),
        bands: bands?.reduce((mask, band) => mask | BANDS[band], 0),
        owned,
        position: positionAttribute(position),
        antennaGain: hundredths(antennaGainDbi),
        personality,
        driverSme,
        streams,
        width: widthMhz,
        iftypes: interfaceTypes?.reduce((mask, type) => mask | (1 << INTERFACE_TYPES[type]), 0),
        ciphers: ciphers && suitesOf(ciphers),
      },
      { ...options, target: ifname ?? wiphyName },
    );
    return virtualRadioOf(reply ?? {});
  }

  /** Removes a radio with all its interfaces. */
  async remove(ref: End, options: Cancel = {}): Promise<void> {
    const target = endText(ref);
    await this.caller.request('radioDel', await this.attributes(ref, options), { ...options, target });
  }

  async set(ref: End, settings: VirtualRadioSettings, options: Cancel = {}): Promise<void> {
    const { txPowerDbm, position, track, antennaGainDbi } = settings;
    const attributes = await this.attributes(ref, options);
    await this.caller.request(
      'radioSet',
      {
        ...attributes,
        txPower: hundredths(txPowerDbm),
        position: positionAttribute(position),
        track: trackAttribute(track),
        antennaGain: hundredths(antennaGainDbi),
      },
      { ...options, target: endText(ref) },
    );
  }

  private async attributes(ref: End, options: Cancel): Promise<RadioAttributes> {
    if (typeof ref === 'number') return { id: ref };
    if (typeof ref === 'object') return { ifindex: ref.ifindex };
    if (!isAddress(ref)) return { ifname: ref };
    const found = (await this.list(options)).find(({ address }) => address === ref.toLowerCase());
    if (found) return { id: found.id };
    throw new VWifiError('NO_RADIO', `radio ${ref}: none has that address; list them to see which there are`);
  }
}
