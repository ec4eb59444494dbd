/**
 * A file of the host by a descriptor that was opened for nothing but being named (`O_PATH`). Whoever goes on from it goes by
 * `/proc/self/fd`, one name at a time and never through a link, so that no name leads out of the folder: a link is the guest's
 * to follow, in its own files.
 */
import { closeSync, constants, fstatSync, openSync, readlinkSync } from 'node:fs';
import { type Qid, QidType } from './message.js';

/** Of open(2); Node does not name it. */
const O_PATH = 0o10000000;

/** An error of the system's own kind, for whoever asked. */
export class Refused extends Error {
  constructor(readonly errno: number) {
    super(`errno ${errno}`);
  }
}

/** Numbers of errno(3) that we refuse with. */
export const Errno = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EBADF: 9,
  EACCES: 13,
  EEXIST: 17,
  ENOTDIR: 20,
  EINVAL: 22,
  ENFILE: 23,
  EROFS: 30,
  EOPNOTSUPP: 95,
} as const;

/** One component of a path, as a request names it: nothing that is more or less than a file's name. */
export function oneName(name: Buffer): Buffer {
  if (name.includes(0) || name.includes('/')) throw new Refused(Errno.EINVAL);
  if (['', '.', '..'].includes(name.toString('latin1'))) throw new Refused(Errno.EACCES);
  return name;
}

/** Devices as small numbers: inodes of two file systems may have one number. */
const devices = new Map<bigint, bigint>();

function deviceNumber(device: bigint): bigint {
  const known = devices.get(device) ?? BigInt(devices.size);
  devices.set(device, known);
  return known;
}

export class Handle {
  #users = 1;

  private constructor(
    readonly descriptor: number,
    readonly type: number,
    /** Where a link leads. */
    readonly target: Buffer | undefined,
    /** The folder and the name by which it was found: for what the system knows by name only. */
    readonly folder: Handle | undefined,
    readonly name: Buffer,
  ) {}

  /** One of the folders that may be written. Its path has no links. */
  static root(path: string): Handle {
    const flags = O_PATH | constants.O_NOFOLLOW | constants.O_DIRECTORY;
    return new Handle(openSync(path, flags), QidType.folder, undefined, undefined, Buffer.alloc(0));
  }

  /** What is called so in this folder. */
  child(name: Buffer): Handle {
    const path = this.path(name);
    const descriptor = openSync(path, O_PATH | constants.O_NOFOLLOW);
    try {
      const stat = fstatSync(descriptor);
      const target = stat.isSymbolicLink() ? readlinkSync(path, 'buffer') : undefined;
      const type = stat.isDirectory() ? QidType.folder : target ? QidType.link : QidType.file;
      return new Handle(descriptor, type, target, this.share(), name);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** Its path for a system call: of itself, or of a name in it. */
  path(name?: Buffer): Buffer {
    const own = Buffer.from(`/proc/self/fd/${this.descriptor}`);
    return name === undefined ? own : Buffer.concat([own, Buffer.from('/'), oneName(name)]);
  }

  get isFolder(): boolean {
    return this.type === QidType.folder;
  }

  stat() {
    return fstatSync(this.descriptor, { bigint: true });
  }

  get qid(): Qid {
    const { dev, ino } = this.stat();
    return { type: this.type, path: ino ^ (deviceNumber(dev) << 48n) };
  }

  /** One more who uses it. */
  share(): this {
    this.#users++;
    return this;
  }

  /** One fewer; with the last one it is closed. */
  release(): void {
    if (--this.#users > 0) return;
    closeSync(this.descriptor);
    this.folder?.release();
  }
}
