import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultLab } from './default.js';
import { labFrom } from './from-object.js';
import { labJsonSchemaText } from './json-schema.js';
import { parseLab, readLab } from './parse.js';

const labs = fileURLToPath(new URL('../../../../labs/', import.meta.url));
const origin = { folder: '/', name: 'x' };

const messageOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

const withAp = (ap: string, rest = '') => `nodes:\n  ap:\n    kind: ap\n${ap}\n${rest}`;

describe('a laboratory file that is wrong', () => {
  const cases: [what: string, text: string, message: string][] = [
    [
      'syntax',
      'nodes:\n  ap: [1, 2\n',
      'lab.yaml:3:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a key twice', 'name: a\nname: b\n', 'lab.yaml:2:1: not YAML: Map keys must be unique'],
    [
      'an unknown key at the top',
      'nam: a\nnodes: {}',
      'lab.yaml:1:1: unknown key "nam"; did you mean "name"?',
    ],
    [
      'an unknown key in a node',
      withAp('    pasphrase: "12345678"'),
      'lab.yaml:4:5: unknown key "pasphrase" in nodes.ap; did you mean "passphrase"?',
    ],
    [
      'an unknown key in security',
      withAp('    security: { type: owe, chiper: CCMP }'),
      'lab.yaml:4:28: unknown key "chiper" in nodes.ap.security; did you mean "cipher"?',
    ],
    [
      'a key of the other kind',
      withAp('    count: 3'),
      'lab.yaml:4:5: unknown key "count" in nodes.ap; known here: kind, interface, machine, ssid, security, passphrase, cipher, address, gateway, mac, position, walk, txPower, antenna, persona, channel, frequency, band, standard, width, links, wire, hidden, networks, radios, vlans, passphrases, roaming, hostapd, extra',
    ],
    [
      'an unknown kind',
      'nodes:\n  a:\n    kind: app\n',
      'lab.yaml:3:11: nodes.a.kind is "app", which is none of ap, station, adhoc, mesh, repeater, router, radius, program; did you mean "ap"?',
    ],
    [
      'no kind',
      'nodes:\n  a:\n    ssid: x\n',
      'lab.yaml:2:3: nodes.a.kind is missing: one of ap, station, adhoc, mesh, repeater, router, radius, program',
    ],
    ['no nodes', 'name: x\n', 'lab.yaml:1:1: nodes is missing: it is a mapping'],
    ['an empty file', '', 'lab.yaml:1:1: nodes is missing: it is a mapping'],
    [
      'a short passphrase',
      withAp('    passphrase: 1234567'),
      'lab.yaml:4:17: nodes.ap.passphrase is too short: WPA2 wants 8 to 63 characters',
    ],
    [
      'a short passphrase, long form',
      withAp('    security:\n      type: wpa2-psk\n      passphrase: short'),
      'lab.yaml:6:19: nodes.ap.security.passphrase is too short: WPA2 wants 8 to 63 characters',
    ],
    [
      'no passphrase',
      withAp('    security: wpa3-sae'),
      'lab.yaml:2:3: nodes.ap.passphrase is missing: wpa3-sae needs one',
    ],
    [
      'an unknown security',
      withAp('    security: wpa2'),
      'lab.yaml:4:15: nodes.ap.security is "wpa2", which is none of open, owe, owe-transition, wpa2-psk, wpa3-sae, wpa2-wpa3, wpa2-eap, wpa3-eap; did you mean "wpa2-psk"?',
    ],
    [
      'a channel that does not exist',
      withAp('    channel: 15'),
      'lab.yaml:4:14: nodes.ap.channel is 15, which does not exist: 2.4GHz has 1 to 14, 5GHz has 36 to 64 and 100 to 144 in steps of 4, 149, 153, 157, 161 and 165',
    ],
    [
      'a channel of another band',
      withAp('    channel: 36\n    band: 2.4GHz'),
      'lab.yaml:4:14: nodes.ap.channel is 36, which does not exist: the 2.4GHz band has 1 to 14',
    ],
    [
      'two nodes with one address',
      withAp('    address: 10.0.0.1/24', '  s:\n    kind: station\n    address: 10.0.0.1/24'),
      'lab.yaml:7:14: nodes.s.address gives s the address 10.0.0.1, which ap has; give it one of its own',
    ],
    [
      'two nodes with one hardware address',
      withAp('    mac: 02:00:00:00:00:01', '  s:\n    kind: station\n    mac: 02:00:00:00:00:01'),
      'lab.yaml:7:10: nodes.s.mac gives s the hardware address 02:00:00:00:00:01, which ap has; give it one of its own',
    ],
    [
      'two nodes with one name',
      withAp('', '  s:\n    kind: station\n    count: 1\n  s1: {kind: station}'),
      'lab.yaml:8:3: nodes.s1 makes a second node called s1; rename one of them',
    ],
    [
      'a node name that is none',
      'nodes:\n  9a: {kind: ap}\n',
      'lab.yaml:2:3: "9a" is not a name: a letter, then at most 14 letters, digits, - or _',
    ],
    [
      'an address without prefix',
      withAp('    address: 10.0.0.1'),
      'lab.yaml:4:14: nodes.ap.address is not an address with its prefix length, such as 10.0.0.1/24',
    ],
    [
      'a configuration that is not there',
      withAp('    hostapd: /no/where.conf'),
      'lab.yaml:4:14: nodes.ap.hostapd is /no/where.conf, which is not there; create it or leave the key out',
    ],
    [
      'a network that is not there',
      withAp('', '  s: {kind: station, network: app}'),
      'lab.yaml:5:31: nodes.s.network is "app", which is no access point here: ap',
    ],
    ['a number as name of a node', 'nodes: [ap]\n', 'lab.yaml:1:1: nodes is a list, not a mapping'],
    ['a list', '- ap\n- sta\n', 'lab.yaml:1:1: is a list, not a mapping'],
    ['a text', 'just words\n', 'lab.yaml:1:1: is a text, not a mapping'],
    [
      'an unknown key in medium',
      withAp('', 'medium: { weather: x }'),
      'lab.yaml:5:11: unknown key "weather" in medium; known here: signal, loss, pathLoss, sensitivity, model, rateControl, rtsThreshold, fairAirtime, path, walls, shadowing, fading, ricianK, coherence, noiseFigure',
    ],
    [
      'an unknown key in a link',
      withAp('', 'links: [{ from: ap, to: ap, los: 1 }]'),
      'lab.yaml:5:29: unknown key "los" in links[0]; did you mean "loss"?',
    ],
    [
      'a key with a line break',
      withAp('    "a\\nb": 1'),
      'lab.yaml:4:5: unknown key "a\\nb" in nodes.ap; known here: kind, interface, machine, ssid, security, passphrase, cipher, address, gateway, mac, position, walk, txPower, antenna, persona, channel, frequency, band, standard, width, links, wire, hidden, networks, radios, vlans, passphrases, roaming, hostapd, extra',
    ],
    [
      'a place that is none',
      withAp('    position: 7'),
      'lab.yaml:4:15: nodes.ap.position is 7, not a list of 2 numbers or a list of 3 numbers',
    ],
    [
      'aliases of aliases',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c]\n',
      'lab.yaml:4:8: cannot follow the aliases: Excessive alias count indicates a resource exhaustion attack',
    ],
    [
      'a second document',
      withAp('', '---\nname: b'),
      'lab.yaml:5:1: a second document begins here (---); a laboratory is one: leave out the line',
    ],
    [
      'a control character in a line of the configuration',
      withAp('    extra: ["a\\0=1"]'),
      'lab.yaml:4:5: nodes.ap.extra has a control character, which no line of a configuration can have; leave it out',
    ],
    [
      'too little memory',
      withAp('', 'stations: 500\nmemory: 256'),
      'lab.yaml:6:9: memory is 256, too little for 501 nodes in one kernel: about 3134 MB; give it that, or leave it out',
    ],
  ];
  it.each([
    ['0.0.0.0/0', 'is an address of nobody'],
    ['10.0.0.1/0', 'has a prefix of no length, as if everybody were in its network'],
    ['255.255.255.255/32', 'is the address of everybody'],
    ['10.0.0.0/24', 'is the address of its network, not of an interface in it'],
    ['10.0.0.255/24', 'is the broadcast address of its network'],
    ['127.0.0.1/8', 'is an address of the loopback interface'],
    ['224.0.0.5/24', 'is a group address'],
    ['"::/64"', 'is the address of nobody'],
    ['"ff02::1/64"', 'is a group address'],
  ])('an address that no interface can have: %s', (address, why) => {
    expect(messageOf(() => parseLab(withAp(`    address: ${address}`), 'lab.yaml'))).toBe(
      `lab.yaml:4:14: nodes.ap.address is ${address.replaceAll('"', '')}, which ${why}; take another, such as 10.0.0.1/24`,
    );
  });

  it.each(['10.0.0.0/31', '10.0.0.1/32', '10.0.0.255/16', '"fe80::1/64"'])('%s is an address', (address) => {
    expect(messageOf(() => parseLab(withAp(`    address: ${address}`), 'lab.yaml'))).toBe('no error');
  });

  it('counts addresses to what is one, and takes two spellings for one address', () => {
    const count = (address: string) =>
      messageOf(() =>
        parseLab(withAp('', `  s: {kind: station, count: 2, address: "${address}"}`), 'lab.yaml'),
      );
    expect(count('10.0.0.254/24')).toContain(
      'nodes.s.address of s2 is 10.0.0.255/24, which is the broadcast',
    );
    expect(count('fd00::ffff/64')).toContain('which is no address');
    expect(
      messageOf(() =>
        parseLab(
          withAp('    address: "fd00::1/64"', '  s: {kind: station, address: "fd00:0::1/64"}'),
          'lab.yaml',
        ),
      ),
    ).toContain('gives s the address fd00::1, which ap has');
  });

  it('gives a kernel with many nodes the memory it needs', () => {
    expect(parseLab(withAp('', 'stations: 500'), 'lab.yaml').memoryMb).toBe(3134);
    expect(parseLab(withAp('', 'stations: 10'), 'lab.yaml').memoryMb).toBeUndefined();
  });

  it.each(cases)('%s', (_, text, message) => {
    const said = messageOf(() => parseLab(text, 'lab.yaml'));
    expect(said).toBe(message);
  });

  it('reports every problem, each on a line of its own', () => {
    const said = messageOf(() =>
      parseLab('nodes:\n  a: {kind: ap, channel: x}\n  b: {kind: station, foo: 1}\n', 'lab.yaml'),
    );
    expect(said.split('\n')).toHaveLength(2);
  });

  it('says that a file is not there', async () => {
    await expect(readLab('/no/lab.yaml')).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: 'cannot read the laboratory /no/lab.yaml: there is no such file',
    });
  });

  it('names the path in an object', () => {
    const spec = { nodes: { ap: { kind: 'ap', passphrase: 'short' } } } as const;
    expect(messageOf(() => labFrom(spec, origin))).toBe(
      'laboratory: nodes.ap.passphrase is too short: WPA2 wants 8 to 63 characters',
    );
  });
});

