/** P2P devices as wpa_supplicant has them: what a person does with them, and the groups that come of it. */
import assert from 'node:assert/strict';
import type { Context } from './context.js';
import type { Control } from './control.js';
import { connected, type Daemon, type NetworkBlock, type Node, supplicant } from './network.js';

/** A group as one of its members has it. */
export interface Group {
  readonly interface: string;
  readonly role: 'GO' | 'client';
  readonly ssid: string;
  readonly frequency: number;
  readonly persistent: boolean;
}

const STARTED =
  /P2P-GROUP-STARTED (\S+) (GO|client) ssid="([^"]*)" freq=(\d+).* go_dev_addr=\S+( \[PERSISTENT\])?/;
const FORMED_WITHIN_MS = 60_000;

export interface P2pOptions {
  /** Whether a group has an interface of its own. */
  readonly groupInterface?: boolean;
  readonly globals?: NetworkBlock;
}

/** A wpa_supplicant that does P2P. */
export class Peer {
  private constructor(
    readonly node: Node,
    readonly daemon: Daemon,
    /** Of the P2P device. */
    readonly control: Control,
    readonly address: string,
  ) {}

  static async start(context: Context, node: Node, options: P2pOptions = {}): Promise<Peer> {
    const { groupInterface = true, globals = {} } = options;
    const daemon = await supplicant(context, node, undefined, {
      update_config: '1',
      device_name: node.interface,
      device_type: '1-0050F204-1',
      config_methods: 'virtual_push_button display keypad',
      persistent_reconnect: '1',
      ...(groupInterface ? {} : { p2p_no_group_iface: '1' }),
      ...globals,
    });
    const control = await context.attach(
      daemon.program,
      `/run/${daemon.program.name}/p2p-dev-${node.interface}`,
    );
    const { p2p_device_address: address } = await control.status();
    assert.ok(address, 'it has a P2P address');
    // Killed it leaves its groups to the kernel, which must not take them apart while it does so with their namespace.
    context.onEnd(`${daemon.program.name} leaves its groups`, () => daemon.program.stop());
    return new Peer(node, daemon, control, address);
  }

  /** The next event of that kind; what came before counts, once. */
  event(pattern: RegExp, withinMs = FORMED_WITHIN_MS): Promise<RegExpMatchArray> {
    return this.daemon.program.output.next(pattern, withinMs);
  }

  /** Waits until it has found the other one. */
  async finds(other: Peer): Promise<void> {
    await this.event(new RegExp(`P2P-DEVICE-FOUND \\S+ p2p_dev_addr=${other.address}`));
  }

  /** The group that it is in next. */
  async group(): Promise<Group> {
    const [, ifname = '', role, ssid = '', frequency, persistent] = await this.event(STARTED);
    return {
      interface: ifname,
      role: role === 'GO' ? 'GO' : 'client',
      ssid,
      frequency: Number(frequency),
      persistent: persistent !== undefined,
    };
  }

  async leaves(group: Group): Promise<void> {
    await this.control.ok(`P2P_GROUP_REMOVE ${group.interface}`);
    await this.isLeft(group);
  }

  /** Waits until a group is over. */
  async isLeft(group: Group): Promise<void> {
    await this.event(new RegExp(`P2P-GROUP-REMOVED ${group.interface} `));
  }

  /** The control interface of a group. */
  ofGroup(context: Context, group: Group): Promise<Control> {
    return context.attach(this.daemon.program, `/run/${this.daemon.program.name}/${group.interface}`);
  }

  /** Joins a network as well, with the interface that is no group's. */
  async connectsTo(context: Context, block: NetworkBlock): Promise<void> {
    const { control } = this.daemon;
    const id = (await control.request('ADD_NETWORK')).trim();
    for (const [key, value] of Object.entries(block)) await control.ok(`SET_NETWORK ${id} ${key} ${value}`);
    await control.ok(`SELECT_NETWORK ${id}`);
    await connected(context, this.daemon);
  }
}

/** Both look for others until they have found each other. */
export async function findEachOther(one: Peer, other: Peer): Promise<void> {
  for (const peer of [one, other]) await peer.control.ok('P2P_FIND');
  await one.finds(other);
  await other.finds(one);
}

/** Both are in one group, which carries data both ways. */
export async function together(one: Peer, other: Peer): Promise<[Group, Group]> {
  const groups: [Group, Group] = [await one.group(), await other.group()];
  const [mine, theirs] = groups;
  assert.equal(mine.ssid, theirs.ssid);
  assert.equal(mine.frequency, theirs.frequency);
  assert.deepEqual([mine.role, theirs.role].sort(), ['GO', 'client']);
  await carries(one, mine, other, theirs);
  return groups;
}

let subnets = 0;

/** Data passes between two members of a group. */
export async function carries(one: Peer, mine: Group, other: Peer, theirs: Group): Promise<void> {
  const subnet = `10.1.${++subnets % 250}`;
  await one.node.run(`ip address replace ${subnet}.1/24 dev ${mine.interface}`);
  await other.node.run(`ip address replace ${subnet}.2/24 dev ${theirs.interface}`);
  await one.node.pings(`${subnet}.2`, '-I', mine.interface);
  await one.node.run(`ip address del ${subnet}.1/24 dev ${mine.interface}`);
  await other.node.run(`ip address del ${subnet}.2/24 dev ${theirs.interface}`);
}
