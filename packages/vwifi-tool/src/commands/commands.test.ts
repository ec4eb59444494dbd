import { FakeError } from '@vwifi/nl80211/testing';
import { fakeSystem } from '../testing.js';

const accepted = () => [];

describe('what is shown', () => {
  test('radios, with numbers to the right and drops in words', async () => {
    const { out } = await fakeSystem({
      radioGet: () => [
        { id: 0, wiphyName: 'vw_phy0', ifname: 'vw0', address: '00:76:77:30:00:00', txPower: 1250, bands: 3 },
        {
          ...{ id: 11, wiphyName: 'x', ifname: 'y', bands: 1, personality: 'ht' },
          ...{ drops: [{ cause: 'noKey', count: 2n }], position: { x: -300, y: 450, z: 0 } },
        },
      ],
    }).tool('radio', 'ls');
    expect(out).toBe(
      [
        'RADIO  WIPHY    INTERFACE  ADDRESS            TX POWER  BANDS       KIND  POSITION  RX PACKETS  TX PACKETS  DROPPED',
        '    0  vw_phy0  vw0        00:76:77:30:00:00  12.5 dBm  2.4, 5 GHz  ax    -                  0           0  -',
        '   11  x        y          -                  0 dBm     2.4 GHz     n     -3,4.5,0           0           0  no key 2',
        '',
      ].join('\n'),
    );
  });

  test('links and denials by the names of their interfaces', async () => {
    const pair = { receiverRadio: 2, senderRadio: 1, frames: 9n };
    const system = fakeSystem({
      denyGet: () => [{ ...pair, framesDenied: 4n }],
      linkGet: () => [{ ...pair, loss: 300_000, delay: 5000, jitter: 200, rate: 6_000_000n, retries: 3n }],
    });
    expect((await system.tool('deny', 'ls')).out).toMatch(/SENDER +RECEIVER.*\nvw1 +vw2 +9 +4\n/);
    expect((await system.tool('link', 'ls')).out).toMatch(
      /vw1 +vw2 +- +30 % +5 ms \+ 0\.\.200 us +6\.0 Mbit\/s +9 +- +3/,
    );
    expect(JSON.parse((await system.tool('link', 'ls', '--json')).out)).toMatchObject([
      { sender: 1, senderName: 'vw1', receiver: 2, loss: 0.3, rateBps: 6_000_000 },
    ]);
  });

  test('faults in words, with their counters', async () => {
    const system = fakeSystem({
      faultGet: () => [
        { id: 1, eapol: 'message3', toRadio: 1, times: 1, action: 'drop', matched: 2n, done: 1n },
        {
          ...{ id: 2, type: 'management', subtype: 8, bssid: '00:76:77:30:00:00' },
          ...{ action: 'corrupt', matched: 9n, done: 9n },
        },
        { id: 3, type: 'data', fromRadio: 1, nth: 4, every: 2, action: 'delay', delay: 20_000 },
        { id: 4, type: 'data', subtype: 1, nth: 4, action: 'alter', octet: 81 },
        { id: 5, action: 'drop' },
      ],
    });
    const { out } = await system.tool('fault', 'ls');
    expect(out).toBe(
      [
        'NUMBER  ACTION          FRAMES                       WHICH               MATCHED  DONE',
        '     1  drop            EAPOL 3 to vw1               once                      2     1',
        '     2  corrupt         beacon in 00:76:77:30:00:00  all                       9     9',
        '     3  delay 20 ms     data from vw1                from 4 on, every 2        0     0',
        '     4  alter octet 81  data 1                       number 4                  0     0',
        '     5  drop            every frame                  all                       0     0',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await system.tool('fault', 'ls', '--json')).out)[0]).toEqual({
      ...{ id: 1, eapol: 3, to: 1, times: 1, action: 'drop', matched: 2, done: 1 },
    });
  });

  test('stations of an interface, its signal as a chart, and everything at once', async () => {
    const system = fakeSystem();
    expect((await system.tool('station', 'vw1')).out).toContain('00:76:77:30:00:00  authorised  -50 dBm');
    const rssi = await system.tool('rssi', 'vw1', '--count', '4');
    expect(rssi.out).toContain('00:76:77:30:00:00 on vw1, 4 samples: lowest -50 dBm, mean -50 dBm');
    expect(rssi.out).toContain('│⠉⠉');
    const { out } = await system.tool('top', '--once');
    expect(out).toContain('vwifi top  3 radios, 0 links, 1 stations');
    expect(out).toMatch(/test +00:76:77:30:00:00/);
    expect(out).toContain('███████···');
  });

  test('what is there and what is missing', async () => {
    const { status, out } = await fakeSystem({}, {}).tool('doctor', '--lab', 'x');
    expect(status).toBe(1);
    expect(out).toContain('NO   vwifi         not loaded');
    expect(out).toContain('ok   family vwifi  version 0.1.0, 3 radios, 0 pairs');
  });
});

