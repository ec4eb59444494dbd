/** The programs of the host that laboratories use, and the packages that bring them. */
import { readFileSync } from 'node:fs';
import { TestbedError } from '../errors.js';
import { findCommand, searchPath } from './command.js';
import { installCommand } from './package-managers.js';

/** A program of the host that a laboratory runs or offers. */
export interface Program {
  readonly name: string;
  /** Debian's name of it. */
  readonly package: string;
  readonly why: string;
  readonly needed: boolean;
  /** Arguments that print the version; undefined where there are none. */
  readonly version?: readonly string[];
}

/** One row a program. */
export const programs: readonly Program[] = [
  { name: 'hostapd', package: 'hostapd', why: 'access points', needed: true, version: ['-v'] },
  { name: 'wpa_supplicant', package: 'wpasupplicant', why: 'stations', needed: true, version: ['-v'] },
  { name: 'iw', package: 'iw', why: 'looking at radios', needed: true, version: ['--version'] },
  { name: 'ip', package: 'iproute2', why: 'network namespaces', needed: true, version: ['-V'] },
  { name: 'ping', package: 'iputils-ping', why: 'the ping matrix', needed: true, version: ['-V'] },
  {
    name: 'perl',
    package: 'perl-base',
    why: 'all pings of a node in one process',
    needed: false,
    version: ['-e', 'printf "%vd", $^V'],
  },
  { name: 'modprobe', package: 'kmod', why: 'loading vwifi.ko', needed: true, version: ['--version'] },
  { name: 'script', package: 'bsdutils', why: 'terminals of `shell`', needed: true, version: ['--version'] },
  {
    name: 'qemu-system-x86_64',
    package: 'qemu-system-x86',
    why: 'backend qemu',
    needed: false,
    version: ['--version'],
  },
  {
    name: 'busybox',
    package: 'busybox-static',
    why: 'booting a guest of backend qemu, asking for addresses by DHCP',
    needed: false,
  },
  {
    name: 'dnsmasq',
    package: 'dnsmasq-base',
    why: 'routers: DHCP and DNS',
    needed: false,
    version: ['--version'],
  },
  { name: 'nft', package: 'nftables', why: 'routers: NAT, portals', needed: false, version: ['--version'] },
  { name: 'passt', package: 'passt', why: 'routers: a way to the network of the host', needed: false },
  { name: 'openssl', package: 'openssl', why: 'certificates of 802.1X', needed: false, version: ['version'] },
  {
    name: 'wpa_cli',
    package: 'wpasupplicant',
    why: 'asking wpa_supplicant by hand',
    needed: false,
    version: ['-v'],
  },
  { name: 'tcpdump', package: 'tcpdump', why: 'captures', needed: false, version: ['--version'] },
  { name: 'tshark', package: 'tshark', why: 'reading captures', needed: false, version: ['--version'] },
  { name: 'iperf3', package: 'iperf3', why: 'measuring throughput', needed: false, version: ['--version'] },
];

/** The command that installs packages, which are called by Debian's names. */
export const install = (...packages: readonly string[]): string => installCommand(packages);

/** The file of a program; undefined where it is not installed. */
export function fileOf(name: string): string | undefined {
  try {
    return findCommand(name, searchPath(process.env.PATH), '/');
  } catch {
    return undefined;
  }
}

/**
 * Whether hostapd here was built with 802.11be; undefined where there is none. Its program has the words of its
 * configuration file in it; asked for a file with such a word it would take the radio first.
 */
export function hostapdKnowsWifi7(): boolean | undefined {
  const path = fileOf('hostapd');
  return path === undefined ? undefined : readFileSync(path).includes('eht_oper_chwidth');
}

/** Throws where one of these programs is not installed, and names all that are missing. */
export function needPrograms(what: string, names: readonly string[]): void {
  const lacking = programs.filter(({ name }) => names.includes(name) && fileOf(name) === undefined);
  if (lacking.length === 0) return;
  const listed = lacking.map(({ name, why }) => `${name} (${why})`).join(', ');
  throw new TestbedError('PROGRAM_MISSING', `${what}: not installed: ${listed}`, {
    hint: install(...new Set(lacking.map((each) => each.package))),
  });
}
