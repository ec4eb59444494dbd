import { VWifiError } from '../../wire/errors.js';
import { checkList, checkName, checkWhole, rateSteps } from '../check.js';

/** Rates that may be used in a band; a kind that is left out keeps all of its own. */
export interface Bitrates {
  /** Mbit/s. */
  readonly legacy?: readonly number[];
  /** MCS indices, 0 to 76. */
  readonly ht?: readonly number[];
  /** MCS indices by the number of streams: `{ 1: [0, 1, 2], 2: [] }`. */
  readonly vht?: Readonly<Record<number, readonly number[]>>;
  readonly he?: Readonly<Record<number, readonly number[]>>;
  readonly eht?: Readonly<Record<number, readonly number[]>>;
  readonly guardInterval?: 'default' | 'short' | 'long';
  /** In microseconds. */
  readonly heGuardInterval?: '0.8' | '1.6' | '3.2';
  /** Of 12.8 us: 1 is a quarter, 2 a half, 4 the whole. */
  readonly heLtf?: 1 | 2 | 4;
  /** In microseconds. */
  readonly ehtGuardInterval?: '0.8' | '1.6' | '3.2';
}

export type BitrateBand = '2ghz' | '5ghz' | '6ghz';

const BANDS = { '2ghz': 0, '5ghz': 1, '6ghz': 3 } as const;
const MOST_STREAMS = 8;
const MOST_EHT_STREAMS = 16;
const LTF = { 1: 0, 2: 1, 4: 2 } as const;
const GUARD_INTERVALS = { default: 'default-gi', short: 'force-sgi', long: 'force-lgi' } as const;

/** A mask for each number of streams, beginning with one. */
function masks(
  sets: Readonly<Record<number, readonly number[]>>,
  highest: number,
  most = MOST_STREAMS,
): number[] {
  for (const [streams, indices] of Object.entries(sets)) {
    const bad = indices.find((index) => !Number.isInteger(index) || index < 0 || index > highest);
    const known = Number(streams) >= 1 && Number(streams) <= most;
    if (!known || bad !== undefined)
      throw new VWifiError(
        'BAD_ARGUMENT',
        `setBitrates: ${known ? `MCS ${bad} is not 0 to ${highest}` : `${streams} streams are not 1 to ${most}`}`,
      );
  }
  return Array.from({ length: most }, (_, i) =>
    (sets[i + 1] ?? []).reduce((mask, index) => mask | (1 << index), 0),
  );
}

/** The attribute of NL80211_CMD_SET_TX_BITRATE_MASK; none allows all rates again. */
export function bitrateAttributes(band: BitrateBand, rates: Bitrates) {
  const { legacy, ht, vht, he, eht, guardInterval, heGuardInterval, heLtf, ehtGuardInterval } = rates;
  const what = 'setBitrates';
  checkName(`${what}: band`, band, BANDS);
  if (guardInterval !== undefined) checkName(`${what}: guardInterval`, guardInterval, GUARD_INTERVALS);
  if (heLtf !== undefined) checkName(`${what}: heLtf`, String(heLtf), LTF);
  const set = {
    ...(legacy && {
      legacy: Uint8Array.from(checkList(what, legacy), (mbps) => rateSteps(what, mbps, 0.5, 127)),
    }),
    ...(ht && { ht: Uint8Array.from(checkList(what, ht), (index) => checkWhole(what, index, 0, 76)) }),
    ...(vht && { vht: masks(vht, 9) }),
    ...(guardInterval && { gi: GUARD_INTERVALS[guardInterval] }),
    ...(he && { he: masks(he, 11) }),
    ...(heGuardInterval && { heGi: heGuardInterval }),
    ...(heLtf && { heLtf: LTF[heLtf] }),
    ...(eht && { eht: masks(eht, 15, MOST_EHT_STREAMS) }),
    ...(ehtGuardInterval && { ehtGi: ehtGuardInterval }),
  };
  return Object.keys(set).length === 0 ? {} : { txRates: { [BANDS[band]]: set } };
}
