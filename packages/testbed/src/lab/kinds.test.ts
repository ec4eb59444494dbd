import { parseLab } from './parse.js';
import { planOf } from './plan.js';
import { bridgesOf, cableCommands, cablesOf } from './wires.js';

const AP = '  ap: { kind: ap, ssid: x, wire: lan }';
const GW = '  gw: { kind: router, wires: { lan: { address: 10.0.0.1/24, dhcp: true } } }';
const EAP =
  '  ap: { kind: ap, ssid: x, wire: lan, address: 10.0.0.1/24, security: { type: wpa2-eap, server: radius } }';
const RADIUS =
  '  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { alice: { password: secret } } }';
const file = (...lines: readonly string[]) => `nodes:\n${lines.map((line) => `${line}\n`).join('')}`;
const faults = (...lines: readonly string[]): string => {
  try {
    parseLab(file(...lines), 'lab.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

it('addresses are asked for where a router gives them away', () => {
  const { nodes } = parseLab(file(AP, GW, '  sta: { kind: station }'), 'lab.yaml');
  expect(nodes).toMatchObject([
    { name: 'ap', wire: 'lan', bridge: 'br0', segment: 'lan' },
    { name: 'sta', dhcp: true, segment: 'lan' },
    { name: 'gw', wires: [{ wire: 'lan', pool: { from: '10.0.0.100', to: '10.0.0.199', leaseS: 3600 } }] },
  ]);
  expect(nodes.map(({ address }) => address)).toEqual([undefined, undefined, '10.0.0.1/24']);
});

it('an address that a service has is nobody else’s', () => {
  const { nodes } = parseLab(
    file(
      '  ap: { kind: ap }',
      '  p: { kind: program, command: sleep 9, wires: { lan: 10.0.0.1/24 } }',
      '  q: { kind: program, command: sleep 9, wires: { lan: dhcp } }',
    ),
    'lab.yaml',
  );
  expect(nodes[0]?.address).toBe('10.0.0.2/24');
});

it('a repeater is an access point and a station with four addresses', () => {
  const text = file(
    '  ap: { kind: ap, ssid: x, passphrase: a secret one, channel: 11 }',
    '  rep: { kind: repeater, of: ap }',
    '  sta: { kind: station, network: rep }',
  );
  const { nodes } = parseLab(text, 'lab.yaml');
  const same = { ssid: 'x', frequencyMhz: 2462, security: { type: 'wpa2-psk', passphrase: 'a secret one' } };
  expect(nodes).toMatchObject([
    { name: 'ap', bridge: 'br0', segment: 'bridge of ap', ...same },
    { name: 'rep', kind: 'ap', namespace: 'rep', bridge: 'br0', segment: 'bridge of ap', ...same },
    { name: 'rep-up', kind: 'station', namespace: 'rep', bridge: 'br0', network: 'ap', ...same },
    { name: 'sta', network: 'rep', segment: 'bridge of ap', ...same },
  ]);
});

it('a program may have a radio', () => {
  const { nodes } = parseLab(
    file('  ap: { kind: ap }', '  p: { kind: program, command: sleep 9, radio: true }'),
    'lab.yaml',
  );
  expect(nodes[1]).toMatchObject({ interface: 'vw1', radioInterfaces: ['vw1'] });
});

it('stations trust the server of their access point, or another one', () => {
  const sta = (more: string) =>
    `  sta: { kind: station, security: { type: wpa2-eap, identity: alice, password: secret${more} } }`;
  const other = '  other: { kind: radius, wires: { lan: 10.0.0.3/24 }, users: { alice: { password: x } } }';
  const trusted = (more: string) =>
    parseLab(file(EAP, RADIUS, other, sta(more)), 'lab.yaml').nodes.find(({ name }) => name === 'sta');
  expect(trusted('')).toMatchObject({ trusts: 'radius' });
  expect(trusted(', trusts: other')).toMatchObject({ trusts: 'other' });
});

it.each([
  [
    'a network with a server',
    [
      EAP,
      RADIUS,
      '  sta: { kind: station, security: { type: wpa2-eap, identity: alice, password: secret } }',
    ],
  ],
  ['a repeater', ['  ap: { kind: ap }', '  rep: { kind: repeater, of: ap }']],
  [
    'a router',
    [AP, GW, '  sta: { kind: station }', '  p: { kind: program, command: sleep 9, wires: { lan: dhcp } }'],
  ],
] as const)('every step of %s comes after what it waits for', (_, lines) => {
  const steps = planOf(parseLab(file(...lines), 'lab.yaml'));
  steps.forEach(({ after }, index) => {
    const before = steps.slice(0, index).map(({ id }) => id);
    expect(before).toEqual(expect.arrayContaining([...after]));
  });
});

it('cables are bridges with a pair of interfaces for each end', () => {
  const { nodes } = parseLab(file(AP, GW), 'lab.yaml');
  expect(Object.fromEntries(cableCommands(cablesOf(nodes), bridgesOf(nodes)))).toEqual({
    'lab.wires': [
      ...['link add lan type bridge', 'link set lan up'],
      ...['link add c0e0 type veth peer name lan netns ap', 'link set c0e0 master lan up'],
      ...['link add c0e1 type veth peer name lan netns gw', 'link set c0e1 master lan up'],
    ],
    ap: ['link add br0 type bridge', 'link set br0 up', 'link set lan master br0', 'link set lan up'],
    gw: ['link set lan up'],
  });
});

describe('a mistake is one line, with its place and what to do', () => {
  const router = (wires: string, more = '') => `  gw: { kind: router, wires: ${wires}${more} }`;
  const lan = (more: string) => router(`{ lan: { address: 10.0.0.1/24, ${more} } }`);
  const program = (more: string) => `  p: { kind: program, ${more} }`;
  const station = (more: string) => `  sta: { kind: station, security: { type: wpa2-eap, ${more} } }`;
  const mistakes: readonly (readonly [what: string, words: RegExp, ...lines: string[]])[] = [
    ['a cable with one end', /ap\.wire is a cable with one end: name lan at another node/, AP],
    [
      'a name that an interface has',
      /"vw0" is what an interface is called already/,
      router('{ vw0: { address: 10.0.0.1/24 } }'),
    ],
    ['a name with a space', /"a b" is not a name/, router('{ "a b": { address: 10.0.0.1/24 } }')],
    ['no cables', /gw\.wires has no cable/, router('{}')],
    [
      'an address of a network',
      /wires\.lan\.address is 10\.0\.0\.0\/24, which is the address of its network/,
      AP,
      router('{ lan: { address: 10.0.0.0/24 } }'),
    ],
    [
      'an address twice',
      /gives gw the address 10\.0\.0\.7, which ap has/,
      '  ap: { kind: ap, wire: lan, address: 10.0.0.7/24 }',
      router('{ lan: { address: 10.0.0.7/24 } }'),
    ],
    [
      'a range elsewhere',
      /dhcp\.from is 10\.0\.1\.2, outside of 10\.0\.0\.1 to 10\.0\.0\.254/,
      AP,
      lan('dhcp: { from: 10.0.1.2, to: 10.0.0.9 }'),
    ],
    [
      'a range that is turned round',
      /dhcp\.to is 10\.0\.0\.2, before 10\.0\.0\.9/,
      AP,
      lan('dhcp: { from: 10.0.0.9, to: 10.0.0.2 }'),
    ],
    [
      'a range with the router in it',
      /gives 10\.0\.0\.1 away, which is the router's own/,
      AP,
      lan('dhcp: { from: 10.0.0.1, to: 10.0.0.9 }'),
    ],
    [
      'a lease of a moment',
      /lease is too short: at least 2m/,
      AP,
      lan('dhcp: { from: 10.0.0.2, to: 10.0.0.9, lease: 1s }'),
    ],
    [
      'a network too small',
      /dhcp has no room from \.100 to \.199 in 10\.0\.0\.1\/28; give from and to/,
      AP,
      router('{ lan: { address: 10.0.0.1/28, dhcp: true } }'),
    ],
    [
      'DHCP over IPv6',
      /dhcp wants an IPv4 address/,
      AP,
      router('{ lan: { address: "fd00::1/64", dhcp: true } }'),
    ],
    [
      'a portal on the outside',
      /portal stands on the wire that others leave by/,
      AP,
      lan('nat: true, portal: true'),
    ],
    ['an odd key', /unknown key "dchp" .*did you mean "dhcp"/, AP, lan('dchp: true')],
    [
      'an odd host name',
      /"a_b" is not a host name/,
      AP,
      router('{ lan: { address: 10.0.0.1/24 } }', ', names: { a_b: 10.0.0.5 }'),
    ],
    [
      'a way to nowhere',
      /gw\.gateway is 192\.0\.2\.1, which is in none of its networks \(10\.0\.0\.1\/24\)/,
      AP,
      router('{ lan: { address: 10.0.0.1/24 } }', ', gateway: 192.0.2.1'),
    ],
    [
      'nobody who gives addresses',
      /sta\.address is dhcp, and no router gives addresses away/,
      '  ap: { kind: ap }',
      '  sta: { kind: station, address: dhcp }',
    ],
    [
      'two ways out',
      /gw\.gateway is given twice: what is for elsewhere goes by the uplink/,
      AP,
      router('{ lan: { address: 10.0.0.1/24 } }', ', uplink: true, gateway: 10.0.0.9'),
    ],
    [
      'a way out for two',
      /gw2\.uplink is gw's already; one router has it/,
      AP,
      router('{ lan: { address: 10.0.0.1/24 } }', ', uplink: true'),
      '  gw2: { kind: router, wires: { lan: { address: 10.0.0.2/24 } }, uplink: true }',
    ],
    [
      'no way out',
      /gw\.uplink is false, not true; leave it out/,
      AP,
      router('{ lan: { address: 10.0.0.1/24 } }', ', uplink: false'),
    ],
    ['no command', /p\.command is missing/, program('radio: true')],
    ['an odd variable', /"A B" is not the name of a variable/, program('command: sleep 9, env: { A B: c }')],
    [
      'no users',
      /radius\.users has nobody in it/,
      AP,
      '  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: {} }',
    ],
    [
      'a user that breaks the file',
      /"a\\?"b" has a quotation mark/,
      AP,
      `  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { 'a"b': { password: x } } }`,
    ],
    [
      'a password that breaks the file',
      /password has a quotation mark, a backslash or a control/,
      AP,
      '  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { a: { password: "x\\ny" } } }',
    ],
    [
      'no server',
      /security does not say who knows the users: add server: radius/,
      '  ap: { kind: ap, wire: lan, security: wpa2-eap }',
      RADIUS,
    ],
    [
      'a server that is none',
      /security\.server is "gw", which is no server here: radius/,
      '  ap: { kind: ap, wire: lan, security: { type: wpa2-eap, server: gw } }',
      RADIUS,
    ],
    [
      'a server without a way to it',
      /is radius, which ap cannot ask: both want a cable/,
      '  ap: { kind: ap, security: { type: wpa2-eap, server: radius } }',
      '  b: { kind: ap, wire: lan }',
      RADIUS,
    ],
    [
      'nobody',
      /sta\.security does not say as whom: add identity and password/,
      EAP,
      RADIUS,
      station('method: PEAP'),
    ],
    [
      'no password',
      /sta\.security has no password, which TTLS needs/,
      EAP,
      RADIUS,
      station('method: TTLS, identity: alice'),
    ],
    [
      'trust in nobody',
      /trusts "mallory", which is no server here: radius/,
      EAP,
      RADIUS,
      station('identity: alice, password: secret, trusts: mallory'),
    ],
    [
      'a certificate for nobody',
      /identity is "bob", whom radius does not know/,
      EAP,
      RADIUS,
      station('method: TLS, identity: bob'),
    ],
    [
      'a repeater of nothing',
      /rep\.of is "nobody", which is no access point here: ap/,
      '  ap: { kind: ap }',
      '  rep: { kind: repeater, of: nobody }',
    ],
  ];
  it.each(mistakes.map(([what, words, ...lines]) => ({ what, words, lines })))(
    '$what',
    ({ words, lines }) => {
      const message = faults(...lines);
      expect(message).toMatch(words);
      for (const line of message.split('\n')) expect(line).toMatch(/^lab\.yaml:\d+:\d+: \S/);
    },
  );

  it('a kernel for each, or none but the host', () => {
    const at = (key: string) => {
      try {
        parseLab(`${key}\n${file(AP, GW)}`, 'lab.yaml');
      } catch (error) {
        return (error as Error).message;
      }
      return 'no fault';
    };
    expect(at('isolation: machine')).toMatch(
      /^lab\.yaml:1:\d+: isolation is machine, and nodes\.gw wants one kernel/,
    );
    const out = `  gw: { kind: router, uplink: true, wires: { lan: { address: 10.0.0.1/24 } } }`;
    const withUplink = (key: string) => {
      try {
        parseLab(`${key}\n${file(AP, out)}`, 'lab.yaml');
      } catch (error) {
        return (error as Error).message;
      }
      return 'no fault';
    };
    expect(withUplink('time: virtual')).toMatch(
      /^lab\.yaml:1:\d+: time is virtual, which the network of the host does not follow; take real/,
    );
    expect(withUplink('backend: qemu')).toMatch(
      /^lab\.yaml:1:\d+: backend is qemu, which has no uplink; take uml/,
    );
    expect(at('backend: host')).toMatch(
      /^lab\.yaml:1:\d+: backend is host, and nodes\.gw wants a kernel of its own/,
    );
  });
});
