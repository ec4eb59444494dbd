/** `@vwifi/nl80211/capture`: frames of the air, read and written by name, decrypted, in files. */
export { Decryptor, type Handshake, type Opened } from '../decrypt/decryptor.js';
export {
  confirms,
  type Exchange,
  integrityOf,
  type PairwiseKeys,
  pairwiseKeys,
  unwrap,
  wrap,
} from '../decrypt/key-management.js';
export { SEALS, type SealKey, type SealName, seal, unseal } from '../decrypt/seal.js';
export type { KeyOctets, Secret } from '../decrypt/secret.js';
export type { ControlFrame } from '../frames/control.js';
export type { DataFrame, DataFrameIn, Direction } from '../frames/data.js';
export {
  buildEapolKey,
  type EapolKey,
  KEY_INFORMATION,
  type KeyDataItem,
  type KeyMessage,
  keyDataItems,
  keyMessageOf,
  MIC_AT,
  parseEapolKey,
} from '../frames/eapol.js';
export { buildFrame, type ExtensionFrame, type Frame, type FrameIn, parseFrame } from '../frames/frame.js';
export { type Msdu, msdusOf } from '../frames/msdu.js';
export {
  CONTROL_SUBTYPES,
  type ControlSubtype,
  DATA_SUBTYPES,
  type DataSubtype,
  FRAME_FLAGS,
  FRAME_TYPES,
  type FrameType,
} from '../frames/names.js';
export { type Packet, packetOf, packetText } from '../frames/packet.js';
export { buildRadiotap, parseRadiotap, Radiotap } from '../frames/radiotap.js';
export {
  RADIOTAP_FIELDS,
  RADIOTAP_FLAGS,
  RADIOTAP_TX_FLAGS,
  type RadiotapField,
  type RadiotapFieldName,
  type RadiotapFieldOf,
  type RadiotapTlvField,
  type RadiotapVendorField,
} from '../frames/radiotap-fields.js';
export { CaptureFile, type CaptureFileOptions } from './file.js';
export { type CaptureFilter, type FrameKind, filterProgram } from './filter.js';
export { type AirFrame, airFrame, frameText } from './frame.js';
export { type HeardFrame, hear } from './heard.js';
export { type CapturedFrame, PcapReader, readPcap } from './pcap-reader.js';
export {
  interfaceBlock,
  LINK_TYPE,
  type LinkType,
  type PacketRecord,
  packetBlock,
  sectionBlock,
} from './pcapng.js';
