import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDriver, modulePath } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';
import { buildProgram } from '../lib/soak-program.js';

/** The same each time; other seeds, and hours: npm run soak. */
const ROUNDS = [
  { kind: 'all', seed: 1, steps: 250 },
  { kind: 'user', seed: 1, steps: 150 },
  { kind: 'memory', seed: 1, steps: 250 },
];

/** Only the debug kernel refuses memory and finds leaks. */
export default scenario(
  'the driver stands everything that is done to it at random, by anybody, and with memory that fails',
  { only: ['uml-debug'], programs: ['gcc'] },
  async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
    context.onEnd('remove the program', () => rm(folder, { recursive: true, force: true }));
    const program = await buildProgram(folder);
    await context.machine.writeFile('/tmp/soak', await readFile(program), 0o755);
    await loadDriver(context, { station: 6 });
    for (const { kind, seed, steps } of ROUNDS)
      await context.run(['/tmp/soak', kind, String(seed), String(steps), modulePath(context)]);
  },
);
