import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** With a loss of 1 nobody answers; with one of 0 everybody does. */
const LAB = `variables: { loss: 0, ssid: test }
nodes:
  ap: { kind: ap, ssid: '\${ssid}' }
  sta1: { kind: station, idle: true }
links: [{ from: ap, to: sta1, loss: '\${loss}' }]
timeline:
  - { at: 1s, expect: { node: sta1, hears: '\${ssid}', within: 1s } }
`;

export default scenario(
  'a sweep runs each value with each seed, goes on where it was killed, and keeps what is left of a failure',
  { only: ['host'], limitMs: 240_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder } = testbed;
    const write = (name: string, text: string) => context.machine.writeFile(`${folder}/${name}`, text);
    await write('lab.yaml', LAB);
    await write('sweep.yaml', 'lab: lab.yaml\nvalues: { loss: [0, 1] }\nseeds: 3\nresults: out\n');
    const results = async () =>
      (await readdir(`${folder}/out/runs`).catch(() => [])).filter((name) => !name.startsWith('.'));

    const first = await testbed.start('sweep', 'sweep.yaml', '--jobs', '1');
    await context.eventually(
      'the first run has its result',
      async () => (await results()).length >= 1,
      60_000,
    );
    // It alone: what it started has to find out by itself.
    await context.run(['kill', '-KILL', String(first.pid)]);
    await first.gone;
    await context.eventually(
      'what it ran is gone',
      async () => (await testbed.processes()).length === 0,
      20_000,
    );
    const before = await results();
    assert.ok(before.length < 6, 'it was killed in between');
    const stamps = await context.run(`cd ${folder}/out/runs && stat -c '%n %Y' ${before.join(' ')}`);

    const { status, stdout, stderr } = await testbed.script('$testbed sweep sweep.yaml --jobs 2');
    assert.equal(status, 1, stderr || stdout);
    assert.match(stdout, new RegExp(`^${before.length} of 6 runs have their results`));
    assert.match(stdout, /\n0 +3 of 3\n1 +0 of 3\n/);
    assert.match(stdout, /failed: loss=1 seed=2: 1 s sta1 hears test: expected .*\n +\S+loss=1_seed=2-\w+\n/);
    assert.match(stdout, /3 passed, 3 failed: \S+out\/results\.csv\n$/);
    assert.equal(await context.run(`cd ${folder}/out/runs && stat -c '%n %Y' ${before.join(' ')}`), stamps);
    const csv = (await context.machine.readFile(`${folder}/out/results.csv`)).toString();
    assert.match(csv, /^loss,seed,outcome,why\r\n0,1,ok,\r\n0,2,ok,\r\n0,3,ok,\r\n1,1,failed,"?1 s sta1/);
    const [failed] = await readdir(`${folder}/out/failed`);
    const kept = await readdir(`${folder}/out/failed/${failed}`);
    for (const name of ['command.json', 'kernel.log', 'laboratory.json', 'nodes'])
      assert.ok(kept.includes(name));
    assert.equal((await readdir(`${folder}/out/failed`)).length, 3);

    // All have their results: nothing is run, and programs have the same.
    const again = await testbed.script('$testbed sweep sweep.yaml --json');
    assert.equal(again.status, 1);
    const said = JSON.parse(again.stdout) as { results: { ok: boolean }[]; missing: unknown[] };
    assert.deepEqual([said.results.filter(({ ok }) => ok).length, said.missing.length], [3, 0]);

    // What cannot run on this machine is no result.
    await write('lost.yaml', 'lab: lab.yaml\nkernel: no-such-kernel\nresults: lost\n');
    const lost = await testbed.script('$testbed sweep lost.yaml');
    assert.equal(lost.status, 1);
    assert.match(lost.stdout, /^LOST seed=1: error: .*no-such-kernel/);
    assert.match(lost.stderr, /^error: none of the 1 runs has a result: /);
  },
);
