/**
 * The cable of a guest whose time is shared. Its kernel says between its frames, and in their order, when it comes to
 * rest; it is answered on a line of its own (`shared-time=` of our User-Mode Linux kernels).
 */
import { type Cable, makeCable } from './cable.js';
import type { Calendar, Member } from './calendar.js';

/** A word of the kernel's: a frame from and to nobody, which no card sends. */
const WORD_BYTES = 32;
const NOBODY_BYTES = 14;
const KINDS = ['rests', 'waits', 'input'] as const;
/** Frames of one turn that are kept: whoever sends without an end never rests. */
const SENT_LIMIT = 10_000;

export interface SharedCable extends Pick<Cable, 'port' | 'release'> {
  /** For the guest's process to inherit: the card's, that of the answers, and the card's again, which may be closed. */
  readonly descriptors: readonly number[];
  /** Has the guest served with what is sent then: at the time that it is, when nobody else has a turn. */
  gate(send: () => void): void;
}

export async function makeSharedCable(name: string, calendar: Calendar): Promise<SharedCable> {
  const cable = await makeCable(name);
  const line = await makeCable(name);
  const { port } = cable;
  const member: Member = calendar.add(name, {
    deliver(frames) {
      // What finds no room there is nobody's: a card that is open takes all of it before its kernel rests.
      for (const frame of frames) port.send(frame);
    },
    leave(now, until) {
      const answer = Buffer.alloc(16);
      answer.writeBigUInt64LE(now, 0);
      answer.writeBigUInt64LE(until, 8);
      // Who does not take it has ended, which is told otherwise.
      line.port.send(answer);
    },
  });
  return {
    port: {
      name,
      send: (frame) => calendar.post(member, Buffer.from(frame)),
      listen(listener) {
        let sent: Buffer[] = [];
        port.listen((data) => {
          const word = wordOf(data);
          if (!word) {
            if (sent.length < SENT_LIMIT) sent.push(data);
          } else if (word.kind === 'input') calendar.input(member);
          else {
            const frames = sent;
            sent = [];
            calendar.rest(member, { ...word, waits: word.kind === 'waits' }, () => frames.forEach(listener));
          }
        });
      },
      close() {
        port.close();
        line.port.close();
        calendar.remove(member);
      },
    },
    descriptors: [cable.descriptor, line.descriptor, cable.descriptor],
    gate: (send) => calendar.serve(member, send),
    release() {
      cable.release();
      line.release();
    },
  };
}

/** What a kernel says, or undefined for a frame. */
export function wordOf(data: Buffer) {
  if (data.length !== WORD_BYTES || data.subarray(0, NOBODY_BYTES).some((byte) => byte !== 0))
    return undefined;
  const kind = KINDS[data.readUInt16LE(NOBODY_BYTES)];
  if (kind === undefined) return undefined;
  return { kind, now: data.readBigUInt64LE(16), next: data.readBigUInt64LE(24) };
}
