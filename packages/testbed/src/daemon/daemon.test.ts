import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { eventually } from '../../../../test/lib/wait.js';
import { pidNamespace } from '../machine/boot-id.js';
import { localClock } from '../machine/clock.js';
import { markedProcesses } from '../machine/guard.js';
import { BegunDaemon, connectDaemon, listDaemons, startDaemon, stopDaemon } from './client.js';

// A daemon is a process of its own: it runs what was built.
const dist = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../dist/daemon');
const entry = join(dist, 'testing-entry.js');
let runtime: string;
const before = process.env.XDG_RUNTIME_DIR;

beforeEach(async () => {
  runtime = await mkdtemp(join(tmpdir(), 'vwifi-run-'));
  process.env.XDG_RUNTIME_DIR = runtime;
});
afterEach(async () => {
  for (const { name } of await listDaemons()) await stopDaemon(name);
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = before;
  await rm(runtime, { recursive: true });
});

/** Waits for a state that others bring about. */
const until = (what: string, reached: () => boolean | Promise<boolean>) =>
  eventually(localClock(undefined), what, async () => reached(), 15_000);
const folders = () => (existsSync(join(runtime, 'vwifi')) ? readdirSync(join(runtime, 'vwifi')) : []);

jest.setTimeout(60_000);

