/** What each request does. Every call is made at once, and so none comes between a look at a file and what follows from it. */
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { Errno, Handle, oneName, Refused } from './handle.js';
import { Answer, type Fields, HEADER_BYTES, type Qid, QidType, type RequestName } from './message.js';

/** Type bits of `st_mode`, and what a guest may not set: who runs such a file becomes its owner. */
const TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER_MODE = 0o040555;
const BECOME = 0o6000;
const PERMISSIONS = 0o1777;
const REMOVE_FOLDER = 0x200;
/** Of a getattr's answer: all that a stat(2) has. */
const BASIC = 0x7ffn;
/** Bits of a setattr's `valid`. */
const Valid = { mode: 1, uid: 2, gid: 4, size: 8, atime: 16, mtime: 32, atimeSet: 128, mtimeSet: 256 };
const UNLOCKED = 2;
const GRANTED = 0;
/** An answer of a read has its count before the data; of a readdir, too. */
const COUNT_BYTES = 4;
/** The qid, the offset, the type and the length of a name. */
const ENTRY_BYTES = 13 + 8 + 1 + 2;
/** The version of the protocol, and of it the part that Linux speaks. */
const VERSION = Buffer.from('9P2000.L');
/** Descriptors of one client: beyond that it has lost some. */
const MOST_FIDS = 65_536;

/** What a fid of the client stands for. */
interface Fid {
  /** None of the folder that holds the writable ones, which is nowhere. */
  readonly handle: Handle | undefined;
  /** Open for reading or writing. */
  file?: number;
  /** Names of an open folder, as they were when it was read from its beginning. */
  names?: readonly Buffer[];
}

export type Operation = (fields: Fields, answer: Answer) => void;

/** One client's view of the folders: the first is called 0. */
export class Operations {
  readonly #folders: readonly Handle[];
  readonly #fids = new Map<number, Fid>();
  readonly #own = { uid: BigInt(process.getuid?.() ?? 0), gid: BigInt(process.getgid?.() ?? 0) };
  /** The longest message, as agreed with the client. */
  messageBytes: number;

  constructor(folders: readonly string[], messageBytes: number) {
    this.#folders = folders.map((path) => Handle.root(path));
    this.messageBytes = messageBytes;
  }

