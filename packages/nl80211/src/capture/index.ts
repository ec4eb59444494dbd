/** `@vwifi/nl80211/capture`: frames of the air as captures have them. */
export { type AirFrame, airFrame, frameText } from './frame.js';
export { type CapturedFrame, PcapReader } from './pcap-reader.js';
export {
  interfaceBlock,
  LINK_TYPE,
  type LinkType,
  type PacketRecord,
  packetBlock,
  sectionBlock,
} from './pcapng.js';
