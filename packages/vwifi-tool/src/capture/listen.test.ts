import { VWifi } from '@vwifi/nl80211';
import type { CapturedFrame } from '@vwifi/nl80211/capture';
import { fakeKernel } from '@vwifi/nl80211/testing';
import { listenHere } from './listen.js';

const MONITOR = {
  ifindex: 3,
  ifname: 'mon0',
  wiphy: 0,
  wdev: 1n,
  iftype: 'monitor',
  mac: '02:00:00:00:00:00',
} as const;

/** A radiotap header of eight octets, and what stands for a frame. */
const octets = (last: number): Uint8Array => Uint8Array.from([0, 0, 8, 0, 0, 0, 0, 0, 0xd4, 0, 0, 0, last]);

test('frames of this system are taken one by one, and those heard before the end, too', async () => {
  const kernel = fakeKernel({ getInterface: () => [MONITOR], setInterface: () => [] });
  await using wifi = await VWifi.open({ socket: kernel.socket, air: kernel.air.open });
  const taken: CapturedFrame[] = [];
  let busy = 0;
  const listening = await listenHere({ name: '', wifi }, 'mon0', async (frame) => {
    expect(++busy).toBe(1);
    await new Promise(setImmediate);
    taken.push(frame);
    busy--;
  });
  for (const last of [1, 2, 3]) kernel.air.hear('mon0', octets(last));
  listening.stop();
  kernel.air.hear('mon0', octets(4));
  await listening.ended;
  expect(taken.map(({ data }) => data.at(-1))).toEqual([1, 2, 3, 4]);
  expect(taken[0]).toMatchObject({ length: 13, linkType: 127, data: Buffer.from(octets(1)) });
});
