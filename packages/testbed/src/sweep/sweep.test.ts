import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { cli, FakeSessions } from '../cli/testing.js';
import { sweepJsonSchemaText } from './json-schema.js';
import { kubernetesJob } from './kubernetes.js';
import { csvOf, tableOf } from './report.js';
import { type RunResult, readResult, resultKeys, writeResult } from './results.js';
import { arraysOf, ranges, scriptOf } from './slurm.js';
import { keysOf, readSweep } from './sweep.js';

const labs = fileURLToPath(new URL('../../../../labs/', import.meta.url));
const LAB = `variables: { loss: 0 }
nodes: { ap: { kind: ap }, sta1: { kind: station } }
links: [{ from: ap, to: sta1, loss: '\${loss}' }]
timeline: [{ at: 1s, expect: { node: sta1, reaches: ap } }]
`;

describe('a sweep', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    writeFileSync(join(folder, 'lab.yaml'), LAB);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = async (text: string) => {
    writeFileSync(join(folder, 'sweep.yaml'), text);
    return readSweep(join(folder, 'sweep.yaml'));
  };

  it('is every value with every other, and each seed', async () => {
    const { runs, time, name } = await written(
      'name: some\nlab: lab.yaml\nvalues: { loss: [0, 0.5], near: [true] }\nseeds: [7, 3]\n',
    );
    expect([name, time]).toEqual(['some', 'virtual']);
    expect(runs.map(({ title }) => title)).toEqual([
      ...['loss=0 near=true seed=7', 'loss=0 near=true seed=3'],
      ...['loss=0.5 near=true seed=7', 'loss=0.5 near=true seed=3'],
    ]);
  });

  it.each([
    ['seeds: 3', /sweep\.yaml:1:1: lab is missing: it is a text/],
    ['lab: lab.yaml\nvalue: { loss: [1] }', /sweep\.yaml:2:1: unknown key "value"; did you mean "values"\?/],
    ['lab: lab.yaml\nvalues: { loss: 1 }', /:2:17: values\.loss is 1, not a list/],
    ['lab: lab.yaml\nvalues: { loss: [1, 1] }', /values\.loss has an entry twice/],
    ['lab: lab.yaml\nseeds: many', /:2:8: seeds is a text, not a whole number from 1 to 100000 or a list/],
    ['lab: lab.yaml\nvalues: { 1x: [1] }', /"1x" is not a name/],
    ['lab: lab.yaml\nslurm: { options: [short] }', /slurm\.options\[0\] is no option of sbatch/],
    ['lab: lab.yaml\nkubernetes: { image: i }', /kubernetes\.claim is missing/],
    ['lab: [', /:1:7: not YAML/],
    ['lab: lab.yaml\nseeds: 100000\nvalues: { loss: [1, 2] }', /is 200000 runs, at most 100000/],
  ])('with the mistake %j says where, in one line', async (text, says) => {
    const error = await written(text).catch((cause: Error) => cause);
    expect((error as Error).message).toMatch(says);
    expect((error as Error).message.split('\n')).toHaveLength(1);
  });

  it('says what its laboratory lacks', async () => {
    const unknown = await written('lab: lab.yaml\nvalues: { lose: [1] }\n');
    const keyOf = await keysOf(unknown);
    expect(() => unknown.runs.map(keyOf)).toThrow(
      /lab\.yaml: it has no variable "lose"; did you mean "loss"\?/,
    );
    await expect(keysOf(await written('lab: gone.yaml'))).rejects.toThrow(
      /cannot read the laboratory .*gone\.yaml/,
    );
    writeFileSync(join(folder, 'idle.yaml'), 'nodes: { ap: { kind: ap } }\n');
    const idle = await written('lab: idle.yaml\n');
    const idleKey = await keysOf(idle);
    expect(() => idle.runs.map(idleKey)).toThrow(/no time line and no traffic/);
  });

  it('knows its results by what they are made from', async () => {
    const text = 'lab: lab.yaml\nvalues: { loss: [0, 0.5] }\nseeds: 2\n';
    const keys = async (of: string) => {
      const sweep = await written(of);
      return sweep.runs.map(await keysOf(sweep));
    };
    const before = await keys(text);
    expect(new Set(before).size).toBe(4);
    expect(before[0]).toMatch(/^loss=0_seed=1-[0-9a-f]{10}$/);
    // More values leave the names of the others; another laboratory does not.
    expect(await keys(text.replace('[0,', '[1, 0,'))).toEqual(expect.arrayContaining(before));
    writeFileSync(join(folder, 'lab.yaml'), LAB.replace('1s', '2s'));
    expect((await keys(text)).filter((key) => before.includes(key))).toEqual([]);
  });

  const result = (key: string, more: Partial<RunResult> = {}): RunResult => ({
    ...{ key, values: {}, seed: 1, ok: true, why: '', measured: {}, moments: [], traffic: [], ms: 1 },
    ...more,
  });

  it('has a result whole or not at all', async () => {
    const sweep = await written('lab: lab.yaml\n');
    expect(await readResult(sweep, 'a')).toBeUndefined();
    expect((await resultKeys(sweep)).size).toBe(0);
    await writeResult(sweep, result('a'));
    expect(await readResult(sweep, 'a')).toEqual(result('a'));
    const runs = join(sweep.results, 'runs');
    // Half of one, as of somebody who was killed.
    writeFileSync(join(runs, '.b.1.tmp'), '{"key":');
    writeFileSync(join(runs, 'c.json'), '{"key":');
    expect([...(await resultKeys(sweep))].sort()).toEqual(['a', 'c']);
    expect(await readResult(sweep, 'c')).toBeUndefined();
    expect((await readdir(runs)).sort()).toEqual(['.b.1.tmp', 'a.json', 'c.json']);
  });

  it('is a line each run as CSV, and one each choice of values as a table', async () => {
    const sweep = await written('lab: lab.yaml\nvalues: { loss: [0, "=1,2"] }\nseeds: 2\n');
    const rows = sweep.runs.map((run, index) => ({
      ...{ run, key: `k${index}` },
      result:
        index === 3
          ? undefined
          : result(`k${index}`, {
              ...{ measured: { 'a pings b: lost': index / 4 }, ok: index !== 1 },
              why: index === 1 ? 'it "said" so' : '',
            }),
    }));
    expect(csvOf(sweep, rows).split('\r\n')).toEqual([
      'loss,seed,outcome,a pings b: lost,why',
      '0,1,ok,0,',
      '0,2,failed,0.25,"it ""said"" so"',
      '"\'=1,2",1,ok,0.5,',
      '"\'=1,2",2,missing,,',
      '',
    ]);
    expect(tableOf(sweep, rows)).toEqual({
      header: ['loss', 'PASSED', 'a pings b: lost'],
      cells: [
        ['0', '1 of 2', '0.125 (0 to 0.25)'],
        ['=1,2', '1 of 2', '0.5'],
      ],
    });
  });

  it('is arrays that Slurm takes, and a script that hands words on as they are', () => {
    expect(ranges([4, 0, 1, 2, 9])).toBe('0-2,4,9');
    expect([...arraysOf([0, 999, 1000, 2500])]).toEqual([
      [0, [0, 999]],
      [1000, [0]],
      [2000, [500]],
    ]);
    expect(scriptOf((index) => ['/bin/node', "it's", '--run', index], 2000)).toBe(
      `#!/bin/sh\nexec '/bin/node' 'it'\\''s' '--run' "$((2000 + SLURM_ARRAY_TASK_ID))"\n`,
    );
  });

  /** The fields that are used, as the reference of the API has them (batch/v1 Job, v1.27); nothing else may be there. */
  const text = z.string();
  const quantities = z.strictObject({ cpu: text.regex(/^\d+m?$/), memory: text.regex(/^\d+(Ki|Mi|Gi)?$/) });
  const jobSchema = z.strictObject({
    apiVersion: z.literal('batch/v1'),
    kind: z.literal('Job'),
    metadata: z.strictObject({
      name: text.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
      labels: z.record(text, text.regex(/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/)),
    }),
    spec: z.strictObject({
      completionMode: z.literal('Indexed'),
      completions: z.int().min(1),
      parallelism: z.int().min(1),
      backoffLimit: z.int().min(0),
      template: z.strictObject({
        spec: z.strictObject({
          restartPolicy: z.enum(['Never', 'OnFailure']),
          containers: z.array(
            z.strictObject({
              ...{ name: text, image: text, workingDir: text, command: z.array(text) },
              resources: z.strictObject({ requests: quantities, limits: quantities }),
              volumeMounts: z.array(z.strictObject({ name: text, mountPath: text })),
            }),
          ),
          volumes: z.array(
            z.strictObject({ name: text, persistentVolumeClaim: z.strictObject({ claimName: text }) }),
          ),
        }),
      }),
    }),
  });

  it('is a Job of Kubernetes with an index for each run', async () => {
    const kubernetes = 'kubernetes: { image: vwifi, claim: sweeps }\n';
    const sweep = await written(`lab: lab.yaml\nvalues: { loss: [0, 1] }\nseeds: 3\n${kubernetes}`);
    const job = kubernetesJob(sweep, 4);
    expect(jobSchema.parse(job)).toEqual(job);
    expect(job.spec).toMatchObject({ completions: 6, parallelism: 4 });
    expect(job.spec.template.spec.containers[0]?.command.at(-1)).toBe(
      `exec 'npx' 'testbed' 'sweep' '/sweep/sweep.yaml' '--results' '/sweep/sweep-results' --run "$JOB_COMPLETION_INDEX"`,
    );
    const elsewhere = await written(`lab: ../lab.yaml\n${kubernetes}`);
    expect(() => kubernetesJob(elsewhere)).toThrow(
      /the laboratory .*lab\.yaml is not below .*a pod does not see it/,
    );
    const unsaid = await written('lab: lab.yaml\n');
    expect(() => kubernetesJob(unsaid)).toThrow(/does not say with which image and claim/);
  });

  it('has an example, and a schema for editors that is up to date', async () => {
    const sweep = await readSweep(`${labs}sweeps/lossy-link.yaml`);
    const keyOf = await keysOf(sweep);
    expect(new Set(sweep.runs.map(keyOf)).size).toBe(sweep.runs.length);
    expect(readFileSync(`${labs}sweep.schema.json`, 'utf8')).toBe(sweepJsonSchemaText());
  });

  it('tells its mistakes on the command line', async () => {
    await written('lab: lab.yaml\nseeds: 2\n');
    const of = (...words: string[]) =>
      cli(new FakeSessions(), ['sweep', join(folder, 'sweep.yaml'), ...words]);
    expect((await of('--on', 'kubernetes')).stderr).toMatch(
      /^error: .*does not say with which image and claim.*\nhint: add kubernetes/,
    );
    expect((await of('--run', '2')).stderr).toMatch(/^error: --run 2: the sweep has runs 0 to 1\n/);
    expect((await of('--report')).stderr).toMatch(/^error: none of the 2 runs has a result/);
    expect((await of('--jobs', '0')).status).toBe(2);
    expect((await cli(new FakeSessions(), ['sweep', join(folder, 'gone.yaml')])).stderr).toMatch(
      /^error: cannot read the sweep .*gone\.yaml: there is no such file\nhint: /,
    );
  });
});
