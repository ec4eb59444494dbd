/** Writing a cpio archive in the "newc" format, which the kernel unpacks as its first file system. */

export interface CpioEntry {
  /** Without a leading slash. */
  readonly path: string;
  /** File type and permissions, as in `st_mode`. */
  readonly mode: number;
  /** A file's content, or a link's target. */
  readonly data?: Uint8Array;
  /** Of a device node. */
  readonly device?: { readonly major: number; readonly minor: number };
}

export const FileType = { directory: 0o040000, file: 0o100000, link: 0o120000, character: 0o020000 } as const;

const hex = (value: number) => value.toString(16).padStart(8, '0');
const padding = (length: number) => Buffer.alloc((4 - (length % 4)) % 4);

/** Entries in their order: a folder comes before what is in it. */
export function cpio(entries: readonly CpioEntry[]): Buffer {
  const parts: Buffer[] = [];
  const trailer: CpioEntry = { path: 'TRAILER!!!', mode: 0 };
  for (const [index, entry] of [...entries, trailer].entries()) {
    const name = Buffer.from(`${entry.path}\0`);
    const data = entry.data ?? new Uint8Array();
    const links = entry === trailer ? 1 : entry.mode & FileType.directory ? 2 : 1;
    const fields = [
      index + 1, // inode
      entry.mode,
      0, // owner
      0, // group
      links,
      0, // time: none, so that the same content gives the same archive
      data.length,
      0, // device of the file system
      0,
      entry.device?.major ?? 0,
      entry.device?.minor ?? 0,
      name.length,
      0, // checksum, unused in this format
    ];
    const header = Buffer.from(`070701${fields.map(hex).join('')}`);
    parts.push(header, name, padding(header.length + name.length), Buffer.from(data), padding(data.length));
  }
  return Buffer.concat(parts);
}
