import type { NetlinkSocketFactory } from '../socket/socket.js';
import { MemorySocket } from '../testing/memory-socket.js';
import { joinMessage, NLM_F, NLMSG, splitMessages } from '../wire/message.js';
import { u32 } from '../wire/scalar.js';
import { nest } from '../wire/table.js';
import { Connection, type ConnectionEvent } from './connection.js';

const FAMILY = 40;

/** A far side that the test answers for, message by message. */
function scripted(answer: (sequence: number, socket: MemorySocket, turn: number) => void) {
  let turn = 0;
  const sockets: MemorySocket[] = [];
  const factory: NetlinkSocketFactory = async () => {
    const socket = new MemorySocket(77, {
      receive(datagram, from) {
        for (const { sequence } of splitMessages(datagram)) answer(sequence, from, turn++);
      },
    });
    sockets.push(socket);
    return socket;
  };
  return { factory, sockets };
}

const data = (type: number, flags: number, sequence: number, payload: Uint8Array, portId = 77) => ({
  kind: 'data' as const,
  data: joinMessage({ type, flags, sequence, portId, payload }),
});
const ack = (sequence: number) => data(NLMSG.ERROR, NLM_F.CAPPED, sequence, new Uint8Array(20));
const done = (sequence: number) => data(NLMSG.DONE, NLM_F.MULTI, sequence, new Uint8Array(4));
const request = { type: FAMILY, flags: 0, payload: new Uint8Array(4), name: 'getThing', headerLength: 4 };

