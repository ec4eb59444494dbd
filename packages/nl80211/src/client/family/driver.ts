import type { GenericNetlink } from '../../genl/generic.js';
import { refuseMisfits } from '../check.js';
import type { Home } from '../place.js';
import { FamilyCaller } from './caller.js';
import { Denylist } from './denylist.js';
import { type DriverEventOptions, type DriverEventStream, openDriverEvents } from './events.js';
import { Faults } from './faults.js';
import { Links } from './links.js';
import { Medium } from './medium.js';
import { VirtualRadios } from './radios.js';
import { openStats, type StatsOptions, type StatsStream } from './stats.js';
import { Taps } from './taps.js';
import { Underlays } from './underlays.js';

declare module './place.js' {
  interface VwifiDriver extends Driver {}
  interface VwifiDenylist extends Denylist {}
}

/**
 * The driver vwifi itself, through its own family: what no Wi-Fi hardware has. Reading needs no privilege. Calls
 * reject with VWifiError `NOT_LOADED` where the module is not, with NetlinkError and the kernel's words on a refusal.
 */
export class Driver {
  readonly radios: VirtualRadios;
  readonly denylist: Denylist;
  readonly links: Links;
  readonly faults: Faults;
  readonly medium: Medium;
  readonly underlays: Underlays;
  readonly taps: Taps;

  constructor(
    netlink: GenericNetlink,
    private readonly home: Home,
  ) {
    const caller = new FamilyCaller(netlink);
    this.radios = new VirtualRadios(caller);
    this.denylist = new Denylist(caller, this.radios);
    this.links = new Links(caller);
    this.faults = new Faults(caller);
    this.medium = new Medium(caller);
    this.underlays = new Underlays(caller);
    this.taps = new Taps(caller);
  }

  /** All counters, again and again, on a socket of their own; the first round at once. */
  stats(options: StatsOptions = {}): StatsStream {
    return openStats(this.home, options);
  }

  /** Changes from now on, on a socket of their own. */
  events(options: DriverEventOptions = {}): DriverEventStream {
    return openDriverEvents(this.home, options);
  }
}

refuseMisfits(Driver, VirtualRadios, Denylist, Links, Faults, Medium, Underlays, Taps);
