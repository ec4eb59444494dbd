/**
 * What a guest does between its kernel and its agent. Written for busybox' shell, which starts in no time where the
 * host's programs would have to be read through 9p by an emulated processor first.
 */
import { dirname } from 'node:path';
import { shellQuote } from '../machine/command.js';
import { FRESH, freshFolder } from './fresh.js';

/** First program of a QEMU guest: loads modules, mounts the host's files, and leaves the rest to the boot's own script. */
export const INIT = `#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
fail() { echo "vwifi: guest: $*" >/dev/console; poweroff -f; }
read -r started rest </proc/uptime
echo "vwifi: guest: kernel $(cat /proc/sys/kernel/osrelease) is up after $started s, loading modules"
while read -r module; do insmod "/modules/$module" || fail "cannot load $module"; done </modules/order
read -r loaded rest </proc/uptime
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host || fail "cannot mount the host's files"
mount -t tmpfs -o mode=755 tmpfs /writable
mkdir /writable/upper /writable/work
boot=
lower=
for word in $(cat /proc/cmdline); do case $word in
  vwifi.boot=*) boot=$(printf %b "\${word#vwifi.boot=}");;
  vwifi.root=*) lower=$(printf %b "\${word#vwifi.root=}");;
esac; done
# From inside: a name of the host's may hold what separates options.
cd "/host$lower" || fail "cannot enter the root"
mount -t overlay -o "lowerdir=.,upperdir=/writable/upper,workdir=/writable/work" root /root ||
  fail "cannot mount the root"
cd /
echo "vwifi: guest: the host's files are mounted"
[ -r "/host$boot" ] || fail "cannot read $boot on the host"
. "/host$boot"
`;

/** Folders of the host that can be written. */
interface Served {
  readonly folders: readonly string[];
  /** The device or port of the line to whoever serves them. */
  readonly line: string;
}

export interface BootScript {
  /** Node and its parameters: the agent. */
  readonly agent: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** The kernel's modules on the host, and where they belong in the guest. */
  readonly modules: { readonly from: string; readonly release: string };
  /** Files and folders of the host that stay visible although a fresh folder covers their place, or all of it. */
  readonly keep: readonly { readonly path: string; readonly from: string }[];
  readonly writable?: Served | undefined;
  /** Whether the guest's root is not the host's. */
  readonly foreign: boolean;
}

interface Mount {
  readonly what: string;
  readonly where: string;
  readonly type: string;
  readonly options?: string;
}

