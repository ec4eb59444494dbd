/**
 * What a laboratory and its tests need from the system: how each thing is found, the Debian/Ubuntu package
 * that has it, and what it is for. Only what is missing is installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * @typedef {object} Prerequisite
 * @property {string} need a program's name, or what else is looked for
 * @property {string} debian the package that brings it
 * @property {string} why what it is for, in a few words
 * @property {'start' | 'test'} since needed from `npm start` on, or only by `npm test`
 * @property {() => boolean} [found] how to find it when it is not a program
 * @property {string} [on] the one distribution that has the package; elsewhere what needs it is skipped
 */

const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The path of a program, also in the system folders that an ordinary user's PATH leaves out.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** The folder whose include/node holds Node's headers, when there is one. */
export function findNodeHeaders() {
  const prefixes = [
    process.env.NODEDIR,
    process.env.npm_config_nodedir,
    dirname(dirname(process.execPath)),
    '/usr',
  ];
  return prefixes.find((prefix) => prefix && existsSync(join(prefix, 'include', 'node', 'node_api.h')));
}

/** @param {...string} paths */
const anyOf =
  (...paths) =>
  () =>
    paths.some((path) => existsSync(path));

const MULTIARCH = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

/** @type {readonly Prerequisite[]} */
export const PREREQUISITES = [
  { need: 'gcc', debian: 'gcc', why: 'builds the driver', since: 'start' },
  { need: 'g++', debian: 'g++', why: 'builds the netlink addon', since: 'start' },
  { need: 'make', debian: 'make', why: 'builds the driver', since: 'start' },
  { need: 'python3', debian: 'python3', why: 'node-gyp runs on it', since: 'start' },
  { need: 'pkg-config', debian: 'pkg-config', why: 'finds libnl', since: 'start' },
  {
    need: 'libnl-3 headers',
    debian: 'libnl-3-dev',
    why: 'the netlink addon',
    since: 'start',
    found: anyOf('/usr/include/libnl3/netlink/netlink.h', '/usr/local/include/libnl3/netlink/netlink.h'),
  },
  {
    need: 'libnl-genl-3 headers',
    debian: 'libnl-genl-3-dev',
    why: 'the netlink addon',
    since: 'start',
    found: anyOf(
      `${MULTIARCH}/libnl-genl-3.so`,
      '/usr/lib/libnl-genl-3.so',
      '/usr/local/lib/libnl-genl-3.so',
    ),
  },
  {
    need: "Node's headers",
    debian: 'libnode-dev',
    why: 'the netlink addon',
    since: 'start',
    found: () => findNodeHeaders() !== undefined,
  },
  { need: 'qemu-system-x86_64', debian: 'qemu-system-x86', why: 'boots a stock kernel', since: 'start' },
  { need: 'busybox', debian: 'busybox-static', why: "the guest's first user space", since: 'start' },
  { need: 'cpio', debian: 'cpio', why: "packs the guest's first user space", since: 'start' },
  { need: 'hostapd', debian: 'hostapd', why: 'the access point', since: 'start' },
  { need: 'wpa_supplicant', debian: 'wpasupplicant', why: 'the stations', since: 'start' },
  { need: 'iw', debian: 'iw', why: 'shows and sets radios', since: 'start' },
  { need: 'ip', debian: 'iproute2', why: 'addresses and namespaces', since: 'start' },
  { need: 'ping', debian: 'iputils-ping', why: 'the ping matrix', since: 'start' },
  { need: 'modprobe', debian: 'kmod', why: 'loads the driver', since: 'start' },
  { need: 'xz', debian: 'xz-utils', why: 'unpacks kernels', since: 'start' },
  { need: 'nsenter', debian: 'util-linux', why: 'enters a node', since: 'start' },
  {
    need: 'regulatory.db',
    debian: 'wireless-regdb',
    why: 'which channels a country allows; without it 5 GHz is for listening only',
    since: 'start',
    found: anyOf('/lib/firmware/regulatory.db', '/usr/lib/firmware/regulatory.db'),
  },
  { need: 'iperf3', debian: 'iperf3', why: 'measures throughput', since: 'test' },
  {
    need: 'passt',
    debian: 'passt',
    why: 'routers of laboratories: a way to the network of the host',
    since: 'test',
  },
  { need: 'dnsmasq', debian: 'dnsmasq-base', why: 'routers of laboratories: DHCP and DNS', since: 'test' },
  { need: 'nft', debian: 'nftables', why: 'routers of laboratories: NAT and portals', since: 'test' },
  { need: 'ethtool', debian: 'ethtool', why: 'shows what a driver says of its interfaces', since: 'test' },
  { need: 'tcpdump', debian: 'tcpdump', why: 'captures', since: 'test' },
  {
    need: 'pyroute2',
    debian: 'python3-pyroute2',
    why: 'what the benchmark compares the library with',
    since: 'test',
    found: anyOf('/usr/lib/python3/dist-packages/pyroute2'),
  },
  { need: 'go', debian: 'golang-go', why: 'tries the client in Go', since: 'test' },
  {
    need: 'pytest',
    debian: 'python3-pytest',
    why: 'tries the fixtures for it',
    since: 'test',
    found: anyOf('/usr/lib/python3/dist-packages/pytest'),
  },
  { need: 'openssl', debian: 'openssl', why: 'makes certificates for 802.1X', since: 'test' },
  { need: 'tshark', debian: 'tshark', why: 'reads and decrypts captures', since: 'test' },
  {
    need: 'chromium',
    debian: 'chromium',
    why: 'opens the pages of traces',
    since: 'test',
    // Ubuntu's package of that name is a snap, which reads no files of /tmp.
    on: 'debian',
  },
  { need: 'flex', debian: 'flex', why: 'builds the User-Mode Linux kernels', since: 'test' },
  { need: 'bison', debian: 'bison', why: 'builds the User-Mode Linux kernels', since: 'test' },
  { need: 'bc', debian: 'bc', why: 'builds the User-Mode Linux kernels', since: 'test' },
  {
    need: 'libelf headers',
    debian: 'libelf-dev',
    why: 'builds the User-Mode Linux kernels',
    since: 'test',
    found: anyOf('/usr/include/libelf.h', '/usr/include/gelf.h'),
  },
];

/** The ID of os-release(5): 'debian', 'ubuntu'. */
function distribution() {
  const path = '/etc/os-release';
  return existsSync(path) ? /^ID="?([\w.-]+)/m.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
}

/**
 * What is missing for `npm start`, or for `npm test`, which needs more.
 *
 * @param {'start' | 'test'} purpose
 */
export function missingPrerequisites(purpose) {
  return PREREQUISITES.filter((row) => purpose === 'test' || row.since === 'start')
    .filter((row) => row.on === undefined || row.on === distribution())
    .filter((row) => !(row.found ? row.found() : findProgram(row.need)));
}
