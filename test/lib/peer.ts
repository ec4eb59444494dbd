/** What an access point and a station tell of each other. */
import assert from 'node:assert/strict';
import { type Daemon, type Node, stationsOf } from './network.js';

/** The rows of `iw station dump` that a node shows of a peer. */
export async function peerOf(node: Node, peer: Node): Promise<Record<string, string>> {
  const found = stationsOf(await node.iw('station', 'dump')).find(({ mac }) => mac === peer.mac);
  assert.ok(found, `${node.interface} has ${peer.mac} as its peer`);
  return found.rows;
}

/** SIGNAL_POLL of a supplicant as a table. */
export async function signalPoll(daemon: Daemon): Promise<Record<string, string>> {
  const lines = (await daemon.control.request('SIGNAL_POLL')).split('\n');
  return Object.fromEntries(
    lines.filter((line) => line.includes('=')).map((line) => line.split('=') as [string, string]),
  );
}