describe('what is changed', () => {
  test('a link in both directions, its values as people write them', async () => {
    const system = fakeSystem({ linkSet: accepted });
    const { out } = await system.tool('link', 'set', 'vw0', '2', '--loss', '30%', '--delay', '5ms', '--both');
    expect(out).toBe('between vw0 and 2: loss 30 %, delay 5 ms\n');
    expect(system.kernel.requests.map(({ attributes }) => attributes)).toEqual([
      { sender: { ifname: 'vw0' }, receiver: { radio: 2 }, loss: 300_000, delay: 5000 },
      { sender: { radio: 2 }, receiver: { ifname: 'vw0' }, loss: 300_000, delay: 5000 },
    ]);
  });

  test('options may stand before the command', async () => {
    const system = fakeSystem({ mediumSet: accepted });
    const { status, out } = await system.tool('--json', 'medium', 'set', '--seed', '0x2a');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ signalDbm: -50 });
    expect(system.kernel.requests[0]?.attributes).toEqual({ seed: 42n });
  });

  test('a way to go, and what is between radios, in the units of people', async () => {
    const system = fakeSystem({ mediumSet: accepted, radioSet: accepted });
    const walls = ['--wall', '0,5 10,5 7dB', '10,5 10,9 3.5'];
    const fading = [
      '--fading',
      'rician:9',
      '--coherence',
      '5ms',
      '--shadowing',
      '4.5',
      '--noise-figure',
      '7dB',
    ];
    const medium = await system.tool('medium', 'set', '--path-model', 'itu-indoor', ...walls, ...fading);
    expect(medium.status).toBe(0);
    await system.tool('medium', 'set', '--wall', 'none');
    const way = ['--move', '0,0 3,4', '--speed', '2', '--repeat', '--antenna-gain', '5.5'];
    expect((await system.tool('radio', 'set', '0', ...way)).out).toContain('0 transmits with ');
    const changes = system.kernel.requests.filter(({ command }) => String(command).endsWith('Set'));
    expect(changes.map(({ attributes }) => attributes)).toEqual([
      {
        pathModel: 'ituIndoor',
        walls: {
          wall: [
            { x1: 0, y1: 500, x2: 1000, y2: 500, loss: 700 },
            { x1: 1000, y1: 500, x2: 1000, y2: 900, loss: 350 },
          ],
        },
        ...{ shadowing: 450, fading: 'rician', ricianK: 900, coherence: 5000, noiseFigure: 700 },
      },
      { walls: {} },
      {
        id: 0,
        track: {
          point: [
            { x: 0, y: 0, z: 0, time: 0 },
            { x: 300, y: 400, z: 0, time: 2500 },
          ],
          repeat: true,
        },
        antennaGain: 550,
      },
    ]);
  });

  test('an honest medium is asked for by words, and refuses others', async () => {
    const system = fakeSystem({ mediumSet: accepted });
    const words = ['--model', 'dcf', '--rate-control', 'ideal', '--rts', 'none', '--fair-airtime', 'off'];
    expect((await system.tool('medium', 'set', ...words)).status).toBe(0);
    expect(system.kernel.requests[0]?.attributes).toEqual({
      ...{ model: 'dcf', rateControl: 'ideal', rtsThreshold: 0xffff_ffff, airtimeFairness: 0 },
    });
    const { status, err } = await system.tool('medium', 'set', '--model', 'perfect');
    expect(status).not.toBe(0);
    expect(err).toContain('ideal or dcf');
  });

  test('several radios are made, each is named', async () => {
    let id = 7;
    const system = fakeSystem({
      radioNew: () => [{ id: ++id, ifname: `t${id}`, address: '02:00:00:00:00:01' }],
    });
    const { out } = await system.tool('radio', 'add', '--ifname', 't%d', '--count', '2', '--bands', '5');
    expect(out).toBe('made radio 8: t8, 02:00:00:00:00:01\nmade radio 9: t9, 02:00:00:00:00:01\n');
    expect(system.kernel.requests[0]?.attributes).toEqual({ ifname: 't%d', bands: 2 });
  });

  test('a fault by the names of its frames; it is known by its number then', async () => {
    const system = fakeSystem({ faultAdd: () => [{ id: 7 }], faultDel: accepted, faultFlush: accepted });
    const add = (...words: string[]) => system.tool('fault', 'add', ...words);
    expect((await add('drop', '--eapol', '3', '--to', 'vw1', '--times', '1')).out).toBe('fault 7 stands\n');
    await add('corrupt', '--subtype', 'beacon', '--bssid', '00:76:77:30:00:00');
    await add('delay', '--delay', '20ms', '--type', 'data', '--subtype', '8', '--nth', '4', '--every', '2');
    await add('alter', '--eapol', 'group-1', '--from', '0', '--octet', '81');
    expect((await system.tool('fault', 'rm', '7', '8')).out).toBe('2 faults are gone\n');
    expect((await system.tool('fault', 'clear')).out).toBe('no frame meets a fault any more\n');
    expect(system.kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['faultAdd', { action: 'drop', eapol: 'message3', to: { ifname: 'vw1' }, times: 1 }],
      ['faultAdd', { action: 'corrupt', type: 'management', subtype: 8, bssid: '00:76:77:30:00:00' }],
      ['faultAdd', { action: 'delay', type: 'data', subtype: 8, nth: 4, every: 2, delay: 20_000 }],
      ['faultAdd', { action: 'alter', eapol: 'group1', from: { radio: 0 }, octet: 81 }],
      ['faultDel', { id: 7 }],
      ['faultDel', { id: 8 }],
      ['faultFlush', {}],
    ]);
  });

  test('noise on a channel, for a time', async () => {
    const system = fakeSystem({
      jam: accepted,
      jamEnd: accepted,
      jamGet: () => [{ frequency: 2437, width: 20, duration: 9500, signal: -30 }],
    });
    expect((await system.tool('jam', 'start', '2437', '--for', '10s')).out).toBe(
      '2437 MHz is jammed for 10 s\n',
    );
    await system.tool('jam', 'start', '5210', '--width', '80', '--for', '500ms', '--signal', '-60');
    expect((await system.tool('jam', 'ls')).out).toBe(
      'FREQUENCY  WIDTH   SIGNAL   STILL\n2437 MHz   20 MHz  -30 dBm  9.5 s\n',
    );
    expect((await system.tool('jam', 'stop', '2437')).out).toBe('2437 MHz is free\n');
    expect(JSON.parse((await system.tool('jam', 'stop', '--json')).out)).toEqual({ jammed: false });
    const asked = system.kernel.requests.filter(({ command }) => command !== 'jamGet');
    expect(asked.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['jam', { frequency: 2437, duration: 10_000 }],
      ['jam', { frequency: 5210, width: 80, duration: 500, signal: -60 }],
      ['jamEnd', { frequency: 2437 }],
      ['jamEnd', {}],
    ]);
  });

  test.each([
    [['jam', 'start', '2437'], "required option '--for <time>' not specified"],
    [['jam', 'start', '2437', '--for', '2h'], 'is no time of at most an hour; write it as 500ms, 10s'],
    [['jam', 'start', '6', '--for', '2s'], 'jam: "6" is no frequency from 2400 to 7200 MHz'],
    [['jam', 'start', '2437', '--for', '2s', '--width', '321'], 'jam: "321" is no width from 1 to 320'],
    [['fault', 'add', 'lose'], '"lose" is not what is done to a frame; write it as drop or delay'],
    [['fault', 'add', 'delay'], 'fault add delay: by how much? --delay 20ms'],
    [['fault', 'add', 'drop', '--delay', '5ms'], 'fault add drop: --delay is of delay'],
    [['fault', 'add', 'drop', '--octet', '5'], 'fault add drop: --octet is of alter'],
    [['fault', 'add', 'alter', '--octet', '2304'], '--octet 2304 is none: they are 0 to 2303'],
    [['fault', 'add', 'drop', '--subtype', '8'], '--subtype 8 needs a --type: management or data'],
    [['fault', 'add', 'drop', '--subtype', '16', '--type', 'data'], 'there are 0 to 15'],
    [['fault', 'add', 'drop', '--subtype', 'beacon', '--type', 'data'], 'is of --type management'],
    [['fault', 'add', 'drop', '--subtype', 'becon'], '"becon" is not a kind of frames'],
    [['fault', 'add', 'drop', '--eapol', '5'], '"5" is not a message of a handshake; write it as 1 or 2'],
    [['fault', 'add', 'drop', '--bssid', 'vw0'], '--bssid vw0 is no address; write it as 00:76'],
    [['fault', 'add', 'drop', '--nth', '0'], '"0" is not a whole number above 0'],
    [['fault', 'rm', 'x'], '"x" is not a whole number above 0'],
    [
      ['link', 'set', 'a', 'b', '--loss', '2'],
      'vwifi-tool: "2" is not a loss from 0 to 1; write it as 0.3 or 30%',
    ],
    [['link', 'set', 'a', 'b'], 'vwifi-tool: link set: nothing to set'],
    [['deny', 'set'], 'vwifi-tool: deny set: no pairs'],
    [['deny', 'set', 'vw1'], 'is not a pair of a receiver and a sender'],
    [['radio', 'add', '--count', '2', '--ifname', 'a'], 'write the interface as a%d'],
    [['deny', 'add', 'vw2'], 'deny add: it needs both a sender and a receiver; write --from vw1 --to vw2'],
    [['deny', 'add', '--from', 'vw1', 'vw2'], 'it needs both a sender and a receiver'],
    [['link', 'rm', 'vw0', '--from', 'vw1', '--to', 'vw2'], 'what is vw0? --from and --to have said it all'],
    [['deny', 'set', '--from', 'vw1'], 'deny set: 1 --from and 0 --to; each pair needs both'],
    [['radio', 'set', 'vw0', '--speed', '2'], '--speed and --repeat say how it goes; add --move'],
    [['radio', 'set', 'vw0', '--move', '1,2'], "is not a way of several places; write it as '0,0 10,0"],
    [['radio', 'set', 'vw0', '--move', '1,2 3,4', '--position', '1,2'], 'give one of them'],
    [['medium', 'set', '--wall', '1,2 3,4'], "is not a wall; write it as '0,5 10,5 7dB'"],
    [
      ['medium', 'set', '--fading', 'rayleigh:3'],
      'is not a kind of fading; write it as none, rayleigh, rician',
    ],
    [['medium', 'set', '--coherence', '20us'], 'is not a time of at least 100 us'],
    [['radio', 'frob'], "unknown command 'frob'"],
    [['radio', 'ls', '--frob'], "unknown option '--frob'"],
    [['rssi', 'vw1', '--plot', 'x.gif'], 'only .svg and .png files are drawn'],
    [['completion', 'csh'], 'there is bash, zsh and fish'],
  ])('%j is refused in one line, as a command line that means nothing', async (words, problem) => {
    const { status, err } = await fakeSystem().tool(...words);
    expect(status).toBe(2);
    expect(err).toContain(problem);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('what cannot be done ends with another status than what is asked for wrongly', async () => {
    const { status, err } = await fakeSystem().tool('scan', 'nope');
    expect(status).toBe(1);
    expect(err).toMatch(/^vwifi-tool: interface nope: no Wi-Fi interface of that name[^\n]*\n$/);
  });

  test('a sender and a receiver are said alike of denials and links; two names of a denial work, with a word', async () => {
    const system = fakeSystem({
      denyAdd: accepted,
      denyDel: accepted,
      denySet: accepted,
      linkSet: accepted,
    });
    const ends = ['--from', 'vw1', '--to', 'vw2'];
    expect(await system.tool('deny', 'add', ...ends)).toMatchObject({
      status: 0,
      out: 'vw2 denies vw1\n',
      err: '',
    });
    expect(await system.tool('link', 'set', ...ends, '--loss', '1')).toMatchObject({ status: 0, err: '' });
    expect(await system.tool('link', 'set', 'vw1', 'vw2', '--loss', '1')).toMatchObject({
      status: 0,
      err: '',
    });
    const old = await system.tool('deny', 'rm', 'vw2', 'vw1');
    expect(old).toMatchObject({ status: 0, out: 'vw2 no longer denies vw1\n' });
    expect(old.err).toMatch(/^vwifi-tool: deny rm: [^\n]*--from vw1 --to vw2\n$/);
    expect(await system.tool('deny', 'set', ...ends, 'vw1 denies vw2')).toMatchObject({ status: 0, err: '' });
    expect((await system.tool('deny', 'set', 'vw1,vw2')).err).toContain('--from vw2 --to vw1');
    const there = { receiver: { ifname: 'vw2' }, sender: { ifname: 'vw1' } };
    const back = { receiver: { ifname: 'vw1' }, sender: { ifname: 'vw2' } };
    expect(system.kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['denyAdd', there],
      ['linkSet', { ...there, loss: 1_000_000 }],
      ['linkSet', { ...there, loss: 1_000_000 }],
      ['denyDel', there],
      ['denySet', { pair: [there, back] }],
      ['denySet', { pair: [back] }],
    ]);
  });

  test('a result is one indented document, what goes on is a line for each', async () => {
    const system = fakeSystem();
    for (const words of ['status', 'radio ls', 'stats --once', 'top --once', 'doctor', 'medium get'])
      expect((await system.tool(...words.split(' '), '--json')).out).toMatch(/^[[{]\n {2}\S/);
  });

  test('the words of the kernel reach the person', async () => {
    const { err } = await fakeSystem({
      denyAdd() {
        throw new FakeError('EEXIST', 'the receiver denies this sender already');
      },
    }).tool('deny', 'add', 'vw2', 'vw1');
    expect(err).toBe(
      'vwifi-tool: denyAdd vw2 denies vw1: EEXIST (the receiver denies this sender already)\n',
    );
  });
});

test('every command has an example in its help', async () => {
  const system = fakeSystem();
  const { out } = await system.tool('completion', 'fish');
  expect(out).toContain("-n '__fish_use_subcommand' -a radio");
  for (const words of [
    'radio add',
    'deny set',
    'link set',
    'fault add',
    'medium get',
    'scan',
    'events',
    'top',
    'status',
  ])
    expect((await system.tool(...words.split(' '), '--help')).out).toContain('For example:\n  vwifi-tool');
});

test('events are told as they come, until there were enough', async () => {
  const system = fakeSystem();
  const ended = system.tool('events', '--count', '2', '--json');
  const { vwifiFamily } = await import('@vwifi/nl80211');
  // Two streams and the places they are of: three sockets.
  while (system.kernel.openSockets < 3) await new Promise((resolve) => setImmediate(resolve));
  let tries = 0;
  const again = (): void => {
    // Until both are subscribed nobody hears it.
    system.kernel.emitFrom(vwifiFamily, 'config', 'radioRemoved', { id: ++tries });
    if (tries < 50) setImmediate(again);
  };
  again();
  const lines = (await ended).out.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'radioRemoved' });
});

