import { installCommand, type ManagerName, managerOf, managers } from './package-managers.js';
import { programs } from './programs.js';

describe('packages', () => {
  it.each([
    ['ID=debian\n', 'apt'],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt'],
    ['ID=fedora\n', 'dnf'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf'],
    ['ID=arch\n', 'pacman'],
    ['ID=endeavouros\nID_LIKE="arch"\n', 'pacman'],
    ['ID=alpine\n', 'apk'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'zypper'],
    ['ID=nixos\n', 'nix'],
    ['', 'apt'],
  ])('are those of the distribution that says %j', (text, manager) => {
    expect(managerOf(text)).toBe(manager);
  });

  it('have a name everywhere, and no name that only another distribution knows', () => {
    const all = [...new Set(programs.map((program) => program.package))];
    for (const [manager, { names }] of Object.entries(managers)) {
      for (const name of Object.keys(names))
        expect([manager, all]).toEqual([manager, expect.arrayContaining([name])]);
      const command = installCommand(all, manager as ManagerName);
      if (manager !== 'apt') expect(command).not.toMatch(/wpasupplicant|perl-base|bsdutils|iputils-ping/);
    }
    expect(installCommand(['iproute2', 'iw'], 'dnf')).toMatch(/dnf install iproute iw$/);
    expect(installCommand(['hostapd'], 'nix')).toBe('nix-env -iA nixos.hostapd');
  });
});