  readonly table: Readonly<Record<RequestName, Operation>> = {
    version: (fields, answer) => {
      this.messageBytes = Math.min(this.messageBytes, fields.u32());
      if (this.messageBytes < 4096) throw new Refused(Errno.EINVAL);
      const version = fields.text().equals(VERSION) ? VERSION : Buffer.from('unknown');
      // It begins anew.
      for (const number of [...this.#fids.keys()]) this.#forget(number);
      answer.u32(this.messageBytes).text(version);
    },
    auth: () => refuse(Errno.EOPNOTSUPP),
    attach: (fields, answer) => {
      this.#add(fields.u32(), { handle: undefined });
      answer.qid(nowhere);
    },
    walk: (fields, answer) => this.#walk(fields, answer),
    clunk: (fields) => this.#forget(fields.u32()),
    flush: () => {},

    getattr: (fields, answer) => this.#getattr(this.#fid(fields.u32()), answer),
    setattr: (fields) => this.#setattr(this.#known(fields.u32()), fields),
    statfs: (fields, answer) => {
      const { handle } = this.#fid(fields.u32());
      const path = handle ? handle.path() : '/';
      const { type, bsize, blocks, bfree, bavail, files, ffree } = statfsSync(path, { bigint: true });
      answer.u32(Number(type & 0xffffffffn)).u32(Number(bsize));
      answer.u64(blocks, bfree, bavail, files, ffree, 0n).u32(255);
    },
    xattrwalk: () => refuse(Errno.EOPNOTSUPP),
    xattrcreate: () => refuse(Errno.EOPNOTSUPP),
    readlink: (fields, answer) => {
      answer.text(this.#known(fields.u32()).target ?? refuse(Errno.EINVAL));
    },

    lopen: (fields, answer) => {
      const fid = this.#fid(fields.u32());
      if (fid.file !== undefined) refuse(Errno.EBADF);
      const { handle } = fid;
      if (handle) fid.file = openSync(handle.path(), howToOpen(handle, fields.u32()));
      answer.qid(handle?.qid ?? nowhere).u32(0);
    },
    lcreate: (fields, answer) => {
      const number = fields.u32();
      const folder = this.#folder(number);
      const name = Buffer.from(fields.text());
      const flags =
        constants.O_CREAT | constants.O_NOFOLLOW | SAFELY | (fields.u32() & (ASKED | constants.O_EXCL));
      const file = openSync(folder.path(name), flags, fields.u32() & PERMISSIONS);
      try {
        if (!fstatSync(file).isFile()) refuse(Errno.EACCES);
        const handle = folder.child(name);
        // The fid is the file's from here on.
        this.#forget(number);
        this.#fids.set(number, { handle, file });
        answer.qid(handle.qid).u32(0);
      } catch (error) {
        closeSync(file);
        throw error;
      }
    },
    read: (fields, answer) => {
      const file = this.#open(fields.u32());
      const at = fields.u64();
      const data = Buffer.allocUnsafe(Math.min(fields.u32(), this.#room));
      const length = readSync(file, data, 0, data.length, at);
      answer.u32(length).raw(data.subarray(0, length));
    },
    write: (fields, answer) => {
      const file = this.#open(fields.u32());
      const at = fields.u64();
      const data = fields.raw(fields.u32());
      answer.u32(writeSync(file, data, 0, data.length, Number(at)));
    },
    fsync: (fields) => fsyncSync(this.#open(fields.u32())),
    readdir: (fields, answer) => this.#readdir(this.#fid(fields.u32()), fields, answer),

    mkdir: (fields, answer) => {
      const folder = this.#folder(fields.u32());
      const name = fields.text();
      mkdirSync(folder.path(name), { mode: fields.u32() & PERMISSIONS });
      answer.qid(qidOf(folder, name));
    },
    symlink: (fields, answer) => {
      const folder = this.#folder(fields.u32());
      const name = fields.text();
      symlinkSync(fields.text(), folder.path(name));
      answer.qid(qidOf(folder, name));
    },
    // Files of other kinds mean something to a kernel; what a guest makes of them is its own.
    mknod: (fields, answer) => {
      const folder = this.#folder(fields.u32());
      const name = fields.text();
      const mode = fields.u32();
      if ((mode & TYPE) !== REGULAR) refuse(Errno.EPERM);
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
      closeSync(openSync(folder.path(name), flags, mode & PERMISSIONS));
      answer.qid(qidOf(folder, name));
    },
    link: (fields) => {
      const folder = this.#folder(fields.u32());
      const { folder: from, name } = this.#known(fields.u32());
      linkSync((from ?? refuse(Errno.EPERM)).path(name), folder.path(fields.text()));
    },
    rename: (fields) => {
      const { folder: from, name } = this.#known(fields.u32());
      const to = this.#folder(fields.u32());
      renameSync((from ?? refuse(Errno.EPERM)).path(name), to.path(fields.text()));
    },
    renameat: (fields) => {
      const from = this.#folder(fields.u32()).path(fields.text());
      renameSync(from, this.#folder(fields.u32()).path(fields.text()));
    },
    unlinkat: (fields) => {
      const path = this.#folder(fields.u32()).path(fields.text());
      if (fields.u32() & REMOVE_FOLDER) rmdirSync(path);
      else unlinkSync(path);
    },
    remove: (fields) => {
      const number = fields.u32();
      try {
        const handle = this.#known(number);
        const path = (handle.folder ?? refuse(Errno.EPERM)).path(handle.name);
        if (handle.isFolder) rmdirSync(path);
        else unlinkSync(path);
      } finally {
        this.#forget(number);
      }
    },

    // Locks are kept by the client's kernel, which is the only one here.
    lock: (fields, answer) => {
      this.#fid(fields.u32());
      answer.u8(GRANTED);
    },
    getlock: (fields, answer) => {
      this.#fid(fields.u32());
      fields.u8();
      answer.u8(UNLOCKED).u64(fields.u64(), fields.u64()).u32(fields.u32()).text(fields.text());
    },
  };

  /** What an answer may carry. */
  get #room(): number {
    return this.messageBytes - HEADER_BYTES - COUNT_BYTES;
  }

  #walk(fields: Fields, answer: Answer): void {
    const [from, to, count] = [fields.u32(), fields.u32(), fields.u16()];
    const { handle: start, file } = this.#fid(from);
    if (file !== undefined && count > 0) refuse(Errno.EBADF);
    let at = start?.share();
    const qids: Qid[] = [];
    try {
      for (let step = 0; step < count; step++) {
        const name = Buffer.from(oneName(fields.text()));
        let next: Handle;
        try {
          next = this.#step(at, name);
        } catch (error) {
          // What was found on the way is told, unless it is nothing.
          if (step === 0) throw error;
          at?.release();
          at = undefined;
          answer.u16(qids.length);
          for (const qid of qids) answer.qid(qid);
          return;
        }
        at?.release();
        at = next;
        qids.push(at.qid);
      }
      if (to === from) this.#forget(from);
      this.#add(to, { handle: at });
      at = undefined;
    } finally {
      at?.release();
    }
    answer.u16(qids.length);
    for (const qid of qids) answer.qid(qid);
  }

  #step(from: Handle | undefined, name: Buffer): Handle {
    if (!from) return (this.#folders[Number(name)] ?? refuse(Errno.ENOENT)).share();
    if (!from.isFolder) refuse(Errno.ENOTDIR);
    return from.child(name);
  }

  /** Files of the host's user are root's in the guest, where root is who works for that user. */
  #getattr({ handle, file }: Fid, answer: Answer): void {
    if (!handle) {
      answer.u64(BASIC).qid(nowhere).u32(FOLDER_MODE).u32(0).u32(0).u64(2n);
      answer.u64(...new Array<bigint>(15).fill(0n));
      return;
    }
    const stat = file === undefined ? handle.stat() : fstatSync(file, { bigint: true });
    const { uid, gid } = this.#own;
    answer.u64(BASIC).qid(handle.qid).u32(Number(stat.mode));
    answer.u32(stat.uid === uid ? 0 : Number(stat.uid)).u32(stat.gid === gid ? 0 : Number(stat.gid));
    answer.u64(stat.nlink, stat.rdev, stat.size, stat.blksize, stat.blocks);
    for (const ns of [stat.atimeNs, stat.mtimeNs, stat.ctimeNs]) answer.u64(ns / SECOND, ns % SECOND);
    answer.u64(0n, 0n, 0n, 0n);
  }

  #setattr(handle: Handle, fields: Fields): void {
    const valid = fields.u32();
    const has = (bit: number) => (valid & bit) !== 0;
    const [mode, uid, gid, size] = [fields.u32(), fields.u32(), fields.u32(), fields.u64()];
    const times = [fields.u64(), fields.u64(), fields.u64(), fields.u64()] as const;
    // It is root's already, and nobody else's can it be.
    if ((has(Valid.uid) && uid !== 0) || (has(Valid.gid) && gid !== 0)) refuse(Errno.EPERM);
    if (has(Valid.mode)) {
      if (handle.target) refuse(Errno.EOPNOTSUPP);
      if (mode & BECOME && !handle.isFolder) refuse(Errno.EPERM);
      chmodSync(handle.path(), mode & PERMISSIONS);
    }
    if (has(Valid.size)) {
      const file = openSync(handle.path(), howToOpen(handle, constants.O_WRONLY));
      try {
        ftruncateSync(file, Number(size));
      } finally {
        closeSync(file);
      }
    }
    if (has(Valid.atime) || has(Valid.mtime)) {
      const now = Date.now() / 1000;
      const stat = handle.stat();
      const at = (bit: number, set: number, of: readonly [bigint, bigint], before: bigint) =>
        has(bit) ? (has(set) ? Number(of[0]) + Number(of[1]) / 1e9 : now) : Number(before) / 1e9;
      const atime = at(Valid.atime, Valid.atimeSet, [times[0], times[1]], stat.atimeNs);
      const mtime = at(Valid.mtime, Valid.mtimeSet, [times[2], times[3]], stat.mtimeNs);
      if (handle.target) lutimesSync((handle.folder ?? refuse(Errno.EPERM)).path(handle.name), atime, mtime);
      else utimesSync(handle.path(), atime, mtime);
    }
  }

  #readdir(fid: Fid, fields: Fields, answer: Answer): void {
    const offset = Number(fields.u64());
    const room = Math.min(fields.u32(), this.#room);
    const { handle, file } = fid;
    if (handle && file === undefined) refuse(Errno.EBADF);
    if (handle && !handle.isFolder) refuse(Errno.ENOTDIR);
    if (offset === 0 || !fid.names) {
      const inside = handle
        ? readdirSync(handle.path(), 'buffer')
        : this.#folders.map((_, i) => Buffer.from(`${i}`));
      fid.names = [Buffer.from('.'), Buffer.from('..'), ...inside];
    }
    const entries = new Answer();
    let length = 0;
    for (let at = offset; at < fid.names.length; at++) {
      const name = fid.names[at] as Buffer;
      if (length + ENTRY_BYTES + name.length > room) break;
      const qid = at < 2 || !handle ? (handle?.qid ?? nowhere) : lookOf(handle, name);
      // It has gone since the folder was read.
      if (!qid) continue;
      const type = { [QidType.folder]: 4, [QidType.link]: 10, [QidType.file]: 8 }[qid.type] ?? 0;
      entries
        .qid(qid)
        .u64(BigInt(at + 1))
        .u8(type)
        .text(name);
      length += ENTRY_BYTES + name.length;
    }
    answer.u32(length).raw(entries.fields);
  }

  #fid(number: number): Fid {
    return this.#fids.get(number) ?? refuse(Errno.EBADF);
  }

  #known(number: number): Handle {
    return this.#fid(number).handle ?? refuse(Errno.EROFS);
  }

  #folder(number: number): Handle {
    const handle = this.#known(number);
    if (!handle.isFolder) refuse(Errno.ENOTDIR);
    return handle;
  }

