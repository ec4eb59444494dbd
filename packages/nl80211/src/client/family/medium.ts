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
}

/** The kernel's word for "every frame is heard". */
const HEARS_ALL = -128;

export function mediumOf(message: FamilyOut): MediumState {
  return {
    signalDbm: message.signal ?? 0,
    loss: (message.loss ?? 0) / LOSS_SCALE,
    seed: message.seed ?? 0n,
    pathLossExponent: (message.pathLossExponent ?? 0) / 100,
    ...defined({ sensitivityDbm: message.sensitivity === HEARS_ALL ? undefined : message.sensitivity }),
    ...propagationOf(message),
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

  async set(settings: MediumSettings, options: Cancel = {}): Promise<void> {
    const { signalDbm, loss, seed, pathLossExponent, sensitivityDbm } = settings;
    await this.caller.request(
      'mediumSet',
      {
        signal: signalDbm,
        loss: lossAttribute(loss),
        seed: seed === undefined ? undefined : BigInt(seed),
        pathLossExponent: pathLossExponent === undefined ? undefined : Math.round(pathLossExponent * 100),
        sensitivity: sensitivityDbm === 'none' ? HEARS_ALL : sensitivityDbm,
        ...propagationAttributes(settings),
      },
      options,
    );
  }
}
