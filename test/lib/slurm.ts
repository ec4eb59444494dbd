/** A cluster of Slurm on this machine: a controller and two nodes, each with processes and files in /run of its own. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '@vwifi/kernel';
import type { Context } from './context.js';
import type { Program } from './program.js';

/** Of Debian; what lies in them is unpacked, and runs from where it lies. */
export const SLURM = ['munge', 'slurmctld', 'slurmd', 'slurm-client', 'slurm-wlm-basic-plugins'] as const;
const COMMANDS = ['sbatch', 'squeue', 'scancel', 'sinfo', 'scontrol'];
const MULTIARCH = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

const usrOf = (name: string): string => {
  const program = findProgram(name);
  if (!program) throw new Error(`${name} was not fetched: npm run setup`);
  return program.usr;
};

export class SlurmCluster {
  readonly #nodes = new Map<string, Program>();

  private constructor(
    readonly context: Context,
    /** Goes before the others in PATH. */
    readonly bin: string,
    /** What SLURM_CONF has to be. */
    readonly conf: string,
  ) {}

  /** Its files are in `folder`; `run` is where each node has files in memory of its own, as a machine has in /run. */
  static async start(context: Context, folder: string, run: string): Promise<SlurmCluster> {
    const { machine } = context;
    const libraries = SLURM.map((name) => join(usrOf(name), 'lib', MULTIARCH));
    const plugins = join(usrOf('slurm-wlm-basic-plugins'), 'lib', MULTIARCH, 'slurm-wlm');
    // By the loader, so that what they start has nothing of it in its environment.
    const bin = join(folder, 'bin');
    await context.run(['mkdir', '-p', '-m', '755', bin, join(folder, 'state')]);
    const offer = async (name: string, program: string) => {
      const path = join(bin, name);
      const loader = process.arch === 'arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2';
      await machine.writeFile(
        path,
        `#!/bin/sh\nexec ${loader} --library-path ${[...libraries, plugins].join(':')} ${program} "$@"\n`,
      );
      await context.run(['chmod', '755', path]);
    };
    for (const name of COMMANDS) await offer(name, join(usrOf('slurm-client'), 'bin', name));
    for (const [name, from] of [
      ['munged', 'munge'],
      ['mungekey', 'munge'],
      ['slurmctld', 'slurmctld'],
      ['slurmd', 'slurmd'],
      ['slurmstepd', 'slurmd'],
    ] as const) {
      const sbin = join(usrOf(from), 'sbin');
      const there = await readdir(sbin);
      await offer(name, join(sbin, there.includes(`${name}-wlm`) ? `${name}-wlm` : name));
    }
    const at = (name: string) => join(folder, name);
    await context.run([join(bin, 'mungekey'), '--create', '--keyfile', at('key')]);
    await context.start('munged', [
      ...[join(bin, 'munged'), '--foreground', '--force', `--key-file=${at('key')}`],
      ...[`--socket=${at('munge')}`, `--pid-file=${at('munged.pid')}`, `--seed-file=${at('munge.seed')}`],
    ]);
    await context.eventually(
      'munged listens',
      async () => (await context.attempt(['test', '-S', at('munge')])).status === 0,
    );
    const [user, host] = (await context.run('id -un; hostname')).trim().split('\n');
    const ports = (await context.run([process.execPath, '-e', FREE_PORTS])).trim().split(' ');
    await machine.writeFile(
      at('slurm.conf'),
      `ClusterName=vwifi
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
AuthInfo=socket=${at('munge')}
CredType=cred/munge
PluginDir=${plugins}
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool-%n')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('%n.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=5
NodeName=n1 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=1
NodeName=n2 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=1
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
`,
    );
    const cluster = new SlurmCluster(context, bin, at('slurm.conf'));
    await context.start('slurmctld', [join(bin, 'slurmctld'), '-D', '-i', '-c', '-f', cluster.conf]);
    await cluster.startNode('n1', run);
    await cluster.startNode('n2', run);
    await context.eventually('both nodes are idle', async () => {
      const { stdout } = await cluster.ask('sinfo', '--noheader', '--format=%T %D');
      return stdout.trim() === 'idle 2';
    });
    return cluster;
  }

  /** One of Slurm's commands. */
  ask(name: string, ...words: readonly string[]) {
    return this.context.attempt([join(this.bin, name), ...words], { env: { SLURM_CONF: this.conf } });
  }

  /** The index of what a node runs of an array. */
  async taskOn(name: string): Promise<number | undefined> {
    const words = ['--noheader', '--states=RUNNING', `--nodelist=${name}`, '--format=%K'];
    const index = /^\d+$/m.exec((await this.ask('squeue', ...words)).stdout)?.[0];
    return index === undefined ? undefined : Number(index);
  }

  /** Who is killed takes everything with it that runs on the node: it is its first process. */
  async startNode(name: string, run: string): Promise<void> {
    const own = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user'];
    const daemon = [join(this.bin, 'slurmd'), '-D', '-N', name, '-d', join(this.bin, 'slurmstepd')];
    // A step that loses its node's daemon may dump its memory where that began.
    const script = `ulimit -c 0; mount -t tmpfs -o mode=700 none ${run} && exec "$@"`;
    const node = await this.context.start(name, [
      ...['unshare', ...own, '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'],
      ...['sh', '-c', script, 'sh', ...daemon, '-f', this.conf],
    ]);
    this.#nodes.set(name, node);
  }

  /** As a power failure does. */
  async killNode(name: string): Promise<void> {
    await this.#nodes.get(name)?.stop('SIGKILL');
  }
}

const FREE_PORTS = `
const { createServer } = require('node:net');
const servers = [0, 1, 2].map(() => createServer().listen(0, '127.0.0.1'));
setImmediate(() => {
  console.log(servers.map((each) => each.address().port).join(' '));
  servers.forEach((each) => each.close());
});`;
