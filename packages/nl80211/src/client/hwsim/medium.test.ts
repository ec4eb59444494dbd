import { hwsim } from '../../spec/hwsim.js';
import { FakeError, fakeFamily, fakeKernel } from '../../testing/fake-kernel.js';
import { type HwsimFrame, HwsimMedium, hwsimAddress } from './medium.js';

const [POINT, STATION] = [hwsimAddress(0), hwsimAddress(1)];
const GROUP = 'ff:ff:ff:ff:ff:ff';

/** Octets with these two addresses. */
function octets(to: string, from: string): Uint8Array {
  const bytes = (address: string) => address.split(':').map((each) => Number.parseInt(each, 16));
  return Uint8Array.from([0x80, 0, 0, 0, ...bytes(to), ...bytes(from), ...bytes(from), 0, 0]);
}

/** A kernel with two radios of which those named listen. */
function kernel(listening: readonly string[] = [POINT, STATION], radios = [0, 1]) {
  const family = fakeFamily({
    ...{ spec: hwsim, id: 40, groups: { config: 50 } },
    handlers: {
      register: () => undefined,
      getRadio: () => radios.map((radioId) => ({ radioId })),
      frame: ({ receiver }) => {
        if (!listening.includes(receiver ?? '')) throw new FakeError('EINVAL');
        return undefined;
      },
      txInfoFrame: () => undefined,
    },
  });
  const fake = fakeKernel({}, [family]);
  return {
    ...{ socket: fake.socket, requests: fake.requests },
    send: (transmitter: string, frame: Uint8Array, cookie = 1n) =>
      fake.emitFrom(hwsim, 'config', 'frame', {
        ...{ transmitter, frame, cookie, frequency: 2412, flags: ['requestStatus'] },
        txInfo: [
          { index: 0, count: 4 },
          { index: -1, count: 0 },
        ],
      }),
    radioMade: () => fake.emitFrom(hwsim, 'config', 'newRadio', { radioId: 2 }),
    /** What was asked since the last time, by name and to or of whom. */
    said: (command: string) =>
      fake.requests.filter((each) => each.command === command).map(({ attributes }) => attributes),
  };
}

async function taken(medium: HwsimMedium): Promise<HwsimFrame> {
  const { value } = await medium[Symbol.asyncIterator]().next();
  return value as HwsimFrame;
}

test('a frame is read as its sender sent it, and a group frame goes once to everybody else', async () => {
  const { socket, send, said } = kernel();
  await using medium = await HwsimMedium.open({ socket });
  send(POINT, octets(GROUP, '02:00:00:00:00:00'), 7n);
  const frame = await taken(medium);
  expect(frame).toMatchObject({ transmitter: POINT, cookie: 7n, frequencyMhz: 2412, wantsAck: true });
  expect(frame.rates).toEqual([{ index: 0, count: 4 }]);
  expect(await medium.carry(frame, { signalDbm: -70 })).toBe(false);
  expect(said('frame')).toMatchObject([{ receiver: STATION, signal: -70, rxRate: 0, frequency: 2412 }]);
  expect(said('txInfoFrame')).toMatchObject([{ transmitter: POINT, cookie: 7n, flags: ['requestStatus'] }]);
});

test('a unicast frame goes to who was heard with the address, again while it is lost, and is acknowledged', async () => {
  const { socket, send, said } = kernel();
  await using medium = await HwsimMedium.open({ socket });
  send(POINT, octets(GROUP, '02:00:00:00:00:00'));
  await taken(medium);
  send(STATION, octets('02:00:00:00:00:00', '02:00:00:00:01:00'), 2n);
  const frame = await taken(medium);
  let tries = 0;
  expect(await medium.carry(frame, { lost: () => ++tries < 3 })).toBe(true);
  expect(said('frame')).toMatchObject([{ receiver: POINT }]);
  expect(said('txInfoFrame')[0]).toMatchObject({
    ...{ transmitter: STATION, cookie: 2n, flags: ['requestStatus', 'acked'] },
    txInfo: [{ index: 0, count: 3 }, {}, {}, {}],
  });
});

test('nobody acknowledges for who does not listen, was never heard, or loses every try', async () => {
  const { socket, send, said } = kernel([STATION]);
  await using medium = await HwsimMedium.open({ socket });
  send(STATION, octets('02:00:00:00:00:09', '02:00:00:00:01:00'));
  expect(await medium.carry(await taken(medium))).toBe(false);
  send(POINT, octets(GROUP, '02:00:00:00:00:00'));
  await taken(medium);
  send(STATION, octets('02:00:00:00:00:00', '02:00:00:00:01:00'));
  expect(await medium.carry(await taken(medium))).toBe(false);
  send(POINT, octets('02:00:00:00:01:00', '02:00:00:00:00:00'));
  expect(await medium.carry(await taken(medium), { lost: () => true })).toBe(false);
  expect(said('txInfoFrame').map(({ txInfo }) => (txInfo as { count: number }[])[0]?.count)).toEqual([
    1, 4, 4,
  ]);
});

test('radios are asked for again when one was made', async () => {
  const { socket, requests, radioMade, send } = kernel();
  await using medium = await HwsimMedium.open({ socket });
  const asked = () => requests.filter(({ command }) => command === 'getRadio').length;
  expect(await medium.receivers()).toEqual([POINT, STATION]);
  await medium.receivers();
  expect(asked()).toBe(1);
  radioMade();
  send(POINT, octets(GROUP, '02:00:00:00:00:00'));
  await taken(medium);
  await medium.receivers();
  expect(asked()).toBe(2);
});

test('the iteration ends when the medium is closed', async () => {
  const medium = await HwsimMedium.open({ socket: kernel().socket });
  const next = medium[Symbol.asyncIterator]().next();
  await medium.close();
  expect(await next).toMatchObject({ done: true });
  expect(hwsimAddress(258)).toBe('42:00:00:01:02:00');
});
