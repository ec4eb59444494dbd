/** The serving side of {@link Machine}: any machine, as methods of a connection. */
import type { Netns } from '@vwifi/nl80211';
import type { NetlinkEvent } from '@vwifi/nl80211/netlink';
import { TestbedError } from '../errors.js';
import type { Machine, RunOptions, Watched } from '../machine/machine.js';
import {
  numberArgument,
  objectArgument,
  optionalNumber,
  textArgument,
  textListArgument,
} from './arguments.js';
import type { JsonObject, RpcMethod, RpcMethods, ServerCall } from './call.js';
import { errorToMessage, type Json } from './json.js';
import { Stream, TIME_OCTETS } from './streams.js';

/** Somebody who wants to know what becomes of a command. */
export interface WatchedCommand {
  output(data: Uint8Array): void;
  /** With its status, or without one where it did not start or its machine is lost. */
  ended(status: number | undefined): Promise<void>;
}

/**
 * Serves a machine. It is asked for with each call, since a daemon serves before its machine exists (the function
 * throws what the caller shall see then).
 */
export function machineMethods(
  machine: () => Machine,
  watchCommand: (argv: readonly string[], netns: string | undefined) => WatchedCommand | undefined = () =>
    undefined,
): RpcMethods {
  const served: Record<
    string,
    (machine: Machine, args: JsonObject, call: ServerCall) => ReturnType<RpcMethod>
  > = {
    info: ({ backend, kernel, clock }) => ({ backend, kernel, virtualTime: clock.virtual }),
    spawn: (on, args, call) => spawn(on, args, call, watchCommand),
    readFile: async (from, args, call) =>
      call.sendBytes(Stream.output, await from.readFile(textArgument(args, 'path'), placeOf(args))),
    writeFile,
    netlink,
    datagram,
    watch,
    wall: (on, args) => on.wallUs(placeOf(args)),
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

async function spawn(
  machine: Machine,
  args: JsonObject,
  call: ServerCall,
  watchCommand: (argv: readonly string[], netns: string | undefined) => WatchedCommand | undefined,
): Promise<Json> {
  const options = args.options === undefined ? {} : (objectArgument(args, 'options') as RunOptions);
  const argv = textListArgument(args, 'argv');
  const watched = watchCommand(argv, options.netns);
  const child = await machine.spawn(argv, options).catch((error: unknown) => {
    void watched?.ended(undefined);
    throw error;
  });
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
  child.onOutput((stream, data) => {
    watched?.output(data);
    return call.sendBytes(stream === 'stdout' ? Stream.output : Stream.errors, data);
  });
  const ended = await child.exited.catch((error: unknown) => {
    void watched?.ended(undefined);
    throw error;
  });
  const { status, signal } = ended;
  void watched?.ended(status);
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

/** What is heard comes as messages: the time as a double in little endian, then the datagram. */
async function watch(machine: Machine, args: JsonObject, call: ServerCall): Promise<void> {
  const stop = new AbortController();
  try {
    await machine.watch(
      objectArgument(args, 'what') as unknown as Watched,
      (us, data) => {
        if (!data) return call.sendEvent({ overrun: us });
        const message = Buffer.allocUnsafe(TIME_OCTETS + data.length);
        message.writeDoubleLE(us);
        message.set(data, TIME_OCTETS);
        void call.send(Stream.message, message);
      },
      stop.signal,
    );
    call.sendEvent({ open: true });
    await over(call);
  } finally {
    stop.abort();
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
