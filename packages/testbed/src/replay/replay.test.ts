import type { LabRecord } from '../record/record.js';
import type { RpcMethods } from '../rpc/call.js';
import { RpcConnection } from '../rpc/connection.js';
import { socketPair } from '../rpc/socket-pair.js';
import { Journal } from '../session/journal.js';
import { BOOT, parseSession, type SessionLine } from '../session/session.js';
import { again, bootOf } from './again.js';
import { compare } from './difference.js';
import { differenceLines } from './words.js';

const AUTHENTICATION = `b0000000${'020000000000'}${'020000000001'}${'020000000000'}0000`;
const frame = (id: number, us: number, octets: string): LabRecord => ({
  ...{ kind: 'frame', id, us, node: 'sta1', frame: 'authentication', from: '02:00:00:00:00:01' },
  ...{ to: '02:00:00:00:00:00', acknowledged: true, sealed: false, bytes: octets.length / 2, octets },
});
const line = (id: number, us: number, text: string, node = 'ap'): LabRecord => ({
  ...{ kind: 'daemon', id, us, node, program: 'hostapd', text },
});

describe('two runs of a session', () => {
  it('are the same in whichever order things of one moment were taken down, and whatever the kernel logs', () => {
    const one = [line(1, 5, 'a'), line(2, 5, 'b'), frame(3, 5, AUTHENTICATION)];
    const other: LabRecord[] = [
      frame(1, 5, AUTHENTICATION),
      { kind: 'kernel', id: 2, us: 4, text: 'x' },
      line(3, 5, 'a'),
      line(4, 5, 'b'),
    ];
    expect(compare(one, other)).toEqual({ records: 3, same: 3 });
    // The order of one teller is its own.
    expect(compare(one, [line(1, 5, 'b'), line(2, 5, 'a'), frame(3, 5, AUTHENTICATION)]).same).toBe(0);
  });

  it('differ by a microsecond, by what one has alone, and by an octet, whose field is named', () => {
    const one = [line(1, 5, 'a'), frame(2, 9, `${AUTHENTICATION}000001000000`), line(3, 20, 'b')];
    const late = compare(one, [
      line(1, 5, 'a'),
      frame(2, 10, `${AUTHENTICATION}000001000000`),
      line(3, 20, 'b'),
    ]);
    expect(late).toMatchObject({ same: 1, first: { recorded: { us: 9 } } });
    expect(late.first?.replayed).toBeUndefined();
    const alone = compare([...one.slice(0, 1)], [line(1, 5, 'a'), line(2, 6, 'c')]);
    expect(alone).toEqual({ records: 1, same: 1, first: { replayed: line(2, 6, 'c') } });
    const altered = compare(one, [
      one[0],
      frame(2, 9, `${AUTHENTICATION}000001000100`),
      one[2],
    ] as LabRecord[]);
    expect(differenceLines(altered.first ?? {})).toEqual([
      'at 0.000009 s',
      '  recorded  sta1, frame: authentication from 02:00:00:00:00:01 to 02:00:00:00:00:00: authentication 1',
      expect.stringContaining('  replayed  sta1, frame: authentication from'),
      '            status (octet 28): 0, success, and now 1, unspecified failure',
    ]);
  });

  it('tell the first frame that is different, where something else came before it', () => {
    const one = [line(1, 5, 'a'), frame(2, 9, AUTHENTICATION)];
    const { first, frame: later } = compare(one, [line(1, 5, 'z'), frame(2, 8, AUTHENTICATION)]);
    expect(first?.recorded).toMatchObject({ text: 'a' });
    expect(later?.replayed).toMatchObject({ us: 8 });
    expect(differenceLines(first ?? {}).slice(1)).toEqual([
      '  recorded  ap, hostapd: a',
      '  replayed  ap, hostapd: z',
    ]);
  });
});

/** A daemon of words: a socket answers each request with as many messages as its octet says. */
async function daemon(journal: Journal, twist = 0) {
  const asked: string[] = [];
  const methods: RpcMethods = {
    'lab.up': () => void asked.push('up'),
    'machine.sleep': ({ milliseconds }) => void asked.push(`sleep ${milliseconds}`),
    'machine.now': () => 0,
    'machine.datagram': async (_, call) => {
      call.sendEvent({ open: true });
      call.onData((stream, data) => {
        asked.push(`request ${data[0]}`);
        for (let count = 0; count < (data[0] ?? 0) - twist; count++) void call.send(stream, data);
        call.sendEvent({ done: true });
      });
      call.onEvent((word) => void asked.push(`word ${JSON.stringify(word)}`));
      await new Promise<void>((resolve) => call.onEnd(resolve));
    },
    'machine.spawn': (_, { signal }) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  };
  const [near, far] = await socketPair();
  new RpcConnection(far, { peer: 'the client', methods: journal.of(methods) });
  const client = new RpcConnection(near, { peer: 'the daemon' });
  await client.ready;
  return { asked, client };
}

