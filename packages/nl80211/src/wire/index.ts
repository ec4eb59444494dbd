/** The codecs that tables are made of, for those who write tables of their own families. */
export type { Codec, Decoded, Encodable } from './codec.js';
export { array, either, list, map, repeated, struct } from './collection.js';
export { errnoCode, errnoNumber, errnoWords } from './errno.js';
export { joinMessage, type Message, NLM_F, NLMSG, splitMessages } from './message.js';
export { bitsOf, byteBitsOf, enumOf, flagSetOf } from './named.js';
export {
  be16,
  be32,
  blob,
  bytes,
  bytesOf,
  emptyFlag,
  flag,
  le16,
  le32,
  mac,
  padding,
  s8,
  s16,
  s32,
  s64,
  string,
  u8,
  u16,
  u32,
  u64,
} from './scalar.js';
export { ssid } from './ssid.js';
export {
  type Attributes,
  type AttributesIn,
  decodeTable,
  encodeTable,
  nest,
  type Table,
  type UnknownAttribute,
} from './table.js';
