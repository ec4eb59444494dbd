import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confinementHere, confinementOf, confinementText, weaknessOf } from './confinement.js';

describe('what holds a kernel that is a process', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vwifi-held-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const kernel = (image: string) =>
    ({ id: 'uml', kind: 'uml', release: '6.1', image, modulesDir: folder }) as const;

  it('is read of what it has written, and asked of one that knows the question', async () => {
    await mkdir(join(folder, 'guest'));
    await writeFile(join(folder, 'guest', 'confinement'), 'landlock 7\nseccomp 1\n');
    expect(await confinementOf(folder)).toEqual({ landlock: 7, calls: true });
    const image = join(folder, 'linux');
    await writeFile(image, '#!/bin/sh\n[ "$1" = --confinement ] && printf "landlock 2\\nseccomp 0\\n"\n');
    await chmod(image, 0o755);
    expect(await confinementHere(kernel(image))).toEqual({ landlock: 2, calls: false });
  });

  it('is nothing for a kernel that does not know the question, which is not started', async () => {
    expect(await confinementOf(folder)).toBeUndefined();
    const image = join(folder, 'linux');
    await writeFile(image, '#!/bin/sh\nprintf "landlock 7\\nseccomp 1\\n"\n');
    await chmod(image, 0o755);
    expect(await confinementHere(kernel(image))).toBeUndefined();
  });

  it('is a warning where it holds nothing', () => {
    expect(weaknessOf({ landlock: 7, calls: true })).toBeUndefined();
    expect(weaknessOf({ landlock: 0, calls: true })).toBeUndefined();
    expect(weaknessOf({ landlock: 0, calls: false })).toMatch(/neither Landlock nor seccomp/);
    expect(weaknessOf({ landlock: 7, calls: false })).toMatch(/no seccomp.*modes and owners/);
    expect(weaknessOf(undefined)).toMatch(/older.*kernel build fast/);
    expect(confinementText({ landlock: 7, calls: true })).toBe('by Landlock 7 and a filter of system calls');
    expect(confinementText({ landlock: 2, calls: true })).toMatch(/may send signals/);
  });
});
