export { abortable, abortError } from './abort.js';
export { Connection } from './connection.js';
export { NetlinkError } from './error.js';
export type { Extack } from './extack.js';
export type { CommandOf, FamilyMessage, FamilySpec, MessageInOf, MessageOf } from './family.js';
export {
  type CallOptions,
  type FamilyDump,
  type FamilyEvent,
  type FamilyInfo,
  GenericNetlink,
} from './generic.js';
export { nlctrl, type PolicyAttribute } from './nlctrl.js';
export { type FamilyPolicy, getPolicy } from './policy.js';
