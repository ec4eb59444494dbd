/** Lines of hostapd and wpa_supplicant, as they print them with `-t`, as records. */
import { parseEvent } from '@vwifi/nl80211/supplicant';
import type { DaemonRecord } from './record.js';

/** Some lines have their time twice: hostapd's logger adds one of its own. */
const STAMPED = /^(\d+)\.(\d{6}): (?:\d+\.\d{6}: )?(.*)$/;
/** What stands before an event in a log: the interface. */
const EVENT =
  /^(?:[\w.-]+: )?((?:CTRL|AP|WPS|DPP|P2P|MESH|ACS|DFS|ESS|SME|INTERFACE|BSS|BEACON|RX|WDS|CSA)-[A-Z0-9-]+(?: .*)?)$/;
/** A line without end is cut there. */
const LINE_LIMIT = 4096;

/** The time of day of a line, in microseconds; undefined where it has none. */
export function stampOf(line: string): number | undefined {
  const [, seconds, micros] = STAMPED.exec(line) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1e6 + Number(micros);
}

/**
 * The record of one line; `wallUs` is the machine's time of day at its start. A line without a time, which goes on
 * with the one before it, has that one's.
 */
export function lineRecord(
  line: string,
  about: Pick<DaemonRecord, 'node' | 'program'>,
  wallUs: number,
  beforeUs: number,
): Omit<DaemonRecord, 'id'> | undefined {
  const [, , , said = line] = STAMPED.exec(line) ?? [];
  const stamp = stampOf(line);
  const text = said.slice(0, LINE_LIMIT);
  if (text.trim() === '') return undefined;
  const us = stamp === undefined ? beforeUs : Math.round(stamp - wallUs);
  const event = parseEvent(`<3>${EVENT.exec(text)?.[1] ?? ''}`);
  return {
    ...{ kind: 'daemon', us, ...about, text },
    ...(event ? { event: event.name, fields: event.fields } : {}),
  };
}

const KERNEL = /^\[\s*(\d+)\.(\d{6})\] (.*)$/;

/** When a line of the kernel's log was said, and what; undefined for what is none. */
export function kernelLine(line: string): { us: number; text: string } | undefined {
  const [, seconds, micros, text = ''] = KERNEL.exec(line) ?? [];
  return seconds === undefined
    ? undefined
    : { us: Number(seconds) * 1e6 + Number(micros), text: text.slice(0, LINE_LIMIT) };
}
