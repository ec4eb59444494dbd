import { FakeDaemon } from '../testing/fake-daemon.js';
import { ControlSocket } from './control.js';

const signal = new AbortController().signal;

it('attaches, and keeps replies and events apart', async () => {
  const daemon = new FakeDaemon((command) => {
    if (command !== 'STATUS') return 'OK\n';
    daemon.say('<3>CTRL-EVENT-SCAN-STARTED ');
    return 'wpa_state=SCANNING\n';
  });
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
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
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
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
  const open = async () => {
    looks++;
    if (looks < 3) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return new FakeDaemon();
  };
  await ControlSocket.open('/run/x/vw1', signal, open);
  expect(looks).toBe(3);
});

it('does not wait when the socket cannot be opened for another reason', async () => {
  const open = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));
  await expect(ControlSocket.open('/run/x/vw1', signal, open)).rejects.toThrow('denied');
});

it('says what was refused', async () => {
  const daemon = new FakeDaemon((command) => (command === 'ATTACH' ? 'OK\n' : 'FAIL\n'));
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
  await expect(control.command('DISCONNECT')).rejects.toThrow('/run/x/vw1 answered DISCONNECT with FAIL');
});

it('fails what is under way when the daemon ends', async () => {
  const daemon = new FakeDaemon((command) => (command === 'ATTACH' ? 'OK\n' : undefined));
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
  const reply = control.request('STATUS');
  await new Promise(setImmediate);
  await daemon.close();
  await expect(reply).rejects.toMatchObject({ code: 'CONTROL_CLOSED' });
  await expect(control.request('STATUS')).rejects.toMatchObject({ code: 'CONTROL_CLOSED' });
});

it('ends its events with the signal', async () => {
  const stop = new AbortController();
  const control = await ControlSocket.attach('/run/x/vw1', async () => new FakeDaemon());
  const next = control.events(stop.signal).next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

it('ends its events with the daemon', async () => {
  const daemon = new FakeDaemon();
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
  const next = control.events(signal).next();
  await daemon.close();
  expect(await next).toEqual({ done: true, value: undefined });
});
