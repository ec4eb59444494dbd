import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNotWritable, writableFolders } from './writable.js';

describe('folders that a guest may write', () => {
  it('are none of the system, of everybody, or of what a user is', () => {
    const [home, other] = ['me', 'other'].map((name) => join('/home', name)) as [string, string];
    for (const path of [
      `${home}/project`,
      `${home}/project/.hidden`,
      '/srv/ci/build',
      '/tmp/x',
      '/var/lib/ci/w',
      '/run/user/1000/x',
      `${other}/shared`,
      '/builds/me',
    ])
      expect([path, whyNotWritable(path, home)]).toEqual([path, undefined]);
    for (const path of [
      '/',
      '/home',
      home,
      `${home}/.ssh`,
      `${home}/.config/autostart`,
      `${home}/.cache/vwifi`,
      '/etc',
      '/etc/cron.d',
      '/usr/local/bin',
      '/var',
      '/var/lib',
      '/run',
      '/run/user',
      '/dev/shm/x',
      '/proc/self',
      '/tmp',
      '/var/tmp',
      '/root',
    ])
      expect([path, whyNotWritable(path, home)]).toEqual([path, expect.any(String)]);
    expect(whyNotWritable('/root/work', '/root')).toBeUndefined();
  });

  it('are named as they are: without links, each once, there, a folder, and the own', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vwifi-writable-')));
    try {
      mkdirSync(join(folder, 'a', 'b'), { recursive: true });
      symlinkSync('/etc', join(folder, 'etc'));
      symlinkSync('a', join(folder, 'link'));
      writeFileSync(join(folder, 'file'), '');
      const of = (...names: string[]) => writableFolders(names, folder, '/home/nobody');
      expect(of('a/b', 'link', 'a', './a/')).toEqual([join(folder, 'a')]);
      expect(() => of('etc')).toThrow(/--writable etc: that is \/etc: .*belongs to the system/);
      expect(() => of('missing')).toThrow(/no such folder/);
      expect(() => of('file')).toThrow(/that is a file/);
      if (process.getuid?.() === 0) return;
      chmodSync(join(folder, 'a', 'b'), 0o500);
      expect(() => of('a/b')).toThrow(/may not write there yourself/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
