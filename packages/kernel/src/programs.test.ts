import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
});
