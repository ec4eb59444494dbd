/** The serving side of {@link Machine}: any machine, as methods of a connection. */
import type { NetlinkEvent, Netns } from '@vwifi/nl80211';
import { TestbedError } from '../errors.js';
import type { Machine, RunOptions } from '../machine/machine.js';
import {
  numberArgument,
  objectArgument,
  optionalNumber,
  textArgument,
  textListArgument,
} from './arguments.js';
import type { JsonObject, RpcMethod, RpcMethods, ServerCall } from './call.js';
import { errorToMessage, type Json } from './json.js';
import { Stream } from './streams.js';

/**
 * Serves a machine. It is asked for with each call, since a daemon serves before its machine exists (the function
 * throws what the caller shall see then).
 */
export function machineMethods(machine: () => Machine): RpcMethods {
  const served: Record<
    string,
    (machine: Machine, args: JsonObject, call: ServerCall) => ReturnType<RpcMethod>
  > = {
    info: ({ backend, kernel, clock }) => ({ backend, kernel, virtualTime: clock.virtual }),
    spawn,
    readFile: async (from, args, call) =>
      call.sendBytes(Stream.output, await from.readFile(textArgument(args, 'path'), placeOf(args))),
    writeFile,
    netlink,
    datagram,
    kernelLog,
    undoOnEnd: (on, args) => on.undoOnEnd(textListArgument(args, 'argv')),
    now: (on) => on.clock.now(),
    hold: (on, args) => on.clock.hold?.(args.held === true),
    sleep: (on, args, call) => on.clock.sleep(numberArgument(args, 'milliseconds'), call.signal),
  };
  return Object.fromEntries(
    Object.entries(served).map(([name, serve]) => [
      `machine.${name}`,
      (args: JsonObject, call: ServerCall) => serve(machine(), args, call),
    ]),
  );
}

async function spawn(machine: Machine, args: JsonObject, call: ServerCall): Promise<Json> {
  const options = args.options === undefined ? {} : (objectArgument(args, 'options') as RunOptions);
  const child = await machine.spawn(textListArgument(args, 'argv'), options);
  // A caller that is gone wants no more of it, and nobody would read its output.
  const abandon = () => child.kill('SIGKILL');
  if (call.signal.aborted) abandon();
  call.signal.addEventListener('abort', abandon, { once: true });
  call.progress({ pid: child.pid });
  call.onData((_, data) => child.write(data));
  call.onEnd(() => child.endInput());
  call.onEvent((event) => {
    const word = event as JsonObject;
    if (typeof word.signal === 'string') child.kill(word.signal as NodeJS.Signals);
    if (typeof word.columns === 'number' && typeof word.rows === 'number')
      child.resize(word.columns, word.rows);
  });
  child.onOutput((stream, data) => call.sendBytes(stream === 'stdout' ? Stream.output : Stream.errors, data));
  const { status, signal } = await child.exited;
  call.signal.removeEventListener('abort', abandon);
  return { status, signal };
}

async function writeFile(machine: Machine, args: JsonObject, call: ServerCall): Promise<void> {
  const pieces: Buffer[] = [];
  call.onData((_, data) => void pieces.push(data));
  await new Promise<void>((resolve, reject) => {
    call.onEnd(resolve);
    call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true });
  });
  await machine.writeFile(
    textArgument(args, 'path'),
    Buffer.concat(pieces),
    optionalNumber(args, 'mode'),
    placeOf(args),
  );
}

const placeOf = ({ netns }: JsonObject) => ({
  netns: netns === undefined ? undefined : textArgument({ netns }, 'netns'),
});

/** Answers each request of a channel in its order: what the caller waits for is the next answer. */
function answerInOrder(call: ServerCall, work: () => Promise<void>): Promise<void> {
  return work().then(
    () => call.sendEvent({ done: true }),
    (error: unknown) => call.sendEvent({ failed: errorToMessage(error) }),
  );
}

async function netlink(machine: Machine, args: JsonObject, call: ServerCall): Promise<void> {
  const receiveBuffer = optionalNumber(args, 'receiveBuffer');
  const socket = await machine.openNetlink({
    protocol: numberArgument(args, 'protocol'),
    ...(args.netns === undefined ? {} : { netns: args.netns as Netns }),
    ...(receiveBuffer === undefined ? {} : { receiveBuffer }),
  });
  try {
    const closed = new Promise<Error | undefined>((resolve) => {
      socket.listen((event: NetlinkEvent) => {
        if (event.kind === 'data') void call.send(Stream.message, event.data);
        else if (event.kind === 'overrun') call.sendEvent({ overrun: true });
        else resolve(event.error);
      });
    });
    // Requests keep their order whether they come as data or as words: each waits for the one before.
    let last: Promise<void> = Promise.resolve();
    const inOrder = (work: () => Promise<void>) => {
      last = last.then(() => answerInOrder(call, work));
      return last;
    };
    call.onData((_, data) => inOrder(() => socket.send(data)));
    call.onEvent((event) => {
      const { join, leave } = event as JsonObject;
      if (typeof join === 'number') void inOrder(() => socket.join(join));
      if (typeof leave === 'number') void inOrder(() => socket.leave(leave));
    });
    call.sendEvent({ portId: socket.portId });
    const error = await Promise.race([closed, over(call)]);
    if (error) throw error;
  } finally {
    await socket.close();
  }
}

async function datagram(machine: Machine, args: JsonObject, call: ServerCall): Promise<void> {
  const socket = await machine.openDatagram(textArgument(args, 'path'), placeOf(args));
  try {
    socket.listen((data) => void call.send(Stream.message, data));
    call.onData((_, data) => answerInOrder(call, () => socket.send(data)));
    call.sendEvent({ open: true });
    await Promise.race([socket.closed, over(call)]);
  } finally {
    await socket.close();
  }
}

/** The caller closes a socket by ending its input, or by going away. */
function over(call: ServerCall): Promise<undefined> {
  return new Promise((resolve) => {
    call.onEnd(() => resolve(undefined));
    call.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Every line from the oldest kept one: each caller knows by itself where it has been. */
async function kernelLog(machine: Machine, args: JsonObject, call: ServerCall): Promise<void> {
  const send = (line: string) => call.sendBytes(Stream.output, Buffer.from(`${line}\n`));
  if (args.follow === true)
    return machine.followKernelLog((line) => void send(line), call.signal, placeOf(args));
  if (args.follow !== false) throw new TestbedError('EINVAL', 'the argument follow is not true or false');
  await call.sendBytes(
    Stream.output,
    Buffer.from((await machine.kernelLog(placeOf(args))).map((line) => `${line}\n`).join('')),
  );
}
