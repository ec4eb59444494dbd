import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUnixDatagram } from './datagram.js';
import { listenUnixDatagram } from './datagram-server.js';

describe('listenUnixDatagram', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vwifi-datagrams-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers each of those who write to it, and removes its path', async () => {
    const path = join(folder, 'socket');
    const heard: string[] = [];
    const server = listenUnixDatagram(path, (data, from) => {
      heard.push(Buffer.from(data).toString());
      expect(server.send(Buffer.from(`to ${heard.length}`), from)).toBe(0);
    });
    const clients = [await openUnixDatagram(path), await openUnixDatagram(path)];
    const answers = clients.map(
      (client) =>
        new Promise<string>((resolve) => client.listen((data) => resolve(Buffer.from(data).toString()))),
    );
    await clients[0]?.send(Buffer.from('one'));
    expect(await answers[0]).toBe('to 1');
    await clients[1]?.send(Buffer.from('two'));
    expect(await answers[1]).toBe('to 2');
    expect(heard).toEqual(['one', 'two']);
    const gone = clients[0]?.localPath ?? '';
    for (const client of clients) await client.close();
    expect(server.send(Buffer.from('anybody?'), gone)).not.toBe(0);
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  it('says that a path is taken, too long, or empty', async () => {
    const path = join(folder, 'socket');
    await using _server = listenUnixDatagram(path, () => {});
    expect(() => listenUnixDatagram(path, () => {})).toThrow(expect.objectContaining({ code: 'EADDRINUSE' }));
    for (const bad of ['', 'x'.repeat(108)])
      expect(() => listenUnixDatagram(bad, () => {})).toThrow(
        expect.objectContaining({ code: 'BAD_ARGUMENT' }),
      );
  });
});
