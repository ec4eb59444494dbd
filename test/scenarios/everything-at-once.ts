import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDriver, modulePath } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';
import { buildProgram } from '../lib/soak-program.js';

/** Other seeds, and hours: npm run soak -- --kind race --kernel uml-smp. */
export default scenario(
  'the driver stands daemons, radios, commands, frames, underlays and its own removal against each other on two processors',
  { only: ['uml-smp'], programs: ['gcc'] },
  async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
    context.onEnd('remove the program', () => rm(folder, { recursive: true, force: true }));
    const program = await buildProgram(folder);
    await context.machine.writeFile('/tmp/soak', await readFile(program), 0o755);
    await loadDriver(context, { station: 6 });
    await context.run(['/tmp/soak', 'race', '1', '150', modulePath(context)], { timeoutMs: 180_000 });
  },
);
