/** Boots kernels and prints how long each part takes: `node dist/guest/measure.js [KERNEL...] [--keep]`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernels } from '@vwifi/kernel';
import { bootQemu } from './qemu.js';

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
for (const kernel of kernels()) {
  if (kernel.kind !== 'stock') continue;
  if (wanted.length > 0 && !wanted.some((name) => kernel.id === name || kernel.names.includes(name)))
    continue;
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-measure-'));
  try {
    await using machine = await bootQemu({ kernel, directory });
    const round = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      return `${Math.round(performance.now() - start)} ms`;
    };
    console.log(
      `${kernel.id}: ${machine.phases.map(({ name, milliseconds }) => `${name} ${milliseconds}`).join(', ')} ms`,
    );
    console.log(
      `  round trip ${await round(() => machine.clock.now())}, again ${await round(() => machine.clock.now())}`,
    );
    console.log(
      `  true ${await round(() => machine.exec(['true']))}, again ${await round(() => machine.exec(['true']))}`,
    );
    console.log(`  read 8 MB ${await round(() => machine.exec(['head', '-c', '8000000', '/dev/zero']))}`);
    console.log(`  node -e 0 ${await round(() => machine.exec([process.execPath, '-e', '0']))}`);
    console.log(
      `  modprobe mac80211_hwsim ${await round(() => machine.exec(['modprobe', 'mac80211_hwsim']))}`,
    );
    console.log(`  close ${await round(() => machine.close())}`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await rm(directory, { recursive: true });
  }
}
