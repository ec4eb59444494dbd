export type { Bitrate } from './client/bitrate.js';
export type { Bss } from './client/bss.js';
export type { InterfaceTypeCapabilities } from './client/capabilities.js';
export { channelOf } from './client/channel.js';
export { type ChannelWidth, channelDefinition } from './client/channel-definition.js';
export type { CommandOptions, Commands, Dumps } from './client/commands.js';
export { ConnectError, type ConnectOptions, type ConnectResult } from './client/connect.js';
export type {
  EventName,
  EventOptions,
  EventStream,
  OtherWifiEvent,
  OverrunEvent,
  WifiEvent,
  WifiEventFields,
  WifiEventOf,
} from './client/events.js';
export { FRAME_KINDS, frameName } from './client/family/frame-names.js';
export type * from './client/family/index.js';
export { walk } from './client/family/tracks.js';
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
export type { InterfaceType, WifiInterface } from './client/interface.js';
export type { AffiliatedLink, WifiLink } from './client/link.js';
export type { Band, Frequency, Radio } from './client/radio.js';
export type { RegulatoryDomain } from './client/regulatory.js';
export { type LinkChanges, type NewLink, type NewRoute, RouteNetlink } from './client/route.js';
export type { IpAddress, IpRoute, Link } from './client/route-read.js';
export type { ScanOptions } from './client/scan.js';
export type { Station } from './client/station.js';
export type { Survey } from './client/survey.js';
export type { AccessPointSettings } from './client/verbs/access-point.js';
export type { BitrateBand, Bitrates } from './client/verbs/bitrates.js';
export type { Capture, CaptureOptions, InjectOptions } from './client/verbs/capture.js';
export type { CellSettings, Ibss, IbssSettings, Ocb } from './client/verbs/cells.js';
export type {
  FrameMatch,
  FrameOptions,
  OffChannel,
  ReceivedFrame,
  SendFrameOptions,
  SentFrame,
} from './client/verbs/frames.js';
export type { ChannelSwitch, InterfaceVerbs } from './client/verbs/interface.js';
export type { Keys, NewKey } from './client/verbs/keys.js';
export type { Mesh, MeshParameters, MeshPath, MeshSettings } from './client/verbs/mesh.js';
export type { NetworkEvent, OpenNetwork } from './client/verbs/open-network.js';
export type { TxPowerOptions } from './client/verbs/power.js';
export type { RadioSettings, RadioVerbs } from './client/verbs/radio.js';
export type { ScheduledScanEvent, ScheduledScanOptions } from './client/verbs/scheduled-scan.js';
export type { SignalEvent, SignalOptions } from './client/verbs/signal.js';
export type { StationSettings, StationVerbs } from './client/verbs/station.js';
export type {
  StationCounter,
  StationDelta,
  StationSample,
  StationsEvent,
  WatchStationsOptions,
} from './client/verbs/watch-stations.js';
export {
  type Cancel,
  type InterfaceRef,
  type NewInterface,
  type OpenOptions,
  type RadioRef,
  VWifi,
} from './client/vwifi.js';
export type { EhtCapabilities, EhtOperation } from './elements/eht.js';
export { type Element, Elements } from './elements/elements.js';
export { buildElements, type ElementsIn } from './elements/encode.js';
export type { AsItStood } from './elements/faithful.js';
export type { HeCapabilities, HeOperation } from './elements/he.js';
export type { HtCapabilities, HtOperation } from './elements/ht.js';
export {
  buildManagementFrame,
  frameType,
  type ManagementBody,
  type ManagementFrame,
  type ManagementHeader,
  type ManagementSubtype,
  parseManagementFrame,
} from './elements/management.js';
export type { MembershipSelector, Rate, RateOctets } from './elements/rates.js';
export type { AkmSuite, CipherSuite } from './elements/suites.js';
export type { VhtCapabilities, VhtOperation } from './elements/vht.js';
export { reasonWords, statusWords } from './elements/words.js';
export type { Dump } from './genl/dump.js';
export * from './genl/index.js';
export { openUnixDatagram, type UnixDatagram } from './socket/datagram.js';
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
export type {
  DumpName,
  EventAttributes,
  InterfaceAddress,
  RadioAddress,
  ReplyOf,
  RequestIn,
  RequestName,
  WdevAddress,
} from './spec/nl80211/request-types.js';
export { REQUESTS as nl80211Requests } from './spec/nl80211/requests.js';
export * as values from './spec/nl80211/values.js';
export { VWIFI_GROUPS as vwifiGroups, vwifi as vwifiFamily } from './spec/vwifi.js';
export { DecodeError, EncodeError, VWifiError } from './wire/errors.js';
export * as codec from './wire/index.js';
export { Ssid, type SsidLike } from './wire/ssid.js';
