/** An access point and a station with several links: `mld-main.ts`, in the guest. */
import { fileURLToPath } from 'node:url';
import type { VWifi } from '@vwifi/nl80211';
import type { Node } from './network.js';
import type { Program } from './program.js';

export interface Link {
  readonly id: number;
  readonly mac: string;
  /** In MHz. */
  readonly frequency: number;
}

export const linksOn = (frequencies: readonly number[]): readonly Link[] =>
  frequencies.map((frequency, id) => ({ id, mac: `02:00:00:00:01:0${id}`, frequency }));

const MAIN = fileURLToPath(new URL('./mld-main.js', import.meta.url));

/** An access point with several links. It lets everybody in. */
export class AccessPointMld {
  private constructor(
    readonly node: Node,
    readonly links: readonly Link[],
    /** Says who has joined: addresses of MLDs, and of stations without links. */
    readonly program: Program,
  ) {}

  /** @param answers so many to who asks for links are nearly right, and later ones name none */
  static async start(node: Node, frequencies: readonly number[], answers?: number): Promise<AccessPointMld> {
    const { interface: dev, mac } = node;
    await node.run(`ip link set ${dev} down && iw dev ${dev} set type __ap && ip link set ${dev} up`);
    const more = answers === undefined ? [] : [`${answers}`];
    const argv = [process.execPath, MAIN, 'point', dev, mac, frequencies.join(','), ...more];
    const program = await node.start('access-point', argv);
    await program.output.next(/^on the air$/);
    return new AccessPointMld(node, linksOn(frequencies), program);
  }

  /** A station joins all links over the first of them, so many times. */
  async takes(station: Node, times = 1): Promise<void> {
    const frequencies = this.links.map(({ frequency }) => frequency).join(',');
    await station.run([
      ...[process.execPath, MAIN, 'join', station.interface, this.node.mac, frequencies],
      `${times}`,
    ]);
  }
}

const CCMP = 0x000fac04;
const keyOf = (seed: number): Uint8Array => new Uint8Array(16).fill(seed);

/** Gives both sides the keys that a handshake would: one for the two of them, and one of each link for groups. */
export async function protect(
  point: AccessPointMld,
  access: VWifi,
  node: Node,
  station: VWifi,
): Promise<void> {
  const pairwise = { idx: 0, cipher: CCMP, data: keyOf(1), type: 'pairwise' } as const;
  const ends = [
    { wifi: access, dev: point.node.interface, peer: node.mac },
    { wifi: station, dev: node.interface, peer: point.node.mac },
  ];
  for (const { wifi, dev, peer } of ends) {
    await wifi.commands.newKey({ dev, mac: peer, key: pairwise });
    for (const { id } of point.links) {
      const key = { idx: 1, cipher: CCMP, data: keyOf(2 + id), type: 'group' } as const;
      await wifi.commands.newKey({ dev, mloLinkId: id, key });
    }
  }
  for (const { id } of point.links)
    await access.commands.setKey({
      ...{ dev: point.node.interface, mloLinkId: id },
      key: { idx: 1, default: true, defaultTypes: ['multicast'] },
    });
}
