import { GenericNetlink } from '../genl/generic.js';
import { fakeKernel } from '../testing/fake-kernel.js';
import { type RemoteChannel, remoteSocket, remoteSockets } from './remote.js';
import type { NetlinkEvent } from './socket.js';

/** A channel to a fake kernel; `lose` cuts it. */
function channelTo(kernel: ReturnType<typeof fakeKernel>) {
  const cut: (() => void)[] = [];
  const factory = remoteSockets(async (options) => {
    const far = await kernel.socket(options);
    const channel: RemoteChannel = {
      portId: far.portId,
      send: (message) => far.send(message),
      join: (group) => far.join(group),
      leave: (group) => far.leave(group),
      listen(listener) {
        far.listen(listener);
        cut.push(() => listener({ kind: 'closed', error: new Error('carrier lost') }));
      },
      close: () => far.close(),
    };
    return channel;
  });
  const lose = (): void => {
    for (const each of cut) each();
  };
  return { factory, lose };
}

test('carries requests, answers and events', async () => {
  const kernel = fakeKernel();
  const { factory } = channelTo(kernel);
  await using netlink = await GenericNetlink.open(factory);
  expect((await netlink.listFamilies()).map(({ name }) => name)).toEqual(['nl80211']);
});

test('a lost carrier fails what comes after', async () => {
  const { factory, lose } = channelTo(fakeKernel());
  const netlink = await GenericNetlink.open(factory);
  await netlink.listFamilies();
  lose();
  await expect(netlink.listFamilies()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('events that come before the listener are kept, and nothing follows the end', async () => {
  let push: (event: NetlinkEvent) => void = () => {};
  const nothing = async () => {};
  const socket = remoteSocket({
    portId: 1,
    send: nothing,
    join: nothing,
    leave: nothing,
    close: nothing,
    listen(listener) {
      push = listener;
    },
  });
  push({ kind: 'overrun' });
  const heard: string[] = [];
  socket.listen(({ kind }) => heard.push(kind));
  push({ kind: 'data', data: new Uint8Array() });
  await socket.close();
  push({ kind: 'overrun' });
  expect(heard).toEqual(['overrun', 'data', 'closed']);
  await expect(socket.send(new Uint8Array())).rejects.toMatchObject({ code: 'CLOSED' });
});
