import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKernel, type Kernel } from '@vwifi/kernel';
import type { Machine } from '@vwifi/testbed';
import type { Context } from '../lib/context.js';
import { scenario } from '../lib/scenario.js';
import { inner } from '../runner/boot.js';

type Boot = (options: object) => Promise<Machine>;
type Guest = Machine & { readonly pid: number };

const MODULES = fileURLToPath(new URL('../hostile/', import.meta.url));
const BOOT_LIMIT_MS = 180_000;
const SECRET = 'not-for-guests';

/** A second share of what QEMU exports: the guest's own root is in use, and a root may unplug that. */
const AGAIN = ['-device', 'virtio-9p-pci,fsdev=host,mount_tag=again'];

/** What a root does to files below `$V`, each in a shell of its own; all of it has to come to nothing outside. */
const ATTACKS = [
  'echo x >$V/file',
  'echo x >>$V/file',
  'echo x >$V/link',
  ': >$V/dir/inside',
  'echo x >$V/new',
  'dd if=/dev/zero of=$V/second bs=1 count=1 conv=notrunc',
  'truncate -s 1 $V/second',
  'chmod 777 $V/file',
  'chown 12:12 $V/file',
  'touch -d 1990-01-01 $V/file',
  'touch $V/touched',
  'mkdir $V/made',
  'mkfifo $V/pipe',
  'mknod $V/node c 1 3',
  'ln -s /etc $V/symlink',
  'ln $V/file $V/hard',
  'ln -sfn / $V/link',
  'cp /bin/true $V/file',
  'sed -i s/f/x/ $V/file',
  'echo x >$V/fifo & sleep 0.2; kill $!',
  'mv $V/dir $V/elsewhere',
  'mv $V/second $V/file',
  // A folder of the way is changed while its name is being used.
  'cd $V/dir && mv $V/dir $V/gone; ln -s / $V/dir; echo x >inside; rm -r ../dir',
  'rmdir $V/empty',
  'rm -f $V/file $V/link',
  // The folder as somebody else's upper one.
  'mkdir -p /tmp/o && mount -t overlay -o lowerdir=/etc,upperdir=$V/dir,workdir=$V/empty o /tmp/o && echo x >/tmp/o/inside',
  'mount --bind $V /mnt && mount -o remount,bind,rw /mnt && echo x >/mnt/file',
  'rm -rf $V',
];

/** The same from a folder that may be written: by links out of it, by moving, by names that are paths. `$W` is that folder, `$R` the victim's by a mount. */
const FROM_INSIDE = [
  'echo x >$W/inside',
  'mkdir $W/made && echo x >$W/made/file && mv $W/made/file $W/moved',
  'ln -s $V $W/way; echo x >$W/way/file; rm $W/way/file; mkdir $W/way/made',
  'ln -sfn $V/file $W/to; echo x >$W/to; chmod 777 $W/to; touch -d 1990-01-01 $W/to; truncate -s 1 $W/to',
  'chown -h 12:12 $W/to; chown 12:12 $W/inside',
  'ln $R/file $W/hard; mv $R/second $W/second; mv $R/dir $W/dir; cp -a $W/inside $R/file; mv $W/inside $R/made',
  'ln $W/inside $V/hard',
  'echo x >$W/../files/file; rm -rf $W/../files',
  'mkdir -p $W/made && cd $W/made && mv $W/made $W/gone && ln -s $V $W/made && echo x >file && echo x >../made/new',
  'mount --bind $V $W/made; echo x >$W/made/file; umount $W/made',
  'mknod $W/node c 1 3; mkfifo $W/pipe; cp /bin/true $W/true; chmod 6777 $W/true',
  // The line itself, from which the kernel reads.
  'for line in /dev/ttyS2 /dev/vport*; do echo x >$line; done',
];

