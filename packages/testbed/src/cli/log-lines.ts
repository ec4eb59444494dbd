/** Lines of logs: which of them are the last ones, and which are young enough. */
import { TestbedError } from '../errors.js';

export interface LineFilter {
  /** Only so many of the last lines. */
  readonly tail?: number | undefined;
  /** Only what was said from then on; see {@link parseSince}. */
  readonly since?: Since | undefined;
}

/** A moment: so long before now, or in seconds since 1970. */
export type Since = { readonly agoS: number } | { readonly atS: number };

/** What the clocks of a machine say, in seconds. */
export interface Clocks {
  /** Since 1970. */
  readonly realS: number;
  /** Since its start. */
  readonly uptimeS: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `5m`, `2h`, `1d`, or a date with or without time. */
export function parseSince(text: string): Since | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  if (number !== undefined) return { agoS: Number(number) * (UNITS[unit] ?? 1) };
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { atS: at / 1000 };
}

/** hostapd and wpa_supplicant with `-t`. */
const STAMPED = /^(\d+\.\d{6}): /;
/** As dmesg prints it, after the name of a guest where there are several. */
const KERNEL = /^(?:([^:[]+): )?\[\s*(\d+\.\d+)\]/;

/** When a line was said, in seconds before now; undefined where it does not say. */
function ageOf(
  line: string,
  clocksOf: (guest: string | undefined) => Clocks | undefined,
): number | undefined {
  const [, stamp] = STAMPED.exec(line) ?? [];
  const [, guest, uptime] = KERNEL.exec(line) ?? [];
  const clocks = clocksOf(guest);
  if (!clocks) return undefined;
  if (stamp !== undefined) return clocks.realS - Number(stamp);
  return uptime === undefined ? undefined : clocks.uptimeS - Number(uptime);
}

/** The lines that a filter lets through. One without a time belongs to the one before it. */
export function filtered(
  lines: readonly string[],
  { tail, since }: LineFilter,
  clocksOf: (guest: string | undefined) => Clocks | undefined = () => undefined,
): readonly string[] {
  let young = true;
  const recent = since
    ? lines.filter((line) => {
        const age = ageOf(line, clocksOf);
        const now = clocksOf(undefined)?.realS ?? Date.now() / 1000;
        if (age !== undefined) young = age <= ('agoS' in since ? since.agoS : now - since.atS);
        return young;
      })
    : lines;
  return tail === undefined ? recent : recent.slice(Math.max(0, recent.length - tail));
}

/** The same, said wrongly. */
export function sinceOf(text: string): Since {
  const since = parseSince(text);
  if (since) return since;
  throw new TestbedError('USAGE', `--since ${text} is no time`, {
    hint: 'how long ago: 90s, 5m, 2h, 1d; or when: 2026-03-01 or 2026-03-01T12:00:00',
  });
}