describe('a daemon', () => {
  it('serves its machine to many clients, outlives them once released, and leaves nothing', async () => {
    const first = await startDaemon('demo', { entry });
    const machine = await first.machine();
    expect((await machine.exec(['echo', 'hello'])).stdout).toBe('hello\n');
    await first.release();
    await first.close();
    const second = await connectDaemon('demo');
    expect((await (await second.machine()).exec(['echo', 'again'])).stdout).toBe('again\n');
    expect(await listDaemons()).toMatchObject([{ name: 'demo', pid: (await second.status()).pid }]);
    expect(await stopDaemon('demo')).toBe(true);
    await second.closed;
    // The folder of all laboratories went with the last one.
    expect(readdirSync(runtime)).toEqual([]);
    expect(await stopDaemon('demo')).toBe(false);
    await expect(connectDaemon('demo')).rejects.toMatchObject({ code: 'NO_LAB' });
  });

  it('that was begun and is needed by nobody leaves nothing', async () => {
    const begun = await BegunDaemon.begin({ entry });
    expect(folders()).toHaveLength(1);
    await begun[Symbol.asyncDispose]();
    expect(readdirSync(runtime)).toEqual([]);
    // It ends by itself, too, when whoever began it is killed.
    const script = `import { BegunDaemon } from ${JSON.stringify(join(dist, 'client.js'))};
      await BegunDaemon.begin({ entry: ${JSON.stringify(entry)} });
      console.log('begun');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env },
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const there = folders();
    child.kill('SIGKILL');
    expect(there).toHaveLength(1);
    await until('nothing is left', () => readdirSync(runtime).length === 0);
  });

  it('has its name for itself', async () => {
    await using first = await startDaemon('demo', { entry });
    await expect(startDaemon('demo', { entry })).rejects.toMatchObject({ code: 'LAB_EXISTS' });
    await using other = await startDaemon('other', { entry });
    expect([first.name, other.name]).toEqual(['demo', 'other']);
    // Two that start at once: the folder appears under the name with one of them.
    const both = await Promise.allSettled([startDaemon('race', { entry }), startDaemon('race', { entry })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'LAB_EXISTS' },
    });
    for (const result of both) if (result.status === 'fulfilled') await result.value.shutdown();
    await expect(startDaemon('no/name', { entry })).rejects.toMatchObject({ code: 'LAB_NAME' });
  });

  it('ends with the process that started it, as long as that has not let go', async () => {
    const script = `import { startDaemon } from ${JSON.stringify(join(dist, 'client.js'))};
      const daemon = await startDaemon('held', { entry: ${JSON.stringify(entry)} });
      await (await daemon.machine()).spawn(['sleep', '600']);
      console.log(await daemon.call('test.mark'));
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const mark = await new Promise<string>((resolve) =>
      holder.stdout.once('data', (data) => resolve(String(data).trim())),
    );
    expect(markedProcesses(mark)).toHaveLength(1);
    expect(folders()).toEqual(['held']);
    holder.kill('SIGKILL');
    await until('the laboratory is down', () => folders().length === 0);
    expect(markedProcesses(mark)).toEqual([]);
  });

  it('leaves nothing when it is killed', async () => {
    const client = await startDaemon('victim', { entry });
    const machine = await client.machine();
    const mark = String(await client.call('test.mark'));
    await machine.exec(['sh', '-c', 'setsid sleep 600 </dev/null >/dev/null 2>&1 &']);
    await machine.spawn(['sleep', '600']);
    await machine.undoOnEnd(['sh', '-c', `echo "it's undone" > '${runtime}/undone'`]);
    expect(markedProcesses(mark)).toHaveLength(2);
    const { pid } = await client.status();
    process.kill(pid, 'SIGKILL');
    expect((await client.closed).message).toMatch(/daemon of laboratory victim is over/);
    await until('everything is gone', () => markedProcesses(mark).length === 0 && folders().length === 0);
    expect(existsSync(join(runtime, 'undone'))).toBe(true);
    await client.close();
    // The name is free at once.
    await using next = await startDaemon('victim', { entry });
    expect(next.name).toBe('victim');
    await next.shutdown();
  });

  it('is taken down though it stands still, by its name and by who is connected', async () => {
    const still = async (way: 'name' | 'client') => {
      const name = `still-by-${way}`;
      const client = await startDaemon(name, { entry });
      await client.release();
      const machine = await client.machine();
      const mark = String(await client.call('test.mark'));
      await machine.spawn(['sleep', '600']);
      await machine.undoOnEnd(['touch', join(runtime, `undone-by-${way}`)]);
      process.kill((await client.status()).pid, 'SIGSTOP');
      const refused = connectDaemon(name).catch((error) => error);
      expect(await refused).toMatchObject({ code: 'LAB_SILENT', message: expect.not.stringMatching(/\n/) });
      if (way === 'name') expect(await stopDaemon(name)).toBe(true);
      else await client.shutdown();
      expect(folders()).not.toContain(name);
      expect(markedProcesses(mark)).toEqual([]);
      expect(existsSync(join(runtime, `undone-by-${way}`))).toBe(true);
      await client.close();
    };
    // Each is given up only after some seconds.
    await Promise.all([still('name'), still('client')]);
    expect(folders()).toEqual([]);
  });

  it('is cleared away when its guard was killed with it', async () => {
    const client = await startDaemon('victim', { entry });
    await client.release();
    const machine = await client.machine();
    const mark = String(await client.call('test.mark'));
    await machine.exec(['sh', '-c', 'setsid sleep 600 </dev/null >/dev/null 2>&1 &']);
    for (const word of ['first', 'second'])
      await machine.undoOnEnd(['sh', '-c', `echo ${word} >> '${runtime}/undone-later'`]);
    const { pid, guard = 0 } = await client.status();
    process.kill(guard, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await client.closed;
    await client.close();
    expect(folders()).toEqual(['victim']);
    expect(await stopDaemon('victim')).toBe(true);
    expect(folders()).toEqual([]);
    expect(markedProcesses(mark)).toEqual([]);
    expect(await readFile(join(runtime, 'undone-later'), 'utf8')).toBe('second\nfirst\n');
  });

  it('says why it died at its start, with the end of its log', async () => {
    await expect(startDaemon('demo', { entry, env: { VWIFI_TEST: 'die' } })).rejects.toMatchObject({
      code: 'DAEMON_DIED',
      message: 'the daemon of laboratory demo ended with status 3 at its start',
      details: ['the sky is falling'],
    });
    await expect(startDaemon('demo', { entry, env: { VWIFI_TEST: 'refuse' } })).rejects.toThrow('not today');
    await until('the folders are gone', () => folders().length === 0);
  });

  it('tells what happened when it failed by itself', async () => {
    const client = await startDaemon('demo', { entry });
    await client.release();
    await client.call('test.crash');
    await client.closed;
    await client.close();
    await until('it has ended', async () => (await listDaemons())[0]?.ended !== undefined);
    expect(await listDaemons()).toMatchObject([{ name: 'demo', ended: 'its daemon failed: a fault' }]);
    await expect(connectDaemon('demo')).rejects.toMatchObject({
      code: 'LAB_DEAD',
      message: expect.stringContaining('a fault'),
    });
    expect(await stopDaemon('demo')).toBe(true);
    expect(folders()).toEqual([]);
  });

  it('recognises the dead, and what was left of a start', async () => {
    const dead = join(runtime, 'vwifi', 'old');
    await mkdir(dead, { recursive: true, mode: 0o700 });
    await chmod(join(runtime, 'vwifi'), 0o700);
    const info = {
      name: 'old',
      pid: process.pid,
      pidNamespace: pidNamespace(),
      bootId: 'another',
      startedAt: 0,
    };
    await writeFile(join(dead, 'daemon.json'), JSON.stringify(info));
    await mkdir(join(runtime, 'vwifi', `.starting-4194999-${pidNamespace()}-abc`));
    expect(await listDaemons()).toMatchObject([{ name: 'old', ended: 'its daemon was killed' }]);
    expect(folders()).toEqual(['old']);
    await expect(connectDaemon('old')).rejects.toMatchObject({ code: 'LAB_DEAD' });
    await using fresh = await startDaemon('old', { entry });
    expect(await fresh.status()).toMatchObject({ name: 'old' });
    await fresh.shutdown();
  });

  it('lives for whoever shares its folder from another PID namespace', async () => {
    await using first = await startDaemon('shared', { entry });
    // A PID namespace that has the same files, as a container with a shared runtime folder.
    const script = `import { connectDaemon, listDaemons, startDaemon } from ${JSON.stringify(join(dist, 'client.js'))};
      const refused = await startDaemon('shared', { entry: ${JSON.stringify(entry)} }).catch(({ code }) => code);
      const there = await connectDaemon('shared');
      console.log(JSON.stringify([refused, (await listDaemons())[0].ended ?? 'up', (await there.status()).pid]));
      await there.close();`;
    const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const run = spawn(
      'unshare',
      [...asRoot, '--pid', '--fork', '--mount-proc', process.execPath, '--input-type=module', '-e', script],
      { env: { ...process.env }, stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000 },
    );
    let said = '';
    run.stdout.on('data', (data) => {
      said += String(data);
    });
    const status = await new Promise((resolve) => run.once('close', resolve));
    const { pid } = await first.status();
    expect([status, said.trim()]).toEqual([0, JSON.stringify(['LAB_EXISTS', 'up', pid])]);
    expect(folders()).toEqual(['shared']);
  });

  it('is reached in a folder whose path is longer than a socket may have', async () => {
    process.env.XDG_RUNTIME_DIR = join(
      runtime,
      'a folder with a name, so long that it is cut off,'.repeat(3),
    );
    await mkdir(process.env.XDG_RUNTIME_DIR);
    for (const name of ['first', 'second']) await (await startDaemon(name, { entry })).release();
    const names: string[] = [];
    for (const { name } of await listDaemons()) names.push((await (await connectDaemon(name)).status()).name);
    expect(names).toEqual(['first', 'second']);
    for (const name of names) expect(await stopDaemon(name)).toBe(true);
    expect(readdirSync(process.env.XDG_RUNTIME_DIR)).toEqual([]);
    expect(readdirSync(runtime)).toHaveLength(1);
  });

  it('does not use a folder that others can enter', async () => {
    await mkdir(join(runtime, 'vwifi'));
    await chmod(join(runtime, 'vwifi'), 0o755);
    await expect(startDaemon('demo', { entry })).rejects.toMatchObject({ code: 'RUN_FOLDER' });
    await chmod(join(runtime, 'vwifi'), 0o700);
  });
});
