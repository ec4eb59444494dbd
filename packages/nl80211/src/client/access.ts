import type { GenericNetlink } from '../genl/generic.js';
import type { Ip } from './ip.js';
import type { Home } from './place.js';
import type { Cancel, InterfaceRef, RadioRef } from './vwifi.js';

/** What a client gives the verbs of its interfaces and radios: its socket, where it is, and numbers for names. */
export interface Access {
  readonly netlink: GenericNetlink;
  readonly home: Home;
  readonly ip: Ip;
  indexOf(ref: InterfaceRef, options: Cancel): Promise<number>;
  radioIndexOf(ref: RadioRef, options: Cancel): Promise<number>;
}
