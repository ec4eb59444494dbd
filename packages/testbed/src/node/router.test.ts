import { parseLab } from '../lab/parse.js';
import { dhcpRecipe } from './dhcp-client.js';
import { dnsmasqConf, routerRecipe, ruleset } from './router.js';

const routerOf = (wires: string, more = '') => {
  const text = `nodes:\n  ap: { kind: ap, wire: lan }\n  p: { kind: program, command: x, wires: { wan: none } }\n  gw: { kind: router, wires: ${wires}${more} }\n`;
  const node = parseLab(text, 'lab.yaml').nodes.find(({ name }) => name === 'gw');
  if (node?.kind !== 'router') throw new Error('no router');
  return node;
};
const WAN = 'wan: { address: 192.0.2.1/24 }';

it('a router that only forwards has nothing to filter and nobody to answer', () => {
  const node = routerOf(`{ lan: { address: 10.0.0.1/24 }, ${WAN} }`);
  expect(ruleset(node)).toBe('');
  expect(dnsmasqConf(node, '/f')).toBeUndefined();
  expect(routerRecipe(node, '/f')).toMatchObject({ files: [], programs: [] });
});

it('NAT hides who is inside, a portal stops who has not accepted', () => {
  const node = routerOf(
    '{ lan: { address: 10.0.0.1/24, portal: true }, wan: { address: 192.0.2.1/24, nat: true } }',
  );
  expect(ruleset(node).split('\n')).toEqual([
    'table inet vwifi {',
    '  set admitted { type ether_addr; }',
    '  chain arriving {',
    '    type nat hook prerouting priority dstnat; policy accept;',
    '    iifname { "lan" } ether saddr != @admitted tcp dport 80 redirect to :80',
    '  }',
    '  chain leaving {',
    '    type nat hook postrouting priority srcnat; policy accept;',
    '    oifname { "wan" } masquerade',
    '  }',
    '  chain through {',
    '    type filter hook forward priority filter; policy accept;',
    '    iifname { "lan" } ether saddr != @admitted reject',
    '    iifname { "wan" } ct state != { established, related } drop',
    '  }',
    '}',
    '',
  ]);
});

it('dnsmasq answers inside, never outside', () => {
  const node = routerOf(
    '{ lan: { address: 10.0.0.1/22, dhcp: { from: 10.0.1.2, to: 10.0.1.9, lease: 10m }, portal: true }, wan: { address: 192.0.2.1/24, nat: true } }',
    ', names: { www.example: 192.0.2.80 }',
  );
  const lines = dnsmasqConf(node, '/f')?.split('\n') ?? [];
  expect(lines).toEqual(
    expect.arrayContaining([
      'interface=lan',
      'dhcp-range=set:lan,10.0.1.2,10.0.1.9,255.255.252.0,600',
      'dhcp-option=tag:lan,option:router,10.0.0.1',
      'dhcp-option=tag:lan,114,http://10.0.0.1/api',
      'host-record=www.example,192.0.2.80',
    ]),
  );
  expect(lines).not.toContain('interface=wan');
});

it('a portal’s text is no part of a command or of a file of rules', () => {
  const node = routerOf(
    '{ lan: { address: 10.0.0.1/24, portal: { text: "$(id) `id` <script>" } }, wan: { address: 192.0.2.1/24 } }',
  );
  const { files, programs, prepare } = routerRecipe(node, '/f', () => '');
  expect(programs[0]?.env).toEqual({ PORTAL_TEXT: '$(id) `id` <script>' });
  expect(
    JSON.stringify([files.filter(({ path }) => !path.endsWith('.mjs')), programs[0]?.argv, prepare]),
  ).not.toMatch(/script|\(id\)/);
});

it('a lease is told by a line', () => {
  const [program] = dhcpRecipe('sta', '/f', 'vw1').programs;
  expect('x\nlease vw1 10.0.0.9/24\n').toMatch(program?.ready ?? /never/);
  expect('lease vw11 10.0.0.9/24\n').not.toMatch(program?.ready ?? /.*/);
});
