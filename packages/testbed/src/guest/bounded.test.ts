import { execFileSync } from 'node:child_process';
import { type Bounds, bounded, powersKept } from './bounded.js';
import { rulesOf } from './held.js';

const statusOf = async (bounds: Bounds) => {
  const [file = '', ...words] = await bounded(['/bin/cat', '/proc/self/status', '/proc/self/limits'], bounds);
  return execFileSync(file, words, { encoding: 'utf8' });
};

describe("a guest's process", () => {
  it('has of the powers of a root those to read, and to open a tap where it has one', async () => {
    const all = 'CapBnd:\t000001ffffffffff\n';
    expect(powersKept({}, all)).toEqual(['dac_override', 'dac_read_search']);
    expect(powersKept({ taps: true }, all)).toEqual(['dac_override', 'dac_read_search', 'net_admin']);
    expect(powersKept({ taps: true }, 'CapBnd:\t0000000000000004\n')).toEqual(['dac_read_search']);
    expect(powersKept({ writes: true }, all)).toEqual(['dac_override', 'dac_read_search', 'fowner']);
    for (const [bounds, most] of [
      [{}, 0x6n],
      [{ taps: true }, 0x1006n],
      [{ writes: true }, 0xen],
    ] as const) {
      const set = BigInt(`0x${/^CapEff:\s*(\w+)$/m.exec(await statusOf(bounds))?.[1]}`);
      expect(set & ~most).toBe(0n);
    }
  });

  it('fills no disk', async () => {
    expect(await statusOf({ fileMb: 64 })).toMatch(new RegExp(`^Max file size +${64 * 2 ** 20} `, 'm'));
  });

  it("may read all but the host's processes and devices, and write what is its own", () => {
    const rules = rulesOf({ files: ['/tmp/console'], devices: ['/dev/kvm'] });
    const paths = rules.filter(([kind]) => kind === 'read').map(([, path]) => path);
    expect(paths).toContain('/usr');
    for (const path of ['/', '/proc', '/sys', '/dev']) expect(paths).not.toContain(path);
    expect(rules.filter(([kind]) => kind === 'write')).toEqual([['write', '/tmp/console']]);
    expect(rules).toContainEqual(['device', '/dev/kvm']);
    expect(rules.filter(([kind]) => kind === 'list')).toEqual([['list', '/']]);
  });
});
