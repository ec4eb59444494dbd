/** What the soak is asked to do. */
import { readCommandLine, refuse } from '../lib/command-line.js';
import type { KernelName } from '../lib/scenario.js';
import { UNDERLAYS } from '../lib/underlays.js';

/** What can be done to the driver; each is a mix of its own (program/main.c). */
export const KINDS = [
  'nl80211',
  'frames',
  'inject',
  'family',
  'hwsim',
  'life',
  'user',
  'wire',
  'all',
  'race',
  'memory',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Options {
  readonly minutes: number;
  /** The first round's; every round after it has the next. */
  readonly seed: number;
  readonly kinds: readonly Kind[];
  /** How many things are done in one boot. */
  readonly steps: number;
  /** Print each of them before it is done. */
  readonly verbose: boolean;
  /** Which kernel of the matrix: the debug kernel sees most, those in QEMU have two processors. */
  readonly kernel: Exclude<KernelName, 'host'>;
  /** What the air of the kind `wire` goes over, in turn; empty: the machines' cards. */
  readonly underlays: readonly string[];
  /** The driver's file, where it is not the one of the working copy. */
  readonly module: string | undefined;
}

const KERNELS = ['uml-debug', 'uml-fast', 'uml-smp', '6.1', '6.12'] as const;

const HELP = `npm run soak -- [options]

Does things to the driver at random in a guest, round after round, until the time is up or the kernel complains. What a
failed round did, and what the kernel said, is kept in test-results/.

  --minutes N     for how long (default 10); the round that is under way then is finished
  --seed N        of the first round, each after it has the next (default: by chance; it is printed)
  --kind NAME     one mix, or several: ${KINDS.join(', ')} (default: each in turn)
  --steps N       things done in one boot (default 2500)
  --kernel NAME   ${KERNELS.join(', ')} (default uml-debug)
  --underlay NAME of the kind wire: what the air goes over, or several, in turn: ${Object.keys(UNDERLAYS).join(', ')}
  --module FILE   another vwifi.ko
  --verbose       print each thing before it is done
  --help

Example: npm run soak -- --minutes 2 --kind inject
`;

const isKind = (word: string): word is Kind => (KINDS as readonly string[]).includes(word);

export function readOptions(args: readonly string[]): Options {
  const values = readCommandLine(
    HELP,
    {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      kind: { type: 'string', multiple: true, default: [...KINDS] },
      steps: { type: 'string', default: '2500' },
      verbose: { type: 'boolean', default: false },
      kernel: { type: 'string', default: 'uml-debug' },
      module: { type: 'string' },
      underlay: { type: 'string', multiple: true, default: [] },
    },
    args,
  );
  const number = (name: 'minutes' | 'seed' | 'steps') => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < 0) refuse(HELP, `--${name} ${values[name]}: not a number`);
    return value;
  };
  // Only the debug kernel can refuse memory, and only these guests have a card to send from.
  const needs: Record<string, string> = { memory: 'uml-debug', wire: 'uml-' };
  const needed = needs[values.kind[0] ?? ''];
  const possible = values.kind.filter((word) => values.kernel.startsWith(needs[word] ?? ''));
  const kinds = possible.map((word) => {
    if (!isKind(word)) refuse(HELP, `--kind ${word}: one of ${KINDS.join(', ')}`);
    return word;
  });
  const kernel = KERNELS.find((name) => name === values.kernel);
  if (!kernel) refuse(HELP, `--kernel ${values.kernel}: one of ${KERNELS.join(', ')}`);
  if (kinds.length === 0)
    refuse(
      HELP,
      `--kind ${values.kind[0]}: not on ${kernel}, only where the kernel's name begins with ${needed}`,
    );
  for (const name of values.underlay)
    if (!UNDERLAYS[name]) refuse(HELP, `--underlay ${name}: one of ${Object.keys(UNDERLAYS).join(', ')}`);
  return {
    underlays: values.underlay,
    minutes: number('minutes'),
    seed: number('seed'),
    steps: number('steps'),
    kinds,
    verbose: values.verbose,
    kernel,
    module: values.module,
  };
}
