import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { findKernel, kernels } from '@vwifi/kernel';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const WALK = 'labs/roaming-corridor.yaml';
/** The body of an authentication: algorithm, transaction, and the status behind them. */
const STATUS_AT = 28;

interface Frame {
  readonly kind: string;
  readonly us: number;
  readonly node: string;
  readonly frame: string;
  octets: string;
}

export default scenario(
  'a recorded walk between two access points is the same to the microsecond, and a frame that was altered is shown',
  { only: ['host'], limitMs: 300_000, programs: ['python3'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const file = `${testbed.folder}/walk.zip`;
    const recorded = await testbed.run('record', WALK, '--out', file);
    if (findKernel('uml-fast', kernels())?.release.startsWith('6.1.')) {
      assert.match(recorded.stderr, /could not be done again: the kernel .* is another one each time/);
      return;
    }
    assert.equal(recorded.status, 0, recorded.stdout + recorded.stderr);
    assert.match(recorded.stdout, /walker is at west\n[\s\S]*walker is at east\n/);

    const again = await testbed.run('replay', file, '--assert-same');
    assert.equal(again.status, 0, again.stdout + again.stderr);
    assert.match(again.stdout, /^the same: \d{3} records, until \d+\.\d{6} s\n$/);

    // The answer that let it in at the other access point, as if it had been a refusal.
    const folder = `${testbed.folder}/walk`;
    await context.run(['python3', '-m', 'zipfile', '-e', file, folder]);
    const path = `${folder}/records.jsonl`;
    const records: Frame[] = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const frame = records.find(
      ({ kind, node, frame }) => kind === 'frame' && node === 'east' && frame === 'authentication',
    );
    assert.ok(frame);
    frame.octets = `${frame.octets.slice(0, 2 * STATUS_AT)}11${frame.octets.slice(2 * STATUS_AT + 2)}`;
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const altered = await testbed.run('replay', folder, '--assert-same');
    assert.equal(altered.status, 1, altered.stdout + altered.stderr);
    assert.match(altered.stdout, /^another one, after \d+ of \d+ records that are the same\n/);
    assert.ok(
      altered.stdout.includes(
        `\nat ${(frame.us / 1e6).toFixed(6)} s\n  recorded  east, frame: authentication`,
      ),
    );
    assert.match(altered.stdout, /\n +status \(octet 28\): 17, .*, and now 0, success\n$/);
  },
);
