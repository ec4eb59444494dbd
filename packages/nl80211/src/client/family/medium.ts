import { LOSS_SCALE } from '../../spec/vwifi.js';
import { defined } from '../defined.js';
import type { Cancel } from '../vwifi.js';
import type { FamilyCaller, FamilyOut } from './caller.js';
import { lossAttribute } from './pair.js';
import {
  type Propagation,
  type PropagationSettings,
  propagationAttributes,
  propagationOf,
} from './propagation.js';

export type MediumModel = 'ideal' | 'dcf';

/** By what has been acknowledged, or by what the receiver is about to read. */
export type RateControl = 'minstrel' | 'ideal';

/** What holds for every link that says nothing else. From VWIFI_CMD_MEDIUM_GET. */
export interface MediumState extends Propagation {
  /** Number of walls. */
  readonly walls: number;
  /** What everybody reads of a transmitter with 0 dBm, up to a metre from it. */
  readonly signalDbm: number;
  /** Probability that one transmission is lost, 0 to 1. */
  readonly loss: number;
  /** Seed of every random choice. */
  readonly seed: bigint;
  /** How fast the signal falls between radios with positions: 2 in free space, 3 at first, 4 among walls. */
  readonly pathLossExponent: number;
  /** Frames that arrive weaker are not heard; absent: all are. */
  readonly sensitivityDbm?: number;
  /** ideal: nothing takes time. dcf: transmissions occupy their channel, and stations contend for it. */
  readonly model: MediumModel;
  /** How transmitters choose their rates, where the model is dcf. */
  readonly rateControl: RateControl;
  /** Octets from which RTS and CTS go before a frame, where the model is dcf; absent: never. */
  readonly rtsThreshold?: number;
  /** Whether a transmitter gives its peers equal airtime, where the model is dcf. */
  readonly airtimeFairness: boolean;
  readonly radios: number;
  /** Pairs with a denial or a link. */
  readonly pairs: number;
  /** Of the module. */
  readonly version: string;
}

export interface MediumSettings extends PropagationSettings {
  /** -128 to 0. */
  readonly signalDbm?: number | undefined;
  /** 0 to 1. */
  readonly loss?: number | undefined;
  /** Setting it starts all random sequences anew. */
  readonly seed?: number | bigint | undefined;
  /** 0 to 10. */
  readonly pathLossExponent?: number | undefined;
  /** -127 to 0; 'none': every frame is heard. */
  readonly sensitivityDbm?: number | 'none' | undefined;
  readonly model?: MediumModel | undefined;
  readonly rateControl?: RateControl | undefined;
  /** Octets; 'none': never. A radio's own threshold comes first. */
  readonly rtsThreshold?: number | 'none' | undefined;
  readonly airtimeFairness?: boolean | undefined;
}

/** Noise on a part of the spectrum. */
export interface JamSettings {
  /** Its centre: 2400 to 7200. */
  readonly frequencyMhz: number;
  /** 20 if left out. */
  readonly widthMhz?: number | undefined;
  /** 1 to 3 600 000. */
  readonly durationMs: number;
  /** What every receiver reads of it where the model is dcf; -30 if left out. */
  readonly signalDbm?: number | undefined;
}

export interface Jam {
  readonly frequencyMhz: number;
  readonly widthMhz: number;
  /** For how long still. */
  readonly leftMs: number;
  readonly signalDbm: number;
}

/** The kernel's word for "every frame is heard". */
const HEARS_ALL = -128;
/** And for "RTS before nothing". */
const NO_RTS = 0xffff_ffff;

export function mediumOf(message: FamilyOut): MediumState {
  return {
    signalDbm: message.signal ?? 0,
    loss: (message.loss ?? 0) / LOSS_SCALE,
    seed: message.seed ?? 0n,
    pathLossExponent: (message.pathLossExponent ?? 0) / 100,
    ...defined({ sensitivityDbm: message.sensitivity === HEARS_ALL ? undefined : message.sensitivity }),
    ...propagationOf(message),
    model: message.model === 'dcf' ? 'dcf' : 'ideal',
    rateControl: message.rateControl === 'ideal' ? 'ideal' : 'minstrel',
    ...defined({ rtsThreshold: message.rtsThreshold === NO_RTS ? undefined : message.rtsThreshold }),
    airtimeFairness: message.airtimeFairness !== 0,
    radios: message.radios ?? 0,
    pairs: message.pairs ?? 0,
    version: message.version ?? '',
  };
}

/** The medium that all radios share. */
export class Medium {
  constructor(private readonly caller: FamilyCaller) {}

  async get(options: Cancel = {}): Promise<MediumState> {
    const [reply] = await this.caller.request('mediumGet', {}, options);
    return mediumOf(reply ?? {});
  }

  /**
   * Lets a radar appear at this frequency. The access points that have to look for radars there are told as by real
   * hardware, and leave the channel. Rejects with NetlinkError ENOENT where none looks.
   */
  async radar(frequencyMhz: number, options: Cancel = {}): Promise<void> {
    await this.caller.request('radar', { frequency: frequencyMhz }, options);
  }

  /**
   * Jams a part of the spectrum from now on, for a time. Rejects with NetlinkError `ENOSPC` where 16 go on already.
   */
  async jam(settings: JamSettings, options: Cancel = {}): Promise<void> {
    const { frequencyMhz, widthMhz, durationMs, signalDbm } = settings;
    await this.caller.request(
      'jam',
      { frequency: frequencyMhz, width: widthMhz, duration: Math.round(durationMs), signal: signalDbm },
      { ...options, target: `${frequencyMhz} MHz` },
    );
  }

  /** Ends what jams this frequency; without one, all. Rejects with NetlinkError `ENOENT` where nothing does. */
  async unjam(frequencyMhz?: number, options: Cancel = {}): Promise<void> {
    await this.caller.request('jamEnd', { frequency: frequencyMhz }, options);
  }

  /** What jams the air now. */
  async jams(options: Cancel = {}): Promise<Jam[]> {
    return (await this.caller.dump('jamGet', options)).map(({ frequency, width, duration, signal }) => ({
      frequencyMhz: frequency ?? 0,
      widthMhz: width ?? 0,
      leftMs: duration ?? 0,
      signalDbm: signal ?? 0,
    }));
  }

  async set(settings: MediumSettings, options: Cancel = {}): Promise<void> {
    const { signalDbm, loss, seed, pathLossExponent, sensitivityDbm } = settings;
    const { model, rateControl, rtsThreshold, airtimeFairness } = settings;
    await this.caller.request(
      'mediumSet',
      {
        signal: signalDbm,
        loss: lossAttribute(loss),
        seed: seed === undefined ? undefined : BigInt(seed),
        pathLossExponent: pathLossExponent === undefined ? undefined : Math.round(pathLossExponent * 100),
        sensitivity: sensitivityDbm === 'none' ? HEARS_ALL : sensitivityDbm,
        ...propagationAttributes(settings),
        model,
        rateControl,
        rtsThreshold: rtsThreshold === 'none' ? NO_RTS : rtsThreshold,
        airtimeFairness: airtimeFairness === undefined ? undefined : Number(airtimeFairness),
      },
      options,
    );
  }
}
