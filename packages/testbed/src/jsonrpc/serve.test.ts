import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TestbedError } from '../errors.js';
import { socketPair } from '../rpc/socket-pair.js';
import { schemaFiles } from './schema.js';
import { serveJsonRpc } from './serve.js';
import { askedOf, performAsked, type Service } from './service.js';

const service = {
  version: async () => ({ protocol: 1, laboratory: 'fake' }),
  ping: async ({ to }: { to: string }) => {
    if (to === 'nobody') throw new TestbedError('NO_NODE', 'no node nobody', { hint: 'ap, sta1' });
    return { ok: true, rttMs: 1 };
  },
  sleep: (_: object, signal: AbortSignal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
} as unknown as Service;

async function client() {
  const [near, far] = await socketPair();
  serveJsonRpc(far, service);
  let said = '';
  let wake = () => {};
  near.on('data', (data) => {
    said += data;
    wake();
  });
  const line = async (): Promise<unknown> => {
    for (;;) {
      const end = said.indexOf('\n');
      if (end >= 0) {
        const text = said.slice(0, end);
        said = said.slice(end + 1);
        return JSON.parse(text);
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const ask = (text: string) => {
    near.write(`${text}\n`);
    return line();
  };
  return { near, ask, line };
}

describe('JSON-RPC', () => {
  it('answers by the number of a request, names what is wrong, and is silent to a notification', async () => {
    const { near, ask } = await client();
    expect(await ask('{"jsonrpc":"2.0","id":7,"method":"version"}')).toEqual({
      ...{ jsonrpc: '2.0', id: 7, result: { protocol: 1, laboratory: 'fake' } },
    });
    const wrong = async (text: string, code: number, message: RegExp, id: unknown = 1) =>
      expect(await ask(text)).toEqual({
        ...{ jsonrpc: '2.0', id },
        error: expect.objectContaining({ code, message: expect.stringMatching(message) }),
      });
    await wrong('{', -32700, /not JSON/, null);
    await wrong('{"id":1,"method":"version"}', -32600, /not a request/);
    await wrong('[]', -32600, /batch of nothing/, null);
    await wrong(
      '{"jsonrpc":"2.0","id":1,"method":"frobnicate"}',
      -32601,
      /no method frobnicate; there are version/,
    );
    await wrong(
      '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"from":"a"}}',
      -32602,
      /^ping: params\.to: /,
    );
    await wrong('{"jsonrpc":"2.0","id":1,"method":"version","params":{"x":1}}', -32602, /x/);
    expect(
      await ask('{"jsonrpc":"2.0","id":"a","method":"ping","params":{"from":"a","to":"nobody"}}'),
    ).toEqual({
      ...{ jsonrpc: '2.0', id: 'a' },
      error: { code: -32000, message: 'no node nobody', data: { code: 'NO_NODE', hint: 'ap, sta1' } },
    });
    near.write('{"jsonrpc":"2.0","method":"version"}\n');
    expect(
      await ask('[{"jsonrpc":"2.0","id":1,"method":"version"},{"jsonrpc":"2.0","method":"version"},3]'),
    ).toEqual([
      expect.objectContaining({ id: 1, result: expect.anything() }),
      expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32600 }) }),
    ]);
    near.destroy();
  });

  it('answers what is done first, and gives up what a client that has gone waits for', async () => {
    const { near, ask } = await client();
    near.write('{"jsonrpc":"2.0","id":1,"method":"sleep","params":{"milliseconds":100000}}\n');
    expect(await ask('{"jsonrpc":"2.0","id":2,"method":"version"}')).toMatchObject({ id: 2 });
    near.destroy();
  });

  it('is asked by way of who takes that down, and does it again as it was checked; but for its end', async () => {
    const noted: object[] = [];
    const signal = new AbortController().signal;
    const by = askedOf(service, async (asked, until) => {
      noted.push(asked);
      return performAsked(service, asked, until);
    });
    expect(await by.ping({ from: 'ap', to: 'sta1' }, signal)).toEqual({ ok: true, rttMs: 1 });
    expect(noted).toEqual([{ method: 'ping', params: { from: 'ap', to: 'sta1' } }]);
    expect(by.down).toBe(service.down);
    await expect(performAsked(service, { method: 'ping', params: { from: 'ap' } }, signal)).rejects.toThrow();
    for (const method of ['down', 'toString', 7])
      await expect(performAsked(service, { method, params: {} }, signal)).rejects.toThrow(/nothing that a/);
  });

  it('is described by files that are checked in', () => {
    for (const [path, text] of schemaFiles())
      expect(readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8')).toBe(text);
  });
});