/** Mounts all of a table by one program: a process costs tens of milliseconds in a guest. */
function mountAll(name: string, mounts: readonly Mount[]): string[] {
  const word = (text: string) =>
    text.replace(/[\s\\#]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return [
    `cat >"$scratch/table.${name}" <<'END'`,
    ...mounts.map(
      ({ what, where, type, options = 'defaults' }) => `${word(what)} ${word(where)} ${type} ${options} 0 0`,
    ),
    'END',
    `mount -a -T "$scratch/table.${name}"`,
  ];
}

/** What differs between the two scripts. */
interface Setting {
  /** A folder outside of the root. */
  readonly scratch: string;
  /** Ends a machine that is of no use. */
  readonly end: string;
  /** Opens the line to served folders. */
  readonly lineOf: (line: string) => string[];
}

/** Furnishes the new root at `root`; the host's files are at `host`. Any POSIX shell, busybox' or util-linux' mount. */
function furnish(options: BootScript, root: string, host: string, setting: Setting): string[] {
  const modules = `/lib/modules/${options.modules.release}`;
  const whole = `${setting.scratch}/whole`;
  // A guest writes there as anywhere, and it is gone with it.
  const kept = options.foreign ? host : whole;
  // Under its own name and under the one it is known by, as far as a fresh folder covers it.
  const places = options.keep.flatMap(({ path, from }) => [[path, from] as const, [from, from] as const]);
  const keep = [...new Map(places)].filter(([path]) => options.foreign || freshFolder(path) !== undefined);
  const folders = ['/proc', '/sys', '/dev', ...Object.keys(FRESH), modules];
  const later = ['/dev/pts', '/dev/shm', '/run/netns', '/run/vwifi/old', '/run/lock'];
  const inRoot = (paths: readonly string[]) => paths.map((path) => shellQuote(`${root}${path}`)).join(' ');
  return [
    // A folder of their own for the modules: the host's /lib may be a link, may not be readable, or may hold none.
    `mkdir -p ${inRoot(folders)} ${whole}`,
    ...mountAll('first', [
      // Before folders of its own cover parts of it.
      { what: root, where: whole, type: 'none', options: 'bind' },
      { what: 'proc', where: `${root}/proc`, type: 'proc' },
      { what: 'sysfs', where: `${root}/sys`, type: 'sysfs' },
      { what: 'devtmpfs', where: `${root}/dev`, type: 'devtmpfs' },
      ...Object.entries(FRESH).map(([folder, mode]) => ({
        ...{ what: 'tmpfs', where: `${root}${folder}`, type: 'tmpfs' },
        options: `mode=${mode}`,
      })),
      { what: 'debugfs', where: `${root}/sys/kernel/debug`, type: 'debugfs' },
      { what: `${host}${options.modules.from}`, where: `${root}${modules}`, type: 'none', options: 'bind' },
    ]),
    `mkdir -p ${inRoot([...later, ...keep.map(([path]) => dirname(path))])}`,
    ...keep.map(
      ([path, from]) =>
        `if [ -d ${shellQuote(kept + from)} ]; then mkdir -p ${inRoot([path])}; else : >${inRoot([path])}; fi`,
    ),
    ...mountAll('second', [
      { what: 'devpts', where: `${root}/dev/pts`, type: 'devpts', options: 'mode=620,ptmxmode=666' },
      { what: 'tmpfs', where: `${root}/dev/shm`, type: 'tmpfs', options: 'mode=1777' },
      ...keep.map(([path, from]) => ({
        what: kept + from,
        where: root + path,
        type: 'none',
        options: 'bind',
      })),
    ]),
    ...(options.writable ? mountWritable(options.writable, root, setting) : []),
    `echo ${shellQuote(options.hostname)} >/proc/sys/kernel/hostname`,
    'ip link set lo up',
    'read -r mounted rest </proc/uptime',
    'export VWIFI_PHASES="$started $loaded $mounted"',
    ...Object.entries(options.env).map(([name, value]) => `export ${name}=${shellQuote(value)}`),
  ];
}

/** Where the served folders are, by number, before they are put in their places. */
const SERVED = '/run/vwifi/writable';
/** One process works for all users of the guest, and the host's changes are seen at once. */
const SERVED_OPTIONS = 'trans=fd,rfdno=3,wfdno=4,version=9p2000.L,msize=131072,access=any,cache=none';

/** Mounts the folders that a process of the host serves on a line, which is at descriptors 3 and 4 then. */
function mountWritable({ folders, line }: Served, root: string, { lineOf, end }: Setting): string[] {
  const quoted = folders.map((folder) => shellQuote(root + folder));
  const complaint = 'vwifi: guest: cannot mount the folders that may be written: has this kernel no 9p?';
  return [
    `mkdir -p ${[`${root}${SERVED}`, ...quoted].join(' ')}`,
    ...lineOf(line),
    `mount -t 9p -o ${SERVED_OPTIONS} writable ${root}${SERVED} ||`,
    `  { echo ${shellQuote(complaint)} >${root}/dev/console; ${end}; }`,
    'exec 3<&- 4>&-',
    ...mountAll(
      'third',
      folders.map((folder, index) => ({
        what: `${root}${SERVED}/${index}`,
        where: root + folder,
        type: 'none',
        options: 'bind',
      })),
    ),
  ];
}

/** A serial line is read and written as it is. */
const serialLine = (device: string): string[] => [`exec 3<>${device} 4>&3`, 'stty raw -echo <&3'];

/**
 * A port of virtio-serial is opened once, and the kernel's own client of 9p cannot read one: two programs carry between it
 * and pipes. They stay where the boot began.
 */
const portLine = (port: string): string[] => [
  // Loaded where it is needed; older kernels have it in another module.
  '[ ! -f /modules/9pnet_fd.ko ] || insmod /modules/9pnet_fd.ko',
  'cd /sys/class/virtio-ports',
  `for port in *; do read -r name 2>/dev/null <$port/name && [ "$name" = ${port} ] && break; done`,
  'cd /',
  'mkfifo /to /from',
  'exec 5<>/dev/$port',
  'cat <&5 >/from & cat </to >&5 &',
  'exec 3</from 4>/to 5<&-',
];

/** The second part of a QEMU guest's boot, which differs from guest to guest. Runs in busybox' shell after {@link INIT}. */
export function qemuScript(options: BootScript): string {
  const init = supervise(options.agent, '/run/vwifi/busybox poweroff -f');
  return [
    'scratch=/',
    ...furnish(options, '/root', '/host', { scratch: '', end: 'poweroff -f', lineOf: portLine }),
    'cp /bin/busybox /root/run/vwifi/busybox',
    `exec switch_root /root /run/vwifi/busybox sh -c ${shellQuote(init)} vwifi-init`,
    '',
  ].join('\n');
}

/** The whole boot of a User-Mode Linux guest. Runs in the host's own shell, on the host's files, which are read-only. */
export function umlScript(options: BootScript, device: string): string {
  return [
    '#!/bin/sh',
    // Read by a shell that was told to take its name as it is.
    'set +f; unset IFS VWIFI_BOOT',
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'mount -t proc proc /proc',
    'read -r started rest </proc/uptime; loaded=$started',
    // All that is made before the new root exists is in one tmpfs.
    'mount -t tmpfs -o mode=755 tmpfs /tmp',
    'mkdir /tmp/root /tmp/host /tmp/upper /tmp/work',
    'scratch=/tmp',
    ...mountAll('root', [
      { what: 'none', where: '/tmp/host', type: 'hostfs' },
      {
        ...{ what: 'root', where: '/tmp/root', type: 'overlay' },
        options: 'lowerdir=/tmp/host,upperdir=/tmp/upper,workdir=/tmp/work',
      },
    ]),
    ...furnish(options, '/tmp/root', '/tmp/host', {
      ...{ scratch: '/tmp', end: 'exit 1' },
      lineOf: (line) => serialLine(`/tmp/root${line}`),
    }),
    `stty -F /tmp/root${device} raw -echo`,
    'cd /tmp/root',
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
    'echo "vwifi: guest: starting the agent"',
    `${agent.map(shellQuote).join(' ')} &`,
    'agent=$!',
    'while kill -0 $agent 2>/dev/null; do wait $agent; done',
    'echo "vwifi: guest: the agent has ended"',
    end,
  ].join('\n');
}
