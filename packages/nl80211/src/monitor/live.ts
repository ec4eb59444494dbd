import { RouteNetlink } from '../client/route.js';
import { GenericNetlink } from '../genl/generic.js';
import { nativeSocket } from '../socket/native.js';
import { openPacketSocket } from '../socket/packet.js';
import type { Netns } from '../socket/socket.js';
import { errnoCode } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { Families } from './families.js';
import type { Captured } from './pcap.js';
import { type View, Viewer } from './view.js';

const NETLINK_GENERIC = 16;

export interface LiveOptions {
  readonly netns?: Netns | undefined;
  /** Requests and replies of all processes, too: needs root, for an nlmon device that lives as long as this. */
  readonly requests: boolean;
  readonly onView: (view: View) => void;
  /** Something was not seen: a buffer was full. */
  readonly onOverrun: () => void;
  readonly signal: AbortSignal;
}

/** Messages and events as they pass by, until the signal fires. */
export async function watch(options: LiveOptions): Promise<void> {
  const { netns, requests, signal } = options;
  const families = new Families();
  await using events = await GenericNetlink.open(nativeSocket, netns);
  const known = await events.listFamilies({ signal });
  for (const { id, name } of known) families.add(id, name);
  const viewer = new Viewer(families);
  // Events first: joining their groups asks the controller, which would show among the requests.
  for (const { name, spec, info } of families.withEvents(known)) {
    await events.subscribe(spec, Object.keys(info.groups), (event) => {
      if (event.kind === 'overrun') options.onOverrun();
      else if (event.kind === 'message') {
        const { command, attributes } = event.message;
        const head = { kind: 'event', family: name, command: String(command), sequence: 0, port: 0 } as const;
        options.onView({ timeUs: Date.now() * 1000, ...head, attributes: attributes as View['attributes'] });
      }
    });
  }
  const stop = requests ? await watchRequests(options, viewer) : async () => {};
  try {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await stop();
  }
}

/** Requests and replies of all processes, until the function it returns is called. */
async function watchRequests(options: LiveOptions, viewer: Viewer): Promise<() => Promise<void>> {
  const { netns, signal, onView, onOverrun } = options;
  const device = await nlmon(netns, signal);
  try {
    const socket = await openPacketSocket({ interface: device.name, ethertype: NETLINK_GENERIC, netns });
    socket.listen((event) => {
      if (event.kind === 'overrun') onOverrun();
      if (event.kind !== 'data') return;
      const captured: Captured = { timeUs: Date.now() * 1000, protocol: NETLINK_GENERIC, data: event.data };
      // Each listener's copy of an event passes by; it was shown already.
      for (const view of viewer.read(captured)) if (view.kind !== 'event') onView(view);
    });
    return async () => {
      await socket.close();
      await device.remove();
    };
  } catch (error) {
    await device.remove();
    throw error;
  }
}

/** An nlmon device of our own, switched on. */
async function nlmon(
  netns: Netns | undefined,
  signal: AbortSignal,
): Promise<{ readonly name: string; remove(): Promise<void> }> {
  const route = await RouteNetlink.open(nativeSocket, netns);
  const name = `nlmon${process.pid}`;
  try {
    await route.createLink({ name, kind: 'nlmon' }, signal);
    const link = (await route.links(signal)).find((each) => each.name === name);
    if (!link) throw new VWifiError('NO_INTERFACE', `interface ${name}: gone as soon as it was made`);
    await route.setUp(link.index, true, signal);
    return {
      name,
      async remove() {
        await route.deleteLink(link.index);
        await route.close();
      },
    };
  } catch (error) {
    await route.close();
    if ((error as { code?: string }).code === errnoCode(95))
      throw new VWifiError(
        'NO_NLMON',
        'monitor: this kernel has no nlmon device; modprobe nlmon, or --events',
        {
          cause: error,
        },
      );
    throw error;
  }
}
