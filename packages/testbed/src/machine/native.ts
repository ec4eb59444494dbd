/** Sockets that Node has no calls for: netlink in a namespace, and Unix datagrams. */
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import type { PacketOptions, PacketSocket } from '@vwifi/nl80211/netlink';
import { errorMessage, TestbedError } from '../errors.js';
import type { DatagramSocket } from './machine.js';

export interface NativeSockets {
  readonly openNetlink: NetlinkSocketFactory;
  openDatagram(path: string): Promise<DatagramSocket>;
  openPackets(options: PacketOptions): Promise<PacketSocket>;
}

/** The sockets of the addon, loaded with the first one: an agent that needs none starts without it. */
export function nativeSockets(): NativeSockets {
  return {
    openNetlink: async (options) => (await addon()).nativeSocket(options),
    openDatagram: async (path) => (await addon()).openUnixDatagram(path),
    openPackets: async (options) => (await addon()).openPacketSocket(options),
  };
}

type Addon = typeof import('@vwifi/nl80211');

let loading: Promise<Addon> | undefined;

function addon(): Promise<Addon> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Addon> {
  try {
    return await import('@vwifi/nl80211');
  } catch (error) {
    loading = undefined;
    throw new TestbedError('NO_ADDON', `the netlink addon does not load: ${errorMessage(error)}`, {
      hint: 'Build it: npm run build.',
      cause: error,
    });
  }
}
