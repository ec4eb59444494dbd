import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../../test/lib/wait.js';
import { RpcConnection } from '../rpc/connection.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { RemoteMachine } from '../rpc/remote-machine.js';
import { socketPair } from '../rpc/socket-pair.js';
import { markedProcesses } from './guard.js';
import { LocalMachine } from './local.js';
import type { Machine, MachineProcess } from './machine.js';

type Opened = { machine: Machine; end(): Promise<void> };
const kinds: [string, () => Promise<Opened>][] = [
  [
    'local',
    async () => {
      const machine = new LocalMachine();
      return { machine, end: () => machine.close() };
    },
  ],
  [
    'remote',
    async () => {
      const local = new LocalMachine();
      const [near, far] = await socketPair();
      const server = new RpcConnection(far, { peer: 'the caller', methods: machineMethods(() => local) });
      const client = new RpcConnection(near, { peer: 'the agent' });
      const machine = await RemoteMachine.open(client);
      return {
        machine,
        async end() {
          await machine.close();
          await server.closed;
          await local.close();
        },
      };
    },
  ],
];

/** Output as it comes, and a way to wait for some text in it. */
function listen(child: MachineProcess) {
  let text = '';
  const waiting = new Set<() => void>();
  child.onOutput((_, data) => {
    text += Buffer.from(data).toString();
    for (const check of waiting) check();
  });
  return {
    get text() {
      return text;
    },
    until: (wanted: RegExp) =>
      new Promise<string>((resolve) => {
        const check = () => {
          if (!wanted.test(text)) return;
          waiting.delete(check);
          resolve(text);
        };
        waiting.add(check);
        check();
      }),
  };
}

