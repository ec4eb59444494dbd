import { readFileSync } from 'node:fs';

/** What the running kernel calls this boot of it; unique. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
