export interface Rate {
  readonly mbps: number;
  /** A station must support it to join. */
  readonly basic: boolean;
}

/** Values above 0x7b with the basic bit are not rates but BSS membership selectors (9.4.2.3). */
const FIRST_SELECTOR = 123;

/** Rates in units of 500 kbit/s, the top bit meaning "basic" (9.4.2.3, 9.4.2.12). */
export function parseRates(...lists: readonly (Uint8Array | undefined)[]): Rate[] {
  return lists
    .flatMap((list) => [...(list ?? [])])
    .filter((rate) => !((rate & 0x80) !== 0 && (rate & 0x7f) >= FIRST_SELECTOR))
    .map((rate) => ({ mbps: (rate & 0x7f) / 2, basic: (rate & 0x80) !== 0 }));
}
