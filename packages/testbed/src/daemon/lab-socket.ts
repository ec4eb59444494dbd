/** The socket of a laboratory's folder, however long the folder's name is, and whether somebody listens there. */
import { closeSync, openSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { errorCode } from '../errors.js';

const NAME = 'socket';
/** For clients of other languages. */
export const JSON_NAME = 'rpc';
/** sun_path of unix(7), without the zero at its end: what is longer would be cut off, and lie elsewhere. */
const LONGEST = 107;

interface Address {
  readonly path: string;
  /** Lets go of what the path needs to be valid. */
  readonly release: () => void;
}

/** Its path; where that is too long, one through a descriptor of the folder. */
function addressOf(folder: string, name = NAME): Address {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= LONGEST) return { path, release: () => {} };
  const descriptor = openSync(folder, 'r');
  return { path: `/proc/self/fd/${descriptor}/${name}`, release: () => closeSync(descriptor) };
}

/** Listens in the folder, which may get another name later. The descriptor of a long path lives as long as the server. */
export async function listenIn(server: Server, folder: string, name?: string): Promise<void> {
  const { path, release } = addressOf(folder, name);
  server.once('close', release);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Connects to whoever listens in the folder; rejects with the system's error. */
export async function connectIn(folder: string): Promise<Socket> {
  const { path, release } = addressOf(folder);
  try {
    return await new Promise<Socket>((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
    });
  } finally {
    release();
  }
}

/**
 * Whether a daemon listens in the folder. The socket is asked, not the process table: a daemon in another PID namespace,
 * a container that shares the folder for instance, cannot be seen there, and its number may be somebody else's here.
 */
export async function isAlive(folder: string): Promise<boolean> {
  try {
    const socket = await connectIn(folder);
    socket.on('error', () => {});
    socket.destroy();
    return true;
  } catch (error) {
    // A full queue is one that somebody has opened. Nobody there: ECONNREFUSED, ENOENT.
    return errorCode(error) === 'EAGAIN';
  }
}
