/** What an access point with several links is told: the file that its program reads. */
import type { ChannelWidth } from '@vwifi/nl80211';

export interface PointSettings {
  readonly interface: string;
  readonly ssid: string;
  readonly security:
    | { readonly type: 'sae'; readonly passphrase: string }
    | { readonly type: 'owe' }
    | { readonly type: 'open' };
  /** Whether it is one device with these links; else it has one, and is what hostapd makes of a standard `be`. */
  readonly mld: boolean;
  /** In the order of their numbers, from 0 on. */
  readonly links: readonly { readonly frequencyMhz: number; readonly width?: ChannelWidth }[];
  /** Two letters: whose rules are to hold. */
  readonly country?: string;
  /** Where its control socket is to be. */
  readonly control?: string;
}
