import { Calendar, type Member, NEVER } from './calendar.js';
import { DelayLine } from './delay-line.js';

const MS = 1_000_000n;
const START = 2000n * MS;
const calendars: Calendar[] = [];
afterEach(() => {
  for (const calendar of calendars.splice(0)) calendar.close();
});

/** A calendar with kernels that note their leave, in milliseconds since the beginning, and the frames that came with it. */
function laboratory(...names: string[]) {
  const calendar = new Calendar(names, 1_800_000_000);
  calendars.push(calendar);
  const said: string[] = [];
  const members = Object.fromEntries(names.map((name) => [name, plug(name)])) as Record<string, Member>;
  function plug(name: string): Member {
    let frames: readonly Buffer[] = [];
    return calendar.add(name, {
      deliver: (some) => {
        frames = some;
      },
      leave: (now, until) => {
        const times = [now, until].map((time) => Number(time - START) / 1e6);
        said.push([`${name} at ${times[0]} until ${times[1]}`, ...frames.map(String)].join(' '));
      },
    });
  }
  const at = (ms: number) => START + BigInt(ms) * MS;
  /** A kernel comes to rest at `now`, and has to do something at `next`. */
  const rest = (name: string, now: number, next: number | undefined, waits = false, send = () => {}) => {
    const member = members[name] as Member;
    calendar.rest(member, { waits, now: at(now), next: next === undefined ? NEVER : at(next) }, send);
  };
  const heard = () => said.splice(0);
  return { calendar, members, rest, heard, plug };
}

test('time stands while nobody waits for it, and goes on to what is next', async () => {
  const { calendar, rest, heard } = laboratory('a', 'b');
  rest('a', 0, 5);
  rest('b', 0, 3);
  expect(heard()).toEqual([]);
  const slept = calendar.sleep(4);
  expect(heard()).toEqual(['b at 3 until 4']);
  rest('b', 3, 13);
  await slept;
  expect(heard()).toEqual([]);
  expect(calendar.now()).toBe(2004);
});

test('one kernel runs at a time, the first in the order of names at the same moment', () => {
  const { calendar, rest, heard } = laboratory('a', 'b');
  rest('b', 0, 5);
  rest('a', 0, 5);
  calendar.hold(false);
  expect(heard()).toEqual(['a at 5 until 5']);
  rest('a', 5, 7);
  expect(heard()).toEqual(['b at 5 until 7']);
  // It had leave to go on by itself, and comes to rest later.
  rest('b', 6, 30);
  expect(heard()).toEqual(['a at 7 until 30']);
});

test('frames arrive when their sender has come to rest, at its moment, before time goes on', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b', 'c');
  const { b, c } = members as { b: Member; c: Member };
  rest('a', 0, 1);
  rest('b', 0, 2);
  rest('c', 0, undefined);
  calendar.hold(false);
  expect(heard()).toEqual(['a at 1 until 2']);
  rest('a', 1, 9, false, () => {
    calendar.post(c, Buffer.from('to-c'));
    calendar.post(b, Buffer.from('to-b'));
  });
  expect(heard()).toEqual(['b at 1 until 9 to-b']);
  rest('b', 1, 2);
  expect(heard()).toEqual(['c at 1 until 2 to-c']);
});

test('what does not fit into a card at once comes at the same moment', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b');
  rest('a', 0, undefined);
  rest('b', 0, undefined);
  const b = members.b as Member;
  rest('a', 0, undefined, false, () => {
    for (let count = 0; count < 40; count++) calendar.post(b, Buffer.from('x'));
  });
  const turns = [];
  for (let lines = heard(); lines.length > 0; lines = heard()) {
    turns.push((lines[0] as string).split(' x').length - 1);
    rest('b', 0, undefined);
  }
  expect(turns).toEqual([32, 8]);
  expect(calendar.now()).toBe(2000);
});

test('input of the host is served at the time that it is, also where nobody waits for time', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b');
  rest('a', 0, undefined);
  rest('b', 0, 3);
  calendar.hold(false);
  heard();
  rest('b', 3, undefined);
  calendar.hold(true);
  heard();
  calendar.input(members.a as Member);
  expect(heard()).toEqual(['a at 3 until 3']);
  // Who runs has found it already.
  calendar.input(members.a as Member);
  rest('a', 3, undefined);
  expect(heard()).toEqual([]);
});

