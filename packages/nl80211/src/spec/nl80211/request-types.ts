/** The types that follow from the table of commands. */
import type { Nl80211, Nl80211In } from './attributes.js';
import { REQUESTS, type RequestRow } from './requests.js';
import type { Events, Requests } from './shapes.js';

/** A command that can be sent. */
export type RequestName = keyof Requests;
/** A command that can be asked for all objects of its kind. */
export type DumpName = {
  [C in RequestName]: 'all' extends Requests[C]['how'] ? C : never;
}[RequestName];
/** A command that can be sent about one object. */
export type SingleName = { [C in RequestName]: 'one' extends Requests[C]['how'] ? C : never }[RequestName];

/** As `iw phy P`, or by the kernel's numbers; any interface of the radio will do, too. */
export type RadioAddress =
  | { readonly phy: string | number }
  | { readonly wiphy: number }
  | InterfaceAddress
  | WdevAddress;
/** As `iw dev X`, or by the kernel's number. */
export type InterfaceAddress = { readonly dev: string | number } | { readonly ifindex: number };
/** As `iw wdev N`: what has no network device has no ifindex. */
export type WdevAddress = { readonly wdev: bigint };

interface Addresses {
  radio: RadioAddress;
  interface: InterfaceAddress;
  wdev: InterfaceAddress | WdevAddress;
  system: unknown;
}

/** What a command takes: its address and its attributes. */
export type RequestIn<C extends RequestName> = Addresses[Requests[C]['of']] &
  Pick<Nl80211In, Requests[C]['takes']>;
/** What a dump takes: those of radios and of the system need no address. */
export type DumpIn<C extends DumpName> = (Requests[C]['of'] extends 'interface'
  ? InterfaceAddress
  : C extends 'getScan'
    ? InterfaceAddress | WdevAddress
    : Partial<Record<'phy', string | number>> & Partial<Record<'wiphy', number>>) &
  Pick<Nl80211In, Requests[C]['takes']>;

/** What a command replies; every attribute may be missing. */
export type ReplyOf<C extends RequestName> = Pick<Nl80211, Requests[C]['tells'] | '$unknown'>;
/** What a command resolves to: its reply, or nothing where there is none. */
export type ResultOf<C extends RequestName> = [Requests[C]['tells']] extends [never] ? undefined : ReplyOf<C>;
/** What an event tells. */
export type EventAttributes<C extends keyof Events> = Pick<Nl80211, Events[C] | '$unknown'>;

/** The row of a command; undefined for one that is never sent. */
export function requestRow(command: string): RequestRow | undefined {
  return Object.hasOwn(REQUESTS, command) ? REQUESTS[command as RequestName] : undefined;
}
