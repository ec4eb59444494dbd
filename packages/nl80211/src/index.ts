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
export type { InterfaceLink, InterfaceType, WifiInterface } from './client/interface.js';
export type { Ip } from './client/ip.js';
export type { IpEvent, IpEventOptions } from './client/ip-events.js';
export type { AffiliatedLink, WifiLink } from './client/link.js';
export type { Band, Frequency, Radio } from './client/radio.js';
export type { RegulatoryDomain } from './client/regulatory.js';
export type { LinkChanges, NewLink, NewRoute } from './client/route.js';
export type { IpAddress, IpRoute, Link } from './client/route-read.js';
export type { ScanOptions } from './client/scan.js';
export type { Station, StationLink } from './client/station.js';
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
export type { RangingPeer, RangingResult } from './client/verbs/range.js';
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
export { type Element, Elements } from './elements/elements.js';
export type { ElementsIn } from './elements/encode.js';
export type { Dump } from './genl/dump.js';
export { NetlinkError } from './genl/error.js';
export type { Extack } from './genl/extack.js';
export type { Stream } from './genl/feed.js';
export type { CallOptions } from './genl/generic.js';
/** @internal For programs that run; those that are compiled are told where it is now. */
export * from './moved.js';
export { SocketError } from './socket/error.js';
export type { AirSocketFactory } from './socket/packet.js';
export type { NetlinkSocketFactory, Netns } from './socket/socket.js';
export type { Nl80211, Nl80211In } from './spec/nl80211/attributes.js';
export type { CommandName } from './spec/nl80211/commands.js';
export type { Group } from './spec/nl80211/family.js';
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
export { DecodeError, EncodeError, VWifiError } from './wire/errors.js';
export { Ssid, type SsidLike } from './wire/ssid.js';
