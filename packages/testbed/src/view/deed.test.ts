import { type Deeds, performDeed } from './deed.js';

const NAMES = ['ap', 'sta1'];

async function done(deed: unknown): Promise<unknown[]> {
  const calls: unknown[] = [];
  const note =
    (what: string) =>
    async (...args: readonly unknown[]) =>
      void calls.push([what, ...args]);
  const deeds = Object.fromEntries(['place', 'link', 'deny', 'lose'].map((name) => [name, note(name)]));
  await performDeed(deeds as unknown as Deeds, NAMES, deed);
  return calls;
}

test.each([
  [{ place: 'ap', x: 1, y: -2.5, z: 0 }, ['place', 'ap', { position: { x: 1, y: -2.5, z: 0 } }]],
  [{ power: 'sta1', dbm: 12 }, ['place', 'sta1', { txPowerDbm: 12 }]],
  [{ deny: 'sta1', to: 'ap', denied: true }, ['deny', 'ap', 'sta1', true]],
  [{ link: 'ap', to: 'sta1', loss: 0.5, delayMs: 1.5 }, ['link', 'ap', 'sta1', { loss: 0.5, delayUs: 1500 }]],
  [{ lose: 'ap', to: 'sta1', eapol: 3 }, ['lose', 'ap', 'sta1', 3]],
])('%j', async (deed, call) => {
  expect(await done(deed)).toEqual([call]);
});

test.each([
  ['nothing', undefined],
  ['a text', 'place'],
  ['no verb', {}],
  ['what every object has', { constructor: 'ap' }],
  ['a stranger', { power: 'sta2', dbm: 1 }],
  ['a word too many', { power: 'ap', dbm: 1, more: 1 }],
  ['a word too few', { place: 'ap', x: 1, y: 1 }],
  ['no number', { power: 'ap', dbm: '1' }],
  ['what is no number', { place: 'ap', x: Number.NaN, y: 0, z: 0 }],
  ['too far', { place: 'ap', x: 1e9, y: 0, z: 0 }],
  ['too loud', { power: 'ap', dbm: 31 }],
  ['half a message', { lose: 'ap', to: 'sta1', eapol: 1.5 }],
  ['more than all is lost', { link: 'ap', to: 'sta1', loss: 1.1, delayMs: 0 }],
])('%s is refused', async (_, deed) => {
  await expect(done(deed)).rejects.toThrow('nothing that a page can do');
});

test('one node at both ends is refused', async () => {
  await expect(done({ deny: 'ap', to: 'ap', denied: true })).rejects.toThrow('ap is at both ends');
});
