import type { Netns } from '../socket/socket.js';
import type { Bss } from './bss.js';
import type { ConnectOptions, ConnectResult } from './connect.js';
import type { InterfaceType, WifiInterface } from './interface.js';
import type { Ip } from './ip.js';
import type { WifiLink } from './link.js';
import type { IpAddress, Link } from './route-read.js';
import type { ScanOptions } from './scan.js';
import type { Station } from './station.js';
import type { Survey } from './survey.js';
import type { InterfaceVerbs } from './verbs/interface.js';
import type { RadioVerbs } from './verbs/radio.js';
import type { Cancel, InterfaceRef, NewInterface, RadioRef } from './vwifi.js';

/** Verbs where they were before 1.0: for programs that run; those that are compiled are told where they are now. */
export abstract class OldVerbs {
  abstract dev(ref: InterfaceRef): InterfaceVerbs;
  abstract phy(ref: RadioRef): RadioVerbs;
  abstract get ip(): Ip;

  /** @deprecated `dev(ref).scan(options)` */
  scan(ref: InterfaceRef, options?: ScanOptions): Promise<Bss[]> {
    return this.dev(ref).scan(options);
  }

  /** @deprecated `dev(ref).bss(options)` */
  bss(ref: InterfaceRef, options?: Cancel): Promise<Bss[]> {
    return this.dev(ref).bss(options);
  }

  /** @deprecated `dev(ref).connect(options)` */
  connect(ref: InterfaceRef, options: ConnectOptions): Promise<ConnectResult> {
    return this.dev(ref).connect(options);
  }

  /** @deprecated `dev(ref).disconnect(options)` */
  disconnect(ref: InterfaceRef, options?: Cancel & { readonly reason?: number }): Promise<void> {
    return this.dev(ref).disconnect(options);
  }

  /** @deprecated `dev(ref).link(options)` */
  link(ref: InterfaceRef, options?: Cancel): Promise<WifiLink | null> {
    return this.dev(ref).link(options);
  }

  /** @deprecated `dev(ref).stations(options)` */
  stations(ref: InterfaceRef, options?: Cancel): Promise<Station[]> {
    return this.dev(ref).stations(options);
  }

  /** @deprecated `dev(ref).survey(options)` */
  survey(ref: InterfaceRef, options?: Cancel): Promise<Survey[]> {
    return this.dev(ref).survey(options);
  }

  /** @deprecated `dev(ref).setType(type, options)` */
  setInterfaceType(ref: InterfaceRef, type: InterfaceType, options?: Cancel): Promise<void> {
    return this.dev(ref).setType(type, options);
  }

  /** @deprecated `dev(ref).delete(options)` */
  deleteInterface(ref: InterfaceRef, options?: Cancel): Promise<void> {
    return this.dev(ref).delete(options);
  }

  /** @deprecated `phy(ref).create(spec, options)` */
  createInterface(ref: RadioRef, spec: NewInterface, options?: Cancel): Promise<WifiInterface> {
    return this.phy(ref).create(spec, options);
  }

  /** @deprecated `phy(ref).moveTo(netns, options)` */
  setNetns(ref: RadioRef, netns: Netns, options?: Cancel): Promise<void> {
    return this.phy(ref).moveTo(netns, options);
  }

  /** @deprecated `dev(ref).up(options)`, `dev(ref).down(options)` */
  setUp(ref: InterfaceRef, up = true, options?: Cancel): Promise<void> {
    return this.ip.setUp(ref, up, options);
  }

  /** @deprecated `ip.links(options)` */
  links(options?: Cancel): Promise<Link[]> {
    return this.ip.links(options);
  }

  /** @deprecated `ip.addresses(ref, options)` */
  addresses(ref?: InterfaceRef, options?: Cancel): Promise<IpAddress[]> {
    return this.ip.addresses(ref, options);
  }

  /** @deprecated `ip.addAddress(ref, address, options)` */
  addAddress(ref: InterfaceRef, address: string, options?: Cancel): Promise<void> {
    return this.ip.addAddress(ref, address, options);
  }

  /** @deprecated `ip.removeAddress(ref, address, options)` */
  removeAddress(ref: InterfaceRef, address: string, options?: Cancel): Promise<void> {
    return this.ip.removeAddress(ref, address, options);
  }
}

export function withOldVerbs({ prototype }: { readonly prototype: object }): void {
  const { constructor: _, ...verbs } = Object.getOwnPropertyDescriptors(OldVerbs.prototype);
  Object.defineProperties(prototype, verbs);
}
