import { TestbedError } from '../errors.js';
import type { RpcMethods } from './call.js';
import { MAX_MESSAGE, WINDOW } from './channel.js';
import { RpcConnection } from './connection.js';
import { encodeHeader, FrameType, MORE } from './frame.js';
import { socketPair } from './socket-pair.js';

async function connected(methods: RpcMethods) {
  const [near, far] = await socketPair();
  const server = new RpcConnection(far, { peer: 'the client', methods, hello: { lab: 'demo' } });
  const client = new RpcConnection(near, { peer: 'the daemon' });
  return { client, server, near, far, [Symbol.asyncDispose]: () => client.close() };
}

describe('a connection', () => {
  it('greets, calls, reports progress and passes errors on', async () => {
    await using pair = await connected({
      double: ({ value }) => 2 * Number(value),
      steps: (_, call) => {
        for (const step of [1, 2, 3]) call.progress({ step });
        return 'done';
      },
      fail: () => {
        throw new TestbedError('NO_LUCK', 'it did not work', { hint: 'Try again.' });
      },
      system: () => {
        throw Object.assign(new Error('no'), { code: 'EPERM', errno: -1 });
      },
    });
    expect(await pair.client.ready).toMatchObject({ lab: 'demo' });
    expect(await Promise.all([1, 2, 3].map((value) => pair.client.call('double', { value })))).toEqual([
      2, 4, 6,
    ]);
    const progress: unknown[] = [];
    expect(await pair.client.call('steps', {}, { onProgress: (value) => progress.push(value) })).toBe('done');
    expect(progress).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }]);
    await expect(pair.client.call('fail')).rejects.toMatchObject({
      name: 'TestbedError',
      code: 'NO_LUCK',
      hint: 'Try again.',
    });
    await expect(pair.client.call('system')).rejects.toMatchObject({ code: 'EPERM', errno: -1 });
    await expect(pair.client.call('toString')).rejects.toMatchObject({ code: 'RPC_NO_METHOD' });
    await expect(pair.client.call('double', { much: 'x'.repeat(2 ** 20) })).rejects.toMatchObject({
      code: 'RPC_TOO_LARGE',
    });
    expect(await pair.client.call('double', { value: 4 })).toBe(8);
  });

  it('holds a fast producer back until its data is consumed, while other calls go on', async () => {
    let sent = 0;
    await using pair = await connected({
      async flood(_, call) {
        const piece = Buffer.alloc(32 * 1024);
        for (; sent < 100; sent++) await call.send(1, piece);
      },
      echo: ({ value }) => value as string,
    });
    await pair.client.ready;
    const flood = pair.client.open('flood');
    // Round trips, after which everything that may come has come.
    for (let turn = 0; turn < 20; turn++) expect(await pair.client.call('echo', { value: 'x' })).toBe('x');
    expect(sent).toBe(WINDOW / (32 * 1024));
    let received = 0;
    flood.onData((_, data) => {
      received += data.length;
    });
    await flood.result;
    expect(received).toBe(100 * 32 * 1024);
  });

  it('carries messages and answers of any size whole, in order, and refuses what is beyond its limit', async () => {
    const sizes = [1, 32 * 1024, 32 * 1024 + 1, 3_000_000];
    const got: Buffer[] = [];
    await using pair = await connected({
      async sink(_, call) {
        call.onData((_, data) => void got.push(data));
        await new Promise<void>((resolve) => call.onEnd(resolve));
        return 'x'.repeat(3_000_000);
      },
      async source(_, call) {
        await call.send(7, Buffer.alloc(MAX_MESSAGE + 1));
      },
      huge: () => 'x'.repeat(MAX_MESSAGE),
    });
    await pair.client.ready;
    const sink = pair.client.open('sink');
    const messages = sizes.map((size) => Buffer.alloc(size, `${size}`));
    await Promise.all(messages.map((message) => sink.send(2, message)));
    await expect(sink.send(2, Buffer.alloc(MAX_MESSAGE + 1))).rejects.toMatchObject({
      code: 'RPC_TOO_LARGE',
    });
    sink.sendEnd();
    expect(String(await sink.result)).toHaveLength(3_000_000);
    expect(got.map((data) => data.length)).toEqual(sizes);
    expect(got.every((data, index) => data.equals(messages[index] as Buffer))).toBe(true);
    for (const method of ['source', 'huge'])
      await expect(pair.client.call(method)).rejects.toMatchObject({ code: 'RPC_TOO_LARGE' });
  });

  it('cancels a call on both sides', async () => {
    let cancelled: unknown;
    let started!: () => void;
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    await using pair = await connected({
      wait: (_, call) =>
        new Promise<void>((resolve) => {
          started();
          call.signal.addEventListener('abort', () => {
            cancelled = call.signal.reason;
            resolve();
          });
        }),
      echo: () => 'here',
    });
    await pair.client.ready;
    const controller = new AbortController();
    const call = pair.client.call('wait', {}, { signal: controller.signal });
    await running;
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(await pair.client.call('echo')).toBe('here');
    expect(cancelled).toMatchObject({ name: 'AbortError' });
  });

  it('fails what is under way when it ends, with the reason', async () => {
    const pair = await connected({ wait: () => new Promise<void>(() => {}) });
    await pair.client.ready;
    const call = pair.client.call('wait');
    await pair.server.close();
    await expect(call).rejects.toMatchObject({
      code: 'RPC_CLOSED',
      message: 'the connection to the daemon is over: the other side closed it',
    });
    await expect(pair.client.call('wait')).rejects.toMatchObject({ code: 'RPC_CLOSED' });
    await pair.client.close();
  });

  it.each([
    ['garbage', Buffer.from('Linux version 6.1'), /is no frame: a frame begins with 0x4c/],
    ['an answer to nothing', encodeHeader(FrameType.result, 77, 0), /channel 77, which was never opened/],
    [
      'a call',
      Buffer.concat([encodeHeader(FrameType.open, 9, 2), Buffer.from('{}')]),
      /nothing is served here/,
    ],
    ['half a frame', 'half', /ended in the middle of a frame/],
  ])('ends at %s, with one clear error', async (_, bytes, message) => {
    const pair = await connected({});
    await pair.client.ready;
    if (bytes === 'half') pair.far.end(encodeHeader(FrameType.event, 1, 10));
    else pair.far.write(bytes as Buffer);
    expect((await pair.client.closed).message).toMatch(message as RegExp);
  });

  it('refuses another version and a peer that does not greet', async () => {
    for (const [type, body, message] of [
      [FrameType.hello, { protocol: 99 }, /speaks version 99/],
      [FrameType.event, {}, /first frame is no greeting/],
    ] as const) {
      const [near, far] = await socketPair();
      const client = new RpcConnection(near, { peer: 'the daemon' });
      const payload = Buffer.from(JSON.stringify(body));
      far.write(Buffer.concat([encodeHeader(type, 0, payload.length), payload]));
      await expect(client.ready).rejects.toThrow(message);
      far.destroy();
    }
  });

  it('does not let a peer send more than it may', async () => {
    const pair = await connected({ wait: () => new Promise<void>(() => {}) });
    await pair.client.ready;
    pair.client.open('wait');
    const piece = Buffer.alloc(WINDOW / 2);
    for (let turn = 0; turn < 3; turn++)
      pair.near.write(Buffer.concat([encodeHeader(FrameType.data, 1, piece.length), piece]));
    expect((await pair.server.closed).message).toMatch(/sends more than it was allowed to/);
    await pair.client.close();
  });

  it('does not keep what costs a peer nothing without end, or pieces of nothing', async () => {
    const word = Buffer.from('0');
    for (const [frame, count, message] of [
      [
        Buffer.concat([encodeHeader(FrameType.event, 1, word.length), word]),
        WINDOW + 2,
        /more than is taken/,
      ],
      [encodeHeader(FrameType.data, 1, 0), WINDOW + 2, /more than is taken/],
      [encodeHeader(FrameType.data, 1, 0, MORE), 1, /a piece of nothing/],
    ] as const) {
      const pair = await connected({ wait: () => new Promise<void>(() => {}) });
      await pair.client.ready;
      // Nobody listens on either.
      pair.client.open('wait');
      pair.far.write(Buffer.concat(Array.from({ length: count }, () => frame)));
      expect((await pair.client.closed).message).toMatch(message);
    }
  });

  it('takes an error whose words are none for one without words', async () => {
    const pair = await connected({ wait: () => new Promise<void>(() => {}) });
    await pair.client.ready;
    const call = pair.client.open('wait');
    const error = {
      name: 'TestbedError',
      code: 'X',
      message: 'no',
      details: ['a', { toString: 1, valueOf: 1 }],
    };
    const payload = Buffer.from(JSON.stringify(error));
    pair.far.write(Buffer.concat([encodeHeader(FrameType.error, 1, payload.length), payload]));
    await expect(call.result).rejects.toMatchObject({ code: 'X', details: ['a'] });
    await pair.client.close();
  });
});
