/**
 * What the driver's part of a client is, for programs that do not import it: nothing. `import '@vwifi/nl80211/vwifi'` makes
 * a Driver and a Denylist of them. Who has other radios than the driver's so compiles without its types.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the driver's own file adds to it
export interface VwifiDriver {}
// biome-ignore lint/suspicious/noEmptyInterface: the driver's own file adds to it
export interface VwifiDenylist {}
