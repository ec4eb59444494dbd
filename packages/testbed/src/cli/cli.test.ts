import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestbedError } from '../errors.js';
import type { LabRecord } from '../record/record.js';
import { cli, FakeSessions } from './testing.js';

// A module file that is there: what is in it does not matter to a machine of words.
const module = join(mkdtempSync(join(tmpdir(), 'vwifi-cli-')), 'vwifi.ko');
writeFileSync(module, '');

const running = async () => {
  const sessions = new FakeSessions();
  await cli(sessions, ['up', '--module', module]);
  return sessions;
};

describe('testbed up', () => {
  it('shows each step with its time, the nodes, the pings, and what to type next', async () => {
    const { status, stdout, stderr } = await cli(new FakeSessions(), ['up', '--module', module]);
    expect(status).toBe(0);
    expect(stderr.split('\n')).toEqual(
      expect.arrayContaining([
        'ok   boot 2.0 s',
        'ok   load vwifi with 3 radios 0.1 s',
        'ok   sta1: connect to ap 0.1 s',
      ]),
    );
    expect(stdout.replace(/Ready after .*/, 'Ready after T.')).toBe(`
default on qemu, kernel 6.1.0

NODE  ROLE     INTERFACE  CONNECTED  SSID  BSSID              CHANNEL       SIGNAL   ADDRESS
ap    ap       vw0        yes        test  00:76:77:30:00:00  6 (2437 MHz)  -        10.0.0.1
sta1  station  vw1        yes        test  00:76:77:30:00:00  6 (2437 MHz)  -50 dBm  10.0.0.2
sta2  station  vw2        yes        test  00:76:77:30:00:00  6 (2437 MHz)  -50 dBm  10.0.0.3

PING  ap       sta1     sta2
ap             0.42 ms  0.42 ms
sta1  0.42 ms           0.42 ms
sta2  0.42 ms  0.42 ms

Ready after T.

Next:
  npx testbed exec sta1 -- ping -c 4 10.0.0.1   a command on a node
  npx testbed shell sta1                        a shell there; without a name, on the machine itself
  npx testbed logs sta1 -f                      what its daemon says
  npx testbed status --ping                     this table again
  npx testbed down                              the end of it
`);
  });

  it('prints the status alone with --json', async () => {
    const { stdout } = await cli(new FakeSessions(), ['up', '--module', module, '--json']);
    const status = JSON.parse(stdout);
    expect(Object.keys(status)).toEqual(['lab', 'backend', 'kernel', 'guests', 'nodes', 'pings']);
    expect(status.nodes[1]).toEqual({
      name: 'sta1',
      role: 'station',
      interface: 'vw1',
      connected: true,
      ssid: 'test',
      bssid: '00:76:77:30:00:00',
      frequencyMhz: 2437,
      signalDbm: -50,
      address: '10.0.0.2',
    });
    expect(status.pings[0]).toEqual({ from: 'ap', to: 'sta1', ok: true, rttMs: 0.42, expected: true });
  });

  it('passes its options on', async () => {
    const sessions = new FakeSessions();
    const words = [
      '--backend',
      'qemu',
      '--kernel',
      '6.12',
      '--time',
      'virtual',
      '--name',
      'mine',
      '--timeout',
      '9',
    ];
    await cli(sessions, ['up', ...words, '--module', module]);
    expect(sessions.started[0]).toMatchObject({
      name: 'mine',
      backend: 'qemu',
      kernel: '6.12',
      time: 'virtual',
      bootTimeoutMs: 8100,
      keep: [module],
      lease: false,
    });
  });

  it('leaves nothing when a step fails, and shows why', async () => {
    const sessions = new FakeSessions();
    sessions.failure = new TestbedError('DAEMON_ENDED', 'ap: hostapd ended with status 1', {
      hint: 'its configuration is /x/hostapd.conf',
      details: ["Line 3: unknown configuration item 'foo'"],
    });
    const { status, stderr } = await cli(sessions, ['up', '--module', module]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "FAIL load vwifi with 3 radios 0.0 s\nerror: ap: hostapd ended with status 1\n  | Line 3: unknown configuration item 'foo'\nhint: its configuration is /x/hostapd.conf\n",
    );
    expect(sessions.running.size).toBe(0);
  });

  it('refuses a second time', async () => {
    const { status, stderr } = await cli(await running(), ['up', '--module', module]);
    expect(status).toBe(1);
    expect(stderr).toBe('error: laboratory default is up already\nhint: run `npx testbed down` first\n');
  });

  it('says what it was interrupted', async () => {
    const sessions = new FakeSessions();
    const controller = new AbortController();
    sessions.failure = new Error('stopped');
    controller.abort();
    const { status, stderr } = await cli(sessions, ['up', '--module', module], { signal: controller.signal });
    expect(status).toBe(130);
    expect(stderr).toContain('interrupted');
    expect(sessions.running.size).toBe(0);
  });

  it.each([
    [1, ['up', '/no/lab.yaml'], 'cannot read the laboratory /no/lab.yaml: there is no such file'],
    [1, ['up', '--module', '/no/vwifi.ko'], 'module is /no/vwifi.ko, which is not there'],
    [2, ['up', '--backend', 'vbox'], 'Allowed choices are uml, qemu, host'],
    [2, ['up', '--timeout', 'x'], 'It has to be a number above 0'],
    [2, ['up', 'x.yaml', '--bare'], 'up --bare takes no laboratory file'],
    [2, ['upp'], "unknown command 'upp'"],
  ] as const)('status %i: %j is refused in one sentence', async (expected, words, sentence) => {
    const sessions = new FakeSessions();
    const { status, stdout, stderr } = await cli(sessions, words);
    expect(status).toBe(expected);
    expect(stderr).toContain(sentence);
    expect(stdout).toBe('');
    expect(sessions.prepared).toBe(0);
  });

  it('brings up a machine alone with --bare', async () => {
    const { status, stdout } = await cli(new FakeSessions(), ['up', '--bare']);
    expect(status).toBe(0);
    expect(stdout).toContain('a machine without a network');
    expect(stdout).toContain('npx testbed shell');
  });
});

