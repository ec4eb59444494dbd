import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { readCapture } from '@vwifi/nl80211/monitor';
import { codec, GenericNetlink, nl80211, nl80211Commands, RouteNetlink } from '@vwifi/nl80211/netlink';
import { NetlinkRecording } from '../lib/iw/captures.js';
import { IW_REQUESTS } from '../lib/iw/requests.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const GENERIC = 16;
/** A request that nobody else sends: of an interface that there is not. */
const MARKER = { ifindex: 0x7fff_fffe } as const;
/** iw asks whether the kernel can split a radio's description; every kernel that is supported can. */
const PROBE = nl80211Commands.getProtocolFeatures;

/** The flag that says "attributes inside": optional, and iw sets it or not by the function that made the attribute. */
const NESTED = 0x80;

function withoutNestedFlag(payload: Uint8Array): string {
  const bytes = Buffer.from(payload);
  for (let at = 4; at + 4 <= bytes.length; at += (bytes.readUInt16LE(at) + 3) & ~3) {
    bytes[at + 3] = (bytes[at + 3] ?? 0) & ~NESTED;
    if (bytes.readUInt16LE(at) < 4) break;
  }
  return bytes.toString('hex');
}

/** The requests to nl80211 of a capture, as bytes that must be equal: flags and payload, without who and when. */
function requestsOf(capture: Uint8Array, family: number): { command: number; bytes: string }[] {
  return readCapture(capture)
    .filter(({ protocol }) => protocol === GENERIC)
    .flatMap(({ data }) => codec.splitMessages(data))
    .filter(({ type, flags }) => type === family && (flags & codec.NLM_F.REQUEST) !== 0)
    .map(({ flags, payload }) => ({
      command: payload[0] ?? 0,
      bytes: `${flags.toString(16)} ${withoutNestedFlag(payload)}`,
    }));
}

/** Between two markers is what one side sent. */
function betweenMarkers(requests: readonly { command: number; bytes: string }[]): string[][] {
  const parts: string[][] = [];
  for (const { command, bytes } of requests) {
    if (command === nl80211Commands.getPowerSave && bytes.includes('feffff7f')) parts.push([]);
    else if (command !== PROBE) parts.at(-1)?.push(bytes);
  }
  return parts;
}

/** A nlmon device records both sides; whether the kernel grants the request does not matter here. */
export default scenario(
  'for the same verb the library sends byte for byte the request that iw sends',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const { netns } = station;
    const socket = context.machine.openNetlink;
    const route = await RouteNetlink.open(socket, netns);
    context.onEnd('close rtnetlink', () => route.close());
    await route.createLink({ name: 'nlmon0', kind: 'nlmon' });
    const monitor = (await route.links()).find(({ name }) => name === 'nlmon0');
    assert.equal(monitor?.kind, 'nlmon');
    await route.setUp(monitor.index, true);
    const wifi = await VWifi.open({ socket, netns });
    context.onEnd('close the client', () => wifi.close());
    const { index: ifindex } = await wifi.interface(station.interface);
    const { index: wiphy } = await wifi.radio('vw_phy1');
    assert.ok(ifindex !== undefined);
    const recording = await NetlinkRecording.of(context, station, monitor.name);
    const mark = () => wifi.raw('getPowerSave', MARKER).catch(() => {});
    const target = { ifindex, wiphy, mac: ap.mac };
    for (const { iw, send } of IW_REQUESTS) {
      await mark();
      await station.attempt(
        `iw ${iw.replace('DEV', station.interface).replace('PHY', 'vw_phy1').replace('MAC', ap.mac)}`,
      );
      await mark();
      await send(wifi, target).catch(() => {});
    }
    await mark();
    const netlink = await GenericNetlink.open(socket, netns);
    context.onEnd('close generic netlink', () => netlink.close());
    const { id } = await netlink.family(nl80211.name);
    const parts = betweenMarkers(requestsOf(await recording.stop(), id));
    assert.equal(parts.length, 2 * IW_REQUESTS.length + 1);
    const wrong = IW_REQUESTS.flatMap(({ iw }, row) => {
      const [theirs = [], ours = []] = parts.slice(2 * row, 2 * row + 2);
      if (theirs.length === 0) return [`iw ${iw}: sends nothing`];
      return theirs.join() === ours.join()
        ? []
        : [`iw ${iw}\n  iw      ${theirs.join(' | ')}\n  library ${ours.join(' | ')}`];
    });
    context.timeline.note(`requests compared: ${IW_REQUESTS.length}`);
    assert.ok(IW_REQUESTS.length >= 30);
    assert.equal(wrong.join('\n'), '');
  },
);
