import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalMachine } from '../machine/local.js';
import { RpcConnection } from '../rpc/connection.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { socketPair } from '../rpc/socket-pair.js';
import { GuestMachine } from './guest.js';

const name = 'QEMU with the kernel 6.1';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vwifi-guest-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process in the place of QEMU, and the other end of the channel to its agent. */
async function pretend(argv: [string, ...string[]] = ['sleep', '600']) {
  const [channel, far] = await socketPair();
  const console = join(folder, 'console.log');
  const log = join(folder, 'qemu.log');
  await writeFile(
    console,
    '[    0.1] first\r\n\x1b[2J[    2.5] Run /init as init process\r\nvwifi: guest: cannot mount\r\n',
  );
  await writeFile(log, 'qemu: a warning\n');
  // Last, so that nobody misses its end.
  const child: ChildProcess = spawn(argv[0], argv.slice(1), { detached: true, stdio: 'ignore' });
  return {
    far,
    process: { backend: 'qemu', child, channel, console, log, name, startedAt: performance.now() },
  } as const;
}

const alive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

function agent(far: Awaited<ReturnType<typeof pretend>>['far']) {
  const local = new LocalMachine({ backend: 'qemu' });
  return new RpcConnection(far, {
    peer: 'the host',
    methods: machineMethods(() => local),
    hello: { phases: '0.001 0.002 0.003 0.004' },
  });
}

describe('a guest', () => {
  it('that does not boot within its deadline shows the end of its console, and is ended', async () => {
    const { process } = await pretend();
    await expect(GuestMachine.ready(process, { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'BOOT_TIMEOUT',
      message: 'QEMU with the kernel 6.1 did not boot within 0.1 s',
      details: [
        'qemu: a warning',
        '[    0.1] first',
        '[    2.5] Run /init as init process',
        'vwifi: guest: cannot mount',
      ],
    });
    expect(alive(process.child)).toBe(false);
  });

  it('that ends before it has booted says how', async () => {
    const { process } = await pretend(['sh', '-c', 'exit 4']);
    await expect(GuestMachine.ready(process, { deadlineMs: 10_000 })).rejects.toMatchObject({
      code: 'BOOT_FAILED',
      message: 'QEMU with the kernel 6.1 ended with status 4 before it had booted',
    });
    const missing = await pretend(['/no/such/program']);
    await expect(GuestMachine.ready(missing.process, { deadlineMs: 10_000 })).rejects.toThrow(
      /could not be started/,
    );
  });

  it('that is no longer wanted is ended', async () => {
    const { process } = await pretend();
    const controller = new AbortController();
    const booting = GuestMachine.ready(process, { deadlineMs: 10_000, signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await expect(booting).rejects.toThrow('interrupted');
    expect(alive(process.child)).toBe(false);
  });

  it('is a machine; closing it ends its process', async () => {
    const { process, far } = await pretend();
    const server = agent(far);
    const guest = await GuestMachine.ready(process, { deadlineMs: 10_000 });
    expect((await guest.exec(['echo', 'hello'])).stdout).toBe('hello\n');
    expect(guest.phases.map((phase) => phase.name)).toEqual([
      'start',
      'kernel',
      'modules',
      'files',
      'agent',
      'total',
    ]);
    await guest.close();
    await guest.close();
    expect(alive(process.child)).toBe(false);
    await server.closed;
  });

  it('that is killed behind our back is lost, in words', async () => {
    const { process, far } = await pretend();
    agent(far);
    const guest = await GuestMachine.ready(process, { deadlineMs: 10_000 });
    const running = guest.exec(['sleep', '600']);
    process.child.kill('SIGKILL');
    expect(await guest.lost).toBe(
      'QEMU with the kernel 6.1 was ended by SIGKILL; last line of its console: vwifi: guest: cannot mount',
    );
    await guest.close();
    await expect(running).rejects.toMatchObject({ code: 'RPC_CLOSED' });
  });

  it('whose agent ends is lost too, and its process ended', async () => {
    const { process, far } = await pretend();
    const server = agent(far);
    const guest = await GuestMachine.ready(process, { deadlineMs: 10_000 });
    await server.close();
    expect(await guest.lost).toMatch(/is out of reach: .*the other side closed it/);
    await guest.close();
    expect(alive(process.child)).toBe(false);
  });
});
