/**
 * The air of a laboratory whose nodes have machines of their own. Each kernel is told of its own radios, and decides of
 * what they hear: a link and a denial are set where the receiver is, and name a sender elsewhere by its address.
 */

import type { FleetSpec, GuestSpec } from '../fleet/spec.js';
import { type Air, airOf, type Placed } from './air.js';
import type { Problem } from './problem.js';
import type { ParsedLab } from './schema.js';

interface Resident extends Placed {
  /** Hardware address of its own, where it was given one. */
  readonly mac?: string | undefined;
}

/** The driver's address of radio N of a guest: its card's for the first one, the others' are made of it. */
function radioAddress({ mac }: GuestSpec, interfaceName: string): string {
  const radio = Number(/\d+$/.exec(interfaceName)?.[0] ?? 0);
  if (radio === 0) return mac;
  const octets = [0x76, radio >> 8, radio & 255].map((octet) => octet.toString(16).padStart(2, '0'));
  return [...octets, ...mac.split(':').slice(3)].join(':');
}

/** What is said of the air, for each guest that it concerns. */
export function airsOf(
  parsed: ParsedLab,
  residents: readonly Resident[],
  fleet: FleetSpec,
  report: (problem: Problem) => void,
): Record<string, Air> {
  // Interfaces are no names here: every kernel has a vw0.
  const air = airOf(
    parsed,
    residents.map((node) => ({ ...node, interface: node.name })),
    report,
  );
  if (!air) return {};
  const guestOf = new Map(fleet.guests.flatMap((guest) => guest.nodes.map((name) => [name, guest])));
  const named = new Map(residents.map((node) => [node.name, node]));
  const airIn = (guest: GuestSpec): Air => {
    const isHere = (name: string) => guestOf.get(name) === guest;
    const known = (name: string): string => {
      const { interface: radio = '', mac } = named.get(name) ?? {};
      const home = guestOf.get(name);
      return isHere(name) || !home ? radio : (mac ?? radioAddress(home, radio));
    };
    const heard = <T extends { readonly receiver: string; readonly sender: string }>(
      pairs: readonly T[],
    ): T[] =>
      pairs
        .filter(({ receiver }) => isHere(receiver))
        .map((pair) => ({ ...pair, receiver: known(pair.receiver), sender: known(pair.sender) }));
    return {
      ...(air.medium ? { medium: air.medium } : {}),
      radios: air.radios
        .filter((radio) => isHere(radio.interface))
        .map((radio) => ({ ...radio, interface: known(radio.interface) })),
      links: heard(air.links),
      deny: heard(air.deny),
    };
  };
  const concerns = ({ medium, radios, links, deny }: Air) =>
    medium !== undefined || radios.length + links.length + deny.length > 0;
  return Object.fromEntries(
    fleet.guests.map((guest) => [guest.name, airIn(guest)] as const).filter(([, its]) => concerns(its)),
  );
}
