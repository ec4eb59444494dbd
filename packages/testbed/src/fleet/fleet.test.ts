import { TestbedError } from '../errors.js';
import type { GuestMachine } from '../guest/guest.js';
import { Switch } from '../switch/switch.js';
import { Fleet } from './fleet.js';
import { GuestSlot } from './slot.js';
import type { FleetSpec } from './spec.js';

const signal = new AbortController().signal;

/** A guest in words: it notes what it is told. */
class FakeGuest {
  readonly told: string[] = [];
  readonly pid = 42;
  readonly kernel = '6.1';
  closed = false;
  die: (why: string) => void = () => {};
  readonly lost = new Promise<string>((resolve) => {
    this.die = resolve;
  });

  constructor(readonly name: string) {}

  async exec(argv: readonly string[], options: { netns?: string } = {}) {
    this.told.push(`${argv.join(' ')} in ${options.netns ?? 'the guest'}`);
    return { status: 0, stdout: this.name, stderr: '' };
  }

  async readFile(path: string) {
    return Buffer.from(`${this.name}:${path}`);
  }

  async kernelLog() {
    return ['a line'];
  }

  freeze(frozen: boolean) {
    this.told.push(frozen ? 'freeze' : 'thaw');
  }

  async close() {
    this.closed = true;
  }
}

const spec: FleetSpec = {
  guests: [
    { name: 'ap', mac: '02:00:00:00:00:01', nodes: ['ap'] },
    { name: 'flat', mac: '02:00:00:00:00:02', nodes: ['tv', 'phone'] },
  ],
  net: 'switch',
};

async function fleet(boot?: (name: string) => Promise<GuestMachine>) {
  const booted: FakeGuest[] = [];
  let changes = 0;
  const slots = spec.guests.map(
    ({ name, nodes }) =>
      new GuestSlot(
        name,
        nodes,
        async () => {
          if (boot && booted.length >= 2) return boot(name);
          const guest = new FakeGuest(name);
          booted.push(guest);
          return guest as unknown as GuestMachine;
        },
        () => {
          changes += 1;
        },
      ),
  );
  for (const slot of slots) await slot.boot(signal);
  const closed: string[] = [];
  const wiring = {
    connect: async () => ({ started: () => {} }),
    close: async () => void closed.push('wiring'),
  };
  const wire = new Switch();
  const made = new Fleet({ spec, backend: 'uml', kernel: '6.1', slots, wiring, wire });
  return { fleet: made, booted, closed, wire, changes: () => changes };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: TestbedError) => error.code,
  );

test('a node is its guest, or its namespace in the guest that it shares', async () => {
  const { fleet: made, booted } = await fleet();
  expect((await made.exec(['a'], { netns: 'ap' })).stdout).toBe('ap');
  await made.exec(['b'], { netns: 'phone' });
  await made.exec(['c'], { netns: 'flat' });
  expect(booted.map(({ told }) => told)).toEqual([['a in the guest'], ['b in phone', 'c in the guest']]);
  expect(Buffer.from(await made.readFile('/x', { netns: 'tv' })).toString()).toBe('flat:/x');
  expect(await made.kernelLog()).toEqual(['ap: a line', 'flat: a line']);
  expect(await code(made.exec(['a']))).toBe('WHICH_NODE');
  expect(await code(made.exec(['a'], { netns: 'nobody' }))).toBe('NO_NODE');
});

test('a paused guest is not asked, and a killed one says what to do', async () => {
  const { fleet: made, booted } = await fleet();
  await made.power('tv', 'pause', signal);
  expect(await code(made.exec(['a'], { netns: 'phone' }))).toBe('GUEST_PAUSED');
  expect(made.guestOf('phone')).toMatchObject({ name: 'flat', state: 'paused' });
  await made.power('phone', 'resume', signal);
  expect(booted[1]?.told).toEqual(['freeze', 'thaw']);
  await made.power('ap', 'kill', signal);
  expect(booted[0]?.closed).toBe(true);
  await expect(made.exec(['a'], { netns: 'ap' })).rejects.toMatchObject({
    code: 'GUEST_GONE',
    message: 'the guest ap is gone: it was killed',
    hint: 'boot it again: npx testbed restart ap',
  });
  expect(await code(made.power('ap', 'kill', signal))).toBe('GUEST_GONE');
  expect(await code(made.power('ap', 'resume', signal))).toBe('GUEST_GONE');
  await made.power('ap', 'restart', signal);
  expect((await made.exec(['a'], { netns: 'ap' })).stdout).toBe('ap');
});

test('a guest that is paused hears nothing: no frame waits for it', async () => {
  const { fleet: made, wire } = await fleet();
  const heard: string[] = [];
  const listeners: ((frame: Buffer) => void)[] = [];
  const say = (text: string) => listeners[0]?.(Buffer.from(text));
  wire.plug({
    name: 'flat',
    send: (frame) => heard.push(frame.toString()) > 0,
    listen: () => {},
    close: () => {},
  });
  wire.plug({
    name: 'ap',
    send: () => true,
    listen: (listener) => void listeners.push(listener),
    close: () => {},
  });
  await made.power('tv', 'pause', signal);
  say('a frame that is missed');
  await made.power('phone', 'resume', signal);
  say('a frame that is heard');
  expect(heard).toEqual(['a frame that is heard']);
});

test('a guest that ends by itself is told of with its reason', async () => {
  const { fleet: made, booted, changes } = await fleet();
  const before = changes();
  booted[0]?.die('QEMU was ended by SIGKILL');
  await new Promise(setImmediate);
  expect(made.guestOf('ap')).toMatchObject({ state: 'gone', why: 'QEMU was ended by SIGKILL', pid: null });
  expect(changes()).toBe(before + 1);
  expect(made.guestOf('tv').state).toBe('running');
});

test('a boot that fails names its guest', async () => {
  const { fleet: made } = await fleet(async () => {
    throw new TestbedError('BOOT_TIMEOUT', 'QEMU did not boot within 3 s', {
      hint: 'more time',
      details: ['x'],
    });
  });
  await expect(made.power('ap', 'restart', signal)).rejects.toMatchObject({
    ...{ code: 'BOOT_TIMEOUT', message: 'ap: QEMU did not boot within 3 s' },
    ...{ hint: 'more time', details: ['x'] },
  });
  expect(made.guestOf('ap').state).toBe('gone');
});

test('closing ends all guests, then the network', async () => {
  const { fleet: made, booted, closed } = await fleet();
  await made.close();
  await made.close();
  expect(booted.every((guest) => guest.closed)).toBe(true);
  expect(closed).toEqual(['wiring']);
});
