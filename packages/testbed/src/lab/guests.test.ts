import { defaultLab } from './default.js';
import { labFrom } from './from-object.js';
import { limitText } from './medium-text.js';
import { parseLab } from './parse.js';
import { planOf, planOfGuest } from './plan.js';

const origin = { folder: '/', name: 'x' };
const three = labFrom({ ...defaultLab, isolation: 'machine' }, origin);
const text = `
isolation: machine
nodes:
  ap1: { kind: ap, machine: one }
  ap2: { kind: ap, machine: two, ssid: b }
  sta1: { kind: station, machine: one, network: ap2 }
  sta2: { kind: station, network: ap1 }
`;

test('each node has a guest, its first radio and its own namespace name', () => {
  expect(three.nodes.map((node) => [node.name, node.interface])).toEqual([
    ['ap', 'vw0'],
    ['sta1', 'vw0'],
    ['sta2', 'vw0'],
  ]);
  expect(three.fleet).toEqual({
    guests: [
      { name: 'ap', mac: '02:76:77:00:00:00', nodes: ['ap'] },
      { name: 'sta1', mac: '02:76:77:00:00:01', nodes: ['sta1'] },
      { name: 'sta2', mac: '02:76:77:00:00:02', nodes: ['sta2'] },
    ],
    net: 'switch',
  });
});

test('nothing else differs from the same laboratory in namespaces', () => {
  const { fleet: _, isolation: __, ...rest } = three;
  const { isolation: ___, ...namespaces } = labFrom(defaultLab, origin);
  const nodes = namespaces.nodes.map((node) => ({ ...node, interface: 'vw0' }));
  expect(rest).toEqual({ ...namespaces, nodes });
});

test('nodes that share a machine have radios of one kernel, counted there', () => {
  const lab = parseLab(text, 'l.yaml');
  expect(lab.nodes.map((node) => node.interface)).toEqual(['vw0', 'vw0', 'vw1', 'vw0']);
  expect(lab.fleet?.guests.map(({ name, nodes }) => `${name}: ${nodes.join(' ')}`)).toEqual([
    'one: ap1 sta1',
    'two: ap2',
    'sta2: sta2',
  ]);
});

test('the plan is one for each guest, and pings at its end', () => {
  expect(planOf(three).map(({ title, after }) => `${title} <- ${after.join(', ')}`)).toEqual([
    'ap: load vwifi with 1 radio <- ',
    'ap: give addresses <- load:ap',
    'sta1: load vwifi with 1 radio <- ',
    'sta1: give addresses <- load:sta1',
    'sta2: load vwifi with 1 radio <- ',
    'sta2: give addresses <- load:sta2',
    'ap: start hostapd <- load:ap',
    'sta1: start wpa_supplicant <- load:sta1',
    'sta2: start wpa_supplicant <- load:sta2',
    'sta1: connect to ap <- start:sta1, start:ap',
    'sta2: connect to ap <- start:sta2, start:ap',
    'ap: put module and samples in place <- load:ap',
    'sta1: put module and samples in place <- load:sta1',
    'sta2: put module and samples in place <- load:sta2',
    'ping between all pairs <- addresses:ap, addresses:sta1, addresses:sta2, start:ap, connect:sta1, connect:sta2',
  ]);
});

test('a guest that several share makes namespaces; one with a name of its own too', () => {
  const titles = planOf(parseLab(text, 'l.yaml')).map(({ title }) => title);
  expect(titles).toContain('one: make 2 namespaces');
  expect(titles).toContain('two: make 1 namespace');
  expect(titles).not.toContain('sta2: make 1 namespace');
});

test('a restart makes one guest anew, and waits for a connection only where somebody is there', () => {
  const titles = (there: boolean) => planOfGuest(three, 'sta1', () => there).map(({ id }) => id);
  expect(titles(true)).toEqual([
    'load:sta1',
    'addresses:sta1',
    'start:sta1',
    'connect:sta1',
    'workplace:sta1',
  ]);
  expect(titles(false)).toEqual(['load:sta1', 'addresses:sta1', 'start:sta1', 'workplace:sta1']);
  const lab = parseLab(text, 'l.yaml');
  const one = planOfGuest(lab, 'one', () => true);
  expect(one.map(({ id }) => id)).toContain('connect:sta1');
  expect(one.find(({ id }) => id === 'connect:sta1')?.after).toEqual(['start:sta1']);
});