describe('a laboratory file', () => {
  it('gives stations what their access point has', () => {
    const lab = labFrom(defaultLab, origin);
    expect(lab.nodes.map((n) => [n.name, n.interface, n.address])).toEqual([
      ['ap', 'vw0', '10.0.0.1/24'],
      ['sta1', 'vw1', '10.0.0.2/24'],
      ['sta2', 'vw2', '10.0.0.3/24'],
    ]);
    expect(lab.nodes[2]).toMatchObject({
      network: 'ap',
      ssid: 'test',
      frequencyMhz: 2437,
      security: { type: 'wpa2-psk', passphrase: '12345678', cipher: 'CCMP' },
    });
  });

  it('counts stations and their addresses', () => {
    const lab = parseLab(withAp('', '  s: {kind: station, count: 3, address: 10.0.0.254/16}'), 'l.yaml');
    expect(lab.nodes.map((n) => `${n.name} ${n.address}`)).toEqual([
      'ap 10.0.0.1/24',
      's1 10.0.0.254/16',
      's2 10.0.0.255/16',
      's3 10.0.1.0/16',
    ]);
  });

  it('keeps text that looks like a number', () => {
    const lab = parseLab(
      'kernel: 6.10\nnodes:\n  ap: {kind: ap, ssid: 007, passphrase: 0012345678}',
      'l.yaml',
    );
    expect(lab.kernel).toBe('6.10');
    expect(lab.nodes[0]).toMatchObject({ ssid: '007', security: { passphrase: '0012345678' } });
  });

  it('calls radios as the key says', () => {
    const ends = (text: string) => parseLab(`${text}\n${withAp('', '  s: {kind: station}')}`, 'l.yaml');
    const names = (text: string) => ends(text).nodes.map((n) => n.interface);
    expect(names('names: wlan')).toEqual(['wlan0', 'wlan1']);
    expect(names('names: vw')).toEqual(['vw0', 'vw1']);
    expect([ends('names: wlan').names, ends('seed: 1').names]).toEqual(['wlan', undefined]);
    expect(() => ends('names: phy')).toThrow(/names/);
    expect(() => ends('names: wlan\nbackend: host')).toThrow(
      /names is wlan, which the host has for its own cards/,
    );
    expect(() => ends('names: vw\ndriver: mac80211_hwsim')).toThrow(/names is vw, which mac80211_hwsim/);
    expect(() => parseLab('names: wlan\nnodes: {ap: {kind: ap, interface: vw1}}', 'l.yaml')).toThrow(
      /interface is vw1, but radios are called wlan0 and on here/,
    );
  });

  it('leaves named interfaces to their nodes', () => {
    const lab = parseLab(withAp('', '  s: {kind: station, interface: vw0}\n  t: {kind: station}'), 'l.yaml');
    expect(lab.nodes.map((n) => n.interface)).toEqual(['vw1', 'vw0', 'vw2']);
  });

  it.each(readdirSync(labs).filter((name) => name.endsWith('.yaml')))('labs/%s is valid', async (name) => {
    const lab = await readLab(`${labs}${name}`);
    expect(`${lab.name}.yaml`).toBe(name);
    expect(readFileSync(`${labs}${name}`, 'utf8')).toContain(
      '# yaml-language-server: $schema=./lab.schema.json',
    );
  });

  it('is the default laboratory in labs/default.yaml', async () => {
    expect(await readLab(`${labs}default.yaml`)).toEqual(labFrom(defaultLab, origin));
  });

  it('has a JSON schema for editors that is up to date', () => {
    expect(readFileSync(`${labs}lab.schema.json`, 'utf8')).toBe(labJsonSchemaText());
  });
});
