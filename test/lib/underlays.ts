/** What the air of a machine can go over: devices of every kind, each made on the machine's card. */
import { readFile } from 'node:fs/promises';

const RELAY = new URL('../../programs/tap.py', import.meta.url);
/** The system's: one of a version manager starts many processes first. */
const PYTHON = 'env PATH=/usr/bin:/bin python3';

/** What every one of them is called. */
export const DEVICE = 'air0';

/** Lines of shell; the machine's number (from 1 on) where machines have to differ. */
export interface UnderlayKind {
  /** Makes it and sets it up. */
  readonly make: (card: string, machine: number) => string;
  /** Takes it away, and leaves the card as it was. */
  readonly undo: (card: string) => string;
  /** The kernel's module that it needs, where that is not part of every kernel. */
  readonly module?: string;
}

/** A veth pair: the other end of `name` is at the card, which cannot be a part of everything, nor go down and come up again. */
const leg = (card: string, name: string) =>
  `ip link add ${name} type veth peer name other0 && ip link add join0 type bridge &&
   ip link set ${card} master join0 && ip link set other0 master join0 && ${up('join0', 'other0')}`;
const remove = () => `ip link del ${DEVICE}`;
const up = (...names: readonly string[]) => names.map((name) => `ip link set ${name} up`).join(' && ');
const address = (machine: number) => `192.0.2.${machine}`;

export const UNDERLAYS: Readonly<Record<string, UnderlayKind>> = {
  veth: {
    make: (card) => `${leg(card, DEVICE)} && ${up(DEVICE)}`,
    undo: () => `ip link del join0 && ${remove()}`,
  },
  bridge: {
    make: (card) =>
      `ip link add ${DEVICE} type bridge && ip link set ${card} master ${DEVICE} && ${up(DEVICE)}`,
    undo: remove,
  },
  vlan: {
    make: (card) => `ip link add link ${card} name ${DEVICE} type vlan id 7 && ${up(DEVICE)}`,
    undo: remove,
  },
  macvlan: {
    make: (card) => `ip link add link ${card} name ${DEVICE} type macvlan mode bridge && ${up(DEVICE)}`,
    undo: remove,
  },
  bonding: {
    module: 'bonding',
    make: (card) =>
      `modprobe bonding max_bonds=0 && ip link add ${DEVICE} type bond mode active-backup miimon 100 &&
       ${leg(card, 'leg0')} && ip link set leg0 master ${DEVICE} && ${up(DEVICE)}`,
    undo: () => `${remove()} && ip link del join0 && ip link del leg0`,
  },
  tap: {
    make: (card) =>
      `${PYTHON} /tmp/tap.py ${DEVICE} ${card} >/tmp/tap.out 2>&1 & echo $! >/tmp/tap.pid;
       while ! grep -q relays /tmp/tap.out; do sleep 0.05; done; ${up(DEVICE)}`,
    // The device goes with its program.
    undo: () => `kill $(cat /tmp/tap.pid) && while [ -e /sys/class/net/${DEVICE} ]; do sleep 0.05; done`,
  },
  vxlan: {
    module: 'vxlan',
    make: (card, machine) =>
      `modprobe vxlan && ip addr add ${address(machine)}/24 dev ${card} &&
       ip link add ${DEVICE} type vxlan id 77 dstport 4789 local ${address(machine)} remote ${address(3 - machine)} &&
       ${up(DEVICE)}`,
    undo: (card) => `${remove()} && ip addr flush dev ${card} to 192.0.2.0/24`,
  },
};

/** The program at the other end of a tap: it has to be `/tmp/tap.py` on the machine. */
export const tapProgram = (): Promise<Buffer> => readFile(RELAY);
