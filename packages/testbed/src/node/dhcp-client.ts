/** Who asks for an address: busybox' udhcpc, and what it does with the answer. */
import type { Recipe } from './recipe.js';

/** `resolv.conf` is the node's own: commands on it see it in the place of the machine's. */
const script = (node: string): string => `#!/bin/sh
case $1 in
deconfig)
  ip addr flush dev "$interface" scope global;;
bound|renew)
  ip addr flush dev "$interface" scope global
  ip addr add "$ip/$mask" broadcast + dev "$interface" || exit
  for each in $router; do ip route replace default via "$each" dev "$interface"; break; done
  : >/etc/netns/${node}/resolv.conf
  for each in $dns; do echo "nameserver $each" >>/etc/netns/${node}/resolv.conf; done
  echo "lease $interface $ip/$mask";;
esac
`;

export function dhcpRecipe(node: string, folder: string, interfaceName: string): Recipe {
  const path = `${folder}/udhcpc.${interfaceName}`;
  return {
    files: [
      { path, text: script(node), mode: 0o755 },
      { path: `/etc/netns/${node}/resolv.conf`, text: '' },
    ],
    programs: [
      {
        ...{ name: 'udhcpc', package: 'busybox-static' },
        // Asked for again soon: who gives addresses away may come later than who wants one.
        argv: [
          'busybox',
          'udhcpc',
          '-f',
          '-i',
          interfaceName,
          '-s',
          path,
          '-t',
          '5',
          '-T',
          '1',
          '-A',
          '2',
          '-x',
          `hostname:${node}`,
        ],
        ready: new RegExp(`^lease ${interfaceName} `, 'm'),
      },
    ],
  };
}
