/** From a kernel's words to lines of the driver's source. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Place {
  readonly section: string;
  readonly address: number;
}

/** `vwifi_radio_del+0x326/0x550 [vwifi]`, as every stack trace has it. */
const FRAME = /\b([A-Za-z_][\w.]*)\+0x([0-9a-f]+)\/0x[0-9a-f]+ \[vwifi\]/g;
const SYMBOL = /^([0-9a-f]{16}) .{7} (\.\S*text\S*)\s+[0-9a-f]{16}\s+(\S+)$/;

async function functionsOf(module: string): Promise<Map<string, Place>> {
  const { stdout } = await run('objdump', ['-t', module], { maxBuffer: 64 << 20 });
  const places = new Map<string, Place>();
  for (const line of stdout.split('\n')) {
    const [, address, section, name] = SYMBOL.exec(line) ?? [];
    if (address && section && name) places.set(name, { section, address: Number.parseInt(address, 16) });
  }
  return places;
}

/** Adds the file and the line to what is the driver's, where the symbols lie beside its module. */
export async function decode(log: readonly string[], module: string): Promise<string[]> {
  const symbols = `${module}.debug`;
  const places = await functionsOf(symbols).catch(() => new Map<string, Place>());
  const lines: string[] = [];
  for (const line of log) {
    const found: string[] = [];
    for (const [, name, offset] of line.matchAll(FRAME)) {
      const place = name === undefined ? undefined : places.get(name);
      if (!place || offset === undefined) continue;
      const address = (place.address + Number.parseInt(offset, 16)).toString(16);
      const args = ['-e', symbols, '-j', place.section, `0x${address}`];
      const { stdout } = await run('addr2line', args).catch(() => ({ stdout: '??' }));
      const where = stdout.trim().replace(/ \(discriminator \d+\)/, '');
      if (!where.startsWith('??')) found.push(where.replace(/^.*\/(src\/)/, '$1'));
    }
    lines.push(found.length > 0 ? `${line}  ${found.join(' ')}` : line);
  }
  return lines;
}
