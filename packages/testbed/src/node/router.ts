/** A router: the kernel forwards, nftables decides, dnsmasq gives addresses away and knows names, and a portal asks first. */
import { readFileSync } from 'node:fs';
import type { RouterEnd, RouterNode } from '../lab/lab.js';
import { hostPart, UPLINK } from '../lab/lab.js';
import type { Recipe, RecipeProgram } from './recipe.js';

/** Where the portal's page is; whoever asks for another one is sent there. */
const PORTAL_PORT = 80;
/** Cards of those who accepted. */
export const ADMITTED = 'admitted';
const TABLE = 'inet vwifi';

/** What goes through the router and what does not; the empty text where everything does. */
export function ruleset({ wires, uplink }: Pick<RouterNode, 'wires' | 'uplink'>): string {
  const outside = [
    ...wires.filter(({ nat }) => nat).map(({ wire }) => `"${wire}"`),
    ...(uplink ? [`"${UPLINK.interface}"`] : []),
  ];
  const guests = wires.filter(({ portal }) => portal !== undefined).map(({ wire }) => `"${wire}"`);
  if (outside.length + guests.length === 0) return '';
  const set = (names: readonly string[]) => `{ ${names.join(', ')} }`;
  const chain = (name: string, hook: string, rules: readonly string[]) =>
    rules.length === 0
      ? []
      : [
          `  chain ${name} {`,
          `    type ${hook}; policy accept;`,
          ...rules.map((rule) => `    ${rule}`),
          '  }',
        ];
  const strangers = `iifname ${set(guests)} ether saddr != @${ADMITTED}`;
  return [
    `table ${TABLE} {`,
    ...(guests.length ? [`  set ${ADMITTED} { type ether_addr; }`] : []),
    ...chain(
      'arriving',
      'nat hook prerouting priority dstnat',
      guests.length ? [`${strangers} tcp dport 80 redirect to :${PORTAL_PORT}`] : [],
    ),
    ...chain(
      'leaving',
      'nat hook postrouting priority srcnat',
      outside.length ? [`oifname ${set(outside)} masquerade`] : [],
    ),
    ...chain('through', 'filter hook forward priority filter', [
      ...(guests.length ? [`${strangers} reject`] : []),
      ...(outside.length ? [`iifname ${set(outside)} ct state != { established, related } drop`] : []),
    ]),
    '}',
    '',
  ].join('\n');
}

/** dnsmasq.conf; undefined where it has nothing to do. */
export function dnsmasqConf(node: RouterNode, folder: string): string | undefined {
  const pools = node.wires.filter(({ pool }) => pool !== undefined);
  const names = Object.entries(node.names);
  if (pools.length + names.length === 0 && !node.uplink) return undefined;
  return [
    ...['no-hosts', 'no-resolv', 'no-poll', 'bind-interfaces', 'dhcp-authoritative', 'no-ping', 'log-dhcp'],
    ...['user=root', 'group=root', 'pid-file=', `dhcp-leasefile=${folder}/leases`],
    ...node.wires.filter(({ nat }) => !nat).map(({ wire }) => `interface=${wire}`),
    ...(node.uplink ? [`server=${UPLINK.dns}`] : []),
    ...pools.flatMap(poolLines),
    ...names.flatMap(([name, address]) => [`host-record=${name},${address}`, `local=/${name}/`]),
    '',
  ].join('\n');
}

function poolLines({ wire, address, pool, portal }: RouterEnd): string[] {
  const own = hostPart(address);
  return [
    `dhcp-range=set:${wire},${pool?.from},${pool?.to},${mask(address)},${pool?.leaseS}`,
    `dhcp-option=tag:${wire},option:router,${own}`,
    `dhcp-option=tag:${wire},option:dns-server,${own}`,
    // Where the portal is, for who asks (RFC 8910).
    ...(portal === undefined ? [] : [`dhcp-option=tag:${wire},114,http://${own}/api`]),
  ];
}

const mask = (address: string): string => {
  const bits = Number(address.split('/')[1]);
  const value = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
};

const FORWARD = `for each in ipv4/ip_forward ipv6/conf/all/forwarding; do
  [ ! -e "/proc/sys/net/$each" ] || echo 1 >"/proc/sys/net/$each" || exit
done
`;

/** Its end of the way to the host's network. */
const UPLINK_SCRIPT = `ip addr add ${UPLINK.address}/${UPLINK.length} dev ${UPLINK.interface} &&
ip link set ${UPLINK.interface} up && ip route add default via ${UPLINK.gateway} || exit
`;

/** `folder`: of the node, in the machine. */
export function routerRecipe(node: RouterNode, folder: string, page = portalProgram): Recipe {
  const rules = ruleset(node);
  const conf = dnsmasqConf(node, folder);
  const portal = node.wires.find((wire) => wire.portal !== undefined);
  const programs: RecipeProgram[] = [];
  if (conf !== undefined)
    programs.push({
      ...{ name: 'dnsmasq', package: 'dnsmasq-base' },
      argv: ['dnsmasq', '-k', '-C', `${folder}/dnsmasq.conf`, '--log-facility=-'],
      ready: /started, version/,
    });
  if (portal)
    programs.push({
      name: 'portal',
      argv: [
        process.execPath,
        `${folder}/portal.mjs`,
        hostPart(portal.address),
        String(PORTAL_PORT),
        portal.wire,
      ],
      env: { PORTAL_TEXT: portal.portal ?? '' },
      ready: /^portal: listening/m,
    });
  return {
    files: [
      ...(rules ? [{ path: `${folder}/rules.nft`, text: rules }] : []),
      ...(conf === undefined ? [] : [{ path: `${folder}/dnsmasq.conf`, text: conf }]),
      ...(portal ? [{ path: `${folder}/portal.mjs`, text: page() }] : []),
    ],
    prepare: `${FORWARD}${node.uplink ? UPLINK_SCRIPT : ''}${rules ? `exec nft -f ${folder}/rules.nft\n` : ''}`,
    programs,
  };
}

/** A program of its own: what a guest sees of this package's folder is the host's business. */
const portalProgram = (): string => readFileSync(new URL('./portal-main.js', import.meta.url), 'utf8');
