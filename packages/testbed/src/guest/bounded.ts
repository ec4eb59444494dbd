/** What a guest's process does not get along from its user: the powers of a root, secrets in the environment, room for files without end. */
import { existsSync, readFileSync } from 'node:fs';
import { MARK } from '../machine/guard.js';
import { withParentDeathSignal } from './parent-death.js';

/** Bits of capabilities(7). */
const SETPCAP = 8;
const READING = { dac_override: 1, dac_read_search: 2 };
const NETWORK = { net_admin: 12 };
/** Changing modes and times of files that are not root's. */
const OWNING = { fowner: 3 };

/** So long the console of a guest may get. */
export const CONSOLE_MB = 256;
const PRLIMIT = '/usr/bin/prlimit';

export interface Bounds {
  /** Sent to the guest when its owner is killed. */
  readonly signal?: string | undefined;
  /** The longest file that it may write; who wants a longer one is ended (SIGXFSZ). Left out: any. */
  readonly fileMb?: number;
  /** It opens a tap of the host's network. */
  readonly taps?: boolean;
  /** It changes files. */
  readonly writes?: boolean;
}

/** Of root's capabilities those that reading its files, opening a tap, and changing files take. */
export function powersKept(
  { taps = false, writes = false }: Bounds,
  status = readFileSync('/proc/self/status', 'utf8'),
): string[] {
  const set = BigInt(`0x${/^CapBnd:\s*(\w+)$/m.exec(status)?.[1] ?? '0'}`);
  const has = (bit: number) => ((set >> BigInt(bit)) & 1n) === 1n;
  const wanted = Object.entries({ ...READING, ...(taps ? NETWORK : {}), ...(writes ? OWNING : {}) });
  return wanted.filter(([, bit]) => has(bit)).map(([name]) => name);
}

/** Parameters of setpriv(1). Nobody but a root has something to give up, and not every root of a container may. */
function withoutPowers(bounds: Bounds): string[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  const own = BigInt(`0x${/^CapEff:\s*(\w+)$/m.exec(status)?.[1] ?? '0'}`);
  if (((own >> BigInt(SETPCAP)) & 1n) === 0n) return [];
  const kept = powersKept(bounds, status).map((name) => `+${name}`);
  return ['--no-new-privs', '--inh-caps=-all', `--bounding-set=${['-all', ...kept].join(',')}`];
}

/** What programs need to be found, loaded and understood. */
const VARIABLES = ['PATH', 'HOME', 'LANG', 'TZ', 'LD_LIBRARY_PATH', 'VWIFI_NL80211_ADDON'];

/** A kernel that has turned against its host reads its own process: of its user's environment it has what is no secret. */
export function environment(mark: string | undefined, more: Readonly<Record<string, string>> = {}) {
  const given = VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...more, ...(mark === undefined ? {} : { [MARK]: mark }) };
}

/** The command of a guest as it is to be started now: with the descriptors that it is given, and no other. */
export async function bounded(argv: readonly string[], bounds: Bounds): Promise<string[]> {
  const { signal, fileMb } = bounds;
  const { inheritNothing } = await import('@vwifi/nl80211');
  try {
    inheritNothing();
  } catch {
    // Without the addon nothing more can be done about it.
  }
  const limited =
    fileMb !== undefined && existsSync(PRLIMIT)
      ? [PRLIMIT, `--fsize=${fileMb * 2 ** 20}`, '--', ...argv]
      : argv;
  return withParentDeathSignal(limited, signal, withoutPowers(bounds));
}