describe.each(kinds)('a %s machine', (_, open) => {
  let machine: Machine;
  let end: () => Promise<void>;
  let folder: string;
  beforeEach(async () => {
    ({ machine, end } = await open());
    folder = await mkdtemp(join(tmpdir(), 'vwifi-test-'));
  });
  afterEach(async () => {
    await end();
    await rm(folder, { recursive: true });
  });

  it('runs a command to its end and separates its outputs', async () => {
    const result = await machine.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('feeds input, environment and folder', async () => {
    const result = await machine.exec(['sh', '-c', 'cat; echo "$COLOUR"; pwd'], {
      input: 'in\n',
      env: { COLOUR: 'blue' },
      cwd: '/usr',
    });
    expect(result.stdout).toBe('in\nblue\n/usr\n');
  });

  it('says what does not exist', async () => {
    await expect(machine.exec(['no-such-command'])).rejects.toMatchObject({
      code: 'ENOENT',
      message: 'cannot run no-such-command: command not found',
    });
    await expect(machine.exec(['/etc/passwd'])).rejects.toMatchObject({ code: 'EACCES' });
    await expect(machine.exec(['true'], { cwd: '/nowhere' })).rejects.toMatchObject({ code: 'NO_FOLDER' });
    await expect(machine.exec(['true'], { netns: 'nowhere' })).rejects.toMatchObject({
      code: 'NO_NAMESPACE',
    });
    await expect(machine.readFile('/nowhere')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('reports a signal as a shell does', async () => {
    expect(await machine.exec(['sh', '-c', 'kill -TERM $$'])).toMatchObject({
      status: 143,
      signal: 'SIGTERM',
    });
  });

  it('ends a command that takes too long, and one that is no longer wanted', async () => {
    await expect(
      machine.exec(['sh', '-c', 'echo hello; sleep 60'], { timeoutMs: 300 }),
    ).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('its last line: hello'),
    });
    const controller = new AbortController();
    const running = machine.exec(['sleep', '60'], { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('kills the whole process group', async () => {
    const child = await machine.spawn(['sh', '-c', 'sleep 61 & sleep 62 & echo ready; wait']);
    await listen(child).until(/ready/);
    child.kill('SIGKILL');
    expect(await child.exited).toEqual({ status: 137, signal: 'SIGKILL' });
  });

  it('keeps output for a listener that comes late, and holds a process back while its listener is busy', async () => {
    const child = await machine.spawn(['sh', '-c', 'echo early; head -c 3000000 /dev/zero; echo done >&2']);
    child.endInput();
    let received = 0;
    let busy = 0;
    let most = 0;
    child.onOutput(async (_, data) => {
      busy += 1;
      most = Math.max(most, busy);
      received += data.length;
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
    });
    expect(await child.exited).toEqual({ status: 0 });
    expect(received).toBe(3000000 + 'early\n'.length + 'done\n'.length);
    expect(most).toBe(1);
  });

  it('keeps the output of a process that is over', async () => {
    const child = await machine.spawn(['echo', 'gone']);
    await machine.exec(['sh', '-c', `while kill -0 ${child.pid} 2>/dev/null; do :; done`]);
    const output = listen(child);
    expect(await child.exited).toEqual({ status: 0 });
    expect(output.text).toBe('gone\n');
  });

  it('passes bulk data through unchanged', async () => {
    const input = Buffer.alloc(2_500_000, Buffer.from([0, 1, 2, 253, 254, 255, 10, 13]));
    const child = await machine.spawn(['sha256sum']);
    const output = listen(child);
    await child.write(input);
    child.endInput();
    await child.exited;
    const { createHash } = await import('node:crypto');
    expect(output.text).toContain(createHash('sha256').update(input).digest('hex'));
  });

  it('gives a terminal with job control and a size that changes', async () => {
    const child = await machine.spawn(['sh', '-i'], { tty: { columns: 71, rows: 13 }, env: { PS1: '> ' } });
    const output = listen(child);
    await child.write(Buffer.from('stty size; tty\n'));
    await output.until(/13 71\r\n\/dev\/pts\/\d+\r\n/);
    await child.write(Buffer.from("sh -c 'echo $((6 * 7)) sheep; exec sleep 60'\n"));
    await output.until(/42 sheep\r\n/);
    await child.write(Buffer.from([3]));
    await child.write(Buffer.from('echo still $((40 + 2))\n'));
    await output.until(/still 42\r\n/);
    child.resize(99, 33);
    await child.write(Buffer.from('until stty size | grep "^33 99"; do :; done\n'));
    await output.until(/\n33 99\r\n/);
    await child.write(Buffer.from('exit 7\n'));
    expect(await child.exited).toEqual({ status: 7 });
  });

  it('ends what holds a terminal', async () => {
    const child = await machine.spawn(['sh', '-c', 'echo ready; sleep 60'], {
      tty: { columns: 80, rows: 24 },
    });
    await listen(child).until(/ready/);
    child.kill('SIGTERM');
    expect((await child.exited).status).toBe(143);
  });

  it('writes and reads files, folders and modes included', async () => {
    const path = join(folder, 'a/b/c');
    await machine.writeFile(path, 'text\n', 0o750);
    expect(Buffer.from(await machine.readFile(path)).toString()).toBe('text\n');
    expect((await machine.exec(['stat', '-c', '%a', path])).stdout).toBe('750\n');
    const bytes = Buffer.alloc(1_200_000, Buffer.from([1, 0, 255]));
    await machine.writeFile(path, bytes);
    expect(Buffer.compare(await machine.readFile(path), bytes)).toBe(0);
    await writeFile(join(folder, 'file'), '');
    await expect(machine.writeFile(join(folder, 'file/x'), '')).rejects.toMatchObject({
      code: /EEXIST|ENOTDIR/,
    });
    expect(Buffer.from(await machine.readFile('/proc/sys/kernel/ostype')).toString()).toBe('Linux\n');
  });

  it('keeps time', async () => {
    const before = await machine.clock.now();
    await machine.clock.sleep(30);
    expect((await machine.clock.now()) - before).toBeGreaterThanOrEqual(29);
    const controller = new AbortController();
    const sleeping = machine.clock.sleep(60000, controller.signal);
    controller.abort();
    await expect(sleeping).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('names its kernel', async () => {
    expect(machine.kernel).toBe((await machine.exec(['uname', '-r'])).stdout.trim());
    expect(machine.backend).toBe('host');
  });
});

describe('the end of a local machine', () => {
  it('takes everything with it, what made itself a daemon too, and undoes the rest in reverse order', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vwifi-test-'));
    const machine = new LocalMachine();
    // Its own variable: a process that is just becoming another program has no environment to read.
    const script = 'setsid sleep 63 </dev/null >/dev/null 2>&1 & echo "$VWIFI_MACHINE"';
    const mark = (await machine.exec(['sh', '-c', script])).stdout.trim();
    expect(mark).toMatch(/^[0-9a-f-]+$/);
    await eventually(machine.clock, 'it runs', async () => markedProcesses(mark).length === 1);
    await machine.undoOnEnd(['sh', '-c', `echo first >> ${folder}/undone`]);
    await machine.undoOnEnd(['sh', '-c', `echo second >> ${folder}/undone`]);
    await machine.close();
    expect(markedProcesses(mark)).toEqual([]);
    expect(await readFile(join(folder, 'undone'), 'utf8')).toBe('second\nfirst\n');
    await rm(folder, { recursive: true });
  });
});
