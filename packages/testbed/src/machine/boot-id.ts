import { readFileSync, readlinkSync } from 'node:fs';

/** What the running kernel calls this boot of it; unique. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The number of the namespace that this process' ids belong to. */
export function pidNamespace(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
}
