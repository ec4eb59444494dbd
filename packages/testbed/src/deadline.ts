/** Limits of time for every folder of this package: signals and timers that are held until they are disposed. */
export { type LimitedSignal, limited, pause, startTimer } from '@vwifi/nl80211/deadline';
