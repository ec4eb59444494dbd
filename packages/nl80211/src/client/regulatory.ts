import type { Nl80211 } from '../spec/nl80211/attributes.js';
import { defined } from './defined.js';

/** What may be sent where. From NL80211_CMD_GET_REG. */
export interface RegulatoryDomain {
  /** Two letters; '00' is the world. */
  readonly alpha2: string;
  /** Set for a radio with rules of its own. */
  readonly radio?: number;
  readonly dfsRegion?: string;
  readonly rules: readonly {
    readonly startMhz: number;
    readonly endMhz: number;
    readonly maxWidthMhz: number;
    readonly maxPowerDbm: number;
    readonly cacMs?: number;
    readonly flags: readonly (string | number)[];
  }[];
}

export function regulatoryOf(message: Nl80211): RegulatoryDomain {
  return {
    alpha2: message.regAlpha2 ?? '',
    ...defined({
      radio: message.wiphy,
      dfsRegion: message.dfsRegion === undefined ? undefined : String(message.dfsRegion),
    }),
    rules: (message.regRules ?? []).map((rule) => ({
      startMhz: (rule.freqRangeStart ?? 0) / 1000,
      endMhz: (rule.freqRangeEnd ?? 0) / 1000,
      maxWidthMhz: (rule.freqRangeMaxBw ?? 0) / 1000,
      maxPowerDbm: (rule.powerRuleMaxEirp ?? 0) / 100,
      ...defined({ cacMs: rule.dfsCacTime === 0 ? undefined : rule.dfsCacTime }),
      flags: rule.regRuleFlags ?? [],
    })),
  };
}
