import type { SsidLike } from '../wire/ssid.js';

/** What is said of a network that is to be joined. */
export interface JoinOptions {
  readonly ssid: SsidLike;
  /** Of WPA2 or WPA3, whichever the network has; none: the network has to be open. */
  readonly passphrase?: string;
  /** What to use where the passphrase, or that there is none, does not say it. */
  readonly security?: 'open' | 'owe' | 'wpa2-psk' | 'wpa3-sae';
  /** Only this access point. */
  readonly bssid?: string;
  /** Only these channels. */
  readonly frequenciesMhz?: readonly number[];
  /** The network does not tell its name: it is asked for. */
  readonly hidden?: boolean;
  readonly signal?: AbortSignal;
  /** 30 000 when left out. */
  readonly timeoutMs?: number;
}
