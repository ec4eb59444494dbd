import type { NetlinkEvent, NetlinkSocket, NetlinkSocketOptions } from '@vwifi/nl80211/netlink';
import type { DatagramSocket, Place, Watched, WatchListener } from '../machine/machine.js';
import type { ClientCall, JsonObject } from './call.js';
import type { RpcConnection } from './connection.js';
import { errorFromMessage, type Json } from './json.js';
import { Stream, TIME_OCTETS } from './streams.js';

/** What both kinds of sockets share: requests that are answered in order, and an end. */
class RemoteSocket {
  readonly #waiting: { resolve(): void; reject(error: unknown): void }[] = [];
  #gone: Error | undefined;
  /** Resolves with the reason when the other side ended it. */
  readonly ended: Promise<Error | undefined>;
  readonly opened: Promise<JsonObject>;

  constructor(
    private readonly call: ClientCall,
    onWord: (word: JsonObject) => void,
  ) {
    this.ended = call.result.then(
      () => undefined,
      (error: Error) => error,
    );
    void this.ended.then((error) => {
      const gone = error ?? Object.assign(new Error('the socket is closed'), { code: 'EBADF' });
      this.#gone = gone;
      for (const request of this.#waiting.splice(0)) request.reject(gone);
    });
    let open!: (word: JsonObject) => void;
    this.opened = Promise.race([
      new Promise<JsonObject>((resolve) => {
        open = resolve;
      }),
      call.result as Promise<never>,
    ]);
    call.onEvent((event) => {
      const word = event as JsonObject;
      if (word.done !== undefined) this.#waiting.shift()?.resolve();
      else if (word.failed !== undefined) this.#waiting.shift()?.reject(errorFromMessage(word.failed));
      else if (word.portId !== undefined || word.open !== undefined) open(word);
      else onWord(word);
    });
  }

  request(send: () => void | Promise<void>): Promise<void> {
    if (this.#gone) return Promise.reject(this.#gone);
    const answered = new Promise<void>((resolve, reject) => {
      const request = { resolve, reject };
      this.#waiting.push(request);
      // What cannot be sent is never answered.
      (async () => send())().catch((error: unknown) => {
        this.#waiting.splice(this.#waiting.indexOf(request), 1);
        reject(error);
      });
    });
    return answered;
  }

  send(message: Uint8Array): Promise<void> {
    return this.request(() => this.call.send(Stream.message, message));
  }

  async close(): Promise<void> {
    this.call.sendEnd();
    await this.ended;
  }
}

/** A netlink socket of a machine at the other end of a connection. */
export async function openRemoteNetlink(
  connection: RpcConnection,
  options: NetlinkSocketOptions,
): Promise<NetlinkSocket> {
  const { protocol, netns, receiveBuffer } = options;
  const call = connection.open('machine.netlink', { protocol, netns, receiveBuffer });
  let listener: ((event: NetlinkEvent) => void) | undefined;
  const socket = new RemoteSocket(call, (word) => {
    if (word.overrun) listener?.({ kind: 'overrun' });
  });
  const { portId } = await socket.opened;
  return {
    portId: Number(portId),
    send: (message) => socket.send(message),
    join: (group) => socket.request(() => call.sendEvent({ join: group })),
    leave: (group) => socket.request(() => call.sendEvent({ leave: group })),
    listen(listen) {
      listener = listen;
      call.onData((_, data) => listen({ kind: 'data', data }));
      void socket.ended.then((error) => listen({ kind: 'closed', ...(error ? { error } : {}) }));
    },
    close: () => socket.close(),
    [Symbol.asyncDispose]: () => socket.close(),
  };
}

/** A Unix datagram socket of a machine at the other end of a connection. */
export async function openRemoteDatagram(
  connection: RpcConnection,
  path: string,
  place: Place,
): Promise<DatagramSocket> {
  const call = connection.open('machine.datagram', { path, ...place });
  const socket = new RemoteSocket(call, () => {});
  await socket.opened;
  return {
    send: (data) => socket.send(data),
    listen: (listener) => call.onData((_, data) => listener(data)),
    closed: socket.ended.then(() => {}),
    close: () => socket.close(),
    [Symbol.asyncDispose]: () => socket.close(),
  };
}

/** Listens in a machine at the other end of a connection, until the signal. */
export async function watchRemote(
  connection: RpcConnection,
  what: Watched,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const call = connection.open('machine.watch', { what: what as unknown as Json });
  const opened = new Promise<void>((resolve) => {
    call.onEvent((event) => {
      const { open, overrun } = event as JsonObject;
      if (open) resolve();
      if (typeof overrun === 'number') listener(overrun, undefined);
    });
  });
  call.onData((_, data) => listener(data.readDoubleLE(), data.subarray(TIME_OCTETS)));
  const stop = () => call.sendEnd();
  signal.addEventListener('abort', stop, { once: true });
  void call.result.catch(() => {}).finally(() => signal.removeEventListener('abort', stop));
  await Promise.race([opened, call.result]);
}
