import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const TSC = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
/** Types and validators, made from the OpenAPI description that Kubernetes publishes. */
const MODELS = 'kubernetes-models@5.1.0';

export default scenario(
  'what a sweep says for Kubernetes is a Job by the description that Kubernetes publishes, and has no key beyond it',
  { only: ['host'], limitMs: 120_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const write = (name: string, text: string) =>
      context.machine.writeFile(`${testbed.folder}/${name}`, text);
    await write(
      'lab.yaml',
      'nodes: { ap: { kind: ap }, sta1: { kind: station } }\ntimeline: [{ at: 1s, expect: { node: sta1, connected: true } }]\n',
    );
    await write('sweep.yaml', 'lab: lab.yaml\nseeds: 3\nkubernetes: { image: vwifi, claim: sweeps }\n');
    const printed = await testbed.script('$testbed sweep sweep.yaml --on kubernetes --jobs 2');
    assert.equal(printed.status, 0, printed.stderr);
    const installed = await testbed.script(
      `npm init -y >/dev/null && npm pkg set type=module && npm install --prefer-offline --no-audit --no-fund ${MODELS}`,
    );
    assert.equal(installed.status, 0, installed.stderr);

    const manifest = JSON.stringify(parse(printed.stdout));
    const program = (job: string) => `import { type IJob, Job } from 'kubernetes-models/batch/v1/Job';
const { apiVersion: _, kind: __, ...job }: IJob = ${job};
new Job(job).validate();
`;
    await write('good.mts', program(manifest));
    await write('misspelt.mts', program(manifest.replace('"parallelism"', '"paralelism"')));
    const compiled = await testbed.script(
      `${process.execPath} ${TSC} --strict --skipLibCheck --module nodenext --target es2022 good.mts misspelt.mts`,
    );
    assert.match(compiled.stdout, /^misspelt\.mts[^\n]*"paralelism"' does not exist in type 'IJobSpec'\.\n$/);
    const validated = await testbed.script(`${process.execPath} good.mjs`);
    assert.equal(validated.status, 0, validated.stderr);
  },
);
