/** Loading the driver into a machine's kernel. */
import { VWifi } from '@vwifi/nl80211';
import { vwifiFamily } from '@vwifi/nl80211/netlink';
import { TestbedError } from '../errors.js';
import { UML_CARD } from '../fleet/wiring.js';
import type { ExecResult, Machine } from '../machine/machine.js';
import { type Driver, HWSIM_NAMES, type RadioNames } from './lab.js';
import { loadAsHwsim } from './load-as-hwsim.js';
import { moduleFor } from './module-path.js';

export interface LoadOptions {
  readonly driver: Driver;
  readonly radios: number;
  /** Path of the module, where it is not the kernel's own. */
  readonly module?: string | undefined;
  /** What radios are called, where it is not the driver's own choice. */
  readonly names?: RadioNames | typeof HWSIM_NAMES | undefined;
  /** Radios may have several links. */
  readonly mlo?: boolean | undefined;
  /** Seed of the medium's random choices. */
  readonly seed?: number | undefined;
  /** The guest, where there are several. */
  readonly guest?: string | undefined;
  readonly signal: AbortSignal;
}

/** One shell: a process is the dear part of it. What differs is in parameters, never part of the script. */
const script = 'modprobe cfg80211 && exec insmod "$@"';
/**
 * A card that is no virtio-net device carries the air as the driver's underlay; it has to be up, and nothing else of
 * the guest shall speak through it.
 */
const scriptWithUnderlay = `echo 1 >/proc/sys/net/ipv6/conf/${UML_CARD}/disable_ipv6 && ip link set ${UML_CARD} up && ${script}`;

/** The words after insmod: the module and its parameters. */
export const loadWords = (
  path: string,
  { radios, names, mlo }: Pick<LoadOptions, 'radios' | 'names' | 'mlo'>,
  underlay: boolean,
): string[] => [
  path,
  `station=${radios}`,
  ...(names ? [`names=${names}`] : []),
  ...(mlo ? ['mlo=1'] : []),
  ...(underlay ? [`underlay=${UML_CARD}`] : []),
];

export async function loadDriver(machine: Machine, options: LoadOptions): Promise<void> {
  const { driver, radios, guest, signal } = options;
  if (driver === 'mac80211_hwsim') {
    const result = await machine.exec(['modprobe', 'mac80211_hwsim', `radios=${radios}`], { signal });
    if (result.status !== 0) throw loadError('mac80211_hwsim', machine, result);
    if (machine.backend === 'host') await machine.undoOnEnd(['modprobe', '-r', 'mac80211_hwsim']);
    return;
  }
  // There the numbers go on from the host's own cards, and from every radio that ever was.
  if (options.names === 'wlan' && machine.backend === 'host')
    throw new TestbedError(
      'NAMES_ON_HOST',
      'names: wlan cannot be had on the host, which has wlan names of its own',
      {
        hint: 'leave names out, or use --backend uml or qemu',
      },
    );
  // The names of cfg80211's multi-link are of 7.0.
  if (options.mlo && Number.parseInt(machine.kernel, 10) < 7)
    throw new TestbedError(
      'NO_MULTI_LINK',
      `kernel ${machine.kernel} has no access points with several links: they want 7.0 or later`,
      { hint: 'leave out links, or use --backend uml' },
    );
  const path = moduleFor(machine.kernel, options.module);
  if (options.names === HWSIM_NAMES) {
    const loaded = await loadAsHwsim(machine, path, radios, signal);
    if (loaded.status !== 0) throw loadError(path, machine, loaded);
    return;
  }
  const underlay = guest !== undefined && machine.backend === 'uml';
  const argv = loadWords(path, options, underlay);
  const run = ['/bin/sh', '-c', underlay ? scriptWithUnderlay : script, 'load', ...argv];
  const result = await machine.exec(run, { signal, ...(guest === undefined ? {} : { netns: guest }) });
  if (result.status !== 0) throw loadError(path, machine, result);
  if (machine.backend === 'host') await machine.undoOnEnd(['rmmod', 'vwifi']);
  if (options.seed !== undefined) await seedMedium(machine, options.seed, guest, signal);
}

async function seedMedium(
  machine: Machine,
  seed: number,
  guest: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  await using wifi = await VWifi.open({
    socket: machine.openNetlink,
    ...(guest === undefined ? {} : { netns: guest }),
  });
  await wifi.family(vwifiFamily, 'mediumSet', { seed: BigInt(seed) }, { signal });
}

const hints: readonly (readonly [said: RegExp, hint: string])[] = [
  [/File exists/, 'it is loaded already: remove it with `rmmod vwifi`, or use the laboratory that loaded it'],
  [/Invalid module format|Exec format/, 'it was built for another kernel: run `npm run build`'],
  [/Unknown symbol/, 'it was built for another kernel: run `npm run build`'],
  [
    /not permitted|Key was rejected/,
    'loading modules needs root and a kernel that allows it; try --backend qemu',
  ],
  [
    /not found in directory|cfg80211 not found/,
    'this kernel has no wireless modules; choose another with --kernel',
  ],
];

function loadError(module: string, machine: Machine, { stderr, status }: ExecResult): TestbedError {
  const said = stderr.trim().split('\n').at(-1) || `status ${status}`;
  const hint =
    hints.find(([pattern]) => pattern.test(said))?.[1] ??
    'the kernel log says more: npx testbed exec -- dmesg';
  return new TestbedError('LOAD_FAILED', `cannot load ${module} into kernel ${machine.kernel}: ${said}`, {
    hint,
  });
}
