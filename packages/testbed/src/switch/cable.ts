/** The cable between a guest's network card and the switch: a pair of sockets, one end of which the guest inherits. */
import type { DatagramPair } from '@vwifi/nl80211/netlink';
import { errorMessage, TestbedError } from '../errors.js';
import type { Port } from './port.js';

export interface Cable {
  /** For the switch. */
  readonly port: Port;
  /** The guest's end, for its process to inherit. */
  readonly descriptor: number;
  /** To be called once the guest's process has it. */
  release(): void;
}

/** Makes a cable. No path leads to it: nobody but the guest can plug in, and nothing stays behind. */
export async function makeCable(name: string): Promise<Cable> {
  const pair = await openPair();
  return {
    port: {
      name,
      send: (frame) => pair.send(frame),
      listen: (listener) => pair.listen(listener),
      close: () => pair.close(),
    },
    descriptor: pair.peer,
    release: () => pair.releasePeer(),
  };
}

async function openPair(): Promise<DatagramPair> {
  try {
    return (await import('@vwifi/nl80211')).openDatagramPair();
  } catch (error) {
    throw new TestbedError('NO_CABLE', `cannot connect guests with each other: ${errorMessage(error)}`, {
      hint: 'Build the addon: npm run build.',
      cause: error,
    });
  }
}