describe('testbed exec', () => {
  it('runs a command on a node and has its status', async () => {
    const sessions = await running();
    sessions.script = () => ({ stdout: 'out\n', stderr: 'err\n', status: 3 });
    const { status, stdout, stderr } = await cli(
      sessions,
      ['exec', 'sta1', '--', 'ping', '-c', '4', '--', 'x'],
      {
        input: 'typed',
      },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
    const [child] = sessions.spawned;
    expect(child?.argv).toEqual(['ping', '-c', '4', '--', 'x']);
    expect(child?.options).toMatchObject({ netns: 'sta1', cwd: '/vwifi' });
  });

  it('reaches the machine itself without a node', async () => {
    const sessions = await running();
    await cli(sessions, ['exec', '--', 'iw', 'dev']);
    expect(sessions.spawned[0]).toMatchObject({ argv: ['iw', 'dev'] });
    expect(sessions.spawned[0]?.options.netns).toBeUndefined();
  });

  it('says of a command that failed which of its files the machine does not see', async () => {
    const sessions = await running();
    const file = join(mkdtempSync('/tmp/vwifi-cli-'), 'program');
    writeFileSync(file, '');
    const hint = `hint: ${file} is a file of yours, and this machine has /tmp for itself: take another folder\n`;
    sessions.script = ([program]) => ({ status: program === 'test' ? 1 : 127, stderr: '' });
    const words = ['exec', 'sta1', '--', 'sh', file];
    expect(await cli(sessions, words)).toMatchObject({ status: 127, stderr: hint });
    // The module of the laboratory, for instance, is seen; and what went well needs no hint.
    sessions.script = ([program]) => ({ status: program === 'test' ? 0 : 1 });
    expect(await cli(sessions, words)).toMatchObject({ status: 1, stderr: '' });
    sessions.script = () => ({ status: 0 });
    expect(await cli(sessions, words)).toMatchObject({ status: 0, stderr: '' });
  });

  it('passes standard input', async () => {
    const sessions = await running();
    sessions.script = () => ({ wait: true });
    const done = cli(sessions, ['exec', '--timeout', '0.2', '--', 'cat'], { input: 'typed' });
    const { status, stderr } = await done;
    expect(sessions.spawned[0]?.input).toBe('typed');
    expect(sessions.spawned[0]?.killed).toEqual(['SIGKILL']);
    expect(status).toBe(1);
    expect(stderr).toContain('did not end within 0.2 s of wall clock');
  });

  it.each([
    ['ENOENT', 127, 'cannot run nonsense: command not found'],
    ['EACCES', 126, 'cannot run nonsense: /x/nonsense is not executable'],
    ['NO_FOLDER', 1, 'cannot run nonsense in /x: no such folder'],
  ])(
    'a program that does not start (%s) has the status %i, as in a shell',
    async (code, expected, message) => {
      const sessions = await running();
      sessions.script = () => {
        throw new TestbedError(code, message);
      };
      const { status, stderr } = await cli(sessions, ['exec', 'sta1', '--', 'nonsense']);
      expect([status, stderr]).toEqual([expected, `error: ${message}\n`]);
    },
  );

  it.each([
    [
      [
        'exec',
        '--timeout',
        '9',
        '--env',
        'A=b=c',
        '--env',
        'PATH',
        '--cwd',
        '/tmp',
        '--tty',
        'sta1',
        '--',
        'x',
        '--tty',
      ],
    ],
    [
      [
        'exec',
        'sta1',
        '--cwd',
        '/tmp',
        '--env',
        'A=b=c',
        '--tty',
        '--timeout',
        '9',
        '--env',
        'PATH',
        '--',
        'x',
        '--tty',
      ],
    ],
  ])('takes its options in any order: %j', async (words) => {
    const sessions = await running();
    expect((await cli(sessions, words)).status).toBe(0);
    expect(sessions.spawned[0]).toMatchObject({
      argv: ['x', '--tty'],
      options: {
        ...{ netns: 'sta1', cwd: '/tmp', env: { A: 'b=c', PATH: process.env.PATH } },
        tty: { columns: 80, rows: 24 },
      },
    });
  });

  it('leaves the options of a command without -- to it', async () => {
    const sessions = await running();
    await cli(sessions, ['exec', '--timeout', '9', 'sta1', 'ping', '--cwd', '-c', '4']);
    expect(sessions.spawned[0]?.argv).toEqual(['ping', '--cwd', '-c', '4']);
  });

  it.each([
    [2, ['exec', 'sta1', '--timeout', '1', 'x'], 'exec: --timeout stands where the command begins'],
    [2, ['exec', '--env', '9=x', '--', 'x'], '--env 9=x is no variable'],
    [2, ['exec', '--env', 'VWIFI_NO_SUCH', '--', 'x'], '--env VWIFI_NO_SUCH: there is no such variable here'],
    [1, ['exec', 'sta3', '--', 'x'], 'laboratory default has no node sta3\nhint: did you mean sta1?'],
    [2, ['exec', 'sta1'], 'exec needs a command'],
    [2, ['exec', 'sta1', 'sta2', '--', 'x'], 'exec takes one node before --'],
  ] as const)('status %i: %j is refused', async (expected, words, sentence) => {
    const { status, stderr } = await cli(await running(), words);
    expect(status).toBe(expected);
    expect(stderr).toContain(sentence);
  });
});

it('testbed shell without a terminal reads commands', async () => {
  const sessions = await running();
  sessions.script = () => ({ status: 5 });
  const { status } = await cli(sessions, ['shell', 'ap'], { input: 'iw dev\n' });
  expect(status).toBe(5);
  expect(sessions.spawned[0]?.argv[0]).toBe('bash');
  expect(sessions.spawned[0]?.options).toMatchObject({ netns: 'ap' });
  expect(sessions.spawned[0]?.options.tty).toBeUndefined();
});

describe('testbed logs', () => {
  it("prints a node's log", async () => {
    const sessions = await running();
    sessions.log = join(module, '..', 'hostapd.log');
    writeFileSync(sessions.log, 'vw0: AP-ENABLED\n');
    expect(await cli(sessions, ['logs', 'ap'])).toMatchObject({ status: 0, stdout: 'vw0: AP-ENABLED\n' });
  });

  it('prints its last lines, and the young ones by the clock of the machine', async () => {
    const sessions = await running();
    sessions.log = join(module, '..', 'hostapd.log');
    writeFileSync(sessions.log, '900.000000: old\n990.000000: young\n995.000000: younger\n');
    sessions.script = () => ({ stdout: '1000.5\n100.25 50.0\n' });
    const told = async (...words: readonly string[]) =>
      (await cli(sessions, ['logs', 'ap', ...words])).stdout;
    expect(await told('--tail', '1')).toBe('995.000000: younger\n');
    expect(await told('--since', '15s')).toBe('990.000000: young\n995.000000: younger\n');
    expect(await told('--since', '15s', '--tail', '1')).toBe('995.000000: younger\n');
    expect((await cli(sessions, ['logs', '--since', '2m'])).stdout).toContain('vwifi: 3 radios');
    expect((await cli(sessions, ['logs', '--since', '5s'])).stdout).toBe('');
    expect(await cli(sessions, ['logs', 'ap', '--since', 'soon'])).toMatchObject({ status: 2 });
    expect(await cli(sessions, ['logs', 'ap', '--tail', '-1'])).toMatchObject({ status: 2 });
  });

  it('shows a terminal what would change it, and leaves it to others as it is', async () => {
    const sessions = await running();
    sessions.log = join(module, '..', 'hostapd.log');
    const said = 'a\tb\x1b]0;title\x07\x9b2J\u202e é\n';
    writeFileSync(sessions.log, said);
    const told = async (isTTY: boolean, ...words: string[]) =>
      (await cli(sessions, ['logs', 'ap', ...words], { isTTY })).stdout;
    const shown = 'a\tb\\x1b]0;title\\x07\\x9b2J\\u{202e} é\n';
    expect(await told(true)).toBe(shown);
    expect(await told(true, '--tail', '1')).toBe(shown);
    expect(await told(false)).toBe(said);
  });

  it('prints the kernel log without a node', async () => {
    expect(await cli(await running(), ['logs'])).toMatchObject({
      stdout: '[    1.000000] vwifi: 3 radios\n',
    });
  });
});

describe('with nothing up', () => {
  it.each([[['status']], [['down']], [['exec', '--', 'x']], [['logs', 'ap']]])(
    '%j says so',
    async (words) => {
      const { status, stdout, stderr } = await cli(new FakeSessions(), words);
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: '',
        stderr: 'error: no laboratory is up\nhint: bring one up with `npx testbed up`\n',
      });
    },
  );

  it('ls is empty', async () => {
    expect(await cli(new FakeSessions(), ['ls'])).toMatchObject({
      status: 0,
      stdout: 'no laboratory is up\n',
    });
  });
});

