/** What iw and the kernel say to each other, command by command, as an nlmon device sees it. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { readCapture } from '@vwifi/nl80211/monitor';
import { codec, nl80211Commands, RouteNetlink } from '@vwifi/nl80211/netlink';
import type { CaptureLine } from '@vwifi/nl80211/testing';
import type { Context } from '../context.js';
import type { Node } from '../network.js';
import type { Program } from '../program.js';

const GENERIC = 16;
/** A request that nobody else sends: of an interface that there is not. */
const MARKER = { ifindex: 0x7fff_fffe } as const;
const MARKER_BYTES = 'feffff7f';

/** Commands of iw, with what they cause. DEV, PHY and MAC stand for the station's interface, its radio, the access point. */
export const IW_COMMANDS: readonly string[] = [
  'list',
  'features',
  'reg get',
  'reg set DE',
  'phy PHY info',
  'dev DEV scan freq 2437 flush',
  'dev DEV scan dump',
  'dev DEV connect -w test',
  'dev',
  'dev DEV info',
  'dev DEV link',
  'dev DEV station dump',
  'dev DEV station get MAC',
  'dev DEV survey dump',
  'dev DEV get power_save',
  'dev DEV set power_save on',
  'dev DEV set power_save off',
  'dev DEV set txpower fixed 1000',
  'dev DEV set bitrates legacy-2.4 6 12 24',
  'dev DEV set bitrates',
  'dev DEV cqm rssi -70 5',
  'dev DEV roc start 2412 20',
  'dev DEV disconnect',
  'phy PHY set rts 500',
  'phy PHY set rts off',
  'phy PHY set frag 2000',
  'phy PHY set frag off',
  'phy PHY set retry short 5 long 6',
  'phy PHY interface add extra0 type managed',
  'dev extra0 set type ibss',
  'dev extra0 del',
  'dev DEV scan sched_start interval 1000',
  'dev DEV scan sched_stop',
  'dev DEV scan trigger freq 2412 passive',
  'dev DEV scan abort',
  'dev DEV set type ibss',
  'dev DEV ibss join cell 2437',
  'dev DEV ibss leave',
  'dev DEV set type managed',
  'phy PHY set name vw_renamed',
  'phy vw_renamed set name PHY',
];

export interface IwCapture {
  readonly iw: string;
  readonly lines: readonly CaptureLine[];
}

/** 'dev DEV scan dump' is iw-dev-scan-dump. */
export function captureName(iw: string): string {
  const words = iw.replaceAll(/\b(DEV|PHY|MAC)\b/g, '').toLowerCase();
  return `iw-${words.replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '')}`;
}

/** Datagrams between two markers are those of one command; the markers' own are left out. */
function betweenMarkers(capture: Uint8Array): CaptureLine[][] {
  const parts: CaptureLine[][] = [];
  for (const { protocol, data } of readCapture(capture)) {
    if (protocol !== GENERIC) continue;
    const [message] = codec.splitMessages(data);
    if (!message) continue;
    const { payload, flags, portId } = message;
    const request = (flags & codec.NLM_F.REQUEST) !== 0;
    const hex = Buffer.from(payload).toString('hex');
    if (request && payload[0] === nl80211Commands.getPowerSave && hex.includes(MARKER_BYTES)) {
      parts.push([]);
      continue;
    }
    const part = parts.at(-1);
    // What is left is of the marker: its refusal.
    if (
      !request &&
      portId !== 0 &&
      !part?.some(({ data: asked }) => codec.splitMessages(asked)[0]?.portId === portId)
    )
      continue;
    const name = portId === 0 && !request ? 'EVENT' : 'IW';
    const line: CaptureLine = { direction: request ? 'TX' : 'RX', name, data };
    // An event passes by once for each of its listeners.
    const before = part?.at(-1);
    if (name === 'EVENT' && before && Buffer.compare(before.data, data) === 0) continue;
    part?.push(line);
  }
  return parts;
}

/** A recording of what passes by a nlmon device. */
export class NetlinkRecording {
  readonly #context: Context;
  readonly #program: Program;
  readonly #path: string;

  private constructor(context: Context, program: Program, path: string) {
    this.#context = context;
    this.#program = program;
    this.#path = path;
  }

  /**
   * tcpdump keeps for each message a place of the size of the longest: with its own sizes there are eight of them, which a
   * dump fills at once. No netlink message is longer than 64 KiB.
   */
  static async of(context: Context, station: Node, ifname: string): Promise<NetlinkRecording> {
    const path = `/tmp/${ifname}.pcap`;
    const sizes = ['-s', '65535', '-B', '16384'];
    const argv = ['tcpdump', '-i', ifname, '-U', '--immediate-mode', ...sizes, '-w', path];
    const program = await station.start('tcpdump', argv);
    await program.output.next(/listening on /);
    return new NetlinkRecording(context, program, path);
  }

  /** Ends it; a message that was missed is an error. */
  async stop(): Promise<Uint8Array> {
    await this.#program.stop('SIGINT');
    assert.match(this.#program.output.toString(), /\n0 packets dropped by kernel/, 'every message is there');
    return this.#context.machine.readFile(this.#path);
  }
}

/** Runs the commands, one after the other, and returns what passed by. */
export async function captureIw(context: Context, station: Node, accessPoint: string): Promise<IwCapture[]> {
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
  await wifi.interfaces();
  const recording = await NetlinkRecording.of(context, station, monitor.name);
  const mark = () => wifi.raw('getPowerSave', MARKER).catch(() => {});
  for (const iw of IW_COMMANDS) {
    await mark();
    const said = iw.replace('DEV', station.interface).replace('PHY', 'vw_phy1').replace('MAC', accessPoint);
    await station.attempt(`iw ${said}`);
  }
  await mark();
  const parts = betweenMarkers(await recording.stop());
  assert.equal(parts.length, IW_COMMANDS.length + 1);
  return IW_COMMANDS.map((iw, row) => ({ iw, lines: parts[row] ?? [] }));
}
