import { parseLab } from './parse.js';
import { deedText } from './timeline.js';

const lab = (...moments: readonly string[]) =>
  `nodes:\n  ap: { kind: ap, ssid: x }\n  sta1: { kind: station }\n  helper: { kind: program, command: sleep 9 }\ntimeline:\n${moments.map((moment) => `  - ${moment}\n`).join('')}`;
const fault = (moment: string): string => {
  try {
    parseLab(lab(moment), 'lab.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

describe('a time line', () => {
  it('is in the order of its times, with all that was left out', () => {
    const { timeline = [] } = parseLab(
      lab(
        '{ at: 2m, expect: { node: sta1, connected: false, within: 500ms } }',
        '{ at: 1.5s, link: { from: ap, to: sta1, both: true, loss: 0.5, delay: 2 } }',
        '{ at: 0s, expect: { node: sta1, reaches: ap } }',
      ),
      'lab.yaml',
    );
    expect(timeline).toEqual([
      { atMs: 0, deed: { do: 'expect', node: 'sta1', claim: 'reaches', of: 'ap', withinMs: 5000 } },
      {
        atMs: 1500,
        deed: { do: 'link', from: 'ap', to: 'sta1', both: true, settings: { loss: 0.5, delayUs: 2000 } },
      },
      { atMs: 120_000, deed: { do: 'expect', node: 'sta1', claim: 'connected', of: false, withinMs: 500 } },
    ]);
    expect(timeline.map(({ deed }) => deedText(deed))).toEqual([
      'sta1 reaches ap',
      'the link from ap to sta1 and back changes',
      'sta1 is not connected',
    ]);
  });

  it('fades a signal evenly, in steps of a decibel or more', () => {
    const { timeline = [] } = parseLab(
      lab('{ at: 1s, fade: { from: ap, to: sta1, both: true, signal: [-50, -90], over: 20s } }'),
      'lab.yaml',
    );
    expect(timeline).toHaveLength(21);
    expect(timeline[1]).toEqual({
      atMs: 2000,
      deed: { do: 'fade', from: 'ap', to: 'sta1', both: true, signalDbm: -52 },
    });
    expect(timeline.at(-1)).toMatchObject({ atMs: 21_000, deed: { signalDbm: -90 } });
    const { timeline: short = [] } = parseLab(
      lab('{ at: 1s, fade: { from: ap, to: sta1, signal: [-50, -52], over: 2s } }'),
      'lab.yaml',
    );
    expect(short.map(({ atMs, deed }) => [atMs, deedText(deed)])).toEqual([
      [1000, 'sta1 hears ap with -50 dBm'],
      [2000, 'sta1 hears ap with -51 dBm'],
      [3000, 'sta1 hears ap with -52 dBm'],
    ]);
  });

  it('jams a channel for a time', () => {
    const { timeline = [] } = parseLab(
      lab('{ at: 1s, jam: { frequency: 5210, width: 80, for: 2s, signal: -60 } }'),
      'lab.yaml',
    );
    const settings = { frequencyMhz: 5210, widthMhz: 80, durationMs: 2000, signalDbm: -60 };
    expect(timeline.map(({ deed }) => deed)).toEqual([{ do: 'jam', settings }]);
    expect(timeline.map(({ deed }) => deedText(deed))).toEqual(['5210 MHz is jammed for 2 s']);
  });

  it('has faults by the names of nodes and frames, and their ends', () => {
    const { timeline = [] } = parseLab(
      lab(
        '{ at: 1s, fault: { name: third, action: drop, eapol: 3, to: sta1, times: 1 } }',
        '{ at: 2s, fault: { action: corrupt, frames: beacon, network: ap } }',
        '{ at: 3s, fault: { action: delay, delay: 20, frames: data, from: sta1, nth: 2, every: 3 } }',
        '{ at: 4s, mend: third }',
        '{ at: 5s, mend: all }',
      ),
      'lab.yaml',
    );
    expect(timeline.map(({ deed }) => deed)).toEqual([
      { do: 'fault', name: 'third', to: 'sta1', settings: { action: 'drop', eapol: 3, times: 1 } },
      { do: 'fault', network: 'ap', settings: { action: 'corrupt', type: 'management', subtype: 8 } },
      {
        ...{ do: 'fault', from: 'sta1' },
        settings: { action: 'delay', type: 'data', nth: 2, every: 3, delayUs: 20_000 },
      },
      { do: 'mend', fault: 'third' },
      { do: 'mend', fault: 'all' },
    ]);
    expect(timeline.map(({ deed }) => deedText(deed))).toEqual([
      'fault third, drop: EAPOL 3 to sta1, once',
      'fault, corrupt: beacon in the network of ap',
      'fault, delay: data from sta1, from number 2 on, every 3',
      'fault third is over',
      'all faults are over',
    ]);
  });

  it.each([
    ['{ at: 1s, fault: { eapol: 3 } }', /^lab\.yaml:6:\d+: .*fault\.action is missing/],
    ['{ at: 1s, fault: { action: lose } }', /fault\.action.*drop/],
    ['{ at: 1s, fault: { action: drop, frmes: beacon } }', /frmes.*did you mean "frames"/],
    ['{ at: 1s, fault: { action: drop, frames: becon } }', /becon.*did you mean "beacon"/],
    ['{ at: 1s, fault: { action: delay } }', /action is delay: say by how much, such as delay: 20/],
    ['{ at: 1s, fault: { action: drop, delay: 5 } }', /delay is of delay, and the action is drop/],
    ['{ at: 1s, fault: { action: delay, delay: 10001 } }', /delay is too large: at most 10000/],
    ['{ at: 1s, fault: { action: drop, octet: 5 } }', /octet is of alter, and the action is drop/],
    ['{ at: 1s, fault: { action: alter, octet: 2304 } }', /octet is too large: at most 2303/],
    ['{ at: 1s, fault: { action: drop, eapol: 5 } }', /fault\.eapol/],
    ['{ at: 1s, fault: { action: drop, eapol: 3, frames: beacon } }', /eapol is data, and frames is beacon/],
    ['{ at: 1s, fault: { action: delay, delay: 5, frames: beacon } }', /beacons are dropped or corrupted/],
    ['{ at: 1s, fault: { action: drop, nth: 0 } }', /nth is too small: at least 1/],
    ['{ at: 1s, fault: { action: drop, every: 1.5 } }', /every/],
    ['{ at: 1s, fault: { action: drop, times: -1 } }', /times is too small: at least 1/],
    ['{ at: 1s, fault: { action: drop, to: nobody } }', /fault\.to is "nobody", which is no node here/],
    ['{ at: 1s, fault: { action: drop, from: helper } }', /fault\.from is helper, which has no radio/],
    ['{ at: 1s, fault: { action: drop, from: ap, to: ap } }', /fault\.to is ap, which sends it/],
    [
      '{ at: 1s, fault: { action: drop, network: sta1 } }',
      /fault\.network is sta1, which is no access point/,
    ],
    ['{ at: 1s, fault: { name: 7up, action: drop } }', /fault\.name is not a name/],
    ['{ at: 1s, jam: { frequency: 2437 } }', /^lab\.yaml:6:\d+: .*jam\.for is missing/],
    ['{ at: 1s, jam: { frequency: 6, for: 5s } }', /jam\.frequency is too small: at least 2400/],
    ['{ at: 1s, jam: { frequency: 2437, for: 5 } }', /jam\.for/],
    ['{ at: 1s, jam: { frequency: 2437, for: 2h } }', /jam\.for is from 1ms to 1h/],
    ['{ at: 1s, jam: { frequency: 2437, for: 5s, width: 321 } }', /jam\.width is too large: at most 320/],
    ['{ at: 1s, jam: { frequency: 2437, for: 5s, signal: 3 } }', /jam\.signal is too large: at most 0/],
    ['{ at: 1s, jam: 2437 }', /jam is 2437, not a mapping/],
    ['{ at: 1s, mend: third }', /mend is "third", and no fault of this time line is called so/],
    ['{ at: 1s, mend: { name: third } }', /mend is a mapping, not a text/],
    ['{ expect: { node: sta1, connected: true } }', /^lab\.yaml:6:\d+: .*at/],
    ['{ at: soon, stop: ap }', /^lab\.yaml:6:11: timeline\[0\]\.at is no time, such as 500ms/],
    ['{ at: 10, stop: ap }', /^lab\.yaml:6:11: .*text/],
    ['{ at: 1s }', /nothing happens: give one of move, power/],
    ['{ at: 1s, stop: ap, start: ap }', /stop and start happen/],
    ['{ at: 1s, stop: app }', /^lab\.yaml:6:21: .*"app", which is no node here: ap, sta1, helper/],
    ['{ at: 1s, start: 7 }', /^lab\.yaml:6:22: /],
    ['{ at: 1s, mvoe: { node: sta1, to: [1, 2] } }', /mvoe.*did you mean "move"/],
    ['{ at: 1s, move: { node: sta2, to: [1, 2] } }', /"sta2", which is no node here/],
    ['{ at: 1s, move: { node: sta1, to: [1] } }', /^lab\.yaml:6:\d+: .*to/],
    ['{ at: 1s, power: { node: sta1, dbm: 99 } }', /dbm/],
    ['{ at: 1s, link: { from: ap, to: nobody, loss: 0.1 } }', /"nobody", which is no node here/],
    ['{ at: 1s, link: { from: ap, to: sta1, loss: 2 } }', /loss/],
    ['{ at: 1s, deny: { receiver: ap } }', /sender/],
    ['{ at: 1s, allow: { receiver: ap, sender: sta9 } }', /"sta9", which is no node here/],
    ['{ at: 1s, run: { node: sta1 } }', /command/],
    ['{ at: 1s, expect: { node: sta1 } }', /expects nothing: give one of connected/],
    ['{ at: 1s, expect: { node: sta1, connected: true, reaches: ap } }', /expects several things/],
    ['{ at: 1s, expect: { node: sta1, roamed: sta1 } }', /is sta1, which is no access point/],
    ['{ at: 1s, expect: { node: ap, connected: true } }', /connected is said of stations/],
    ['{ at: 1s, expect: { node: sta1, reaches: ap, within: 5 } }', /within/],
    ['{ at: 1s, kill: sta3 }', /"sta3", which is no node here/],
    ['{ at: 1s, pause: { node: sta1 } }', /pause is a mapping, not a text/],
    ['{ at: 1s, radar: { frequency: 2437 } }', /frequency is too small: at least 5250/],
    [
      '{ at: 1s, channel: { node: sta1, frequency: 2412 } }',
      /is sta1, and channels are chosen by access points/,
    ],
    ['{ at: 1s, channel: { node: ap, frequency: 2413 } }', /is 2413 MHz, where no channel is/],
    ['{ at: 1s, medium: { loss: 2 } }', /loss is too large/],
    ['{ at: 1s, stop: helper }', /is helper, of kind program: it can be killed, paused and resumed/],
    ['{ at: 1s, power: { node: helper, dbm: 3 } }', /is helper, of kind program, which is no radio/],
    ['{ at: 1s, expect: { node: helper, hears: x } }', /is helper, which has no radio that could hear/],
    ['{ at: 1s, expect: { node: ap, refused: x } }', /refused is said of stations/],
    ['{ at: 1s, expect: { node: sta1, reaches: 10.0.0.256 } }', /"10\.0\.0\.256", which is no node here/],
    ['{ at: 1s, expect: { node: sta1, rate: { to: ap } } }', /rate\.above is missing/],
    [
      '{ at: 1s, expect: { node: sta1, rate: { to: nobody, above: 1 } } }',
      /rate\.to is "nobody", which is no node/,
    ],
    ['{ at: 1s, expect: { node: sta1, rate: 5 } }', /rate is 5, not a mapping/],
    ['{ at: 1s, fade: { from: ap, to: sta1, over: 5s } }', /fade\.signal is missing/],
    [
      '{ at: 1s, fade: { from: ap, to: sta1, signal: -60, over: 5s } }',
      /fade\.signal is -60, not a list of 2 numbers$/,
    ],
    [
      '{ at: 1s, fade: { from: ap, to: nobody, signal: [-50, -90], over: 5s } }',
      /fade\.to is "nobody", which is no node/,
    ],
    [
      '{ at: 1s, fade: { from: ap, to: sta1, signal: [-50, 9], over: 5s } }',
      /fade\.signal\[1\] is too large|fade\.signal is/,
    ],
    ['{ at: 1s, expect: { node: sta1, reached: ap } }', /reached.*did you mean "reaches"/],
  ])('says of %j where it is wrong, in one line', (moment, words) => {
    const message = fault(moment);
    expect(message).toMatch(words);
    expect(message).toMatch(/^lab\.yaml:6:\d+: /);
    expect(message.split('\n')).toHaveLength(1);
  });
});
