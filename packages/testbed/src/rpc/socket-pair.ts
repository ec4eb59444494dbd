/** Two connected sockets in one process, for tests. */
import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';

export async function socketPair(): Promise<[Socket, Socket]> {
  // An abstract address leaves nothing in the file system.
  const path = `\0vwifi-${randomUUID()}`;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect(path);
  const far = await accepted;
  server.close();
  return [near, far];
}
