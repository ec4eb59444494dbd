import {
  decodeFamilyMessage,
  encodeFamilyMessage,
  type FamilySpec,
  type MessageInOf,
  type MessageOf,
} from '../genl/family.js';
import { CONTROLLER_ID, nlctrl } from '../genl/nlctrl.js';
import type { NetlinkSocketFactory } from '../socket/socket.js';
import { GROUPS, nl80211 } from '../spec/nl80211/family.js';
import { errnoNumber } from '../wire/errno.js';
import { joinMessage, type Message, NLM_F, NLMSG, splitMessages } from '../wire/message.js';
import { FakeAir } from './fake-air.js';
import { FakeError } from './fake-error.js';
import { type FakeLink, type FakeReply, FakeRoutes } from './fake-route.js';
import { MemorySocket } from './memory-socket.js';

export { FakeError };

export interface FakeCall<S extends FamilySpec = FamilySpec> {
  /** All objects are asked for. */
  readonly dump: boolean;
  /** Sends an event to the socket that asks, now or later: what a kernel tells nobody else. */
  tell(command: keyof S['commands'] & string, attributes: MessageInOf<S>): void;
  /** Resolves when that socket is closed: what it owns goes with it. */
  readonly closed: Promise<void>;
}

/** What a command does: returns the replies, none for a plain acknowledgement, or throws FakeError. */
export type FakeHandler<S extends FamilySpec> = (
  attributes: MessageOf<S>,
  call: FakeCall<S>,
) => readonly MessageInOf<S>[] | undefined;

export type FakeHandlers<S extends FamilySpec> = { readonly [C in keyof S['commands']]?: FakeHandler<S> };

export interface FakeFamily<S extends FamilySpec = FamilySpec> {
  readonly spec: S;
  readonly id: number;
  readonly groups: Readonly<Record<string, number>>;
  readonly handlers: FakeHandlers<S>;
}