test('answers end with the acknowledgement, and events between them go to the listener', async () => {
  const { factory } = scripted((sequence, socket) => {
    socket.deliver(data(FAMILY, 0, sequence, Uint8Array.of(1, 0, 0, 0)));
    socket.deliver(data(FAMILY, 0, 0, Uint8Array.of(9, 0, 0, 0), 0));
    socket.deliver(ack(sequence));
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  const events: ConnectionEvent[] = [];
  connection.onEvent((event) => events.push(event));
  const messages = await connection.request(request);
  expect(messages.map(({ payload }) => payload[0])).toEqual([1]);
  expect(events.map((event) => event.kind === 'message' && event.message.payload[0])).toEqual([9]);
});

test('an interrupted dump is asked for again', async () => {
  const { factory } = scripted((sequence, socket, turn) => {
    const flags = NLM_F.MULTI | (turn === 0 ? NLM_F.DUMP_INTR : 0);
    socket.deliver(data(FAMILY, flags, sequence, Uint8Array.of(turn, 0, 0, 0)));
    socket.deliver(done(sequence));
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  const { messages, interrupted } = await connection.dump(request);
  expect(interrupted).toBe(false);
  expect(messages.map(({ payload }) => payload[0])).toEqual([1]);
});

test('a dump that is always interrupted comes back marked, after a bounded number of tries', async () => {
  let asked = 0;
  const { factory } = scripted((sequence, socket) => {
    asked++;
    socket.deliver(data(FAMILY, NLM_F.MULTI | NLM_F.DUMP_INTR, sequence, new Uint8Array(4)));
    socket.deliver(done(sequence));
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  const { messages, interrupted } = await connection.dump(request);
  expect([messages.length, interrupted]).toEqual([1, true]);
  expect(asked).toBe(6);
});

test('an overrun fails the request whose answer may be lost, and the next one works', async () => {
  const { factory } = scripted((sequence, socket, turn) => {
    socket.deliver(turn === 0 ? { kind: 'overrun' } : ack(sequence));
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  await expect(connection.request(request)).rejects.toMatchObject({ code: 'ENOBUFS', command: 'getThing' });
  await expect(connection.request(request)).resolves.toEqual([]);
});

test('a late answer to an aborted request does not reach the next one', async () => {
  const late: (() => void)[] = [];
  const { factory } = scripted((sequence, socket, turn) => {
    if (turn === 0) {
      late.push(() => {
        socket.deliver(data(FAMILY, 0, sequence, Uint8Array.of(1, 0, 0, 0)));
        socket.deliver(ack(sequence));
      });
    } else {
      socket.deliver(data(FAMILY, 0, sequence, Uint8Array.of(2, 0, 0, 0)));
      socket.deliver(ack(sequence));
    }
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  const controller = new AbortController();
  const first = connection.request({ ...request, signal: controller.signal });
  await new Promise(setImmediate);
  controller.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  const second = connection.request(request);
  late[0]?.();
  expect((await second).map(({ payload }) => payload[0])).toEqual([2]);
});

test('the end of the socket fails what waits and what comes after', async () => {
  const { factory, sockets } = scripted(() => {});
  const connection = await Connection.open(factory, { protocol: 16 });
  const waiting = connection.request(request);
  await new Promise(setImmediate);
  sockets[0]?.deliver({ kind: 'closed', error: new Error('carrier lost') });
  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  await expect(connection.request(request)).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a datagram that is no message fails the request instead of hanging it', async () => {
  const { factory } = scripted((_sequence, socket) => {
    socket.deliver({ kind: 'data', data: Uint8Array.of(4, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) });
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  await expect(connection.request(request)).rejects.toMatchObject({ code: 'DECODE' });
});

test('missing attributes of a refusal are named', async () => {
  const codec = nest({ index: [1, u32], inner: [2, nest({ depth: [5, u32] })] });
  const { factory } = scripted((sequence, socket) => {
    const payload = new Uint8Array(20 + 8);
    const view = new DataView(payload.buffer);
    view.setInt32(0, -22, true);
    // NLMSGERR_ATTR_MISS_TYPE = 1
    view.setUint16(20, 8, true);
    view.setUint16(22, 5, true);
    view.setUint32(24, 1, true);
    socket.deliver(data(NLMSG.ERROR, NLM_F.CAPPED | NLM_F.ACK_TLVS, sequence, payload));
  });
  await using connection = await Connection.open(factory, { protocol: 16 });
  await expect(connection.request({ ...request, codec, target: 'vw1' })).rejects.toThrow(
    'getThing vw1: EINVAL (invalid argument, missing index)',
  );
});

test('a send that fails late, after its answer was given up, takes nothing from later requests', async () => {
  const failures: (() => void)[] = [];
  const { factory, sockets } = scripted((sequence, socket, turn) => {
    if (turn === 0) socket.deliver({ kind: 'overrun' });
    else setImmediate(() => socket.deliver(ack(sequence)));
  });
  const late: NetlinkSocketFactory = async (options) => {
    const socket = (await factory(options)) as MemorySocket;
    const send = socket.send.bind(socket);
    socket.send = async (bytes) => {
      await send(bytes);
      if (failures.length === 0)
        await new Promise((_, reject) => failures.push(() => reject(new Error('late'))));
    };
    return socket;
  };
  await using connection = await Connection.open(late, { protocol: 16 });
  await expect(connection.request(request)).rejects.toMatchObject({ code: 'ENOBUFS' });
  const second = connection.request(request);
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  failures[0]?.();
  await expect(second).resolves.toEqual([]);
  await expect(connection.request(request)).resolves.toEqual([]);
  expect(sockets).toHaveLength(1);
});

test('a datagram that cannot be read is told as an overrun, and what stood before it is not lost', async () => {
  const { factory, sockets } = scripted(() => {});
  await using connection = await Connection.open(factory, { protocol: 16 });
  const events: string[] = [];
  connection.onEvent((event) => events.push(event.kind));
  const sound = joinMessage({ type: FAMILY, flags: 0, sequence: 0, portId: 0, payload: new Uint8Array(4) });
  sockets[0]?.deliver({ kind: 'data', data: Uint8Array.of(4, 0, 0, 0, 1, 2) });
  sockets[0]?.deliver({ kind: 'data', data: Uint8Array.from([...sound, 1, 2, 3, 4]) });
  await new Promise(setImmediate);
  expect(events).toEqual(['overrun', 'message', 'overrun']);
});

test('closing succeeds also where the carrier cannot say goodbye', async () => {
  const { factory } = scripted(() => {});
  const lost: NetlinkSocketFactory = async (options) => {
    const socket = await factory(options);
    socket.close = () => Promise.reject(new Error('the guest is gone'));
    return socket;
  };
  const connection = await Connection.open(lost, { protocol: 16 });
  await expect(connection.close()).resolves.toBeUndefined();
  await expect(connection.request(request)).rejects.toMatchObject({ code: 'CLOSED' });
});
