/** The manual's network: a bridge of the host, and a tap on it for every guest. Needs root; all of it is removed. */
import { randomBytes } from 'node:crypto';
import { errorMessage, TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import type { FleetSpec, GuestSpec } from './spec.js';
import { CARD_MTU, qemuCard, umlCard, type Wiring } from './wiring.js';

/** A kernel that confines itself may open taps of the host then. */
const OPENS_TAPS = 'confine=tap';

/** Names of network devices have at most 15 characters; these are told from others by a number of their own. */
export const bridgeNames = (number: string, guests: readonly GuestSpec[]) => ({
  bridge: `vwbr${number}`,
  taps: new Map(guests.map(({ name }, index) => [name, `vwtap${number}n${index}`])),
});

/** Makes the bridge on this host, or joins the one that is named; the host undoes it when it is closed, or when its owner is killed. */
export async function bridgeWiring(
  host: Machine,
  { guests, bridge: named }: FleetSpec,
  signal?: AbortSignal,
): Promise<Wiring & { readonly bridge: string }> {
  if (process.getuid?.() !== 0)
    throw new TestbedError('NEED_ROOT', 'cannot make a bridge on this host: only root may', {
      hint: 'Run it with sudo, or leave --net out: the switch of the laboratory needs no root.',
    });
  const { bridge: own, taps } = bridgeNames(randomBytes(2).toString('hex'), guests);
  const bridge = named ?? own;
  // What is wider would be lost where the bridge goes on through something narrower.
  const mtu = named === undefined ? CARD_MTU : Math.min(CARD_MTU, await mtuOf(host, named));
  // Told before they are made: what is not there is removed without harm.
  for (const device of [...(named === undefined ? [bridge] : []), ...taps.values()])
    await host.undoOnEnd(['ip', 'link', 'del', device]);
  const lines = [
    ...(named === undefined ? [`link add ${bridge} type bridge`, `link set ${bridge} up`] : []),
    ...[...taps.values()].flatMap((tap) => [
      `tuntap add dev ${tap} mode tap`,
      `link set ${tap} mtu ${mtu}`,
      `link set ${tap} master ${bridge}`,
      `link set ${tap} up`,
    ]),
  ];
  const made = await host.exec(['ip', '-batch', '-'], {
    input: `${lines.join('\n')}\n`,
    ...(signal ? { signal } : {}),
  });
  if (made.status !== 0) {
    const said = made.stderr.trim().split('\n')[0] ?? errorMessage(made.status);
    throw new TestbedError('BRIDGE_FAILED', `cannot make the bridge ${bridge} with its taps: ${said}`, {
      hint: 'Leave --net out: the switch of the laboratory does without.',
    });
  }
  return {
    bridge,
    async connect({ name, mac }, backend) {
      const tap = taps.get(name) ?? '';
      return {
        ...(backend === 'qemu'
          ? { parameters: qemuCard(`tap,ifname=${tap},script=no,downscript=no`, mac, mtu) }
          : { kernelParameters: [umlCard(`tap,ifname=${tap}`, mac, mtu), OPENS_TAPS] }),
        started: () => {},
      };
    },
    close: () => host.close(),
  };
}

async function mtuOf(host: Machine, bridge: string): Promise<number> {
  const { stdout } = await host.exec(['ip', '-json', 'link', 'show', 'dev', bridge, 'type', 'bridge']);
  const [found] = (stdout.trim() === '' ? [] : JSON.parse(stdout)) as { mtu?: number }[];
  if (found?.mtu !== undefined) return found.mtu;
  throw new TestbedError('NO_BRIDGE', `there is no bridge ${bridge} on this host`, {
    hint: `Make it (ip link add ${bridge} type bridge), or leave the key out: then one is made.`,
  });
}
