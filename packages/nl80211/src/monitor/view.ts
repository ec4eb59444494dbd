import { decodeFamilyMessage } from '../genl/family.js';
import { CONTROLLER_ID } from '../genl/nlctrl.js';
import { errnoCode } from '../wire/errno.js';
import { DecodeError } from '../wire/errors.js';
import { type Message, NLM_F, NLMSG, splitMessages } from '../wire/message.js';
import { LITTLE_ENDIAN, viewOf } from '../wire/writer.js';
import type { Families } from './families.js';
import type { Captured } from './pcap.js';

/** One message as a person reads it. */
export interface View {
  readonly timeUs?: number;
  readonly kind: 'request' | 'dump' | 'reply' | 'event' | 'ack' | 'error' | 'done';
  /** The family's name, or its number. */
  readonly family: string;
  /** The command's name, or its number. */
  readonly command: string;
  readonly sequence: number;
  /** The socket that asked, or is answered; 0 for an event. */
  readonly port: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const GENERIC = 16;

interface Asked {
  readonly family: string;
  readonly command: string;
}

/** Makes views of datagrams, and remembers what was asked: an acknowledgement says only which request it is of. */
export class Viewer {
  private readonly asked = new Map<string, Asked>();

  constructor(private readonly families: Families) {}

  /** The messages of a datagram; none for what is not generic netlink, or cannot be read. */
  read({ protocol, data, timeUs }: Captured): View[] {
    if (protocol !== GENERIC) return [];
    try {
      const time = timeUs === undefined ? {} : { timeUs };
      return splitMessages(data).map((message) => ({ ...time, ...this.view(message) }));
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  }

  private view(message: Message): View {
    const { type, flags, sequence, portId: port, payload } = message;
    if (type === NLMSG.ERROR || type === NLMSG.DONE) return this.ending(message);
    if (type === CONTROLLER_ID) this.families.learn(payload);
    const family = this.families.get(type);
    const { command, attributes } = family?.spec
      ? decodeFamilyMessage(family.spec, payload)
      : { command: payload[0] ?? 0, attributes: {} };
    const request = (flags & NLM_F.REQUEST) !== 0;
    const asked: Asked = { family: family?.name ?? `family ${type}`, command: String(command) };
    if (request) this.remember(port, sequence, asked);
    const kind = request
      ? (flags & NLM_F.DUMP) === NLM_F.DUMP
        ? 'dump'
        : 'request'
      : sequence
        ? 'reply'
        : 'event';
    return { kind, ...asked, sequence, port, attributes: attributes as View['attributes'] };
  }

  private remember(port: number, sequence: number, asked: Asked): void {
    // A request that nobody answered stays; the oldest go when there are many.
    if (this.asked.size > 4096)
      for (const key of [...this.asked.keys()].slice(0, 2048)) this.asked.delete(key);
    this.asked.set(`${port} ${sequence}`, asked);
  }

  private ending({ type, sequence, portId: port, payload }: Message): View {
    const errno = payload.length >= 4 ? Math.abs(viewOf(payload).getInt32(0, LITTLE_ENDIAN)) : 0;
    const key = `${port} ${sequence}`;
    // A recording at the socket has requests from before the kernel wrote the address into them.
    const unaddressed = `0 ${sequence}`;
    const asked = this.asked.get(key) ?? this.asked.get(unaddressed) ?? { family: '', command: '' };
    this.asked.delete(key);
    this.asked.delete(unaddressed);
    const kind = errno !== 0 ? 'error' : type === NLMSG.DONE ? 'done' : 'ack';
    return { kind, ...asked, sequence, port, attributes: errno === 0 ? {} : { errno: errnoCode(errno) } };
  }
}