describe('personas', () => {
  const made = { id: 5, ifname: 'vw5', address: '00:76:77:35:00:00' };

  test('a radio like a device is asked for with all that the device is', async () => {
    const system = fakeSystem({ radioNew: () => [made] });
    const { out } = await system.tool('radio', 'add', '--persona', 'raspberry-pi-4');
    expect(out).toBe('made radio 5: vw5, 00:76:77:35:00:00\n');
    expect(system.kernel.requests.at(-1)?.attributes).toMatchObject({
      ...{ bands: 3, personality: 'vht', streams: 1, width: 80 },
      // station, AP, P2P client, GO and device
      iftypes: (1 << 2) | (1 << 3) | (1 << 8) | (1 << 9) | (1 << 10),
    });
  });

  test('the known ones are listed, and who is none of them and no file is told so', async () => {
    const system = fakeSystem({});
    expect((await system.tool('persona', 'ls')).out).toMatch(
      /^raspberry-pi-4 +ac +2\.4, 5 GHz +1 x 1 +80 MHz/m,
    );
    const { status, err } = await system.tool('radio', 'add', '--persona', 'no-such-card');
    expect(status).toBe(2);
    expect(err).toMatch(/^vwifi-tool: no-such-card: no such file, and no persona of that name; /);
  });
});
