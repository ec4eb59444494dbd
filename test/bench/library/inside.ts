/** In the guest: how fast the library is there. Prints one JSON object. Arguments: an interface, its radio, seconds a measure. */
import { VWifi } from '@vwifi/nl80211';
import { GenericNetlink, nativeSocket, nl80211 } from '@vwifi/nl80211/netlink';
import { fakeKernel, record } from '@vwifi/nl80211/testing';
import { codec, decodeMessage } from './decode.js';

const [, , dev = 'vw0', phy = 'vw_phy0', seconds = '2'] = process.argv;
const LASTS_MS = Number(seconds) * 1000;

/** How often something can be done in a second; it returns how many it did. */
async function perSecond(work: () => Promise<number>): Promise<number> {
  await work();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < LASTS_MS) count += await work();
  return (count * 1000) / (performance.now() - started);
}

/** What the kernel sent, decoded again and again. */
async function decodeMicroseconds(): Promise<number> {
  const recording = record(nativeSocket);
  await using wifi = await VWifi.open({ socket: recording.socket });
  await wifi.radios();
  await wifi.interfaces();
  await wifi.dev(dev).survey();
  const messages = recording.lines
    .filter(({ direction }) => direction === 'RX')
    .flatMap(({ data }) => codec.splitMessages(data))
    .filter(({ type }) => type > 16);
  for (let i = 0; i < 50; i++) for (const { payload } of messages) decodeMessage(payload);
  const rate = await perSecond(async () => {
    for (const { payload } of messages) decodeMessage(payload);
    return messages.length;
  });
  return 1e6 / rate;
}

/** Every rename is an event; a second socket has to see them all. */
async function events(): Promise<{ perSecond: number; lost: number }> {
  await using wifi = await VWifi.open({});
  await using listener = await GenericNetlink.open(nativeSocket);
  let seen = 0;
  let overruns = 0;
  await listener.subscribe(nl80211, ['config'], (event) => {
    if (event.kind === 'message' && event.message.command === 'newWiphy') seen++;
    if (event.kind === 'overrun') overruns++;
  });
  const { index } = await wifi.radio(phy);
  let sent = 0;
  const started = performance.now();
  while (performance.now() - started < LASTS_MS) {
    for (let i = 0; i < 50; i++)
      await wifi.raw('setWiphy', { wiphy: index, wiphyName: `${phy}x${sent++ & 1}` });
  }
  await wifi.raw('setWiphy', { wiphy: index, wiphyName: phy });
  sent++;
  const elapsed = performance.now() - started;
  // An answer on the listening socket comes after all events that were there before it.
  await listener.request(nl80211, 'getProtocolFeatures', {});
  return { perSecond: (seen * 1000) / elapsed, lost: sent - seen + overruns };
}

/** Ten thousand networks, more than a kernel keeps: from a fake one. Megabytes over what was there before. */
async function memoryOfNetworks(): Promise<{ held: number; decodeMs: number }> {
  const COUNT = 10_000;
  const elements = new Uint8Array(300).map((_, i) => (i % 50 === 0 ? 221 : i % 50 === 1 ? 48 : i & 0xff));
  const kernel = fakeKernel({
    getScan: () =>
      Array.from({ length: COUNT }, (_, i) => ({
        bss: {
          bssid: `02:00:00:00:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`,
          frequency: 2437,
          signalMbm: -5000,
          informationElements: elements,
        },
      })),
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  // Buffers are freed a turn after what held them.
  const used = async (): Promise<number> => {
    for (let i = 0; i < 4; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  const before = await used();
  const dump = await wifi.dumps.getScan({ ifindex: 3 });
  const held = ((await used()) - before) / 1e6;
  const started = performance.now();
  let signals = 0;
  for (const { bss } of dump) signals += bss?.signalMbm ?? 0;
  if (signals !== COUNT * -5000) throw new Error('bench: networks are missing');
  return { held, decodeMs: performance.now() - started };
}

await using wifi = await VWifi.open({});
const { index: ifindex } = await wifi.interface(dev);
if (ifindex === undefined) throw new Error(`bench: ${dev} has no ifindex`);
process.stdout.write(
  `${JSON.stringify({
    decodeUs: await decodeMicroseconds(),
    roundTrips: await perSecond(async () => (await wifi.raw('getInterface', { ifindex })).length),
    survey: await perSecond(async () => (await wifi.dev(ifindex).survey()).length),
    events: await events(),
    networks: await memoryOfNetworks(),
  })}\n`,
);