test('what the host sends is sent when its kernel has its turn', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b');
  const sent: string[] = [];
  const serve = (name: string, word: string) =>
    calendar.serve(members[name] as Member, () => sent.push(word));
  serve('a', 'to who boots');
  expect(sent).toEqual(['to who boots']);
  rest('a', 0, undefined);
  rest('b', 0, undefined);
  serve('a', 'one');
  expect([sent.at(-1), ...heard()]).toEqual(['one', 'a at 0 until 0']);
  serve('a', 'two');
  serve('b', 'three');
  expect([sent.at(-1), ...heard()]).toEqual(['one']);
  rest('a', 0, undefined);
  expect([sent.at(-1), ...heard()]).toEqual(['two', 'a at 0 until 0']);
  rest('a', 0, undefined);
  expect([sent.at(-1), ...heard()]).toEqual(['three', 'b at 0 until 0']);
  serve('b', 'last');
  calendar.remove(members.b as Member);
  expect(sent.at(-1)).toBe('last');
});

test('a kernel that waits for time has it pass for all', () => {
  const { rest, heard } = laboratory('a', 'b');
  rest('b', 0, 2);
  rest('a', 0, 8, true);
  expect(heard()).toEqual(['b at 2 until 8']);
  rest('b', 2, 50);
  expect(heard()).toEqual(['a at 8 until 50']);
  rest('a', 8, 90, false);
  expect(heard()).toEqual([]);
});

test('time stands while a machine boots, which has the time of the others from then on', async () => {
  const { calendar, members, rest, heard, plug } = laboratory('a', 'b');
  rest('a', 0, 4);
  rest('b', 0, undefined);
  const slept = calendar.sleep(10);
  expect(heard()).toEqual(['a at 4 until 10']);
  let booted = () => {};
  const boot = calendar.standing(() => new Promise<void>((resolve) => (booted = resolve)));
  members.b = plug('b');
  rest('a', 4, 6);
  expect(heard()).toEqual([]);
  expect(calendar.wallAtBoot()).toBe(1_800_000_000_000_000_000n - 2000n * MS + 4n * MS);
  // Its own clock is at the end of a boot.
  rest('b', 0, 1);
  await calendar.joined('b');
  booted();
  await boot;
  expect(heard()).toEqual(['b at 1 until 2']);
  rest('b', 1, undefined);
  expect(heard()).toEqual(['a at 6 until 10']);
  rest('a', 6, undefined);
  await slept;
});

test('who is stopped or gone holds nobody up', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b');
  rest('a', 0, 1);
  rest('b', 0, 5);
  calendar.setStill('a', true);
  calendar.hold(false);
  expect(heard()).toEqual(['b at 5 until 55']);
  calendar.setStill('a', false);
  rest('b', 5, 6);
  // What was due meanwhile is due now.
  expect(heard()).toEqual(['a at 5 until 6']);
  calendar.setStill('a', true);
  expect(heard()).toEqual(['b at 6 until 56']);
  rest('b', 6, 8);
  calendar.remove(members.a as Member);
  expect(heard()).toEqual(['b at 8 until 58']);
  expect(calendar.post(members.a as Member, Buffer.from('x'))).toBe(false);
});

test('what is delayed in the switch arrives after so much of the common time', () => {
  const { calendar, members, rest, heard } = laboratory('a', 'b');
  const line = new DelayLine<Buffer>((frame) => calendar.post(members.b as Member, frame), 10, calendar);
  rest('a', 0, 1);
  rest('b', 0, undefined);
  calendar.hold(false);
  heard();
  rest('a', 1, 2, false, () => line.push(Buffer.from('late'), 2.5));
  expect(heard()).toEqual(['a at 2 until 3.5']);
  rest('a', 2, undefined);
  expect(heard()).toEqual(['b at 3.5 until 53.5 late']);
});

test('a sleep that is called off lets no more time pass', async () => {
  const { calendar, rest, heard } = laboratory('a');
  rest('a', 0, 1);
  const stop = new AbortController();
  const slept = calendar.sleep(10, stop.signal);
  expect(heard()).toEqual(['a at 1 until 10']);
  stop.abort(new Error('enough'));
  await expect(slept).rejects.toThrow('enough');
  rest('a', 1, 2);
  expect(heard()).toEqual([]);
});
