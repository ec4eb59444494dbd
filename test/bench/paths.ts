/** The paths that are compared: two ends in namespaces of their own, and what lies between them. */
import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { network, WPA2 } from '../lib/network.js';

export interface End {
  readonly netns: string;
  readonly address: string;
}

export interface Path {
  readonly name: string;
  /** The path that it is measured against; left out for a yardstick. */
  readonly against?: string;
  readonly from: End;
  readonly to: End;
}

async function vethPair(context: Context, left: End, right: End, id: string): Promise<void> {
  for (const { netns } of [left, right]) {
    await context.run(`ip netns add ${netns} && ip -n ${netns} link set lo up`);
    context.onEnd(`delete ${netns}`, async () => {
      await context.attempt(['ip', 'netns', 'del', netns]);
    });
  }
  await context.run(`ip link add l${id} netns ${left.netns} type veth peer name r${id} netns ${right.netns}`);
  await context.run(
    `ip -n ${left.netns} addr add ${left.address}/24 dev l${id} && ip -n ${left.netns} link set l${id} up`,
  );
  await context.run(
    `ip -n ${right.netns} addr add ${right.address}/24 dev r${id} && ip -n ${right.netns} link set r${id} up`,
  );
}

/** A veth pair: what handing a packet from one namespace to another costs at least. */
async function veth(context: Context): Promise<Path> {
  const path = {
    name: 'veth',
    from: { netns: 'bv0', address: '10.9.0.1' },
    to: { netns: 'bv1', address: '10.9.0.2' },
  };
  await vethPair(context, path.from, path.to, 'direct');
  return path;
}

/** Two veth pairs and a bridge: what a relay costs at least. */
async function vethBridge(context: Context): Promise<Path> {
  const from = { netns: 'bb0', address: '10.9.1.1' };
  const to = { netns: 'bb1', address: '10.9.1.2' };
  const relay = 'bbr';
  await context.run(
    `ip netns add ${relay} && ip -n ${relay} link add br0 type bridge && ip -n ${relay} link set br0 up`,
  );
  context.onEnd(`delete ${relay}`, async () => {
    await context.attempt(['ip', 'netns', 'del', relay]);
  });
  for (const [index, { netns, address }] of [from, to].entries()) {
    await context.run(`ip netns add ${netns} && ip -n ${netns} link set lo up`);
    context.onEnd(`delete ${netns}`, async () => {
      await context.attempt(['ip', 'netns', 'del', netns]);
    });
    await context.run(`ip link add e${index} netns ${netns} type veth peer name p${index} netns ${relay}`);
    await context.run(`ip -n ${relay} link set p${index} master br0 up`);
    await context.run(
      `ip -n ${netns} addr add ${address}/24 dev e${index} && ip -n ${netns} link set e${index} up`,
    );
  }
  return { name: 'veth, bridge, veth', from, to };
}

export async function yardsticks(context: Context): Promise<Path[]> {
  return [await veth(context), await vethBridge(context)];
}

/** A WPA2 network of the driver of the context: station to access point, and station to station. */
export async function wifi(context: Context): Promise<Path[]> {
  const { ap, stations } = await network(context, 2, { ...WPA2, ieee80211n: 1, wmm_enabled: 1 });
  const [first, second] = stations;
  assert.ok(first && second);
  const name = context.driver;
  return [
    { name: `${name}, station to access point`, against: 'veth', from: first, to: ap },
    { name: `${name}, station to station`, against: 'veth, bridge, veth', from: first, to: second },
  ];
}