it('asks which laboratory where several are up', async () => {
  const sessions = await running();
  await cli(sessions, ['up', '--module', module, '--name', 'other']);
  const { status, stderr } = await cli(sessions, ['status']);
  expect(status).toBe(1);
  expect(stderr).toBe('error: several laboratories are up: default, other\nhint: choose one with --name\n');
  expect(await cli(sessions, ['down', '--name', 'other'])).toMatchObject({ status: 0 });
  expect(await cli(sessions, ['down'])).toMatchObject({ status: 0 });
  expect(sessions.running.size).toBe(0);
});

it.each([
  'up',
  'down',
  'status',
  'exec',
  'sweep',
  'test',
  'run',
  'shell',
  'logs',
  'explain',
  'view',
  'trace save',
  'trace show',
  'record',
  'replay',
  'ls',
  'doctor',
  'kernel ls',
  'kernel fetch',
  'kernel build',
])('testbed %s --help shows an example', async (command) => {
  const { status, stdout } = await cli(new FakeSessions(), [...command.split(' '), '--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`For example:\n {2}npx testbed ${command}`));
});

describe('testbed replay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vwifi-session-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const said = (text: string): LabRecord => ({ kind: 'deed', id: 1, us: 1_500_000, text });
  const boot = '{"call":1,"method":"machine.boot","args":{"seed":1}}\n';
  write('trace.json', JSON.stringify({ format: 1, lab: 'x', time: 'virtual' }));
  write('session.jsonl', boot);
  write('records.jsonl', `${JSON.stringify(said('it moves'))}\n`);

  it('does a session again, and says that it was the same', async () => {
    const sessions = new FakeSessions();
    sessions.happened = [said('it moves')];
    const { status, stdout } = await cli(sessions, ['replay', folder, '--assert-same']);
    expect([status, stdout]).toEqual([0, 'the same: 1 records, until 1.500000 s\n']);
    expect(sessions.replayed).toEqual([[JSON.parse(boot)]]);
    expect([...sessions.running]).toEqual([]);
  });

  it('shows where it was another one; that is a failure for who asserts that it is the same', async () => {
    const sessions = new FakeSessions();
    sessions.happened = [said('it stands')];
    const { status, stdout } = await cli(sessions, ['replay', folder]);
    expect([status, stdout.split('\n')]).toEqual([
      0,
      [
        'another one, after 0 of 1 records that are the same',
        'at 1.500000 s',
        '  recorded  deed: it moves',
        '  replayed  deed: it stands',
        '',
      ],
    ]);
    const asserted = await cli(sessions, ['replay', folder, '--assert-same', '--json']);
    expect(asserted.status).toBe(1);
    expect(JSON.parse(asserted.stdout)).toMatchObject({ isSame: false, records: 1, same: 0 });
  });

  it('says why there is nothing to do again, and record that there is nothing to record', async () => {
    const other = mkdtempSync(join(tmpdir(), 'vwifi-session-'));
    writeFileSync(
      join(other, 'trace.json'),
      JSON.stringify({ format: 1, lab: 'x', noSession: 'its time is not virtual' }),
    );
    expect((await cli(new FakeSessions(), ['replay', other])).stderr).toBe(
      `error: ${other} has no session to do again: its time is not virtual\nhint: make one with npx testbed record\n`,
    );
    const { status, stderr } = await cli(new FakeSessions(), ['record']);
    expect([status, stderr.split('\n')[0]]).toEqual([
      2,
      'error: there is nothing to record: no command, and no time line',
    ]);
  });
});

describe("a node's own machine", () => {
  it('is what --isolation machine and --net bridge ask for, with the same laboratory', async () => {
    const sessions = new FakeSessions();
    const { status, stderr } = await cli(sessions, ['up', '--isolation', 'machine', '--module', module]);
    expect([status, stderr.includes('sta2: connect to ap')]).toEqual([0, true]);
    expect(sessions.started[0]?.fleet?.guests.map(({ name }) => name)).toEqual(['ap', 'sta1', 'sta2']);
    await cli(sessions, ['up', '--net', 'bridge', '--name', 'b', '--module', module]);
    expect(sessions.started[1]?.fleet?.net).toBe('bridge');
  });

  it('is killed, paused, resumed and restarted by name', async () => {
    const sessions = new FakeSessions();
    await cli(sessions, ['up', '--module', module]);
    for (const action of ['kill', 'pause', 'resume', 'restart'])
      expect((await cli(sessions, [action, 'ap', '--json'])).status).toBe(0);
    expect(sessions.powered).toEqual(['kill ap', 'pause ap', 'resume ap', 'restart ap']);
  });

  it('has a wire whose words are checked', async () => {
    const sessions = new FakeSessions();
    await cli(sessions, ['up', '--module', module]);
    await cli(sessions, ['wire', 'sta1', '--loss', '10%', '--delay', '20']);
    await cli(sessions, ['wire', '--loss', '0.5']);
    const recorded = await cli(sessions, ['wire', '--record', '/tmp/air.pcapng']);
    expect(recorded.stdout).toContain('recording to /tmp/air.pcapng: 7 frames');
    expect((await cli(sessions, ['wire', '--no-record'])).status).toBe(0);
    expect(sessions.wired).toEqual([
      { node: 'sta1', loss: 0.1, delayMs: 20 },
      { node: undefined, loss: 0.5, delayMs: undefined },
      ...[{ node: undefined, loss: undefined, delayMs: undefined }, { file: '/tmp/air.pcapng' }],
      ...[{ node: undefined, loss: undefined, delayMs: undefined }, { file: null }],
    ]);
    for (const words of [
      ['--loss', '10'],
      ['--loss', '101%'],
      ['--delay', '-1'],
      ['--delay', 'x'],
      ['sta1'],
    ]) {
      const { status, stderr } = await cli(sessions, ['wire', ...words]);
      expect([status, stderr.includes('hint:')]).toEqual([2, true]);
    }
  });
});
