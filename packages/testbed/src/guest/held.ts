/**
 * What holds QEMU, and the server of folders that a guest may write. They hand out the host's files, and are programs that
 * a guest may take over: Landlock, where the host has it, keeps both from the host's processes, devices and sockets, and from every file that is not the guest's.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HeldRule } from '@vwifi/nl80211/netlink';

/** What a guest has of its own. */
const HIDDEN = new Set(['proc', 'sys', 'dev']);
/** Of no process, and changed by nobody. */
const HARMLESS = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom'];

export interface Own {
  /** Files that the program writes, and folders that it makes sockets in; they have to be there. */
  readonly files: readonly string[];
  readonly devices: readonly string[];
  /** Folders in which it may change everything. */
  readonly trees?: readonly string[];
}

/** All files of the host to be read, but those that are its processes and devices. */
export function rulesOf({ files, devices, trees = [] }: Own): HeldRule[] {
  const folders = readdirSync('/').filter((name) => !HIDDEN.has(name));
  return [
    // A right over all folders; reading is one over each.
    ['list', '/'],
    ...[...folders.map((name) => `/${name}`), '/dev/shm'].map((path) => ['read', path] as const),
    ...HARMLESS.map((path) => ['device', path] as const),
    ...devices.map((path) => ['device', path] as const),
    ...files.map((path) => ['write', path] as const),
    ...trees.map((path) => ['tree', path] as const),
  ];
}

/** The command that becomes the program, held. It keeps so many descriptors, from 0 on. */
export const held = (argv: readonly string[], own: Own, descriptors: number): string[] => [
  process.execPath,
  fileURLToPath(new URL('held-main.js', import.meta.url)),
  JSON.stringify({ argv, rules: rulesOf(own), descriptors }),
];

/** Whether this host can hold a program, and why not. */
export async function whyNotHeld(): Promise<string | undefined> {
  try {
    const { landlockVersion } = await import('@vwifi/nl80211');
    return landlockVersion() > 0 ? undefined : 'this host has no Landlock';
  } catch {
    return 'there is no addon';
  }
}
