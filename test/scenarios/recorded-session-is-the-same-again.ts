import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findKernel, kernels } from '@vwifi/kernel';
import type { LabRecord } from '@vwifi/testbed';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const WALK = 'labs/roaming-corridor.yaml';
/** The body of an authentication: algorithm, transaction, and the status behind them. */
const STATUS_AT = 28;
const CLIENT = fileURLToPath(new URL('../../../packages/clients/python', import.meta.url));

const LAB = `name: asked
time: virtual
seed: 5
medium: { pathLoss: 3 }
nodes:
  ap: { kind: ap, ssid: test, passphrase: a shared secret, position: [0, 0] }
  sta1: { kind: station, position: [2, 0] }
`;
/** What a client in another language does to it. */
const DEEDS = `import sys
from vwifi import Laboratory, Refused

lab = Laboratory(sys.argv[1])
sta1 = lab.node("sta1")
sta1.place(position=(30, 0, 0))
assert sta1.ping("ap").ok
lab.deny("ap", "sta1")
assert not sta1.ping("ap").ok
lab.deny("ap", "sta1", False)
lab.sleep(2.5)
assert sta1.exec(["sh", "-c", "echo from python; ping -c 2 10.0.0.1"]).status == 0
assert sta1.event(["CTRL-EVENT-CONNECTED"], 20, "REASSOCIATE")
try:
    lab.node("nobody").ping("ap")
except Refused:
    pass
`;

type Frame = Extract<LabRecord, { kind: 'frame' }> & { octets: string };

export default scenario(
  'a recorded walk between two access points, and what a client in Python did, are the same to the microsecond; a frame that was altered is shown',
  { only: ['host'], limitMs: 300_000, programs: ['python3'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder } = testbed;
    const file = `${folder}/walk.zip`;
    const asked = `${folder}/asked.zip`;
    const recordsIn = async (zip: string, where: string): Promise<LabRecord[]> => {
      await context.run(['python3', '-m', 'zipfile', '-e', zip, where]);
      return readFileSync(`${where}/records.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const fromPython = async () => {
      await context.machine.writeFile(`${folder}/lab.yaml`, LAB);
      await context.machine.writeFile(`${folder}/deeds.py`, DEEDS);
      await testbed.ok('up', `${folder}/lab.yaml`, '--record');
      await context.run([
        ...['env', `PYTHONPATH=${CLIENT}`, 'PYTHONDONTWRITEBYTECODE=1', 'python3'],
        ...[`${folder}/deeds.py`, `${folder}/run/vwifi/asked/rpc`],
      ]);
      await testbed.ok('trace', 'save', asked, '--name', 'asked');
      await testbed.ok('down', '--name', 'asked');
    };
    const record = async () => testbed.run('record', WALK, '--out', file);
    if (findKernel('uml-fast', kernels())?.release.startsWith('6.1.')) {
      assert.match(
        (await record()).stderr,
        /could not be done again: the kernel .* is another one each time/,
      );
      return;
    }
    const [recorded] = await Promise.all([record(), fromPython()]);
    assert.equal(recorded.status, 0, recorded.stdout + recorded.stderr);
    assert.match(recorded.stdout, /walker is at west\n[\s\S]*walker is at east\n/);

    // Who goes away is heard less, and comes back; each second of the laboratory's own time.
    const records = await recordsIn(file, `${folder}/walk`);
    const walked = records.flatMap((each) =>
      each.kind === 'station' && each.node === 'west' && each.signalDbm !== undefined ? [each.signalDbm] : [],
    );
    assert.ok(Math.max(...walked) - Math.min(...walked) > 20, `west hears ${walked.join(', ')} dBm`);
    const deeds = await recordsIn(asked, `${folder}/asked`);
    assert.ok(deeds.some((each) => each.kind === 'command' && each.output.startsWith('from python\n')));

    // The answer that let it in at the other access point, as if it had been a refusal.
    const frame = records.find(
      (each): each is Frame =>
        each.kind === 'frame' && each.node === 'east' && each.frame === 'authentication',
    );
    assert.ok(frame);
    frame.octets = `${frame.octets.slice(0, 2 * STATUS_AT)}11${frame.octets.slice(2 * STATUS_AT + 2)}`;
    writeFileSync(
      `${folder}/walk/records.jsonl`,
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    const again = [file, asked, `${folder}/walk`].map((path) => testbed.run('replay', path, '--assert-same'));
    const [walk, python, altered] = await Promise.all(again);
    for (const same of [walk, python]) {
      assert.equal(same?.status, 0, `${same?.stdout}${same?.stderr}`);
      assert.match(same?.stdout ?? '', /^the same: \d{2,3} records, until \d+\.\d{6} s\n$/);
    }
    assert.ok(altered);
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
