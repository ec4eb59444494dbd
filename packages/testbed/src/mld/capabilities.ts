/** What a station can, from its elements. */
import type { Nl80211In } from '@vwifi/nl80211/netlink';

const EXTENSION = 255;
const [RATES, HT, EXTENDED_RATES, VHT] = [1, 45, 50, 191];
const [HE, EHT] = [35, 108];

/** What a station says of itself, as the kernel is told. */
export function capabilitiesOf(get: (id: number, extension?: number) => Uint8Array | undefined): Nl80211In {
  const [ht, vht, he, eht] = [get(HT), get(VHT), get(EXTENSION, HE), get(EXTENSION, EHT)];
  return {
    staSupportedRates: Uint8Array.from([...(get(RATES) ?? []), ...(get(EXTENDED_RATES) ?? [])]),
    ...(ht?.length === 26 ? { htCapability: ht } : {}),
    ...(vht?.length === 12 ? { vhtCapability: vht } : {}),
    ...(he ? { heCapability: he } : {}),
    ...(he && eht ? { ehtCapability: eht } : {}),
  };
}
