/** Serves folders of this host to one client, request after request. */
import type { Duplex } from 'node:stream';
import { Errno, Refused } from './handle.js';
import { Answer, Fields, LERROR, Messages, message, Request, type RequestName } from './message.js';
import { Operations } from './operations.js';

/** The longest message that is agreed to. */
const MESSAGE_BYTES = 512 * 1024;

const names = new Map(Object.entries(Request).map(([name, type]) => [type as number, name as RequestName]));

/** The system's number for what was thrown. */
function errnoOf(error: unknown): number {
  if (error instanceof Refused) return error.errno;
  const { errno } = error as NodeJS.ErrnoException;
  if (typeof errno === 'number' && errno < 0) return -errno;
  // A request that is no request: fields are missing, or mean nothing.
  return error instanceof RangeError || error instanceof TypeError ? Errno.EINVAL : Errno.EIO;
}

/** Serves until the client is gone, or says what no client says; resolves with that. */
export function serveFiles(stream: Duplex, folders: readonly string[]): Promise<Error | undefined> {
  const operations = new Operations(folders, MESSAGE_BYTES);
  const messages = new Messages(MESSAGE_BYTES);
  const reply = (type: number, tag: number, fields: Buffer): Buffer => {
    const answer = new Answer();
    try {
      const name = names.get(type);
      if (!name) throw new Refused(Errno.EOPNOTSUPP);
      operations.table[name](new Fields(fields), answer);
      messages.limit = operations.messageBytes;
      return message(type + 1, tag, answer.fields);
    } catch (error) {
      return message(LERROR, tag, new Answer().u32(errnoOf(error)).fields);
    }
  };
  return new Promise((resolve) => {
    stream.on('data', (data: Buffer) => {
      try {
        // Whoever does not take its answers is not asked for more.
        for (const { type, tag, fields } of messages.push(data))
          if (!stream.write(reply(type, tag, fields))) stream.pause();
      } catch (error) {
        stream.destroy();
        resolve(error as Error);
      }
    });
    stream.on('drain', () => stream.resume());
    stream.on('error', resolve);
    stream.on('close', () => resolve(undefined));
  });
}
