import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { TestbedError } from '../errors.js';

const MAX_BYTES = 256 * 1024 * 1024;

/** Compressions by their first bytes, with the programs that undo them, best first. */
const formats: readonly { magic: Buffer; programs: readonly (readonly string[])[] }[] = [
  {
    magic: Buffer.from('fd377a585a00', 'hex'),
    programs: [
      ['xz', '-dc'],
      ['busybox', 'xz', '-dc'],
    ],
  },
  {
    magic: Buffer.from('28b52ffd', 'hex'),
    programs: [
      ['zstd', '-dcq'],
      ['unzstd', '-cq'],
    ],
  },
  { magic: Buffer.from('02214c18', 'hex'), programs: [['lz4', '-dc']] },
];

/** Undoes gzip, xz, zstd or lz4, known by the first bytes; returns what is not compressed as it is. */
export function decompress(data: Buffer, what: string): Buffer {
  if (data[0] === 0x1f && data[1] === 0x8b) return gunzipSync(data);
  const format = formats.find(({ magic }) => data.subarray(0, magic.length).equals(magic));
  if (!format) return data;
  for (const [program = '', ...options] of format.programs) {
    try {
      return execFileSync(program, options, {
        input: data,
        maxBuffer: MAX_BYTES,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
    } catch (error) {
      const { code, stdout } = error as { code?: string; stdout?: Buffer };
      if (code === 'ENOENT') continue;
      // Bytes behind the end of the compressed data (a kernel image has some) are an error after all was written.
      if (stdout && stdout.length > data.length) return stdout;
    }
  }
  const name = format.programs[0]?.[0] ?? '';
  throw new TestbedError('NO_DECOMPRESSOR', `cannot unpack ${what}: it needs ${name}`, {
    hint: `Install ${name}.`,
  });
}
