/** D-Bus, as much of it as daemons are asked by; and what is on the way to a network, whichever daemon does it. */
import { VWifiError } from '../wire/errors.js';
import type { SsidLike } from '../wire/ssid.js';

/** An interface of an object of a daemon. */
export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
}

export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Variants are their values, dictionaries of strings are objects. */
  readonly body: readonly unknown[];
}

/** A connection to a bus. */
export interface Bus extends AsyncDisposable {
  /** The daemons that are there, by the names that they own. */
  names(): Promise<readonly string[]>;
  /** Variants go as `['s', 'text']`, dictionaries as lists of pairs. Rejects with BusError. */
  call(
    object: BusObject,
    member: string,
    signature?: string,
    body?: readonly unknown[],
  ): Promise<readonly unknown[]>;
  /** Calls the listener for the signals of a daemon, from when it resolves until the connection is closed. */
  watch(service: string, listener: (signal: BusSignal) => void): Promise<void>;
  /** Answers calls of a method of an object here, with text. */
  serve(object: Omit<BusObject, 'service'>, member: string, answer: () => string): void;
  close(): Promise<void>;
}

/** A daemon said no. `code` is `CONTROL_REFUSED`, `busName` its own name for why. */
export class BusError extends VWifiError {
  override name = 'BusError';
  constructor(
    message: string,
    readonly busName: string,
  ) {
    super('CONTROL_REFUSED', message);
  }
}

export const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** An interface as a daemon may know it. */
export interface BusDevice {
  readonly name: string;
  readonly mac: string;
}

/** A protected network that a daemon is asked to join. */
export interface BusNetwork {
  readonly ssid: SsidLike;
  readonly passphrase?: string;
  readonly security?: 'owe' | 'wpa2-psk' | 'wpa3-sae';
  readonly bssid?: string;
  readonly frequencyMhz?: number;
}

/** What is under way. */
export interface Attempt {
  /** Begins the lines of errors. */
  readonly what: string;
  /** Fires when nobody wants it any more, or at the end of its time: then its reason has `last` in it. */
  readonly signal: AbortSignal;
  /** What was known last. */
  last: string;
}

/** A daemon that joins networks, and is asked to over D-Bus. */
export interface Joiner {
  /** As it is called there. */
  readonly service: string;
  /** The object that is this interface; undefined where the daemon does not look after it. */
  find(bus: Bus, device: BusDevice): Promise<string | undefined>;
  /**
   * Resolves once data may be sent. Rejects with `WRONG_PASSPHRASE`, `CONNECT_REFUSED`, `CONNECT_TIMEOUT`, `BAD_ARGUMENT`, or
   * as the signal says; then nothing of it goes on.
   */
  join(bus: Bus, path: string, network: BusNetwork, attempt: Attempt): Promise<void>;
}
