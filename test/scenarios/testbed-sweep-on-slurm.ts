import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { scenario } from '../lib/scenario.js';
import { SLURM, SlurmCluster } from '../lib/slurm.js';
import { TestbedCommand } from '../lib/testbed.js';

const LOSSES = [0, 0.7];
const SEEDS = 20;
const RUNS = LOSSES.length * SEEDS;
/** It takes less than one where nobody else works on this machine. */
const SWEEP_MS = 6 * 60_000;

const LAB = `variables: { loss: 0 }
nodes:
  ap: { kind: ap, ssid: test }
  sta1: { kind: station }
links: [{ from: ap, to: sta1, both: true, loss: '\${loss}' }]
traffic:
  - { at: 1s, from: sta1, to: ap, kind: ping, count: 20, interval: 50ms, expect: { loss: 0.5 } }
`;

export default scenario(
  'a sweep of 40 runs on Slurm loses none when a node is killed, and each repeats from its seed',
  { only: ['host'], nightly: true, limitMs: SWEEP_MS + 120_000, unpacked: SLURM },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder } = testbed;
    const write = (name: string, text: string) => context.machine.writeFile(`${folder}/${name}`, text);
    await write('lab.yaml', LAB);
    await write(
      'sweep.yaml',
      `lab: lab.yaml\nvalues: { loss: ${JSON.stringify(LOSSES)} }\nseeds: ${SEEDS}\n`,
    );
    const cluster = await SlurmCluster.start(context, `${folder}/slurm`, `${folder}/run`);
    const prefix = `export PATH=${cluster.bin}:$PATH SLURM_CONF=${cluster.conf}; exec $testbed sweep sweep.yaml`;
    const results = async () =>
      (await readdir(`${folder}/sweep-results/runs`).catch(() => [])).filter((name) =>
        name.endsWith('.json'),
      );

    const sweeping = testbed.script(`${prefix} --on slurm`, { timeoutMs: SWEEP_MS });
    await context.eventually(
      'some runs have their results',
      async () => (await results()).length >= 4,
      60_000,
    );
    await context.eventually(
      'n1 is amid a run',
      async () => {
        const index = await cluster.taskOn('n1');
        if (index === undefined) return false;
        const found = await context.attempt(['pgrep', '-f', `${folder}/sweep-results --run ${index}$`]);
        const pid = Number(found.stdout.trim());
        if (!pid) return false;
        // Held, it cannot end between this look and the node's death.
        process.kill(pid, 'SIGSTOP');
        const title = `loss=${LOSSES[Math.floor(index / SEEDS)]}_seed=${(index % SEEDS) + 1}-`;
        if (!(await results()).some((name) => name.startsWith(title))) return true;
        process.kill(pid, 'SIGCONT');
        return false;
      },
      60_000,
    );
    assert.ok((await results()).length < SEEDS, 'most is still to be done');
    await cluster.killNode('n1');
    await cluster.startNode('n1', `${folder}/run`);
    const { status, stdout, stderr } = await sweeping;
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /\nagain: \d+ runs? in job \d+\n/, 'what the node took with it');
    assert.match(stdout, /\n40 passed, 0 failed: /);
    assert.equal((await results()).length, RUNS);
    const csv = (await context.machine.readFile(`${folder}/sweep-results/results.csv`)).toString();
    const rows = csv.trim().split('\r\n').slice(1);
    assert.equal(rows.length, RUNS);
    assert.equal(new Set(rows.map((row) => row.split(',').slice(0, 2).join())).size, RUNS);
    assert.ok(rows.filter((row) => row.startsWith('0,')).every((row) => row.split(',')[3] === '0'));
    assert.ok(rows.some((row) => row.startsWith('0.7,') && row.split(',')[3] !== '0'));

    // Some of them again, here and from nothing.
    const chosen = [3, SEEDS + 2, SEEDS + 11];
    for (const index of chosen) {
      const again = await testbed.script(`$testbed sweep sweep.yaml --results again --run ${index}`);
      assert.equal(again.status, 0, again.stderr);
    }
    const report = await testbed.script('$testbed sweep sweep.yaml --results again --report');
    assert.match(report.stdout, /37 missing/);
    const anew = (await context.machine.readFile(`${folder}/again/results.csv`)).toString();
    for (const index of chosen) assert.equal(anew.trim().split('\r\n')[index + 1], rows[index]);

    // What is there is not run again: no job is submitted.
    const third = await testbed.script(`${prefix} --on slurm`);
    assert.doesNotMatch(third.stdout, / in job /);
    assert.match(third.stdout, /40 passed/);
  },
);
