import type { FamilyMessage } from '../../genl/family.js';
import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import { VWIFI_GROUPS, vwifi } from '../../spec/vwifi.js';
import type { Home } from '../place.js';
import { explainMissing } from './caller.js';
import { type MediumState, mediumOf } from './medium.js';
import { type Pair, pairOf } from './pair.js';
import { type VirtualRadio, virtualRadioOf } from './radios.js';

/** Something was changed in the driver, by whomever. */
export type DriverEvent =
  | { readonly name: 'radioAdded'; readonly radio: VirtualRadio }
  | { readonly name: 'radioRemoved'; readonly id: number }
  /** Without a pair, the whole list. */
  | { readonly name: 'pairChanged'; readonly pair?: Pair }
  | { readonly name: 'mediumChanged'; readonly medium: MediumState }
  /** From a newer kernel. */
  | { readonly name: 'other'; readonly command: string | number };

export type DriverEventStream = Stream<DriverEvent | OverrunEvent>;

export interface DriverEventOptions {
  readonly signal?: AbortSignal;
  /** Events kept for a slow reader; 4096 when left out. */
  readonly limit?: number;
}

export function driverEventOf({ command, attributes }: FamilyMessage<typeof vwifi>): DriverEvent {
  switch (command) {
    case 'radioAdded':
      return { name: command, radio: virtualRadioOf(attributes) };
    case 'radioRemoved':
      return { name: command, id: attributes.id ?? -1 };
    case 'pairChanged':
      return attributes.receiverRadio === undefined
        ? { name: command }
        : { name: command, pair: pairOf(attributes) };
    case 'mediumChanged':
      return { name: command, medium: mediumOf(attributes) };
    default:
      return { name: 'other', command };
  }
}

/** Opens a socket of its own for the driver's events. */
export function openDriverEvents(
  home: Home,
  { signal, limit = 4096 }: DriverEventOptions,
): DriverEventStream {
  return openStream({
    ...home,
    spec: vwifi,
    groups: VWIFI_GROUPS,
    read: driverEventOf,
    signal,
    limit,
    explain: explainMissing,
  });
}
