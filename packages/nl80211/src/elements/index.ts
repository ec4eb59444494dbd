/** Elements and management frames of 802.11, read and written. */
export { macText } from '../wire/scalar.js';
export type { EhtCapabilities, EhtOperation } from './eht.js';
export { type Element, Elements, type ElementsLike } from './elements.js';
export { buildElements, type ElementsIn } from './encode.js';
export type { AsItStood } from './faithful.js';
export type { HeCapabilities, HeOperation } from './he.js';
export type { HtCapabilities, HtOperation } from './ht.js';
export {
  buildManagementFrame,
  frameType,
  type ManagementBody,
  type ManagementFrame,
  type ManagementHeader,
  type ManagementSubtype,
  parseManagementFrame,
} from './management.js';
export type { MembershipSelector, Rate, RateOctets } from './rates.js';
export type { AkmSuite, CipherSuite } from './suites.js';
export type { VhtCapabilities, VhtOperation } from './vht.js';
export { reasonWords, statusWords } from './words.js';