const node = 'nodes: {ap: {kind: ap}, sta: {kind: station}}';
test.each([
  ['isolation: machine\nnet: bridge\ntime: virtual', 'l.yaml:3:7: time is virtual'],
  ['isolation: machine\nbackend: host', 'l.yaml:2:10: backend is host'],
  ['isolation: machine\ndriver: mac80211_hwsim', 'l.yaml:2:9: driver is mac80211_hwsim'],
  ['isolation: machines', 'did you mean "machine"?'],
  ['net: tap', 'net is "tap", which is none of switch, bridge'],
])('%s is refused', (line, message) => {
  expect(() => parseLab(`${line}\n${node}`, 'l.yaml')).toThrow(message);
});

test('a machine may not have the name of a node that lives elsewhere', () => {
  const lines =
    'isolation: machine\nnodes:\n  ap: {kind: ap, machine: box}\n  sta: {kind: station, machine: ap}';
  expect(() => parseLab(lines, 'l.yaml')).toThrow('l.yaml:4:33: nodes.sta.machine is ap, the name of a node');
});

test('two nodes of one machine may not share a radio, of two machines they do', () => {
  const lab = (machine: string) =>
    `isolation: machine\nnodes:\n  ap: {kind: ap, interface: vw0}\n  sta: {kind: station, interface: vw0, machine: ${machine}}`;
  expect(() => parseLab(lab('ap'), 'l.yaml')).toThrow('gives sta the interface vw0, which ap has');
  expect(parseLab(lab('sta'), 'l.yaml').nodes).toHaveLength(2);
});

test('links and denials are set where the receiver is, and name a sender elsewhere by its address', () => {
  const lab = parseLab(
    `${text}
links:
  - {from: ap1, to: sta2, loss: 0.1}
  - {from: sta1, to: ap1, delay: 2}
deny:
  - {receiver: sta2, sender: sta1}
`,
    'l.yaml',
  );
  expect(lab.air).toBeUndefined();
  expect(lab.airs).toEqual({
    one: { radios: [], links: [{ receiver: 'vw0', sender: 'vw1', settings: { delayUs: 2000 } }], deny: [] },
    sta2: {
      radios: [],
      links: [{ receiver: 'vw0', sender: '02:76:77:00:00:00', settings: { loss: 0.1 } }],
      deny: [{ receiver: 'vw0', sender: '76:00:01:00:00:00' }],
    },
  });
});

test('an honest medium ends with its kernel, and that is said', () => {
  const nodes = 'medium: {model: dcf}\nnodes: {ap: {kind: ap}, sta: {kind: station}}';
  expect(limitText(parseLab(nodes, 'l.yaml'))).toBeUndefined();
  expect(limitText(parseLab(`isolation: machine\n${nodes}`, 'l.yaml'))).toMatch(
    /^medium\.model is dcf within/,
  );
});

test('the medium is the same in every kernel, a power is told to its own', () => {
  const lab = parseLab(
    'isolation: machine\nmedium: {loss: 0.1}\nnodes: {ap: {kind: ap, txPower: 20}, sta: {kind: station}}',
    'l.yaml',
  );
  expect(Object.keys(lab.airs ?? {})).toEqual(['ap', 'sta']);
  expect(lab.airs?.ap?.radios).toEqual([{ interface: 'vw0', txPowerDbm: 20 }]);
  expect(lab.airs?.sta).toMatchObject({ medium: { loss: 0.1 }, radios: [] });
  expect(() =>
    parseLab('isolation: machine\nlinks: [{from: ap, to: x, loss: 1}]\nnodes: {ap: {kind: ap}}', 'l.yaml'),
  ).toThrow('links[0].to is "x", which is no node here: ap');
});
