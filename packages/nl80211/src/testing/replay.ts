import type { NetlinkSocketFactory } from '../socket/socket.js';
import { VWifiError } from '../wire/errors.js';
import { joinMessage, type Message, NLM_F, splitMessages } from '../wire/message.js';
import { type CaptureLine, parseCapture } from './capture.js';
import { MemorySocket } from './memory-socket.js';

interface Exchange {
  readonly request: Message;
  readonly replies: Message[];
}

/**
 * A kernel that answers as one did when a capture was recorded. A request is recognised by its type and bytes, whatever
 * its sequence number; events that followed it on its socket follow it again. The same request asked again is answered
 * by its next occurrence, then by its last.
 * A request that is not in the capture makes `send` reject with VWifiError `NOT_RECORDED`.
 */
export function replay(capture: string | readonly CaptureLine[]): NetlinkSocketFactory {
  const lines = typeof capture === 'string' ? parseCapture(capture) : capture;
  const exchanges = new Map<string, Exchange[]>();
  /** By socket: what its last request was. */
  const latest = new Map<string, Exchange>();
  for (const { direction, name, data } of lines) {
    for (const message of splitMessages(data)) {
      if (direction === 'TX') {
        const exchange: Exchange = { request: message, replies: [] };
        const key = keyOf(message);
        exchanges.set(key, [...(exchanges.get(key) ?? []), exchange]);
        latest.set(name, exchange);
      } else {
        latest.get(name)?.replies.push(message);
      }
    }
  }
  let lastPort = 2000;
  return async () => {
    const asked = new Map<string, number>();
    return new MemorySocket(++lastPort, {
      receive(datagram, socket) {
        for (const message of splitMessages(datagram)) {
          const key = keyOf(message);
          const known = exchanges.get(key) ?? [];
          const turn = asked.get(key) ?? 0;
          asked.set(key, turn + 1);
          const exchange = known[Math.min(turn, known.length - 1)];
          if (!exchange) throw new VWifiError('NOT_RECORDED', `replay: request ${key} is not in the capture`);
          for (const reply of exchange.replies) {
            const own = reply.sequence === exchange.request.sequence;
            const address = own ? { sequence: message.sequence, portId: socket.portId } : {};
            socket.deliver({ kind: 'data', data: joinMessage({ ...reply, ...address }) });
          }
        }
      },
    });
  };
}

/** Flags may differ in what asks for an acknowledgement; dump or not makes another request. */
function keyOf({ type, flags, payload }: Message): string {
  const dump = (flags & NLM_F.DUMP) === NLM_F.DUMP ? 'dump' : 'do';
  return `${type} ${dump} ${Buffer.from(payload).toString('hex')}`;
}
