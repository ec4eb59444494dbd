/** What `testbed up` does with its time, step by step, as a person sees it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Part } from '../part.js';
import { type Row, rowOf } from '../report.js';

const PART = 'testbed';
const TIMES = 3;
const TESTBED = fileURLToPath(new URL('../../../../packages/testbed/dist/cli/main.js', import.meta.url));
const run = promisify(execFile);

export const testbed: Part = {
  name: PART,
  about: '`testbed up` of an access point and two stations, step by step, and `down`',
  async run({ progress, kernelName }) {
    const taken = new Map<string, number[]>();
    const note = (what: string, value: number) => taken.set(what, [...(taken.get(what) ?? []), value]);
    const name = `bench-${process.pid}`;
    for (let time = 0; time < TIMES; time++) {
      progress(`testbed up, ${time + 1} of ${TIMES}`);
      const started = performance.now();
      try {
        const { stdout, stderr } = await run(process.execPath, [
          TESTBED,
          'up',
          '--name',
          name,
          '--kernel',
          kernelName,
        ]);
        note('all of it', (performance.now() - started) / 1000);
        for (const [, step = '', value] of `${stderr}${stdout}`.matchAll(/^ok\s+(.*) ([\d.]+) s$/gm))
          note(step, Number(value));
      } finally {
        const ended = performance.now();
        await run(process.execPath, [TESTBED, 'down', '--name', name]);
        note('testbed down', (performance.now() - ended) / 1000);
      }
    }
    return [...taken].map(
      ([measure, values]): Row => rowOf({ part: PART, subject: 'testbed up', measure, unit: 's' }, values),
    );
  },
};
