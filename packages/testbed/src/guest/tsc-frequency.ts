/**
 * The frequency of the processor's clock, told to emulated guests. A guest measures it early in its boot with
 * emulated timers; on a busy host that goes wrong, and its time then runs at another speed for good. Later in its
 * boot a guest measures again, with care: that figure is kept for the next ones.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootId } from '../machine/boot-id.js';
import type { Machine } from '../machine/machine.js';
import { guestCache, writeCached } from './cache.js';

const path = () => join(guestCache(), 'tsc.json');

/** Kilohertz, as an earlier guest since this host's boot has measured; undefined when none has. */
export function knownFrequency(): number | undefined {
  try {
    const { boot, khz } = JSON.parse(readFileSync(path(), 'utf8')) as { boot: string; khz: number };
    return boot === bootId() && Number.isInteger(khz) ? khz : undefined;
  } catch {
    return undefined;
  }
}

/** The careful measurement in a kernel log, in kilohertz. */
export function refinedFrequency(log: string): number | undefined {
  const match = /Refined TSC clocksource calibration: (\d+)\.(\d{3}) MHz/.exec(log);
  return match ? Number(match[1]) * 1000 + Number(match[2]) : undefined;
}

/** Keeps what a guest has found out. */
export async function learnFrequency(machine: Machine): Promise<void> {
  const { stdout } = await machine.exec(['dmesg']);
  const khz = refinedFrequency(stdout);
  if (khz !== undefined) await writeCached(path(), `${JSON.stringify({ boot: bootId(), khz })}\n`);
}