  #open(number: number): number {
    return this.#fid(number).file ?? refuse(Errno.EBADF);
  }

  #add(number: number, fid: Fid): void {
    if (this.#fids.has(number)) refuse(Errno.EBADF);
    if (this.#fids.size >= MOST_FIDS) refuse(Errno.ENFILE);
    this.#fids.set(number, fid);
  }

  #forget(number: number): void {
    const fid = this.#fid(number);
    this.#fids.delete(number);
    if (fid.file !== undefined) closeSync(fid.file);
    fid.handle?.release();
  }
}

const SECOND = 1_000_000_000n;
/** The folder that holds the writable ones. */
const nowhere: Qid = { type: QidType.folder, path: 0n };

/** What a client may ask for when it opens a file. */
const ASKED = 3 | constants.O_TRUNC | constants.O_APPEND;
/** Nothing that is opened has this process wait, or for its terminal. */
const SAFELY = constants.O_NONBLOCK | constants.O_NOCTTY;

function refuse(errno: number): never {
  throw new Refused(errno);
}

/** Flags for opening what a handle names; only files and folders are opened here. */
function howToOpen(handle: Handle, flags: number): number {
  if (handle.isFolder) return constants.O_RDONLY | constants.O_DIRECTORY;
  if (!handle.stat().isFile()) refuse(Errno.EACCES);
  return SAFELY | (flags & ASKED);
}

function qidOf(folder: Handle, name: Buffer): Qid {
  const handle = folder.child(name);
  try {
    return handle.qid;
  } finally {
    handle.release();
  }
}

function lookOf(folder: Handle, name: Buffer): Qid | undefined {
  try {
    return qidOf(folder, name);
  } catch {
    return undefined;
  }
}