export interface FakeRequest {
  readonly family: string;
  readonly command: string | number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A kernel of your own: families whose commands are functions. */
export interface FakeKernel {
  /**
   * For `VWifi.open({ socket })`: generic netlink; and rtnetlink, whose links are `lo` and the interfaces of
   * `getInterface`, which are switched on and off, have addresses and routes, and tell of it. Other protocols are refused
   * with EPROTONOSUPPORT.
   */
  readonly socket: NetlinkSocketFactory;
  /** For `VWifi.open({ socket, air: kernel.air.open })`: `kernel.air.hear('mon0', octets)` is heard by captures. */
  readonly air: FakeAir;
  /** All requests so far, those to the controller left out. */
  readonly requests: readonly FakeRequest[];
  /** Sends an nl80211 event to whoever joined the group. */
  emit(
    group: (typeof GROUPS)[number],
    command: keyof (typeof nl80211)['commands'],
    attributes: MessageInOf<typeof nl80211>,
  ): void;
  /** Sends an event of any family of this kernel. */
  emitFrom<S extends FamilySpec>(
    spec: S,
    group: string,
    command: keyof S['commands'] & string,
    attributes: MessageInOf<S>,
  ): void;
  /** As if the module of a family had been unloaded: nobody knows it any more. */
  unload(family: string): void;
  /** As if it had been loaded again: the family and its groups have other numbers. */
  load(family: string): void;
  /** As if every socket's buffer had been full. */
  overrun(): void;
  /** How many sockets are open. */
  readonly openSockets: number;
}

/** Makes a family of a fake kernel, keeping its types. */
export function fakeFamily<S extends FamilySpec>(family: FakeFamily<S>): FakeFamily {
  return family as unknown as FakeFamily;
}

/**
 * A kernel made of functions, for tests of programs that use this library. `handlers` are nl80211's commands;
 * `families` adds others. A command without a handler is refused with EOPNOTSUPP.
 */
export function fakeKernel(
  handlers: FakeHandlers<typeof nl80211> = {},
  families: readonly FakeFamily[] = [],
): FakeKernel {
  const groups = Object.fromEntries(GROUPS.map((name, index) => [name, index + 3]));
  const all = [fakeFamily({ spec: nl80211, id: 32, groups, handlers }), ...families];
  const absent: FakeFamily[] = [];
  /** Numbers that were given are not given again soon. */
  let highest = Math.max(...all.flatMap(({ id, groups: own }) => [id, ...Object.values(own)]));
  const sockets = new Set<MemorySocket>();
  const requests: FakeRequest[] = [];
  let lastPort = 1000;

  const links = (): readonly FakeLink[] => {
    const call = { dump: true, tell: () => {}, closed: new Promise<void>(() => {}) };
    return (handlers.getInterface?.({}, call) ?? []) as readonly FakeLink[];
  };
  const routeSockets = new Set<MemorySocket>();
  const routes = new FakeRoutes(links, (group, event) => {
    const data = joinMessage({ ...event, flags: 0, sequence: 0 });
    for (const socket of routeSockets) if (socket.groups.has(group)) socket.deliver({ kind: 'data', data });
  });
  const receive = (datagram: Uint8Array, socket: MemorySocket): void => {
    for (const message of splitMessages(datagram)) {
      answer(message, socket, () => generic(message, socket, all, requests));
      // A command may have made an interface, or removed one.
      if (routeSockets.size > 0) routes.look();
    }
  };
  const receiveRoutes = (datagram: Uint8Array, socket: MemorySocket): void => {
    for (const message of splitMessages(datagram)) answer(message, socket, () => routes.answer(message));
  };
  const announce = (command: 'newFamily' | 'delFamily', family: FakeFamily): void => {
    const payload = encodeFamilyMessage(nlctrl, command, describe(family));
    const data = joinMessage({ type: CONTROLLER_ID, flags: 0, sequence: 0, payload });
    for (const socket of sockets)
      if (socket.groups.has(CONTROLLER_ID)) socket.deliver({ kind: 'data', data });
  };
  /** Moves a family from one list to the other. */
  const move = (name: string, from: FakeFamily[], to: FakeFamily[]): FakeFamily => {
    const [family] = from.splice(
      from.findIndex(({ spec }) => spec.name === name),
      1,
    );
    if (family?.spec.name !== name) throw new Error(`fake kernel: no family ${name} to move`);
    to.push(family);
    return family;
  };
  return {
    requests,
    air: new FakeAir(),
    unload(name) {
      const family = move(name, all, absent);
      const numbers = Object.values(family.groups);
      for (const socket of sockets) for (const number of numbers) socket.groups.delete(number);
      announce('delFamily', family);
    },
    load(name) {
      const { groups: own, ...family } = move(name, absent, []);
      const renumbered = Object.keys(own).map((group) => [group, ++highest]);
      const fresh = { ...family, id: ++highest, groups: Object.fromEntries(renumbered) };
      all.push(fresh);
      announce('newFamily', fresh);
    },
    get openSockets() {
      return sockets.size + routeSockets.size;
    },
    async socket({ protocol }) {
      if (protocol !== 16 && protocol !== 0)
        throw new FakeError('EPROTONOSUPPORT', `fake kernel: no netlink protocol ${protocol}`);
      const route = protocol === 0;
      const own = route ? routeSockets : sockets;
      const socket = new MemorySocket(++lastPort, {
        receive: route ? receiveRoutes : receive,
        closed: (each) => own.delete(each),
      });
      own.add(socket);
      if (route) routes.look();
      return socket;
    },
    emit(group, command, attributes) {
      this.emitFrom(nl80211, group, command, attributes);
    },
    emitFrom(spec, group, command, attributes) {
      const family = all.find((each) => each.spec.name === spec.name);
      const number = family?.groups[group];
      if (!family || number === undefined)
        throw new Error(`fake kernel: no group ${group} of family ${spec.name}`);
      const payload = encodeFamilyMessage(spec, command, attributes);
      const data = joinMessage({ type: family.id, flags: 0, sequence: 0, payload });
      for (const socket of sockets) if (socket.groups.has(number)) socket.deliver({ kind: 'data', data });
    },
    overrun() {
      for (const socket of [...sockets, ...routeSockets]) socket.deliver({ kind: 'overrun' });
    },
  };
}

function answer(message: Message, socket: MemorySocket, act: () => readonly FakeReply[]): void {
  const dump = (message.flags & NLM_F.DUMP) === NLM_F.DUMP;
  const send = (type: number, flags: number, payload: Uint8Array): void => {
    const fields = { type, flags, sequence: message.sequence, portId: socket.portId, payload };
    socket.deliver({ kind: 'data', data: joinMessage(fields) });
  };
  try {
    for (const { type, payload } of act()) send(type, dump ? NLM_F.MULTI : 0, payload);
    if (dump) send(NLMSG.DONE, NLM_F.MULTI, new Uint8Array(4));
    else if ((message.flags & NLM_F.ACK) !== 0) send(NLMSG.ERROR, NLM_F.CAPPED, errorPayload(message, 0));
  } catch (error) {
    if (!(error instanceof FakeError)) throw error;
    const flags = NLM_F.CAPPED | (error.words === undefined ? 0 : NLM_F.ACK_TLVS);
    send(NLMSG.ERROR, flags, errorPayload(message, errnoNumber(error.code), error.words));
  }
}

/** What the controller, or a family, answers. */
function generic(
  message: Message,
  socket: MemorySocket,
  families: readonly FakeFamily[],
  requests: FakeRequest[],
): readonly FakeReply[] {
  const dump = (message.flags & NLM_F.DUMP) === NLM_F.DUMP;
  if (message.type === CONTROLLER_ID)
    return controller(message, families, dump).map((reply) => ({
      type: CONTROLLER_ID,
      payload: encodeFamilyMessage(nlctrl, 'newFamily', reply),
    }));
  const family = families.find(({ id }) => id === message.type);
  if (!family) throw new FakeError('ENOENT');
  const { command, attributes: read } = decodeFamilyMessage(family.spec, message.payload);
  const attributes = read as Readonly<Record<string, unknown>>;
  requests.push({ family: family.spec.name, command, attributes });
  const handler = typeof command === 'string' ? family.handlers[command] : undefined;
  if (!handler) throw new FakeError('EOPNOTSUPP', `fake kernel: no handler for ${command}`);
  const { spec, id } = family;
  const call: FakeCall = {
    dump,
    closed: socket.closed,
    tell(name, told) {
      const payload = encodeFamilyMessage(spec, name, told);
      socket.deliver({ kind: 'data', data: joinMessage({ type: id, flags: 0, sequence: 0, payload }) });
    },
  };
  return (handler(attributes, call) ?? []).map((reply) => ({
    type: family.id,
    payload: encodeFamilyMessage(family.spec, command, reply),
  }));
}

function controller(
  message: Message,
  families: readonly FakeFamily[],
  dump: boolean,
): MessageInOf<typeof nlctrl>[] {
  const { attributes } = decodeFamilyMessage(nlctrl, message.payload);
  const wanted = families.filter(({ spec }) => dump || spec.name === attributes.familyName);
  if (wanted.length === 0) throw new FakeError('ENOENT');
  return wanted.map(describe);
}

function describe({ spec, id, groups }: FakeFamily): MessageInOf<typeof nlctrl> {
  return {
    familyName: spec.name,
    familyId: id,
    version: 1,
    headerSize: 0,
    maxAttribute: 0,
    multicastGroups: Object.entries(groups).map(([name, number]) => ({ name, id: number })),
  };
}

/** struct nlmsgerr with a capped echo of the request, and the words as an extack attribute. */
function errorPayload(request: Message, errno: number, words?: string): Uint8Array {
  const text = words === undefined ? new Uint8Array() : new TextEncoder().encode(`${words}\0`);
  const payload = new Uint8Array(20 + (words === undefined ? 0 : 4 + ((text.length + 3) & ~3)));
  const view = new DataView(payload.buffer);
  const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  view.setInt32(0, -errno, little);
  view.setUint32(4, 16 + request.payload.length, little);
  view.setUint16(8, request.type, little);
  view.setUint16(10, request.flags, little);
  view.setUint32(12, request.sequence, little);
  if (words !== undefined) {
    view.setUint16(20, 4 + text.length, little);
    view.setUint16(22, 1, little);
    payload.set(text, 24);
  }
  return payload;
}
