import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenario } from '../lib/scenario.js';
import { buildProgram } from '../lib/soak-program.js';
import { attackTheWire } from '../lib/wire-under-attack.js';
import { troubleIn } from '../runner/kernel-log.js';

/** The same each time; other seeds, and hours on the debug kernel: npm run soak -- --kind wire. */
const ATTACK = { kernel: 'uml-fast', seed: 1, steps: 300 };

export default scenario(
  'two networks across two machines outlive a stranger on the wire who sends what no kernel sends',
  { only: ['host'], programs: ['gcc'] },
  async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
    context.onEnd('remove the program', () => rm(folder, { recursive: true, force: true }));
    const { drops, log, output } = await attackTheWire(await buildProgram(folder), ATTACK);
    context.timeline.note(output.trimEnd());
    assert.deepEqual(troubleIn(log), []);
    for (const cause of ['malformed', 'version', 'unknown', 'replayed', 'forged'])
      assert.ok((drops[cause] ?? 0) > 0, `${cause} frames were dropped: ${JSON.stringify(drops)}`);
  },
);
