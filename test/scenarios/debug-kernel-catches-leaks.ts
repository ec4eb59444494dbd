import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';

const BUILT = fileURLToPath(new URL('../crimes/', import.meta.url));

export default scenario(
  'the debug kernel finds memory that nobody holds any more, and memory used after it was freed',
  { only: ['uml-debug'], alone: true },
  async (context) => {
    const { machine } = context;
    await machine.writeFile('/tmp/crimes.ko', await readFile(`${BUILT}${machine.kernel}/crimes.ko`));
    await context.run(['insmod', '/tmp/crimes.ko', 'commit=leak']);
    await context.run('mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug');
    await context.eventually(
      'the leak is found',
      async () => {
        // A block has to be some seconds old, and is reported by the second scan that does not find it.
        await context.run('echo scan > /sys/kernel/debug/kmemleak');
        return /crime_leak|crimes_init/.test(await context.run('cat /sys/kernel/debug/kmemleak'));
      },
      60_000,
    );
    await context.run(['rmmod', 'crimes']);
    await machine.kernelLog();
    await context.attempt(['insmod', '/tmp/crimes.ko', 'commit=free']);
    const log = (await machine.kernelLog()).join('\n');
    context.timeline.note(log);
    assert.match(log, /BUG: KASAN: (slab-)?use-after-free in crime_touch/);
  },
);
