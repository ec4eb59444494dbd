import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKernel } from '@vwifi/kernel';
import type { Machine } from '@vwifi/testbed';
import { Lines } from '../lib/lines.js';
import { scenario } from '../lib/scenario.js';
import { inner } from '../runner/boot.js';

type Guest = Machine & { readonly pid: number };
type Boot = (options: object) => Promise<Guest>;

const RESULTS = fileURLToPath(new URL('../../../test-results/', import.meta.url));
const BOOT_LIMIT_MS = 180_000;
const FILES = 3000;
/** Descriptors that may come and go by themselves meanwhile. */
const SLACK = 50;

/** What a person does to a file on the host, and what a guest that knew it before sees then. */
type Change = (folder: string, look: Look) => Promise<void>;
interface Look {
  /** Standard output of a command of the guest's; what it complains of is thrown away. */
  (command: string): Promise<string>;
  /** A command that stops after its first line until it is told to go on; returns the rest of its output. */
  halfway(command: string): Promise<() => Promise<string>>;
}

/** As an editor does it: a new file takes the name. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

const CHANGES: Readonly<Record<string, Change>> = {
  async 'a file is replaced, then edited in place'(folder, look) {
    const file = join(folder, 'edited');
    await writeFile(file, 'one\n');
    assert.equal(await look(`cat ${file}`), 'one\n');
    await replace(file, 'two\n');
    assert.equal(await look(`cat ${file}`), 'two\n');
    await writeFile(file, 'six\n');
    assert.equal(await look(`cat ${file}`), 'six\n', 'as long as before');
    await appendFile(file, 'seven\n');
    assert.equal(await look(`cat ${file}; stat -c %s ${file}`), 'six\nseven\n10\n');
  },
  async 'a name that was free is taken, and is free again'(folder, look) {
    const file = join(folder, 'free');
    assert.equal(await look(`cat ${file} || echo none`), 'none\n');
    await writeFile(file, 'there\n');
    assert.equal(await look(`cat ${file}`), 'there\n');
    assert.match(await look(`ls ${folder}`), /^free$/m);
    await unlink(file);
    assert.equal(await look(`cat ${file} || echo none`), 'none\n');
  },
  async 'a script is made executable'(folder, look) {
    const file = join(folder, 'script');
    await writeFile(file, '#!/bin/sh\necho ran\n', { mode: 0o644 });
    assert.equal(await look(`${file} || echo refused`), 'refused\n');
    await chmod(file, 0o755);
    assert.equal(await look(file), 'ran\n');
    await replace(file, '#!/bin/sh\necho ran anew\n');
    await chmod(file, 0o755);
    assert.equal(await look(file), 'ran anew\n');
  },
  async 'a link leads elsewhere'(folder, look) {
    const link = join(folder, 'leads');
    await writeFile(join(folder, 'left'), 'left\n');
    await writeFile(join(folder, 'right'), 'right\n');
    await symlink('left', link);
    assert.equal(await look(`cat ${link}`), 'left\n');
    await symlink('right', `${link}.new`);
    await rename(`${link}.new`, link);
    assert.equal(await look(`cat ${link}`), 'right\n');
  },
  async 'a folder is replaced; a file becomes a folder'(folder, look) {
    const [one, two] = [join(folder, 'folder'), join(folder, 'two')];
    for (const [path, text] of [
      [one, 'old'],
      [two, 'new'],
    ] as const) {
      await mkdir(path);
      await writeFile(join(path, 'file'), `${text}\n`);
    }
    await writeFile(join(one, 'only'), '');
    assert.equal(await look(`cat ${one}/file; ls ${one}`), 'old\nfile\nonly\n');
    await rename(one, join(folder, 'away'));
    await rename(two, one);
    assert.equal(await look(`cat ${one}/file; ls ${one}; cat ${one}/only || echo none`), 'new\nfile\nnone\n');
    const file = join(folder, 'becomes');
    await writeFile(file, 'a file\n');
    assert.equal(await look(`cat ${file}`), 'a file\n');
    await unlink(file);
    await mkdir(file);
    await writeFile(join(file, 'inside'), 'a folder\n');
    assert.equal(await look(`cat ${file}/inside`), 'a folder\n');
  },
};

/** What is true of open files. A stock kernel's 9p has only names, so these are User-Mode Linux's. */
const OPEN: Readonly<Record<string, Change>> = {
  async 'who has a file open keeps it when it is replaced'(folder, look) {
    const file = join(folder, 'open');
    await writeFile(file, 'old\n');
    const rest = await look.halfway(`exec 3<${file}; echo ready; read go; cat <&3; cat ${file}`);
    await replace(file, 'new\n');
    assert.equal(await rest(), 'old\nnew\n');
  },
  async 'who reads a file sees what is added to it'(folder, look) {
    const file = join(folder, 'grows');
    await writeFile(file, 'first\n');
    const rest = await look.halfway(
      `exec 3<${file}; cat <&3 >/dev/null; echo ready; read go; tail -n +1 <&3; stat -L -c %s /dev/fd/3`,
    );
    await appendFile(file, 'second\n');
    assert.equal(await rest(), 'second\n13\n');
  },
};

