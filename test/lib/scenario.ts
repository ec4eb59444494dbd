/** A scenario: what a person would do with the radios, and what they would see. One file each. */
import type { Context } from './context.js';

/** The kernels of the matrix, in the order in which they run: the quickest first. `host` is the kernel that the tests run on, for what starts guests of its own. */
export const KERNEL_NAMES = [
  'uml-fast',
  'uml-debug',
  'uml-smp',
  'uml-6.1',
  'host',
  '6.1',
  '6.12',
  '7.2',
] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

/** 7.2 is Debian's development suite, fetched by `npm run test:next`; `uml-smp` and `uml-6.1` are built by whoever asks for them. */
const UNUSUAL: readonly KernelName[] = ['uml-smp', 'uml-6.1', '7.2'];
/** Those that run without being named. */
export const USUAL_KERNELS: readonly KernelName[] = KERNEL_NAMES.filter((name) => !UNUSUAL.includes(name));

/** Kernels on which a scenario may be too long for every day, by what they have in common. */
const NIGHTLY = { debug: ['uml-debug'], stock: ['6.1', '6.12'] } as const satisfies Readonly<
  Record<string, readonly KernelName[]>
>;

export interface ScenarioOptions {
  /** On every kernel: also on the debug kernel and on the stock ones in QEMU, where all takes ten times as long. */
  readonly core?: boolean;
  /** Also on the debug kernel, not only on the fast one; in `npm test` there alone. */
  readonly debug?: boolean;
  /**
   * Long, and shown in part by others: not in `npm test`, only in the whole matrix (`npm run test:all`) and by name.
   * `debug` and `stock`: so it is on those kernels, and on a quicker one `npm test` runs it.
   */
  readonly nightly?: true | keyof typeof NIGHTLY;
  /** Nobody else runs in its boot: what it makes the kernel report switches detectors off. */
  readonly alone?: boolean;
  /** Only on these kernels; say in the scenario why. */
  readonly only?: readonly KernelName[];
  /** Wall-clock limit (60 s; several times that in QEMU without KVM and on the debug kernel). */
  readonly limitMs?: number;
  /** What has to be on the host, by program name; the scenario is skipped, with this reason, where it is not. */
  readonly programs?: readonly string[];
  /** Packages whose programs set-up has unpacked, for what must not be installed; skipped where it could not. */
  readonly unpacked?: readonly string[];
}

export interface Scenario extends ScenarioOptions {
  /** What a person would notice when it did not hold: a sentence without a full stop. */
  readonly title: string;
  run(context: Context): Promise<void>;
}

export function scenario(
  title: string,
  options: ScenarioOptions,
  run: (context: Context) => Promise<void>,
): Scenario {
  return { title, ...options, run };
}

/** Whether a scenario belongs to a kernel's row of the matrix, whole. */
export function runsOn(scenario: ScenarioOptions, kernel: KernelName): boolean {
  if (scenario.only) return scenario.only.includes(kernel);
  // The host is nobody's to break: what runs there says so.
  if (kernel === 'host') return false;
  if (kernel === 'uml-fast' || kernel === 'uml-6.1' || scenario.core) return true;
  return kernel === 'uml-debug' && scenario.debug === true;
}

/** Whether `npm test` runs it there: each scenario once, on the strictest kernel in a process, the core on stock ones, too. */
export function runsDaily(scenario: ScenarioOptions, kernel: KernelName): boolean {
  if (!isForEveryDay(scenario, kernel)) return false;
  return kernel !== 'uml-fast' || !isForEveryDay(scenario, 'uml-debug');
}

function isForEveryDay({ nightly, ...scenario }: ScenarioOptions, kernel: KernelName): boolean {
  if (nightly === true || !runsOn(scenario, kernel)) return false;
  return nightly === undefined || !(NIGHTLY[nightly] as readonly KernelName[]).includes(kernel);
}
