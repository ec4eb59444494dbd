import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { qemuScript, umlScript } from './boot-script.js';
import { isStatic } from './busybox.js';
import { cpio, FileType } from './cpio.js';
import { makeInitramfs } from './initramfs.js';
import { readModule, resolveModules } from './modules.js';
import { refinedFrequency } from './tsc-frequency.js';
import { extractVmlinux } from './vmlinux.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-initramfs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads an archive back, by the format's description. */
function readCpio(archive: Buffer) {
  const entries: { path: string; mode: number; data: string }[] = [];
  const align = (offset: number) => (offset + 3) & ~3;
  for (let at = 0; ; ) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const field = (index: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const path = archive.toString('utf8', at + 110, at + 110 + nameSize - 1);
    const data = align(at + 110 + nameSize);
    if (path === 'TRAILER!!!') return entries;
    entries.push({ path, mode, data: archive.toString('utf8', data, data + size) });
    at = align(data + size);
  }
}

describe('the first file system', () => {
  it('is an archive that can be read back', () => {
    const entries = [
      { path: 'bin', mode: FileType.directory | 0o755 },
      { path: 'bin/tool', mode: FileType.file | 0o755, data: Buffer.from('12345') },
      { path: 'bin/sh', mode: FileType.link | 0o777, data: Buffer.from('tool') },
      { path: 'ä', mode: FileType.file | 0o644 },
    ];
    const archive = cpio(entries);
    expect(archive.length % 4).toBe(0);
    expect(readCpio(archive)).toEqual(
      entries.map(({ path, mode, data }) => ({ path, mode, data: data?.toString() ?? '' })),
    );
  });

  it('holds busybox, the modules in their order, and an init script that a shell accepts', () => {
    const modules = [
      { name: 'virtio', data: Buffer.from('one') },
      { name: '9p', data: Buffer.from('two') },
    ];
    const archive = makeInitramfs(Buffer.from('busybox'), modules);
    expect(makeInitramfs(Buffer.from('busybox'), modules).equals(archive)).toBe(true);
    const files = new Map(readCpio(archive).map((entry) => [entry.path, entry]));
    expect(files.get('modules/order')?.data).toBe('virtio.ko\n9p.ko\n');
    expect(files.get('modules/9p.ko')?.data).toBe('two');
    expect(files.get('bin/insmod')?.data).toBe('busybox');
    execFileSync('sh', ['-n'], { input: files.get('init')?.data });
  });

  it('tells static programs from others', () => {
    expect(isStatic(readFileSync('/bin/sh'))).toBe(false);
    expect(isStatic(Buffer.from('#!/bin/sh'))).toBe(false);
  });
});

describe('boot scripts', () => {
  const options = {
    agent: ['/opt/no de/bin/node', "/it's/agent.cjs"],
    env: { PATH: '/bin', HOME: "/a b'c" },
    hostname: 'lab-1',
    modules: { from: '/cache/a b/modules', release: '6.1.0' },
    keep: [
      { path: '/tmp/work tree', from: '/tmp/work tree' },
      { path: '/usr/bin/node', from: '/usr/bin/node' },
      { path: '/var/tmp/x', from: '/run/user/1000/x' },
    ],
    foreign: false,
  };

  it.each([
    ['QEMU', qemuScript(options)],
    ['User-Mode Linux', umlScript(options, '/dev/ttyS1')],
  ])('of %s are accepted by a shell and keep odd names whole', (_, script) => {
    execFileSync('sh', ['-n'], { input: script });
    expect(script).toContain('/cache/a\\040b/modules');
    expect(script).toContain('/tmp/work\\040tree');
    // Only what a fresh folder covers has to be kept.
    expect(script).not.toMatch(/usr\/bin\/node none bind/);
    expect(script).toMatch(/\/run\/user\/1000\/x \S+\/var\/tmp\/x none bind/);
    expect(script).toMatch(/\/run\/user\/1000\/x \S+\/run\/user\/1000\/x none bind/);
  });

  it('bring the host files into a root that is not the host', () => {
    expect(qemuScript({ ...options, foreign: true })).toMatch(/usr\/bin\/node \S+usr\/bin\/node none bind/);
  });
});

describe('kernels', () => {
  it('give up their modules with what they need, in order', () => {
    const modulesDir = join(folder, 'modules');
    mkdirSync(join(modulesDir, 'kernel'), { recursive: true });
    writeFileSync(
      join(modulesDir, 'modules.dep'),
      [
        'kernel/9p.ko.gz: kernel/9pnet.ko kernel/netfs.ko',
        'kernel/9pnet.ko:',
        'kernel/netfs.ko:',
        'kernel/virtio-pci.ko: kernel/virtio.ko',
        'kernel/virtio.ko:',
        '',
      ].join('\n'),
    );
    writeFileSync(join(modulesDir, 'modules.builtin'), 'kernel/fs/overlay.ko\n');
    writeFileSync(join(modulesDir, 'kernel/9p.ko.gz'), gzipSync('a module'));
    const kernel = { id: 'k', kind: 'stock', release: '6.1', image: '', modulesDir } as const;
    const found = resolveModules(kernel, ['virtio_pci', 'overlay', '9p']);
    expect(found.map(({ name }) => name)).toEqual(['virtio', 'virtio_pci', 'netfs', '9pnet', '9p']);
    expect(readModule({ name: '9p', path: join(modulesDir, 'kernel/9p.ko.gz') }).toString()).toBe('a module');
    expect(() => resolveModules(kernel, ['mac80211'])).toThrow('has no module mac80211');
    expect(() => resolveModules({ ...kernel, modulesDir: '/none' }, ['9p'])).toThrow(/has no modules.dep/);
  });

  it('are unpacked where they can be started directly', () => {
    const elf = Buffer.concat([
      Buffer.from('7f454c46', 'hex'),
      Buffer.alloc(64),
      Buffer.from([18, 0, 0, 0]),
      Buffer.from('Xen\0'),
    ]);
    const bzImage = (kernel: Buffer) => {
      const payload = Buffer.concat([gzipSync(kernel), Buffer.alloc(4)]);
      const image = Buffer.alloc(1024 + 16 + payload.length);
      image[0x1f1] = 1;
      image.write('HdrS', 0x202);
      image.writeUInt32LE(16, 0x248);
      image.writeUInt32LE(payload.length, 0x24c);
      payload.copy(image, 1024 + 16);
      return image;
    };
    expect(extractVmlinux(bzImage(elf))?.equals(elf)).toBe(true);
    expect(extractVmlinux(bzImage(Buffer.from('no kernel at all')))).toBeUndefined();
    expect(extractVmlinux(Buffer.alloc(4096))).toBeUndefined();
    const broken = bzImage(elf);
    broken.writeUInt32LE(0xffffffff, 0x24c);
    expect(extractVmlinux(broken)).toBeUndefined();
  });

  it('tell the frequency of the clock', () => {
    expect(refinedFrequency('[ 2.79] tsc: Refined TSC clocksource calibration: 2596.130 MHz\n')).toBe(
      2596130,
    );
    expect(refinedFrequency('')).toBeUndefined();
  });
});