function lookIn(machine: Machine): Look {
  const look = async (command: string) =>
    (await machine.exec(['sh', '-c', `{ ${command}; } 2>/dev/null`], { anew: true, timeoutMs: 60_000 }))
      .stdout;
  const halfway = async (command: string) => {
    const child = await machine.spawn(['sh', '-c', command], { awaited: 'at once' });
    const lines = new Lines(machine.clock);
    let output = '';
    child.onOutput((stream, data) => {
      if (stream === 'stdout') {
        output += Buffer.from(data).toString();
        lines.add(Buffer.from(data).toString());
      }
    });
    await lines.next(/^ready$/);
    return async () => {
      await child.write(Buffer.from('go\n'));
      child.endInput();
      await child.exited;
      return output.slice(output.indexOf('ready\n') + 'ready\n'.length);
    };
  };
  return Object.assign(look, { halfway });
}

const descriptors = ({ pid }: Guest) => readdirSync(`/proc/${pid}/fd`).length;

export default scenario(
  'a guest sees a file of the host as it is now, and holds none that it does not use',
  { only: ['host'], limitMs: 300_000, nightly: true },
  async (context) => {
    await mkdir(RESULTS, { recursive: true });
    const places = {
      'in place of a folder of its own': await mkdtemp(join(tmpdir(), 'vwifi-anew-')),
      'among the files of its root': await mkdtemp(join(RESULTS, 'anew-')),
    };
    const directory = await mkdtemp(join(tmpdir(), 'vwifi-guest-'));
    for (const folder of [...Object.values(places), directory])
      context.onEnd(`remove ${folder}`, () => rm(folder, { recursive: true, force: true }));
    const keep = [places['in place of a folder of its own']];
    const wrong: string[] = [];
    const check = async (machine: Guest, table: Readonly<Record<string, Change>>) => {
      for (const [place, folder] of Object.entries(places))
        for (const [what, change] of Object.entries(table)) {
          const own = join(folder, `${machine.backend} ${what}`.replaceAll(/\W+/g, '-'));
          await mkdir(own);
          await change(own, lookIn(machine)).catch((error: Error) => {
            wrong.push(`${machine.backend}, ${place}: ${what}: ${error.message}`);
          });
        }
    };

    const { bootUml } = await inner<{ bootUml: Boot }>('guest/uml.js');
    const uml = await bootUml({ kernel: findKernel('uml-fast'), directory: join(directory, 'uml'), keep });
    context.onEnd('end the guest', () => uml.close());
    await check(uml, { ...CHANGES, ...OPEN });
    const many = join(places['among the files of its root'], 'many');
    await mkdir(many);
    for (let n = 0; n < FILES; n++) await writeFile(join(many, `file${n}`), 'x\n');
    const before = descriptors(uml);
    for (const folder of [many, '/usr/include/linux', '/usr/lib/python3'])
      await uml.exec(['grep', '-r', 'a word that is nowhere', folder]);
    const after = descriptors(uml);
    if (after > before + SLACK)
      wrong.push(`${before} descriptors before ${FILES} files were read, ${after} after`);
    await uml.close();

    const { bootQemu } = await inner<{ bootQemu: Boot }>('guest/qemu.js');
    const qemu = await bootQemu({
      ...{ kernel: findKernel('6.1'), directory: join(directory, 'qemu'), keep },
      deadlineMs: BOOT_LIMIT_MS,
    });
    context.onEnd('end the guest', () => qemu.close());
    await check(qemu, CHANGES);
    assert.deepEqual(wrong, []);
  },
);
