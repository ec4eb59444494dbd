import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

export default scenario(
  'a command runs in a laboratory of its own as if it ran here, beside others, and leaves nothing',
  { only: ['host'], limitMs: 120_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder, script } = { folder: testbed.folder, script: testbed.script.bind(testbed) };
    // Any bytes, more than a pipe and a window of the protocol hold.
    const bytes = randomBytes(700_000);
    await context.machine.writeFile(`${folder}/bytes`, bytes);
    await context.machine.writeFile(
      `${folder}/command`,
      'echo "$#:$1:$GIVEN:$SAID:$(pwd)" >&2; iw dev | grep -c Interface >&2; cat; exit 7',
    );

    const [streams, laboratory, missing, killed] = await Promise.all([
      script(`GIVEN='a b' $testbed run --radios 2 --env GIVEN --env SAID='"x" = y' -- \
                sh command '* $HOME' <bytes >out 2>err; echo $?`),
      script(`$testbed run --on sta1 -- sh -c 'ping -c 1 10.0.0.1 && ping -c 1 10.0.0.99'`),
      script(
        `for each in no-such-program ./bytes; do $testbed run --radios 0 --no-keep -- $each; echo $?; done`,
      ),
      script(`$testbed run --radios 0 --json -- sh -c 'kill -SEGV $$'`),
    ]);

    assert.equal(streams.stdout, '7\n', 'its own status');
    assert.equal(sha256(Buffer.from(await context.machine.readFile(`${folder}/out`))), sha256(bytes));
    const told = Buffer.from(await context.machine.readFile(`${folder}/err`))
      .toString()
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      told.slice(0, 2),
      [`1:* $HOME:a b:"x" = y:${folder}`, '2'],
      'words, environment, folder',
    );
    assert.equal(told.length, 3, 'one line of ours');
    assert.match(
      told[2] ?? '',
      /^testbed: 2 radios on uml, kernel \S+: [\d.]+ s before .* [\d.]+ s after it; kept in (\S+); to see it: npx testbed trace show \1\/trace.zip$/,
    );

    assert.equal(laboratory.status, 1, 'ping says that nobody answered');
    assert.match(
      laboratory.stdout,
      /1 packets transmitted, 1 received[\s\S]*1 packets transmitted, 0 received/,
    );
    const [, kept = ''] = /kept in (\S+);/.exec(laboratory.stderr) ?? [];
    const [log, state] = await Promise.all([
      context.run(['cat', `${folder}/${kept}/nodes/sta1/wpa_supplicant.log`]),
      context.run(['cat', `${folder}/${kept}/status.json`]),
    ]);
    assert.match(log, /CTRL-EVENT-CONNECTED/, 'what the station said');
    assert.ok(JSON.parse(state).nodes.every((node: { connected: boolean }) => node.connected));

    assert.match(kept, /^testbed-run\/failed-/);

    assert.deepEqual(missing.stdout, '127\n126\n', 'as a shell says it');
    assert.match(missing.stderr, /no-such-program: command not found/);
    assert.equal(killed.status, 128 + 11, 'of a signal');
    const report = JSON.parse(killed.stderr.trim().split('\n').at(-1) ?? '');
    assert.equal(report.status, 139);
    assert.ok(report.beforeMs > 0 && report.afterMs >= 0);

    // What script types at the end of its own input, a NUL, the guest's terminal may echo anywhere.
    const inTerminal = async (command: string) =>
      (await script(`script -qec '${command}' /dev/null`)).stdout.replaceAll('^@', '');
    const terminal = await inTerminal('$testbed run --radios 0 -- sh -c "tty; stty size"');
    assert.ok(
      /\/dev\/pts\/\d+\s+\d+ \d+/.test(terminal),
      `a terminal where the caller has one: ${JSON.stringify(terminal)}`,
    );
    const brief = await inTerminal('$testbed run --radios 0 -- echo a 2>/dev/null');
    assert.equal(brief, 'a\r\n', 'lines end once');

    // Signals are the command's; whoever is killed, and whenever, leaves nothing.
    const trap = 'trap "echo got; exit 9" TERM; echo ready; while :; do sleep 0.05; done';
    const [told9, lost] = await Promise.all(
      ['one', 'two'].map(() => testbed.start('run', '--radios', '0', '--', 'sh', '-c', trap)),
    );
    assert.ok(told9 && lost);
    await Promise.all([told9, lost].map((program) => program.output.next(/ready/)));
    await context.run(['kill', String(told9.pid)]);
    assert.equal(await told9.status(), 9, 'the command says how it ends');
    assert.ok(told9.output.all.includes('got'));
    await lost.stop('SIGKILL');
    const early = await testbed.start('run', '--', 'true');
    await context.eventually('it boots', async () =>
      (await testbed.processes()).some((line) => /linux/.test(line)),
    );
    await context.run(['kill', '-INT', String(early.pid)]);
    assert.equal(await early.status(), 130, 'interrupted before it began');
    const traces = await context.run(['find', `${folder}/testbed-run`, '-name', 'trace.zip']);
    assert.equal(traces.trim().split('\n').length, 4, `of what failed, and wants one: ${traces}`);
    await context.eventually('nobody is left', async () => (await testbed.processes()).length === 0);
  },
);
