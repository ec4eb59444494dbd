import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FakeArchive } from '../testing/archive.js';
import { fetchProgram, findProgram } from './programs.js';

describe('unpacked programs', () => {
  let cache = '';
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'vwifi-programs-'));
  });
  afterEach(() => rm(cache, { recursive: true }));

  it('are found once their folder is whole', async () => {
    const folder = join(cache, 'programs', 'iwd');
    await mkdir(folder, { recursive: true });
    expect(findProgram('iwd', cache)).toBeUndefined();
    await writeFile(join(folder, 'program.json'), '{ "version": "2.3" }');
    expect(findProgram('iwd', cache)).toEqual({ name: 'iwd', version: '2.3', usr: join(folder, 'usr') });
  });

  it('are not fetched again', async () => {
    const folder = join(cache, 'programs', 'no-such-package');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'program.json'), '{ "version": "1" }');
    await expect(fetchProgram('no-such-package', { cache })).resolves.toMatchObject({ version: '1' });
  });

  it('that are newer than this system run by the loader and the libraries that came with them', async () => {
    const lib = 'usr/lib/x86_64-linux-gnu';
    const archive = await FakeArchive.create(cache, {
      wpasupplicant: { depends: 'libc6 (>= 2.41)', files: { 'usr/sbin/wpa_supplicant': 'the program' } },
      libc6: { files: { [`${lib}/ld-linux-x86-64.so.2`]: '#!/bin/sh\necho "$@"\n' } },
    });
    await archive.use();
    try {
      const { bin = '', usr } = await fetchProgram('wpasupplicant', { cache });
      await promisify(execFile)('chmod', ['+x', join(usr, '..', lib, 'ld-linux-x86-64.so.2')]);
      const { stdout } = await promisify(execFile)(join(bin, 'wpa_supplicant'), ['-i', 'a b']);
      const from = join(bin, '..', 'usr');
      const [, , , path, program, ...words] = stdout.trim().split(' ');
      expect(stdout).toMatch(/^--argv0 wpa_supplicant --library-path /);
      expect([path, program, words]).toEqual([
        `${bin}/../${lib}`,
        `${bin}/../usr/sbin/wpa_supplicant`,
        ['-i', 'a', 'b'],
      ]);
      expect(from).toBe(usr);
      expect(await archive.calls()).toMatch(/sid|sources\.list/);
    } finally {
      archive.leave();
    }
  });
});
