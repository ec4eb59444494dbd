import { he6Ghz } from '../elements/capability-fields.js';
import { type EhtCapabilities, parseEhtCapabilities } from '../elements/eht.js';
import type { Fields } from '../elements/fields.js';
import { type HeCapabilities, readHeCapabilities } from '../elements/he.js';
import { type HtCapabilities, parseHtCapabilities } from '../elements/ht.js';
import { parseVhtCapabilities, type VhtCapabilities } from '../elements/vht.js';
import type { BandAttributes } from '../spec/nl80211/messages.js';
import { defined } from './defined.js';

/** What a band can do for some types of interfaces. */
export interface InterfaceTypeCapabilities {
  readonly interfaceTypes: readonly (string | number)[];
  readonly he?: HeCapabilities;
  readonly he6Ghz?: Fields<typeof he6Ghz>;
  readonly eht?: EhtCapabilities;
}

/** A radio tells its capabilities in pieces; put in a row they are the element's first octets. */
export function htOf({
  htCapa,
  htMcsSet,
  htAmpduFactor = 0,
  htAmpduDensity = 0,
}: BandAttributes): HtCapabilities | undefined {
  if (htCapa === undefined || !htMcsSet) return undefined;
  const ampdu = (htAmpduFactor & 3) | ((htAmpduDensity & 7) << 2);
  return parseHtCapabilities(Uint8Array.from([htCapa & 0xff, htCapa >> 8, ampdu, ...htMcsSet]));
}

export function vhtOf({ vhtCapa, vhtMcsSet }: BandAttributes): VhtCapabilities | undefined {
  if (vhtCapa === undefined || !vhtMcsSet) return undefined;
  const octets = [0, 8, 16, 24].map((shift) => (vhtCapa >>> shift) & 0xff);
  return parseVhtCapabilities(Uint8Array.from([...octets, ...vhtMcsSet]));
}

export function interfaceTypesOf({ iftypeData = [] }: BandAttributes): InterfaceTypeCapabilities[] {
  return iftypeData.map((each) => {
    const { heCapMac, heCapPhy, heCapMcsSet, heCapPpe, he6ghzCapa, ehtCapMac, ehtCapPhy } = each;
    const { ehtCapMcsSet = new Uint8Array(), ehtCapPpe = new Uint8Array() } = each;
    const he =
      heCapMac && heCapPhy
        ? readHeCapabilities(
            heCapMac,
            heCapPhy,
            heCapMcsSet ?? new Uint8Array(),
            heCapPpe ?? new Uint8Array(),
          )
        : undefined;
    const eht =
      ehtCapMac && ehtCapPhy
        ? parseEhtCapabilities(Uint8Array.from([...ehtCapMac, ...ehtCapPhy, ...ehtCapMcsSet, ...ehtCapPpe]))
        : undefined;
    const sixGhz =
      he6ghzCapa === undefined
        ? undefined
        : he6Ghz.read(Uint8Array.from([he6ghzCapa & 0xff, he6ghzCapa >> 8]));
    return { interfaceTypes: each.iftypes ?? [], ...defined({ he, he6Ghz: sixGhz, eht }) };
  });
}
