/** Several networks and radios of an access point, VLANs, roaming, joining, cells: what is made of a word, and what of a mistake. */
import { hostapdConf, hostapdFiles, supplicantConf } from '../node/conf.js';
import type { AccessPointNode, Lab, StationNode } from './lab.js';
import { parseLab } from './parse.js';
import { planOf } from './plan.js';

const file = (...lines: readonly string[]) => `nodes:\n${lines.map((line) => `  ${line}\n`).join('')}`;
const parse = (...lines: readonly string[]): Lab => parseLab(file(...lines), 'lab.yaml');
const faults = (...lines: readonly string[]): string => {
  try {
    parse(...lines);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};
const context = { lab: 'x', controlFolder: '/run/hostapd', folder: '/run/vwifi/ap' };
const find = (lab: Lab, name: string) => lab.nodes.find((node) => node.name === name);
const confOf = (lab: Lab, name: string, ...parts: readonly string[]) =>
  hostapdConf(
    find(lab, name) as AccessPointNode,
    context,
    parts.map((part) => find(lab, part) as AccessPointNode),
  ).split('\n');
const stationConf = (lab: Lab, name: string) =>
  supplicantConf(find(lab, name) as StationNode, { ...context, controlFolder: '/run/wpa_supplicant' });

const RADIUS =
  'radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { alice: { password: secret, vlan: 10 } } }';
const EAP = 'security: { type: wpa2-eap, server: radius }';
const FAR = 'far: { kind: program, command: sleep 9, wires: { staff: 10.1.0.1/24 } }';
const ALICE =
  'alice: { kind: station, network: ap, security: { type: wpa2-eap, identity: alice, password: secret } }';

it('a radio carries several networks, and an access point has several radios', () => {
  const lab = parse(
    'ap: { kind: ap, ssid: x, passphrase: a secret one, channel: 1, radios: { fast: { channel: 36 } }, networks: { guests: {} } }',
    'sta: { kind: station, network: guests }',
    'far: { kind: station, network: fast }',
  );
  expect(lab.nodes).toMatchObject([
    { name: 'ap', interface: 'vw0', bridge: 'br0', frequencyMhz: 2412 },
    { name: 'fast', interface: 'vw1', namespace: 'ap', bridge: 'br0', ssid: 'x', frequencyMhz: 5180 },
    { name: 'guests', interface: 'guests', namespace: 'ap', on: 'ap', ssid: 'guests', frequencyMhz: 2412 },
    { name: 'sta', interface: 'vw2', ssid: 'guests' },
    { name: 'far', frequencyMhz: 5180, security: { type: 'wpa2-psk' } },
  ]);
  const conf = confOf(lab, 'ap', 'guests');
  expect(conf.slice(conf.indexOf('bss=guests'))).toEqual(
    expect.arrayContaining(['bssid=02:76:77:3b:00:02', 'ssid=guests', 'ctrl_interface=/run/hostapd']),
  );
});

it('every step comes after what it waits for, and devices are told one after the other', () => {
  const steps = planOf(
    parse(
      'ap: { kind: ap, ssid: x, passphrase: a secret one, networks: { guests: {} } }',
      'one: { kind: station, network: ap, join: wps-button, count: 2 }',
      'two: { kind: station, network: ap, join: dpp }',
    ),
  );
  steps.forEach(({ after }, index) => {
    const before = steps.slice(0, index).map(({ id }) => id);
    expect(before).toEqual(expect.arrayContaining([...after]));
  });
  const after = (id: string) => steps.find((step) => step.id === id)?.after;
  expect(after('start:guests')).toEqual(['start:ap']);
  expect(after('connect:one2')).toContain('connect:one1');
  expect(after('connect:two')).toContain('connect:one2');
});

it('a user’s VLAN leads to a cable', () => {
  const lab = parse(
    `ap: { kind: ap, ssid: x, wire: lan, address: 10.0.0.1/24, vlans: { 10: staff }, ${EAP} }`,
    ...[RADIUS, FAR, ALICE],
  );
  expect(find(lab, 'alice')).toMatchObject({ segment: 'staff' });
  expect(find(lab, 'ap')).toMatchObject({ vlans: [{ id: 10, wire: 'staff', bridge: 'br1' }] });
  expect(confOf(lab, 'ap')).toEqual(
    expect.arrayContaining(['dynamic_vlan=1', 'vlan_file=/run/vwifi/ap/vw0.vlans']),
  );
  expect(hostapdFiles(find(lab, 'ap') as AccessPointNode, context)).toEqual([
    { path: '/run/vwifi/ap/vw0.vlans', text: '10 vw0.10 br1\n' },
  ]);
});

it('a passphrase’s VLAN leads to a cable', () => {
  const lab = parse(
    'ap: { kind: ap, ssid: x, wire: lan, address: 10.0.0.1/24, passphrase: the usual one, vlans: { 10: staff }, passphrases: { 10: another one } }',
    'wired: { kind: program, command: sleep 9, wires: { lan: 10.0.0.2/24 } }',
    FAR,
    'alice: { kind: station, passphrase: another one, address: 10.0.10.2/24 }',
    'bob: { kind: station }',
  );
  expect(find(lab, 'alice')).toMatchObject({ segment: 'staff' });
  expect(find(lab, 'bob')).toMatchObject({ segment: 'lan' });
  expect(confOf(lab, 'ap')).toEqual(
    expect.arrayContaining(['dynamic_vlan=1', 'wpa_psk_file=/run/vwifi/ap/vw0.psk']),
  );
  expect(hostapdFiles(find(lab, 'ap') as AccessPointNode, context)).toEqual([
    { path: '/run/vwifi/ap/vw0.vlans', text: '10 vw0.10 br1\n' },
    { path: '/run/vwifi/ap/vw0.psk', text: 'vlanid=10 00:00:00:00:00:00 another one\n' },
  ]);
});

it('a word in common is fast transition and a list of neighbours', () => {
  const ap = (name: string, channel: number) =>
    `${name}: { kind: ap, ssid: x, passphrase: a secret one, channel: ${channel}, roaming: floor }`;
  const lab = parse(ap('one', 1), ap('two', 11), 'sta: { kind: station }');
  expect(confOf(lab, 'one')).toEqual(
    expect.arrayContaining(['wpa_key_mgmt=WPA-PSK FT-PSK', 'ft_psk_generate_local=1', 'bss_transition=1']),
  );
  expect(stationConf(lab, 'sta')).toMatch(/key_mgmt=WPA-PSK FT-PSK/);
  expect(stationConf(lab, 'sta')).toMatch(/scan_freq=2412 2462\n/);
  const step = planOf(lab).find(({ id }) => id === 'neighbours:floor');
  expect(step?.after).toEqual(['start:one', 'start:two']);
});

it('an open network that encrypts for who can is two', () => {
  const lab = parse('ap: { kind: ap, ssid: x, security: owe-transition }', 'sta: { kind: station }');
  const conf = confOf(lab, 'ap', 'ap-owe');
  expect(conf).toEqual(
    expect.arrayContaining([
      'owe_transition_ifname=ap-owe',
      'owe_transition_ifname=vw0',
      'ignore_broadcast_ssid=1',
    ]),
  );
  expect(stationConf(lab, 'sta')).toMatch(/key_mgmt=OWE/);
});

it('who is told of its network knows none', () => {
  const lab = parse(
    'ap: { kind: ap, ssid: x, passphrase: a secret one }',
    'sta: { kind: station, network: ap, join: wps-button }',
  );
  expect(confOf(lab, 'ap')).toEqual(expect.arrayContaining(['wps_state=2', 'config_methods=push_button']));
  expect(stationConf(lab, 'sta')).not.toMatch(/network=/);
});

it('a member of a cell begins it, or joins it', () => {
  const lab = parse('one: { kind: adhoc, ssid: x, channel: 11, passphrase: a secret one, count: 2 }');
  expect(lab.nodes.map(({ name, kind }) => [name, kind])).toEqual([
    ['one1', 'adhoc'],
    ['one2', 'adhoc'],
  ]);
  expect(stationConf(lab, 'one1')).toMatch(/mode=1\n\tfrequency=2462\n[\s\S]*proto=RSN\n\tgroup=CCMP/);
});

it('a member of a mesh proves that it knows the passphrase by SAE', () => {
  const lab = parse('one: { kind: mesh, ssid: x, channel: 11, passphrase: a secret one, count: 2 }');
  expect(lab.nodes.map(({ name, kind }) => [name, kind])).toEqual([
    ['one1', 'mesh'],
    ['one2', 'mesh'],
  ]);
  expect(stationConf(lab, 'one1')).toMatch(
    /mode=5\n\tfrequency=2462\n[\s\S]*key_mgmt=SAE\n[\s\S]*ieee80211w=2/,
  );
  expect(stationConf(parse('one: { kind: mesh, ssid: x }'), 'one')).toMatch(/mode=5\n[\s\S]*key_mgmt=NONE/);
});

describe('a mistake is one line, with its place and what to do', () => {
  const mistakes: readonly (readonly [what: string, words: RegExp, ...lines: string[]])[] = [
    [
      'a network that is called like an interface',
      /"br1" is what an interface is called already/,
      'ap: { kind: ap, networks: { br1: {} } }',
    ],
    [
      'a name twice',
      /networks\.sta makes a second node called sta|nodes\.sta makes a second node called sta/,
      'ap: { kind: ap, networks: { sta: {} } }',
      'sta: { kind: station, network: ap }',
    ],
    [
      'a channel of a network',
      /unknown key "channel" in nodes\.ap\.networks\.g; known here: ssid/,
      'ap: { kind: ap, networks: { g: { channel: 1 } } }',
    ],
    [
      'a channel of a radio',
      /ap\.radios\.r\.channel is 15, which does not exist/,
      'ap: { kind: ap, radios: { r: { channel: 15 } } }',
    ],
    [
      'a radio’s address',
      /unknown key "address" in nodes\.ap\.radios\.r/,
      'ap: { kind: ap, radios: { r: { address: 10.0.0.1/24 } } }',
    ],
    ['a VLAN of no number', /"staff" is no VLAN: 1 to 4094/, 'ap: { kind: ap, vlans: { staff: staff } }'],
    ['a VLAN too far', /"4095" is no VLAN: 1 to 4094/, 'ap: { kind: ap, vlans: { 4095: staff } }'],
    [
      'VLANs without a server',
      /ap\.vlans are said of networks with 802\.1X.*its security is open/,
      'ap: { kind: ap, vlans: { 10: staff } }',
      FAR,
    ],
    [
      'passphrases that SAE does not tell apart',
      /ap\.passphrases are told apart with security wpa2-psk alone; its security is wpa3-sae/,
      'ap: { kind: ap, security: { type: wpa3-sae, passphrase: the usual }, vlans: { 10: staff }, passphrases: { 10: another one } }',
      FAR,
    ],
    [
      'a passphrase of a VLAN that leads nowhere',
      /ap\.passphrases\.20 is of VLAN 20, which leads nowhere: add it to vlans/,
      'ap: { kind: ap, passphrase: the usual one, vlans: { 10: staff }, passphrases: { 10: another one, 20: a third one } }',
      FAR,
    ],
    [
      'a passphrase twice',
      /ap\.passphrases\.10 is a passphrase of others, too: nothing tells them apart/,
      'ap: { kind: ap, passphrase: the usual one, vlans: { 10: staff }, passphrases: { 10: the usual one } }',
      FAR,
    ],
    [
      'a passphrase that is short',
      /ap\.passphrases\.10 is too short: WPA2 wants 8 to 63 characters/,
      'ap: { kind: ap, passphrase: the usual one, vlans: { 10: staff }, passphrases: { 10: short } }',
      FAR,
    ],
    [
      'a passphrase of no VLAN',
      /"staff" is no VLAN: 1 to 4094/,
      'ap: { kind: ap, passphrase: the usual one, vlans: { 10: staff }, passphrases: { staff: another one } }',
      FAR,
    ],
    [
      'a VLAN with one end',
      /ap\.vlans is a cable with one end: name staff at another node/,
      `ap: { kind: ap, wire: lan, address: 10.0.0.1/24, vlans: { 10: staff }, ${EAP} }`,
      RADIUS,
    ],
    [
      'a user in a VLAN that nobody has',
      /users\.alice\.vlan is 10, which ap does not know: 20/,
      `ap: { kind: ap, wire: lan, address: 10.0.0.1/24, vlans: { 20: staff }, ${EAP} }`,
      RADIUS,
      FAR,
    ],
    [
      'a user’s VLAN out of range',
      /vlan is too large: at most 4094/,
      'radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { a: { password: b, vlan: 5000 } } }',
    ],
    [
      'a VLAN for a certificate',
      /alice\.security\.method is TLS, and alice is in VLAN 10, which is only told to who comes by PEAP or TTLS/,
      `ap: { kind: ap, wire: lan, address: 10.0.0.1/24, vlans: { 10: staff }, ${EAP} }`,
      RADIUS,
      FAR,
      'alice: { kind: station, network: ap, security: { type: wpa2-eap, method: TLS, identity: alice } }',
    ],
    [
      'roaming alone',
      /ap\.roaming is floor, which no other access point says; give it to at least two/,
      'ap: { kind: ap, roaming: floor }',
    ],
    [
      'roaming between two networks',
      /one\.roaming is floor, as of two, but they are two networks: give both the same ssid/,
      'one: { kind: ap, ssid: a, roaming: floor }',
      'two: { kind: ap, ssid: b, roaming: floor }',
    ],
    [
      'roaming without a way for keys',
      /with wpa3-sae access points ask each other for keys: give them a cable in common/,
      ...['one', 'two'].map(
        (name) =>
          `${name}: { kind: ap, ssid: x, roaming: floor, security: { type: wpa3-sae, passphrase: a secret } }`,
      ),
    ],
    ['roaming that is no word', /roaming is not a name/, 'ap: { kind: ap, roaming: a b }'],
    [
      'joining an open network',
      /sta\.join is wps-button, which a network with security open cannot be joined by; it can with wpa2-psk/,
      'ap: { kind: ap }',
      'sta: { kind: station, network: ap, join: wps-button }',
    ],
    [
      'joining a hidden network',
      /sta\.join is wps-pin, which hidden networks do not have/,
      'ap: { kind: ap, hidden: true, passphrase: a secret one }',
      'sta: { kind: station, network: ap, join: wps-pin }',
    ],
    [
      'joining by what there is not',
      /sta\.join is "wps", which is none of wps-button, wps-pin, dpp/,
      'ap: { kind: ap }',
      'sta: { kind: station, join: wps }',
    ],
    [
      'joining with a passphrase',
      /sta\.passphrase has no place beside join: it is told by dpp/,
      'ap: { kind: ap, passphrase: a secret one }',
      'sta: { kind: station, network: ap, join: dpp, passphrase: a secret one }',
    ],
    [
      'an OWE network of a long name',
      /makes a second network, averylongname-owe with the SSID .*: too long; at most 15 letters/,
      'averylongname: { kind: ap, ssid: x, security: owe-transition }',
    ],
    [
      'a cell with a password of SAE',
      /one\.security is wpa3-sae, which ad hoc cells do not have; take open or wpa2-psk/,
      'one: { kind: adhoc, security: { type: wpa3-sae, passphrase: a secret } }',
    ],
    [
      'a mesh with keys of an access point',
      /one\.security is wpa2-psk, which meshes do not have; take open or wpa3-sae/,
      'one: { kind: mesh, security: { type: wpa2-psk, passphrase: a secret } }',
    ],
    [
      'a mesh where radar is looked for',
      /one\.channel is 52, where radar has to be looked for, which no mesh does; take 36 to 48 or 149 to 165/,
      'one: { kind: mesh, channel: 52 }',
    ],
    ['a mesh at 6 GHz', /one\.band is 6GHz, where there are no meshes/, 'one: { kind: mesh, band: 6GHz }'],
    ['a cell on no channel', /one\.channel is 0, which does not exist/, 'one: { kind: adhoc, channel: 0 }'],
    [
      'radios and a radio',
      /p\.radios is given twice: leave out radio or radios/,
      'ap: { kind: ap }',
      'p: { kind: program, command: sleep 9, radio: true, radios: 2 }',
    ],
    [
      'too many radios',
      /p\.radios is too large: at most 64/,
      'p: { kind: program, command: sleep 9, radios: 65 }',
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

  it('what is done to the radio of another', () => {
    const fault = (moment: string) => {
      try {
        parseLab(`${file('ap: { kind: ap, networks: { g: {} } }')}timeline:\n  - ${moment}\n`, 'lab.yaml');
      } catch (error) {
        return (error as Error).message;
      }
      return 'no fault';
    };
    expect(fault('{ at: 1s, stop: g }')).toMatch(/:4:\d+: .*is g, a network on the radio of ap: name ap$/);
    expect(fault('{ at: 1s, channel: { node: g, frequency: 2412 } }')).toMatch(
      /is g, a network on the radio of ap/,
    );
  });

  it('a kernel for each node', () => {
    const text = `isolation: machine\n${file('ap: { kind: ap, networks: { g: {} } }')}`;
    expect(() => parseLab(text, 'lab.yaml')).toThrow(
      /isolation is machine, and nodes\.ap\.networks\.g wants one kernel/,
    );
  });
});
