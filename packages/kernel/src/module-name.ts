/** A module under another name: what it is called is a field of the `struct module` that it brings along. */
import { KernelError } from './failure.js';

const SECTION = '.gnu.linkonce.this_module';
/** MODULE_NAME_LEN where an address has 64 bits: 64 - 8, with the zero at its end. */
const MOST = 55;

/** The names of vwifi.ko: as what is loaded decides what it answers to (docs/from-hwsim.md). */
export const HWSIM_MODULE = 'mac80211_hwsim';

const bad = (what: string): KernelError =>
  new KernelError('NOT_FOUND', `rename a module: ${what}`, 'build it anew: npm run build');

/** Offset and length of a section of a 64-bit little-endian ELF file. */
function sectionOf(file: Buffer, wanted: string): { readonly offset: number; readonly size: number } {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw bad('it is no 64-bit little-endian ELF file');
  const [table, entry, count, names] = [
    Number(file.readBigUInt64LE(0x28)),
    file.readUInt16LE(0x3a),
    file.readUInt16LE(0x3c),
    file.readUInt16LE(0x3e),
  ];
  const header = (index: number) => file.subarray(table + index * entry, table + (index + 1) * entry);
  const place = (of: Buffer) => ({
    offset: Number(of.readBigUInt64LE(0x18)),
    size: Number(of.readBigUInt64LE(0x20)),
  });
  const strings = place(header(names)).offset;
  for (let index = 0; index < count; index++) {
    const at = strings + header(index).readUInt32LE(0);
    if (file.toString('latin1', at, file.indexOf(0, at)) === wanted) return place(header(index));
  }
  throw bad(`it has no section ${wanted}`);
}

/** A copy of a module that is called otherwise. @param from what it is called now */
export function moduleNamed(module: Uint8Array, from: string, to: string): Buffer {
  if (to.length > MOST || !/^\w+$/.test(to)) throw bad(`${to} is no name for one`);
  const copy = Buffer.from(module);
  const { offset, size } = sectionOf(copy, SECTION);
  const at = copy.subarray(offset, offset + size).indexOf(`\0${from}\0`, 0, 'latin1');
  if (at < 0) throw bad(`it is not called ${from}`);
  copy.fill(0, offset + at + 1, offset + at + 1 + MOST);
  copy.write(to, offset + at + 1, 'latin1');
  return copy;
}