const boot = { seed: 1, wallClockS: 7, uplink: false, writable: [] as string[] };
const lines = (journal: Journal): SessionLine[] => {
  const { session } = journal;
  if (!('text' in session)) throw new Error(session.missing);
  const parsed = parseSession(session.text);
  if (!parsed) throw new Error(session.text);
  return parsed;
};

async function recorded() {
  const journal = new Journal();
  journal.begin(boot);
  const { asked, client } = await daemon(journal);
  await client.call('lab.up', { lab: { nodes: [{ name: 'ap' }] }, record: true });
  const socket = client.open('machine.datagram', {});
  let heard = 0;
  const until = async (count: number) => {
    while (heard < count) await new Promise(setImmediate);
  };
  socket.onData(() => void heard++);
  socket.onEvent(() => void heard++);
  await until(1);
  await socket.send(3, Uint8Array.of(2));
  await until(4);
  await client.call('machine.now');
  await client.call('machine.sleep', { milliseconds: 20 });
  const given = client.open('machine.spawn', {});
  given.cancel(new Error('no more'));
  socket.sendEvent({ join: 1 });
  socket.sendEnd();
  await socket.result;
  await client.close();
  return { asked, journal };
}

describe('a session', () => {
  it('has what clients asked for, and what had come back by then', async () => {
    const { journal } = await recorded();
    const said = lines(journal).map(({ call, ...what }) => {
      if (!('method' in what)) return [call, what];
      return [call, what.method];
    });
    expect(said).toEqual([
      [1, BOOT],
      [1, { answered: true }],
      [2, 'lab.up'],
      [2, { answered: true }],
      [3, 'machine.datagram'],
      [3, { heard: 1 }],
      [3, { data: 'Ag==', stream: 3 }],
      [3, { heard: 4 }],
      [4, 'machine.sleep'],
      [4, { answered: true }],
      [5, 'machine.spawn'],
      [5, { gone: true }],
      [3, { word: { join: 1 } }],
      [3, { end: true }],
      [3, { answered: true }],
    ]);
  });

  it('is done again in the same order, and stops where less comes back', async () => {
    const { asked, journal } = await recorded();
    const twice = new Journal();
    twice.begin(boot);
    const second = await daemon(twice);
    expect(await again(second.client, lines(journal))).toBeUndefined();
    expect(second.asked).toEqual(asked);
    expect(lines(twice)).toEqual(lines(journal));
    await second.client.close();

    const other = await daemon(new Journal(), 1);
    expect(await again(other.client, lines(journal), { patienceMs: 50 })).toBe(
      'machine.datagram told 4 things then, and tells 3 now',
    );
    expect(other.asked).toEqual(['up', 'request 2']);
    await other.client.close();
  });

  it('is none where time is real, where nothing was recorded, where it is too long', async () => {
    expect(new Journal().session).toEqual({ missing: 'its time is not virtual' });
    const unrecorded = new Journal();
    unrecorded.begin(boot);
    const one = await daemon(unrecorded);
    await one.client.call('lab.up', {});
    expect(unrecorded.session).toEqual({ missing: 'it was made without being recorded' });
    await one.client.close();
    const long = new Journal(200);
    long.begin(boot);
    const two = await daemon(long);
    await two.client.call('lab.up', { record: true, lab: { name: 'x'.repeat(200) } });
    expect(long.session).toEqual({ missing: 'it is longer than 200 octets' });
    await two.client.close();
  });

  it('boots what it says, in a kernel of its own, and asks for nothing else of the host', async () => {
    const { journal } = await recorded();
    const session = lines(journal);
    expect(bootOf(session)).toMatchObject({
      seed: 1,
      wallClockS: 7,
      backend: 'uml',
      time: 'virtual',
      writable: [],
    });
    const changed = (args: object, ...more: SessionLine[]) => [
      { call: 1, method: BOOT, args: { ...boot, ...args } },
      ...session.slice(1),
      ...more,
    ];
    expect(bootOf(changed({ backend: 'host', kernelParameters: ['x'] }))).not.toHaveProperty(
      'kernelParameters',
    );
    for (const bad of [
      changed({ seed: undefined }),
      changed({ writable: ['/home'] }),
      changed({ uplink: true }),
      changed({}, { call: 9, method: 'wire.record', args: { file: '/home/file' } }),
      changed({}, { call: 9, method: 'lab.up', args: { lab: { nodes: [{ name: '../..' }] } } }),
      changed({ fleet: { guests: [{ name: '../..' }] } }),
      session.slice(1),
      session.slice(0, 2),
    ])
      expect(() => bootOf(bad as SessionLine[])).toThrow(expect.objectContaining({ code: 'NO_REPLAY' }));
  });

  it('is read to its last line, or not at all', () => {
    expect(parseSession('')).toBeUndefined();
    expect(parseSession('{"call":1,"method":"machine.boot","args":{}}\n{"call":')).toBeUndefined();
    expect(parseSession('{"call":1,"word":0}\n')).toHaveLength(1);
  });
});
