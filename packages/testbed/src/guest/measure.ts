/** Boots kernels and prints how long each part takes: `node dist/guest/measure.js [KERNEL...]`; all stock ones and `fast` left out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isForChecks, kernels, matches } from '@vwifi/kernel';
import { bootQemu } from './qemu.js';
import { bootUml } from './uml.js';

const wanted = process.argv.slice(2);
for (const kernel of kernels()) {
  const asked = wanted.some((name) => matches(kernel, name));
  if (wanted.length > 0 ? !asked : isForChecks(kernel)) continue;
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-measure-'));
  try {
    const options = { kernel, directory };
    await using machine = await (kernel.kind === 'uml' ? bootUml(options) : bootQemu(options));
    const time = async (name: string, work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      console.log(`  ${name.padEnd(24)} ${(performance.now() - start).toFixed(1).padStart(8)} ms`);
    };
    console.log(kernel.id);
    for (const { name, milliseconds } of machine.phases)
      console.log(`  boot: ${name.padEnd(18)} ${milliseconds.toFixed(1).padStart(8)} ms`);
    await time('first round trip', () => machine.clock.now());
    await time('round trip', () => machine.clock.now());
    await time('first command', () => machine.exec(['true']));
    await time('true', () => machine.exec(['true']));
    await time('8 MB of output', () => machine.exec(['head', '-c', '8000000', '/dev/zero']));
    await time('iw --version', () => machine.exec(['iw', '--version']));
    await time('node -e 0', () => machine.exec([process.execPath, '-e', '0']));
    await time('modprobe mac80211_hwsim', () => machine.exec(['modprobe', 'mac80211_hwsim']));
    await time('first netlink socket', async () => (await machine.openNetlink({ protocol: 16 })).close());
    await time('end', () => machine.close());
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await rm(directory, { recursive: true });
  }
}
