/** Sockets, families and tables: what the verbs are made of, for programs that speak netlink themselves. */
export {
  type HwsimFrame,
  type HwsimLoss,
  HwsimMedium,
  type HwsimMediumOptions,
  type HwsimReception,
  hwsimAddress,
  receiverOf,
  senderOf,
} from './client/hwsim/medium.js';
export { type LinkChanges, type NewLink, type NewRoute, RouteNetlink } from './client/route.js';
export type { IpAddress, IpRoute, Link } from './client/route-read.js';
export {
  type AccessPointParts,
  type AccessPointSettings,
  accessPointParts,
} from './client/verbs/access-point.js';
export type { Dump } from './genl/dump.js';
export * from './genl/index.js';
export { openUnixDatagram, type UnixDatagram } from './socket/datagram.js';
export { listenUnixDatagram, type UnixDatagramServer } from './socket/datagram-server.js';
export { SocketError } from './socket/error.js';
export { execHeld, type HeldRule, inheritNothing, landlockVersion } from './socket/held.js';
export { nativeSocket } from './socket/native.js';
export { netnsPath } from './socket/netns.js';
export {
  type AirEvent,
  type AirSocket,
  type AirSocketFactory,
  type AirSocketOptions,
  openPacketSocket,
  type PacketOptions,
  type PacketSocket,
} from './socket/packet.js';
export { type DatagramPair, openDatagramPair } from './socket/pair.js';
export { type RemoteChannel, remoteSocket, remoteSockets } from './socket/remote.js';
export type * from './socket/socket.js';
export { HWSIM_GROUPS as hwsimGroups, hwsim as hwsimFamily } from './spec/hwsim.js';
export { attributes as nl80211Attributes, type Nl80211, type Nl80211In } from './spec/nl80211/attributes.js';
export { COMMANDS as nl80211Commands, type CommandName } from './spec/nl80211/commands.js';
export { EVENTS as nl80211Events } from './spec/nl80211/events.js';
export { GROUPS as nl80211Groups, type Group, nl80211 } from './spec/nl80211/family.js';
export { REQUESTS as nl80211Requests } from './spec/nl80211/requests.js';
export * as values from './spec/nl80211/values.js';
export { VWIFI_GROUPS as vwifiGroups, vwifi as vwifiFamily } from './spec/vwifi.js';
export { DecodeError, EncodeError, VWifiError } from './wire/errors.js';
export * as codec from './wire/index.js';
