import type { Elements, ElementsLike } from '../../elements/elements.js';
import type { Ssid, SsidLike } from '../../wire/ssid.js';

/** What may be written where `T` is read: names of networks and elements may be other things, in any depth. */
export type Written<T> = T extends Elements
  ? ElementsLike
  : T extends Ssid
    ? SsidLike
    : T extends Uint8Array
      ? T
      : T extends object
        ? { [K in keyof T]: Written<T[K]> }
        : T;
