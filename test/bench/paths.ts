/** The paths that are compared: yardsticks of veth, and networks of the driver. */
import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { type Network, network, WPA2, WPA2_NETWORK } from '../lib/network.js';
import type { Path } from './load.js';

async function namespace(context: Context, name: string): Promise<void> {
  await context.run(`ip netns add ${name} && ip -n ${name} link set lo up`);
  context.onEnd(`delete ${name}`, async () => {
    await context.attempt(['ip', 'netns', 'del', name]);
  });
}

const up = (netns: string, dev: string, address: string): string =>
  `ip -n ${netns} addr add ${address}/24 brd + dev ${dev} && ip -n ${netns} link set ${dev} up`;

/** A veth pair: what handing a packet from one namespace to another costs at least. */
async function veth(context: Context): Promise<Path> {
  const from = { netns: 'bv0', address: '10.9.0.1' };
  const to = { netns: 'bv1', address: '10.9.0.2' };
  await namespace(context, from.netns);
  await namespace(context, to.netns);
  await context.run(`ip link add v0 netns bv0 type veth peer name v1 netns bv1`);
  await context.run(`${up('bv0', 'v0', from.address)} && ${up('bv1', 'v1', to.address)}`);
  return { name: 'veth', from, to };
}

const BRIDGE = 'veth, bridge, veth';
const BRIDGE_ALL = 'bridge, veths';

/** Veth pairs on a bridge: what a relay costs at least, and a frame to so many. */
async function bridge(context: Context, ends: number): Promise<Path[]> {
  await namespace(context, 'bbr');
  const member = (index: number) => ({ netns: `bb${index}`, address: `10.9.1.${index + 1}` });
  // The bridge's own stack, as an access point's is in the middle of its network.
  await context.run(`ip -n bbr link add br0 type bridge && ${up('bbr', 'br0', '10.9.1.200')}`);
  const members = Array.from({ length: ends }, (_, index) => member(index));
  for (const [index, { netns, address }] of members.entries()) {
    await namespace(context, netns);
    await context.run(
      `ip link add e0 netns ${netns} type veth peer name p${index} netns bbr && ip -n bbr link set p${index} master br0 up && ${up(netns, 'e0', address)}`,
    );
  }
  const [from, to] = members;
  assert.ok(from && to);
  return [
    { name: BRIDGE, from, to },
    {
      name: BRIDGE_ALL,
      from: { netns: 'bbr', address: '10.9.1.200' },
      to: { netns: '', address: '10.9.1.255' },
      receivers: members.map(({ netns }) => netns),
    },
  ];
}

export async function yardsticks(context: Context, ends: number): Promise<Path[]> {
  return [await veth(context), ...(await bridge(context, ends))];
}

/** The three paths of a network: station to access point, station to station, access point to all. */
export function pathsOf(name: string, { ap, stations }: Network): Path[] {
  const [first, second] = stations;
  assert.ok(first && second);
  return [
    { name: `${name}, station to access point`, against: 'veth', from: first, to: ap },
    { name: `${name}, station to station`, against: BRIDGE, from: first, to: second },
    {
      name: `${name}, access point to all`,
      against: BRIDGE_ALL,
      from: ap,
      to: { netns: '', address: '10.0.0.255' },
      receivers: stations.map(({ netns }) => netns),
    },
  ];
}

/** A WPA2 network of the driver of the context. */
export async function wifi(context: Context, stations: number): Promise<Path[]> {
  const made = await network(
    context,
    stations,
    { ...WPA2, ieee80211n: 1, wmm_enabled: 1 },
    { ...WPA2_NETWORK, scan_freq: '2437' },
  );
  for (const { netns, interface: dev } of [made.ap, ...made.stations])
    await context.run(
      `ip -n ${netns} addr change $(ip -n ${netns} -o -4 addr show ${dev} | awk '{print $4}') brd + dev ${dev}`,
    );
  return pathsOf(context.driver, made);
}
