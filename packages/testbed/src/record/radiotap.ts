import { parseRadiotap } from '@vwifi/nl80211/capture';

/** What a tap says of a frame before the frame: when it was on the air, where, and what became of it. */
export interface AirWords {
  /** Octets of the header: the frame begins there. */
  readonly length: number;
  /** The TSF of the kernel, which is its time since its start. */
  readonly us?: number;
  readonly frequencyMhz?: number;
  /** Nobody acknowledged it, and somebody should have. */
  readonly failed: boolean;
  readonly retries?: number;
}

const TX_FAIL = 1;

/** Reads the header; undefined for what is none. Never throws. */
export function airWords(data: Uint8Array): AirWords | undefined {
  const header = parseRadiotap(data);
  if (!header) return undefined;
  const tsft = header.get('tsft');
  const { frequencyMhz } = header;
  const retries = header.get('dataRetries');
  return {
    length: header.octets.length,
    ...(tsft === undefined ? {} : { us: Number(tsft.us) }),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
    failed: ((header.get('txFlags')?.bits ?? 0) & TX_FAIL) !== 0,
    ...(retries === undefined ? {} : { retries: retries.count }),
  };
}
