/**
 * What the package itself gave before 1.0, and its parts give now: /vwifi, /netlink, /elements. It is still here for
 * programs that run; their types come from there.
 */
export type * from './elements/index.js';
export {
  buildElements,
  buildManagementFrame,
  frameType,
  parseManagementFrame,
  reasonWords,
  statusWords,
} from './elements/index.js';
export type * from './netlink.js';
export {
  abortable,
  abortError,
  Connection,
  codec,
  execHeld,
  GenericNetlink,
  getPolicy,
  HwsimMedium,
  hwsimAddress,
  hwsimFamily,
  hwsimGroups,
  inheritNothing,
  landlockVersion,
  nativeSocket,
  netnsPath,
  nl80211,
  nl80211Attributes,
  nl80211Commands,
  nl80211Events,
  nl80211Groups,
  nl80211Requests,
  nlctrl,
  openDatagramPair,
  openPacketSocket,
  openUnixDatagram,
  RouteNetlink,
  receiverOf,
  remoteSocket,
  remoteSockets,
  senderOf,
  values,
  vwifiFamily,
  vwifiGroups,
} from './netlink.js';
export type * from './vwifi.js';
export { FRAME_KINDS, frameName, walk } from './vwifi.js';
