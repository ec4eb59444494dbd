/** One boot: the driver is loaded, things are done to it, and the kernel is asked what it thinks of that. */
import { readFile } from 'node:fs/promises';
import { HWSIM_MODULE, moduleNamed } from '@vwifi/kernel';
import type { KernelName } from '../lib/scenario.js';
import { within } from '../lib/wait.js';
import { boot } from '../runner/boot.js';
import { troubleIn } from '../runner/kernel-log.js';
import type { Kind } from './options.js';

export interface Round {
  readonly kernel: Exclude<KernelName, 'host'>;
  readonly kind: Kind;
  readonly seed: number;
  readonly steps: number;
  readonly verbose: boolean;
  /** Of the wire: what the air goes over, or the card itself. */
  readonly underlay: string | undefined;
}

export interface Outcome {
  /** Why it failed; empty when it did not. */
  readonly reasons: readonly string[];
  readonly log: readonly string[];
  /** What the program said: the last things that it did, when it failed. */
  readonly output: string;
  /** Of a round that passed. */
  readonly summary?: string;
}

const PROGRAM = '/tmp/soak';
const RADIOS = 6;
/** In the host's time: a guest whose time stands still is found by it. */
const LIMIT_MS = 300_000;
const UNLOAD_LIMIT_MS = 60_000;
const FINE = 0;
const COMPLAINED = 3;

export async function runRound(
  round: Round,
  program: string,
  module: string | undefined,
  signal: AbortSignal,
): Promise<Outcome> {
  const guest = await boot(round.kernel);
  const { machine } = guest;
  const reasons: string[] = [];
  let log: readonly string[] = [];
  let output = '';
  const over = new AbortController();
  try {
    if (!guest.module) throw new Error('no vwifi.ko for this kernel: npm run build');
    if (module) await machine.writeFile(guest.module, await readFile(module));
    await machine.writeFile(PROGRAM, await readFile(program), 0o755);
    // What the boot said is the boot's own affair.
    await machine.kernelLog();
    await machine.exec(['modprobe', 'cfg80211']);
    // By the other simulator's name everything else is the same file.
    const name = round.kind === 'hwsim' ? HWSIM_MODULE : 'vwifi';
    if (name !== 'vwifi')
      await machine.writeFile(guest.module, moduleNamed(await machine.readFile(guest.module), 'vwifi', name));
    const parameter = name === 'vwifi' ? 'station' : 'radios';
    // Who has the SME is another half of the station: with every other seed it is the driver.
    const sme = name === 'vwifi' && round.seed % 2 === 0 ? ['driver_sme=1'] : [];
    const loaded = await machine.exec(['insmod', guest.module, `${parameter}=${RADIOS}`, ...sme]);
    if (loaded.status !== 0) throw new Error(`insmod: ${loaded.stderr}`);

    const argv = [PROGRAM, round.kind, String(round.seed), String(round.steps), guest.module];
    const env = round.verbose ? { SOAK_VERBOSE: '1' } : {};
    // Awaited: where time is held it passes for what is.
    const process = await machine.spawn(argv, { env, awaited: 'at once' });
    process.onOutput((_, data) => {
      output += Buffer.from(data).toString();
    });
    const lost = machine.lost.then((why) => Promise.reject(new Error(`the guest was lost: ${why}`)));
    const stopped = new Promise<never>((_, reject) => {
      const interrupted = () => reject(new Error('interrupted'));
      signal.addEventListener('abort', interrupted, { once: true, signal: over.signal });
    });
    const ended = Promise.race([process.exited, lost, stopped]);
    const { status } = await within(ended, 'the guest hangs, or is very slow', LIMIT_MS);
    if (status !== FINE && status !== COMPLAINED) reasons.push(`the program ended with status ${status}`);

    log = await machine.kernelLog();
    const unload = ['sh', '-c', `grep -q "^${name} " /proc/modules || exit 0; rmmod ${name}`];
    const unloaded = status === FINE ? await machine.exec(unload, { timeoutMs: UNLOAD_LIMIT_MS }) : undefined;
    if (unloaded && unloaded.status !== 0) reasons.push(`rmmod: ${unloaded.stderr.trim()}`);
    log = [...log, ...(await machine.kernelLog())];
    reasons.push(...troubleIn(log).slice(0, 1));
    if (status === COMPLAINED && reasons.length === 0) reasons.push('the kernel complained');
  } catch (error) {
    reasons.push((error as Error).message);
    // A kernel that is gone has said why on its console.
    log = (await guest.console()).split('\n');
  } finally {
    over.abort();
    await guest.close().catch(() => undefined);
  }
  return { reasons, log, output };
}
