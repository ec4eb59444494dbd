import { labFrom } from './from-object.js';
import { parseLab } from './parse.js';

const origin = { folder: '/', name: 'x' };
const nodes = { ap: { kind: 'ap' }, sta: { kind: 'station' } } as const;

const messageOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

test('a laboratory that says nothing of its air has none', () => {
  expect(labFrom({ nodes }, origin).air).toBeUndefined();
});

test('names become interfaces, and units the ones of the driver', () => {
  const { air } = labFrom(
    {
      medium: { pathLoss: 2.5 },
      links: [{ from: 'ap', to: 'sta', both: true, delay: 1.5, rate: 6 }],
      deny: [{ receiver: 'ap', sender: 'sta' }],
      nodes: { ap: { ...nodes.ap, position: [1, 2] }, sta: { ...nodes.sta, txPower: 20 } },
    },
    origin,
  );
  const settings = { delayUs: 1500, rateBps: 6_000_000 };
  expect(air).toEqual({
    medium: { pathLossExponent: 2.5 },
    radios: [
      { interface: 'vw0', position: { x: 1, y: 2, z: 0 } },
      { interface: 'vw1', txPowerDbm: 20 },
    ],
    links: [
      { sender: 'vw0', receiver: 'vw1', settings },
      { sender: 'vw1', receiver: 'vw0', settings },
    ],
    deny: [{ receiver: 'vw0', sender: 'vw1' }],
  });
});

const head = 'nodes:\n  ap: { kind: ap }\n  sta: { kind: station }\n';
test.each([
  [
    'an unknown node',
    'links: [{ from: ap, to: stb, loss: 1 }]',
    'lab.yaml:4:25: links[0].to is "stb", which is no node here: ap, sta',
  ],
  ['itself', 'links: [{ from: ap, to: ap, loss: 1 }]', 'links[0] leads from a node to itself'],
  [
    'nothing',
    'links: [{ from: ap, to: sta }]',
    'links[0] says nothing: give signal, loss, delay, jitter or rate',
  ],
  ['too much', 'links: [{ from: ap, to: sta, loss: 30 }]', 'links[0].loss'],
  ['a denial of itself', 'deny: [{ receiver: ap, sender: ap }]', 'deny[0] is a node with itself'],
  [
    'another driver',
    'driver: mac80211_hwsim\nmedium: { loss: 0.1 }',
    'driver is mac80211_hwsim, whose air cannot be set',
  ],
])('%s is refused', (_, text, message) => {
  expect(messageOf(() => parseLab(`${head}${text}\n`, 'lab.yaml'))).toContain(message);
});