/** Every file below the folder with all that can be changed of it. That it was read is not looked at. */
function fingerprint(folder: string): Record<string, string> {
  const seen: Record<string, string> = {};
  const look = (path: string) => {
    const { mode, uid, gid, size, nlink, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
    const type = Number(mode) & 0o170000;
    const content =
      type === 0o100000
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : type === 0o120000
          ? readlinkSync(path)
          : '';
    seen[path] = [ino, mode.toString(8), uid, gid, size, nlink, mtimeNs, ctimeNs, content].join(' ');
    if (type === 0o040000) for (const name of readdirSync(path).sort()) look(join(path, name));
  };
  look(folder);
  return seen;
}

interface Victim extends AsyncDisposable {
  readonly folder: string;
  /** What the guest may write. */
  readonly open: string;
  readonly socket: string;
  readonly pid: number;
  /** Who connected to the socket. */
  readonly callers: () => number;
  readonly alive: () => boolean;
}

/** Files, a listening socket and a process of the host's user. */
async function victim(): Promise<Victim> {
  const home = await mkdtemp(join(tmpdir(), 'vwifi-victim-'));
  const folder = join(home, 'files');
  const open = join(home, 'open');
  await mkdir(open);
  for (const path of ['', 'dir', 'empty']) await mkdir(join(folder, path));
  for (const path of ['file', 'second', 'dir/inside'])
    await writeFile(join(folder, path), `what was in ${path}\n`);
  await symlink('file', join(folder, 'link'));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  let callers = 0;
  const socket = join(home, 'socket');
  const server = createServer((peer) => {
    callers++;
    peer.destroy();
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const child = spawn('sleep', ['100000'], { env: { ...process.env, SECRET }, stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  return {
    ...{ folder, open, socket, pid: child.pid ?? 0, callers: () => callers },
    alive: () => child.exitCode === null && child.signalCode === null,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await new Promise((resolve) => server.close(resolve));
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Attacks the folder by one of its names in the guest. */
async function attack(context: Context, machine: Machine, way: string, folder: string): Promise<void> {
  const script = ATTACKS.map((command) => `(${command})`).join('\n');
  const { stderr } = await machine.exec(['sh'], { input: script, env: { V: folder }, timeoutMs: 120_000 });
  context.timeline.note(`${way}:\n${stderr}`);
}

/** Attacks it from the folder that may be written, which is written. */
async function attackFromInside(
  context: Context,
  machine: Machine,
  on: Victim,
  mounted: string,
): Promise<void> {
  const script = FROM_INSIDE.map((command) => `(${command})`).join('\n');
  const env = { V: on.folder, W: on.open, R: mounted };
  const { stderr } = await machine.exec(['sh'], { input: script, env, timeoutMs: 120_000 });
  context.timeline.note(`from inside:\n${stderr}`);
  assert.equal(readFileSync(join(on.open, 'moved'), 'utf8'), 'x\n', 'what may be written is written');
  for (const name of readdirSync(on.open)) {
    const { mode } = lstatSync(join(on.open, name));
    assert.equal(mode & 0o6000, 0, `${name} gives nobody another's powers`);
    assert.ok(
      [0o100000, 0o040000, 0o120000].includes(mode & 0o170000),
      `${name} is a file, a folder or a link`,
    );
  }
}

/** Boots a guest with the victim's folder in sight and has it attacked by every name that `ways` gives it. */
async function hold(
  context: Context,
  boot: Boot,
  kernel: Kernel,
  ways: (machine: Machine, folder: string) => Promise<Record<string, string>>,
  more: object = {},
  then: (machine: Machine, on: Victim) => Promise<void> = async () => {},
): Promise<void> {
  await using on = await victim();
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-guest-'));
  try {
    // What a person has in the environment of the command that starts a laboratory.
    process.env.VWIFI_TOKEN = SECRET;
    const machine = await boot({
      kernel,
      directory,
      deadlineMs: BOOT_LIMIT_MS,
      keep: [on.folder],
      writable: [on.open],
      ...more,
    });
    try {
      const environment = readFileSync(`/proc/${(machine as Guest).pid}/environ`, 'utf8');
      assert.ok(
        environment.split('\0').some((each) => each.startsWith('PATH=')),
        `${kernel.id}: its process has an environment`,
      );
      assert.ok(!environment.includes(SECRET), `${kernel.id}: but no secret of its user's`);
      const modules = fingerprint(kernel.modulesDir);
      const files = fingerprint(on.folder);
      const named = await ways(machine, on.folder);
      for (const [way, folder] of Object.entries(named)) {
        // What cannot be attacked because it is not there would pass.
        const there = await machine.exec(['cat', `${folder}/dir/inside`]);
        assert.equal(there.stdout, 'what was in dir/inside\n', `${kernel.id}, ${way}: it can be read`);
        await attack(context, machine, way, folder);
        assert.deepEqual(fingerprint(on.folder), files, `${kernel.id}, ${way}: nothing has changed`);
      }
      await machine.exec(['sh', '-c', `cd /lib/modules/${kernel.release} && echo x >hostile; rm -rf *`]);
      assert.deepEqual(fingerprint(kernel.modulesDir), modules, `${kernel.id}: the cache has not changed`);
      await attackFromInside(context, machine, on, Object.values(named).at(-1) ?? '');
      assert.deepEqual(fingerprint(on.folder), files, `${kernel.id}, from inside: nothing has changed`);
      await then(machine, on);
      assert.deepEqual(fingerprint(on.folder), files, `${kernel.id}: nothing has changed at the end`);
      assert.ok(on.alive(), 'the process lives');
      assert.equal(on.callers(), 0, 'nobody has connected');
    } finally {
      await machine.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const found = (name: string): Kernel => {
  const kernel = findKernel(name);
  assert.ok(kernel, `the kernel ${name} is in the cache`);
  return kernel;
};

/** What the host has to hold the kernel's process with, as that kernel says. */
function confinement(kernel: Kernel): { landlock: number; seccomp: number } {
  const said = execFileSync(kernel.image, ['--confinement'], { encoding: 'utf8', timeout: 10_000 });
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(said)?.[1]);
  return { landlock: of('landlock'), seccomp: of('seccomp') };
}

/** EPERM, EACCES, EFBIG, EROFS and ENOSYS: refused, not failed for another reason. */
const REFUSED = new Set([-1, -13, -27, -30, -38]);

/** The host's processes are no files of a guest's, and devices are the guest's own. */
async function lookAtProcesses(machine: Machine, pid: number): Promise<void> {
  for (const file of [
    `${pid}/environ`,
    `${pid}/cmdline`,
    `${pid}/maps`,
    'auxv',
    'version',
    '../sys/power/state',
  ]) {
    const { stdout } = await machine.exec(['sh', '-c', `cat /tmp/all/proc/${file} | head -c 4096 | wc -c`]);
    assert.equal(stdout.trim(), '0', `/proc/${file} of the host cannot be read`);
  }
}

/** The guest's kernel itself as the enemy: it asks the host directly. */
async function askTheHost(context: Context, machine: Machine, kernel: Kernel, on: Victim): Promise<void> {
  const { landlock } = confinement(kernel);
  await machine.writeFile('/tmp/hostile.ko', await readFile(kernel));
  await machine.kernelLog();
  const to = [`folder=${on.folder}`, `unix_socket=${on.socket}`, `pid=${on.pid}`];
  // Landlock knows whom a signal is for from its sixth version on; docs/guests.md says so.
  await machine.exec(['insmod', '/tmp/hostile.ko', ...to, `signals=${landlock >= 6 ? 1 : 0}`]);
  const log = await machine.kernelLog();
  const answers = log.flatMap((line) => {
    const said = /hostile: (\S+) (-?\d+)$/.exec(line);
    return said ? [{ call: said[1], answer: Number(said[2]) }] : [];
  });
  context.timeline.note(answers.map(({ call, answer }) => `${call} ${answer}`).join('\n'));
  assert.ok(
    log.some((line) => line.endsWith('hostile: done')),
    `the module has asked: ${log.join('\n')}`,
  );
  const granted = answers.filter(({ answer }) => !REFUSED.has(answer)).map(({ call }) => call);
  assert.deepEqual(granted, [], 'the host refuses all of it');
}

const readFile = async (kernel: Kernel) => readFileSync(`${MODULES}${kernel.release}/hostile.ko`);

export default scenario(
  'a hostile root in a guest of either backend changes no file of the host, and takes hold of no process',
  { only: ['host'], limitMs: 400_000 },
  async (context) => {
    const { bootUml } = await inner<{ bootUml: Boot }>('guest/uml.js');
    const uml = found('uml-fast');
    await hold(
      context,
      bootUml,
      uml,
      async (machine, folder) => {
        const mount = `mkdir /tmp/all /tmp/one /tmp/again &&
          mount -t hostfs none /tmp/all -o / && mount -t hostfs none /tmp/one -o ${folder} &&
          mount -t hostfs none /tmp/again -o ${folder} && { mount -o remount,rw /tmp/again; true; }`;
        assert.equal((await machine.exec(['sh', '-c', mount])).status, 0, 'hostfs can be mounted');
        return {
          'by its name': folder,
          'by a mount': '/tmp/one',
          remounted: '/tmp/again',
          'below /': `/tmp/all${folder}`,
        };
      },
      {},
      async (machine, on) => {
        await lookAtProcesses(machine, on.pid);
        await askTheHost(context, machine, uml, on);
      },
    );
    const { bootQemu } = await inner<{ bootQemu: Boot }>('guest/qemu.js');
    await hold(
      context,
      bootQemu,
      found('6.1'),
      async (machine, folder) => {
        const mount =
          'mkdir /tmp/all && mount -t 9p -o trans=virtio,version=9p2000.L,rw,msize=512000 again /tmp/all && { mount -o remount,rw /tmp/all; true; }';
        const { status, stderr } = await machine.exec(['sh', '-c', mount]);
        assert.equal(status, 0, `the share can be mounted: ${stderr}`);
        // By its name it is the same share; an emulated processor has no time for that.
        return { 'by a mount': `/tmp/all${folder}` };
      },
      { parameters: AGAIN },
      async (machine, on) => {
        if (confinement(uml).landlock > 0) await lookAtProcesses(machine, on.pid);
      },
    );
  },
);
