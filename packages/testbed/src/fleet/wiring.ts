/** How the guests of a fleet are connected with each other. */
import type { Backend } from '../machine/machine.js';
import { makeCable } from '../switch/cable.js';
import type { Calendar } from '../switch/calendar.js';
import { makeSharedCable } from '../switch/shared-cable.js';
import type { Switch } from '../switch/switch.js';
import type { GuestSpec } from './spec.js';

/** What a guest is booted with, so that it has a network card. */
export interface Connection {
  readonly descriptors?: readonly number[];
  /** Of QEMU. */
  readonly parameters?: readonly string[];
  /** Of a User-Mode Linux kernel. */
  readonly kernelParameters?: readonly string[];
  /** When the guest takes what the host says to it. */
  readonly gate?: (send: () => void) => void;
  /** To be called when the guest's process has what it inherits, or will never have it. */
  started(): void;
}

export interface Wiring {
  connect(guest: GuestSpec, backend: Backend): Promise<Connection>;
  close(): Promise<void>;
}

/** The network card that a User-Mode Linux guest has for its underlay. */
export const UML_CARD = 'vec0';
/** Frames that the card takes at once: as many as the kernel lets a card. */
const DEPTH = 64;
/** The longest frame of the air, several packets in one, goes over the card in one piece. */
export const CARD_MTU = 11_478;
/** The first descriptor that a guest inherits beyond those that every guest has. */
const FIRST_DESCRIPTOR = 4;

/** A card of QEMU with its other end somewhere. */
export const qemuCard = (netdev: string, mac: string, mtu = CARD_MTU): string[] => [
  ...['-netdev', `${netdev},id=wire`],
  // Nobody boots from it: without its firmware the guest starts sooner.
  ...['-device', `virtio-net-pci,netdev=wire,mac=${mac},host_mtu=${mtu},romfile=`],
];

export const umlCard = (transport: string, mac: string, mtu = CARD_MTU): string =>
  `${UML_CARD}:transport=${transport},depth=${DEPTH},mtu=${mtu},mac=${mac}`;

/** Cables to a switch of ours, without root. */
export const switchWiring = (wire: Switch): Wiring => ({
  async connect({ name, mac }, backend) {
    const cable = await makeCable(name);
    wire.plug(cable.port);
    return {
      descriptors: [cable.descriptor],
      ...(backend === 'qemu'
        ? { parameters: qemuCard(`socket,fd=${FIRST_DESCRIPTOR}`, mac) }
        : { kernelParameters: [umlCard(`fd,fd=${FIRST_DESCRIPTOR}`, mac)] }),
      started: () => cable.release(),
    };
  },
  async close() {
    wire.close();
  },
});

/** Where the kernel finds the descriptors of a {@link makeSharedCable}, when they are its first. */
export const sharedTimeWords = `shared-time=${FIRST_DESCRIPTOR + 2},${FIRST_DESCRIPTOR + 1}`;

/** Cables to a switch of ours, for User-Mode Linux guests that share their time. */
export const sharedWiring = (wire: Switch, calendar: Calendar): Wiring => ({
  async connect({ name, mac }) {
    const { port, descriptors, gate, release } = await makeSharedCable(name, calendar);
    wire.plug(port);
    return {
      descriptors,
      gate,
      kernelParameters: [umlCard(`fd,fd=${FIRST_DESCRIPTOR}`, mac), sharedTimeWords],
      started: release,
    };
  },
  async close() {
    wire.close();
    calendar.close();
  },
});
