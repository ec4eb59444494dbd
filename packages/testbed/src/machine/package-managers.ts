/** What packages are called where they are not Debian's. */
import { readFileSync } from 'node:fs';

export type ManagerName = 'apt' | 'dnf' | 'pacman' | 'apk' | 'zypper' | 'nix';

interface Manager {
  /** Distributions by the ID and ID_LIKE of os-release(5). */
  readonly of: readonly string[];
  readonly command: string;
  /** It is not root who installs. */
  readonly unprivileged?: boolean;
  /** By Debian's name; those that are not here have the same. */
  readonly names: Readonly<Record<string, string>>;
}

/** One row a package manager. */
export const managers: Readonly<Record<ManagerName, Manager>> = {
  apt: { of: ['debian', 'ubuntu'], command: 'apt-get install', names: {} },
  dnf: {
    of: ['fedora', 'rhel', 'centos'],
    command: 'dnf install',
    names: {
      wpasupplicant: 'wpa_supplicant',
      iproute2: 'iproute',
      'iputils-ping': 'iputils',
      'perl-base': 'perl-interpreter',
      // In one package or another, by the release; a file's name is one for it.
      bsdutils: '/usr/bin/script',
      'busybox-static': 'busybox',
      'dnsmasq-base': 'dnsmasq',
      tshark: 'wireshark-cli',
    },
  },
  pacman: {
    of: ['arch'],
    command: 'pacman -S',
    names: {
      wpasupplicant: 'wpa_supplicant',
      'iputils-ping': 'iputils',
      'perl-base': 'perl',
      bsdutils: 'util-linux',
      'busybox-static': 'busybox',
      'dnsmasq-base': 'dnsmasq',
      tshark: 'wireshark-cli',
    },
  },
  apk: {
    of: ['alpine'],
    command: 'apk add',
    names: {
      wpasupplicant: 'wpa_supplicant',
      'iputils-ping': 'iputils',
      'perl-base': 'perl',
      bsdutils: 'util-linux-misc',
      'qemu-system-x86': 'qemu-system-x86_64',
      'dnsmasq-base': 'dnsmasq',
    },
  },
  zypper: {
    of: ['suse', 'opensuse'],
    command: 'zypper install',
    names: {
      wpasupplicant: 'wpa_supplicant',
      'iputils-ping': 'iputils',
      'perl-base': 'perl',
      bsdutils: 'util-linux',
      'qemu-system-x86': 'qemu-x86',
      tshark: 'wireshark',
      iperf3: 'iperf',
      'dnsmasq-base': 'dnsmasq',
    },
  },
  nix: {
    of: ['nixos'],
    command: 'nix-env -iA',
    unprivileged: true,
    names: {
      wpasupplicant: 'nixos.wpa_supplicant',
      hostapd: 'nixos.hostapd',
      iw: 'nixos.iw',
      iproute2: 'nixos.iproute2',
      'iputils-ping': 'nixos.iputils',
      'perl-base': 'nixos.perl',
      kmod: 'nixos.kmod',
      bsdutils: 'nixos.util-linux',
      'qemu-system-x86': 'nixos.qemu',
      'busybox-static': 'nixos.pkgsStatic.busybox',
      tcpdump: 'nixos.tcpdump',
      tshark: 'nixos.wireshark-cli',
      iperf3: 'nixos.iperf3',
      'dnsmasq-base': 'nixos.dnsmasq',
      nftables: 'nixos.nftables',
      openssl: 'nixos.openssl',
      passt: 'nixos.passt',
    },
  },
};

/** Whose packages a distribution has, by the text of its os-release file; Debian's for one that nobody knows. */
export function managerOf(osRelease: string): ManagerName {
  const field = (name: string) =>
    new RegExp(`^${name}=["']?([^"'\n]*)`, 'm').exec(osRelease)?.[1]?.toLowerCase() ?? '';
  const family = [field('ID'), ...field('ID_LIKE').split(/\s+/)];
  for (const id of family)
    for (const [name, { of }] of Object.entries(managers))
      if (of.some((each) => id === each || id.startsWith(`${each}-`))) return name as ManagerName;
  return 'apt';
}

function osRelease(): string {
  for (const path of ['/etc/os-release', '/usr/lib/os-release'])
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // The other one.
    }
  return '';
}

/** The command that installs these packages, which are called by Debian's names. */
export function installCommand(packages: readonly string[], manager = managerOf(osRelease())): string {
  const { command, names, unprivileged = false } = managers[manager];
  const sudo = process.getuid?.() === 0 || unprivileged ? '' : 'sudo ';
  return `${sudo}${command} ${packages.map((name) => names[name] ?? name).join(' ')}`;
}
