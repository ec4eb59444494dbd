/** Whatever is in a laboratory file: it is one, or its author is told in a line for each mistake where and what. */
import fc from 'fast-check';
import { stringify } from 'yaml';
import { TestbedError } from '../errors.js';
import { addressProblem } from './address-problem.js';
import type { Lab } from './lab.js';
import { parseLab } from './parse.js';
import { planOf } from './plan.js';

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    1e21,
    Number.NaN,
    '',
    ' ',
    'a\nb',
    '\u001b[2J',
    '\u202ex',
    [],
    {},
    [[]],
    [{}],
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.integer(),
  fc.constantFrom('__proto__', 'constructor', 'toString'),
);
/** What a person would write, or nearly, or something else. */
const words = (...usual: readonly unknown[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd });

const addresses = words(
  ...[
    '10.0.0.7/24',
    '10.0.0.0/24',
    '10.0.0.255/24',
    '0.0.0.0/0',
    '255.255.255.255/32',
    '127.0.0.1/8',
    '224.0.0.1/4',
  ],
  ...['fd00::1/64', '::/0', 'ff02::1/64', '10.0.0.1/33', '10.0.0.1', 'none', '10.0.0.4/31', '1.2.3.4/0'],
);
const security = words(
  ...['open', 'owe', 'wpa2-psk', 'wpa3', { type: 'wpa3-sae', passphrase: 'a secret' }],
  ...['wpa2-eap', { type: 'wpa3-eap', server: 'more', trusts: 'other', identity: 'alice', method: 'TLS' }],
  ...[{ type: 'owe', passphrase: 'x' }, { type: 7 }, { passphrase: 'abcdefgh' }],
);
const common = {
  ssid: words('test', 'a\nb', '', 'x'.repeat(33), 'ä'.repeat(16)),
  security,
  passphrase: words('12345678', '1234567', 12345678, 'a"b\\c#de'),
  address: addresses,
  mac: words('02:00:00:00:00:01', '01:00:00:00:00:01', 'x'),
  position: words([1, 2], [1, 2, 3], [1], ['a', 'b'], { x: 1 }),
  txPower: words(3, 31),
  extra: words('a=1', ['a=1', 'b=2'], [1], { a: 1 }),
  interface: words('vw0', 'vw7', 'wlan0', 'eth0'),
  machine: words('m', 'ap', '9'),
};
const ap = fc.record(
  {
    kind: words('ap'),
    ...common,
    channel: words(1, 6, 14, 15, 36),
    frequency: words(2437, 2438),
    band: words('5GHz', '6GHz'),
    hidden: words(true),
    wire: words('lan', 'wan', 'vw0'),
    hostapd: words('/no/where'),
    count: words(2),
  },
  { requiredKeys: ['kind'] },
);
const station = fc.record(
  {
    kind: words('station'),
    ...common,
    network: words('ap', 'other'),
    count: words(1, 3, 0, 1001),
    supplicant: words('/no/where'),
    nonsense: odd,
  },
  { requiredKeys: ['kind'] },
);
const wires = words(
  ...[{ lan: '10.0.0.9/24' }, { lan: 'dhcp', wan: 'none' }, { lan: { address: '10.0.0.1/24', dhcp: true } }],
  ...[{ wan: { address: '192.0.2.1/30', nat: true, portal: { text: 'a\nb' } } }, { vw0: 'none' }, {}],
  { lan: { address: '10.0.0.1/24', dhcp: { from: '10.0.0.9', to: '10.0.0.2', lease: '1s' } } },
);
const service = fc.record(
  {
    kind: words('router', 'radius', 'program', 'repeater'),
    wires,
    of: words('ap', 'sta', 'nobody'),
    users: words({ alice: { password: 'x' } }, { 'a"b': { password: 'x' } }, {}),
    names: words({ 'www.example': '192.0.2.1' }, { 'a b': '192.0.2.1' }),
    command: words('true', 'a\u0000b', ''),
    env: words({ A: 'b' }, { 'A B': 'c' }),
    radio: words(true),
    gateway: words('10.0.0.1', '192.0.2.1'),
    ready: words('true'),
  },
  { requiredKeys: ['kind'] },
);
const link = fc.record(
  {
    from: words('ap', 'nobody'),
    to: words('sta'),
    both: words(true),
    loss: words(0.1, 2),
    delay: words(1),
    x: odd,
  },
  { requiredKeys: [] },
);
const laboratory = fc.record(
  {
    nodes: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record(
          { ap, sta: station, other: fc.oneof(ap, station, service, odd), more: service, '9x': odd },
          { requiredKeys: ['ap'] },
        ),
      },
      { weight: 1, arbitrary: odd },
    ),
    name: words('mine', 'a b', 7),
    backend: words('uml', 'vmware'),
    time: words('virtual', 'real'),
    isolation: words('machine', 'namespace'),
    memory: words(64, 512, 1e6),
    stations: words(2, 1000, 1001),
    medium: fc.oneof(
      odd,
      fc.record({ loss: words(0.5, 2), model: words('x'), signal: words(-50) }, { requiredKeys: [] }),
    ),
    links: fc.oneof(odd, fc.array(link, { maxLength: 2 })),
    deny: words([{ receiver: 'ap', sender: 'sta' }], [{ receiver: 'ap' }], [7], 'x'),
    country: words('DE', 'de'),
    nodse: odd,
  },
  { requiredKeys: ['nodes'] },
);

/** Nobody reads further. */
const LONGEST_LINE = 500;
/** Words of our tools and of the language, not of people. */
const FOREIGN =
  /Invalid (input|option|key)|undefined|\[object|NaN|\bexpected\b|ZodError|Cannot (read|convert)/;

function judge(text: string): void {
  let lab: Lab;
  try {
    lab = parseLab(text, 'lab.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(TestbedError);
    const { message, code } = error as TestbedError;
    expect(code).toMatch(/^LAB_(INVALID|SYNTAX)$/);
    for (const line of message.split('\n')) {
      expect(line).toMatch(/^lab\.yaml:\d+:\d+: \S.*\S$/);
      expect(line).not.toMatch(/[\p{Cc}\u{202e}]/u);
      expect(line.replace(/"[^"]*"/g, '')).not.toMatch(FOREIGN);
      expect(line.length).toBeLessThan(LONGEST_LINE);
    }
    return;
  }
  for (const { address } of lab.nodes) if (address) expect(addressProblem(address)).toBeUndefined();
  expect(new Set(lab.nodes.map(({ name }) => name)).size).toBe(lab.nodes.length);
  if (lab.nodes.length < 100) expect(planOf(lab).length).toBeGreaterThan(0);
}

test('laboratories with mistakes in them', () => {
  fc.assert(
    fc.property(laboratory, (spec) => judge(stringify(spec))),
    { numRuns: 500 },
  );
});

test('files that are something else', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), judge), { numRuns: 500 });
  fc.assert(
    fc.property(fc.jsonValue(), (value) => judge(stringify(value))),
    { numRuns: 200 },
  );
});

test('a file cut off or changed in one place', () => {
  fc.assert(
    fc.property(laboratory, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }), (spec, at, with_) => {
      const text = stringify(spec);
      const place = at % (text.length + 1);
      judge(text.slice(0, place));
      judge(text.slice(0, place) + with_ + text.slice(place + 1));
    }),
    { numRuns: 200 },
  );
});
