import { spawnSync } from 'node:child_process';
import { memoryFolder, mountOptions, needLimits } from './host-limits.js';

const MOUNTS = [
  '22 1 8:1 / / rw,relatime - ext4 /dev/vda rw',
  '23 22 0:20 / /dev/shm rw,nosuid,noexec - tmpfs shm rw',
  '24 22 0:21 / /tmp ro - tmpfs tmp ro',
  '25 22 0:22 / /with\\040space rw,noexec - tmpfs t rw',
].join('\n');

test('the options of the mount that a folder is on', () => {
  expect([...mountOptions('/dev/shm', MOUNTS)]).toEqual(['rw', 'nosuid', 'noexec']);
  expect([...mountOptions('/dev/shmem', MOUNTS)]).toEqual(['rw', 'relatime']);
  expect([...mountOptions('/with space/below', MOUNTS)]).toEqual(['rw', 'noexec']);
  const covered = `${MOUNTS}\n26 24 0:23 / /tmp rw - tmpfs t rw`;
  expect([...mountOptions('/tmp/x', covered)]).toEqual(['rw']);
});

test('memory goes to the first place that will do, and the error names what is wrong with each', () => {
  expect(memoryFolder(1, '/var', MOUNTS)).toBe('/var');
  const open = MOUNTS.replace('ro - tmpfs tmp', 'rw - tmpfs tmp');
  expect(memoryFolder(1, '/var', open)).toBe('/tmp');
  expect(() => memoryFolder(1e9, '/var', MOUNTS)).toThrow(
    /^cannot start a guest: no place for its 1000000000 MB of memory: \/dev\/shm is mounted noexec, \/tmp is read-only, \/var has \d+ MB free$/,
  );
});

test('limits of files and processes', () => {
  const limits = (files: string, processes: string) =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax processes             ${processes}  100000  processes\nMax open files            ${files}  1048576  files\n`;
  expect(() => needLimits(limits('24', 'unlimited'))).toThrow(/only 24 files may be open here/);
  expect(() => needLimits(limits('1024', 'unlimited'))).not.toThrow();
});

test('an ordinary user with few processes left is told so', () => {
  const script = `import { needLimits } from ${JSON.stringify(new URL('../../dist/guest/host-limits.js', import.meta.url).href)};
    if (process.getuid() === 0) process.setuid(65534);
    const limits = 'Max processes 60 60 processes';
    try { needLimits(limits); } catch ({ code, message, hint }) { console.log([code, message, hint].join('; ')); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout).toMatch(
    /^HOST_LIMIT; cannot start a guest: user \d+ may have 60 processes, and has \d+; .*ulimit -u \d+/,
  );
});
