/**
 * What a guest does between its kernel and its agent. Written for busybox' shell, which starts in no time where the
 * host's programs would have to be read through 9p by an emulated processor first.
 */
import { dirname } from 'node:path';
import { shellQuote } from '../machine/command.js';

/** First program of a QEMU guest: loads modules, mounts the host's files, and leaves the rest to the boot's own script. */
export const INIT = `#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
fail() { echo "vwifi: guest: $*" >/dev/console; poweroff -f; }
read -r started rest </proc/uptime
while read -r module; do insmod "/modules/$module" || fail "cannot load $module"; done </modules/order
read -r loaded rest </proc/uptime
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host || fail "cannot mount the host's files"
mount -t tmpfs -o mode=755 tmpfs /writable
mkdir /writable/upper /writable/work
mount -t overlay -o lowerdir=/host,upperdir=/writable/upper,workdir=/writable/work root /root ||
  fail "cannot mount the root"
boot=
for word in $(cat /proc/cmdline); do case $word in vwifi.boot=*) boot=\${word#vwifi.boot=};; esac; done
[ -r "/host$boot" ] || fail "cannot read $boot on the host"
. "/host$boot"
`;

export interface BootScript {
  /** Node and its parameters: the agent. */
  readonly agent: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** The kernel's modules on the host, and where they belong in the guest. */
  readonly modules: { readonly from: string; readonly release: string };
  /** Files and folders of the host that stay visible although a fresh folder covers their place. */
  readonly keep: readonly string[];
}

/** Folders that a guest has for itself. */
const FRESH = ['/run', '/tmp', '/var/log', '/var/tmp'];

const isFresh = (path: string) => FRESH.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** Furnishes the new root at $root; the host's files are at $host. Any POSIX shell. */
function furnish(options: BootScript): string[] {
  const modules = `"$root"/lib/modules/${options.modules.release}`;
  return [
    // The folders first: what follows may be a link in the host's tree.
    'for folder in proc sys dev; do mount -o move /$folder "$root/$folder"; done',
    `for folder in ${FRESH.join(' ')}; do`,
    '  [ -d "$root$folder" ] || mkdir -p "$root$folder"',
    '  mount -t tmpfs -o mode=755 tmpfs "$root$folder"',
    'done',
    'chmod 1777 "$root/tmp" "$root/var/tmp"',
    'mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/run/netns" "$root/run/vwifi" "$root/run/lock"',
    'mount -t devpts -o mode=620,ptmxmode=666 devpts "$root/dev/pts"',
    'mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"',
    'mount -t debugfs debugfs "$root/sys/kernel/debug" 2>/dev/null',
    'mount -t tracefs tracefs "$root/sys/kernel/tracing" 2>/dev/null',
    'ln -sf /proc/self/fd "$root/dev/fd"; ln -sf /proc/self/fd/0 "$root/dev/stdin"',
    'ln -sf /proc/self/fd/1 "$root/dev/stdout"; ln -sf /proc/self/fd/2 "$root/dev/stderr"',
    // Bound as a folder of its own: the host's /lib may be a link, may not be readable, or may hold no modules.
    `mkdir -p ${modules}`,
    `mount -o bind "$host"${shellQuote(options.modules.from)} ${modules}`,
    ...[...new Set(options.keep)].filter(isFresh).flatMap((path) => {
      const target = `"$root"${shellQuote(path)}`;
      const source = `"$host"${shellQuote(path)}`;
      return [
        `if [ -d ${source} ]; then mkdir -p ${target}`,
        `else mkdir -p "$root"${shellQuote(dirname(path))}; : >${target}; fi`,
        `mount -o bind ${source} ${target}`,
      ];
    }),
    `hostname ${shellQuote(options.hostname)}`,
    'ip link set lo up',
    'read -r mounted rest <"$root/proc/uptime"',
    'export VWIFI_PHASES="$started $loaded $mounted"',
    ...Object.entries(options.env).map(([name, value]) => `export ${name}=${shellQuote(value)}`),
  ];
}

/** The second part of a QEMU guest's boot, which differs from guest to guest. Runs in busybox' shell after {@link INIT}. */
export function qemuScript(options: BootScript): string {
  const init = supervise(options.agent, '/run/vwifi/busybox poweroff -f');
  return [
    'root=/root host=/host',
    ...furnish(options),
    'cp /bin/busybox /root/run/vwifi/busybox',
    `exec switch_root /root /run/vwifi/busybox sh -c ${shellQuote(init)} vwifi-init`,
    '',
  ].join('\n');
}

/** The whole boot of a User-Mode Linux guest. Runs in the host's own shell, on the host's files, which are read-only. */
export function umlScript(options: BootScript, device: string): string {
  return [
    '#!/bin/sh',
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'mount -t proc proc /proc',
    'mount -t sysfs sysfs /sys',
    'mount -t devtmpfs devtmpfs /dev',
    'read -r started rest </proc/uptime; loaded=$started',
    // All that is made before the new root exists is in one tmpfs.
    'mount -t tmpfs -o mode=755 tmpfs /tmp',
    'root=/tmp/root host=/tmp/host',
    'mkdir /tmp/root /tmp/host /tmp/upper /tmp/work',
    'mount -t hostfs -o / none /tmp/host',
    'mount -t overlay -o lowerdir=/tmp/host,upperdir=/tmp/upper,workdir=/tmp/work root /tmp/root',
    ...furnish(options),
    `stty -F "$root"${device} raw -echo`,
    'mkdir "$root/run/vwifi/old"',
    'cd "$root"',
    // Kernel threads move along, so that the kernel's own helpers (modprobe) are found in the new root.
    'pivot_root . run/vwifi/old',
    `exec chroot . /bin/sh -c ${shellQuote(`umount -l /run/vwifi/old\n${supervise(options.agent, 'exit')}`)} vwifi-init`,
    '',
  ].join('\n');
}

/** Process 1: starts the agent, reaps orphans, and ends the machine with the agent. */
function supervise(agent: readonly string[], end: string): string {
  return [
    'exec </dev/null >/dev/console 2>&1',
    `${agent.map(shellQuote).join(' ')} &`,
    'agent=$!',
    'while kill -0 $agent 2>/dev/null; do wait $agent; done',
    'echo "vwifi: guest: the agent has ended"',
    end,
  ].join('\n');
}
