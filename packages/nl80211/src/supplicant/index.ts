/** `@vwifi/nl80211/supplicant`: wpa_supplicant and hostapd by their control sockets. */
export { type ControlClock, type ControlLine, ControlSocket } from './control.js';
export { type ControlEvent, decodeText, parseEvent } from './event.js';
export { Hostapd } from './hostapd.js';
export {
  type ConfiguredNetwork,
  type HeardNetwork,
  type HostapdStatus,
  parseHostapdStatus,
  parseReply,
  parseSignalPoll,
  parseSupplicantStatus,
  type SignalPoll,
  type SupplicantStatus,
} from './reply.js';
export { type JoinOptions, Supplicant } from './supplicant.js';
