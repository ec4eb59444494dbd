import type { DatagramSocket, Machine } from '../machine/machine.js';
import { ControlSocket } from './control.js';

/** A daemon's end of a control socket. */
class FakeDaemon implements DatagramSocket {
  readonly asked: string[] = [];
  #listener: (data: Uint8Array) => void = () => {};
  #end = () => {};
  readonly closed = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(private readonly answer: (command: string) => string | undefined = () => 'OK\n') {}

  async send(data: Uint8Array): Promise<void> {
    const command = Buffer.from(data).toString();
    this.asked.push(command);
    const reply = this.answer(command);
    if (reply !== undefined) this.say(reply);
  }

  say(text: string): void {
    this.#listener(Buffer.from(text));
  }

  listen(listener: (data: Uint8Array) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const machineWith = (open: () => Promise<DatagramSocket>) =>
  ({ openDatagram: open, clock: { virtual: false } }) as unknown as Machine;
const signal = new AbortController().signal;

it('attaches, and keeps replies and events apart', async () => {
  const daemon = new FakeDaemon((command) => {
    if (command !== 'STATUS') return 'OK\n';
    daemon.say('<3>CTRL-EVENT-SCAN-STARTED ');
    return 'wpa_state=SCANNING\n';
  });
  const control = await ControlSocket.attach(
    machineWith(async () => daemon),
    '/run/x/vw1',
  );
  const events = control.events(signal);
  expect(await control.request('STATUS')).toBe('wpa_state=SCANNING\n');
  expect((await events.next()).value).toMatchObject({ name: 'CTRL-EVENT-SCAN-STARTED' });
  expect(daemon.asked).toEqual(['ATTACH', 'STATUS']);
});

it('asks one command at a time, in order', async () => {
  const waiting: string[] = [];
  const daemon = new FakeDaemon((command) => {
    if (command === 'ATTACH') return 'OK\n';
    waiting.push(command);
    return undefined;
  });
  const control = await ControlSocket.attach(
    machineWith(async () => daemon),
    '/run/x/vw1',
  );
  const replies = Promise.all([control.request('A'), control.request('B')]);
  await new Promise(setImmediate);
  expect(waiting).toEqual(['A']);
  daemon.say('a');
  await new Promise(setImmediate);
  expect(waiting).toEqual(['A', 'B']);
  daemon.say('b');
  expect(await replies).toEqual(['a', 'b']);
});

it('waits for a daemon that has not made its socket yet', async () => {
  let looks = 0;
  const machine = machineWith(async () => {
    looks++;
    if (looks < 3) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return new FakeDaemon();
  });
  await ControlSocket.open(machine, '/run/x/vw1', signal);
  expect(looks).toBe(3);
});

it('does not wait when the socket cannot be opened for another reason', async () => {
  const machine = machineWith(() => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' })));
  await expect(ControlSocket.open(machine, '/run/x/vw1', signal)).rejects.toThrow('denied');
});

it('says what was refused', async () => {
  const daemon = new FakeDaemon((command) => (command === 'ATTACH' ? 'OK\n' : 'FAIL\n'));
  const control = await ControlSocket.attach(
    machineWith(async () => daemon),
    '/run/x/vw1',
  );
  await expect(control.command('DISCONNECT')).rejects.toThrow('/run/x/vw1 answered DISCONNECT with FAIL');
});

it('fails what is under way when the daemon ends', async () => {
  const daemon = new FakeDaemon((command) => (command === 'ATTACH' ? 'OK\n' : undefined));
  const control = await ControlSocket.attach(
    machineWith(async () => daemon),
    '/run/x/vw1',
  );
  const reply = control.request('STATUS');
  await new Promise(setImmediate);
  await daemon.close();
  await expect(reply).rejects.toMatchObject({ code: 'CONTROL_CLOSED' });
  await expect(control.request('STATUS')).rejects.toMatchObject({ code: 'CONTROL_CLOSED' });
});

it('ends its events with the signal', async () => {
  const stop = new AbortController();
  const control = await ControlSocket.attach(
    machineWith(async () => new FakeDaemon()),
    '/run/x/vw1',
  );
  const next = control.events(stop.signal).next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
