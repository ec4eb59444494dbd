import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { errnoNumber } from '../wire/errno.js';
import { DecodeError, VWifiError } from '../wire/errors.js';
import { GENERIC_HEADER, type Message } from '../wire/message.js';
import { Connection, type ConnectionEvent } from './connection.js';
import { type Dump, lazyDump } from './dump.js';
import { NetlinkError } from './error.js';
import {
  type CommandOf,
  decodeFamilyMessage,
  encodeFamilyMessage,
  type FamilyMessage,
  type FamilySpec,
  type MessageInOf,
  type MessageOf,
  messageCodec,
} from './family.js';
import { CONTROLLER_ID, nlctrl } from './nlctrl.js';

export const NETLINK_GENERIC = 16;
const ENOENT = errnoNumber('ENOENT');
/** Where the controller tells of families that come and go. */
const NOTIFY_GROUP = CONTROLLER_ID;

/** A family as the running kernel has it. */
export interface FamilyInfo {
  readonly name: string;
  readonly id: number;
  readonly version: number;
  readonly maxAttribute: number;
  /** Multicast groups by name. */
  readonly groups: Readonly<Record<string, number>>;
  /** Command numbers. */
  readonly operations: readonly number[];
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** For errors: the interface or radio that is meant. */
  readonly target?: string | undefined;
}

export interface FamilyDump<S extends FamilySpec> {
  readonly items: MessageOf<S>[];
  /** The kernel's data changed meanwhile, even when asked again: parts may be missing. */
  readonly interrupted: boolean;
}

export interface SubscribeOptions extends CallOptions {
  /** Called when the family has come back and its groups are joined again, before that is told as an overrun. */
  readonly renewed?: () => Promise<unknown>;
}

export type FamilyEvent<S extends FamilySpec> =
  | { readonly kind: 'message'; readonly message: FamilyMessage<S> }
  /** Events may be lost: see ConnectionEvent. The family has gone, or has come back: its module was unloaded, or loaded anew. */
  | { readonly kind: 'overrun' }
  | { readonly kind: 'closed'; readonly error?: Error };

const CONTROLLER: FamilyInfo = {
  name: nlctrl.name,
  id: CONTROLLER_ID,
  version: nlctrl.version,
  maxAttribute: 10,
  groups: { notify: NOTIFY_GROUP },
  operations: [],
};

/** A generic netlink socket: families by name, typed by their tables. */
export class GenericNetlink implements AsyncDisposable {
  /** The controller's number needs no asking. */
  private readonly families = new Map<string, FamilyInfo>([[nlctrl.name, CONTROLLER]]);

  private constructor(private readonly connection: Connection) {}

  static async open(factory: NetlinkSocketFactory, netns?: Netns): Promise<GenericNetlink> {
    const options = { protocol: NETLINK_GENERIC, ...(netns === undefined ? {} : { netns }) };
    return new GenericNetlink(await Connection.open(factory, options));
  }

  /** What the kernel says of a family. Throws VWifiError `NO_FAMILY` when it has none of that name. */
  async family(name: string, options: CallOptions = {}): Promise<FamilyInfo> {
    const known = this.families.get(name);
    if (known) return known;
    try {
      const [reply] = await this.call(CONTROLLER_ID, nlctrl, 'getFamily', { familyName: name }, options);
      const info = familyInfo(reply ?? {});
      this.families.set(name, info);
      return info;
    } catch (error) {
      if (!(error instanceof NetlinkError) || error.code !== 'ENOENT') throw error;
      throw new VWifiError('NO_FAMILY', `getFamily: this kernel has no family ${name}; ${familyHint(name)}`, {
        cause: error,
      });
    }
  }

  /** All families of the kernel. */
  async listFamilies(options: CallOptions = {}): Promise<FamilyInfo[]> {
    const { items } = await this.dumpOf(CONTROLLER_ID, nlctrl, 'getFamily', {}, options);
    return items.map(familyInfo);
  }

  /** Sends a command and returns its replies. Throws EncodeError before, NetlinkError after the system call. */
  request<S extends FamilySpec>(
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S> | Uint8Array,
    options: CallOptions = {},
  ): Promise<MessageOf<S>[]> {
    return this.withFamily(spec, options, (id) => this.call(id, spec, command, attributes, options));
  }

  /** Asks for all objects of a kind. */
  dump<S extends FamilySpec>(
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S>,
    options: CallOptions = {},
  ): Promise<FamilyDump<S>> {
    return this.withFamily(spec, options, (id) => this.dumpOf(id, spec, command, attributes, options));
  }

  /** Asks for all objects of a kind, and reads each when it is asked for. */
  lazyDump<S extends FamilySpec>(
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S>,
    options: CallOptions = {},
  ): Promise<Dump<MessageOf<S>>> {
    return this.withFamily(spec, options, async (id) => {
      const request = requestOf(id, spec, command, attributes, options);
      const { messages, interrupted } = await this.connection.dump(request);
      const own = messages.filter(({ type }) => type === id);
      return lazyDump(own, ({ payload }) => decodeFamilyMessage(spec, payload).attributes, interrupted);
    });
  }

  /** Returns the promise, which waits for an event: a machine whose time stands still lets it pass meanwhile. */
  waiting<T>(until: Promise<T>): Promise<T> {
    return this.connection.waiting(until);
  }

  /**
   * Joins multicast groups of a family, by name; groups that this kernel does not have are left out. They are joined
   * again when the family's module is loaded anew, under whatever numbers.
   * The listener is called in the order of arrival, also relative to the answers of this socket's own requests.
   */
  async subscribe<S extends FamilySpec>(
    spec: S,
    groups: readonly string[],
    listener: (event: FamilyEvent<S>) => void,
    { renewed, ...options }: SubscribeOptions = {},
  ): Promise<void> {
    let current: FamilyInfo | undefined;
    const join = async (info: FamilyInfo): Promise<void> => {
      for (const group of groups) {
        const number = info.groups[group];
        if (number !== undefined) await this.connection.join(number);
      }
    };
    const back = async (info: FamilyInfo): Promise<void> => {
      await join(info);
      await renewed?.();
    };
    this.connection.onEvent((event) => {
      const change = familyChange(spec.name, event);
      if (change === 'gone') {
        current = undefined;
        this.families.delete(spec.name);
        listener({ kind: 'overrun' });
      } else if (change && change.id !== current?.id) {
        current = change;
        this.families.set(spec.name, change);
        back(change).then(
          () => listener({ kind: 'overrun' }),
          (error: Error) => listener({ kind: 'closed', error }),
        );
      } else if (!change) {
        const read = readEvent(spec, current?.id, event);
        if (read) listener(read);
      }
    });
    // First of all: a change while the family is asked for is told.
    await this.connection.join(NOTIFY_GROUP);
    current = await this.family(spec.name, options);
    await join(current);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A module that was reloaded has another number: ask again once when the old one is not known any more. */
  private async withFamily<R>(
    spec: FamilySpec,
    options: CallOptions,
    run: (id: number) => Promise<R>,
  ): Promise<R> {
    const { id } = await this.family(spec.name, options);
    try {
      return await run(id);
    } catch (error) {
      if (!(error instanceof NetlinkError) || error.errno !== ENOENT) throw error;
      this.families.delete(spec.name);
      const fresh = await this.family(spec.name, options);
      if (fresh.id === id) throw error;
      return run(fresh.id);
    }
  }

  private async call<S extends FamilySpec>(
    id: number,
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S> | Uint8Array,
    options: CallOptions,
  ): Promise<MessageOf<S>[]> {
    const messages = await this.connection.request(requestOf(id, spec, command, attributes, options));
    return decodeAll(spec, id, messages);
  }

  private async dumpOf<S extends FamilySpec>(
    id: number,
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S>,
    options: CallOptions,
  ): Promise<FamilyDump<S>> {
    const { messages, interrupted } = await this.connection.dump(
      requestOf(id, spec, command, attributes, options),
    );
    return { items: decodeAll(spec, id, messages), interrupted };
  }
}

function requestOf<S extends FamilySpec>(
  id: number,
  spec: S,
  command: CommandOf<S>,
  attributes: MessageInOf<S> | Uint8Array,
  { signal, target }: CallOptions,
) {
  const payload = encodeFamilyMessage(spec, command, attributes);
  return {
    type: id,
    flags: 0,
    payload,
    name: command,
    target,
    headerLength: GENERIC_HEADER,
    codec: messageCodec(spec, command),
    statusIsResult: spec.statusIsResult?.includes(command),
    signal,
  };
}

function decodeAll<S extends FamilySpec>(spec: S, id: number, messages: readonly Message[]): MessageOf<S>[] {
  return messages
    .filter(({ type }) => type === id)
    .map(({ payload }) => decodeFamilyMessage(spec, payload).attributes);
}

function readEvent<S extends FamilySpec>(
  spec: S,
  id: number | undefined,
  event: ConnectionEvent,
): FamilyEvent<S> | undefined {
  if (event.kind !== 'message') return event;
  if (event.message.type !== id) return undefined;
  try {
    return { kind: 'message', message: decodeFamilyMessage(spec, event.message.payload) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: 'overrun' };
  }
}

/** What the controller tells of a family: that it has gone, or what it is now. */
function familyChange(name: string, event: ConnectionEvent): FamilyInfo | 'gone' | undefined {
  if (event.kind !== 'message' || event.message.type !== CONTROLLER_ID) return undefined;
  const told = readEvent(nlctrl, CONTROLLER_ID, event);
  if (told?.kind !== 'message' || told.message.attributes.familyName !== name) return undefined;
  if (told.message.command === 'delFamily') return 'gone';
  return told.message.command === 'newFamily' ? familyInfo(told.message.attributes) : undefined;
}

function familyInfo(reply: MessageOf<typeof nlctrl>): FamilyInfo {
  return {
    name: reply.familyName ?? '',
    id: reply.familyId ?? 0,
    version: reply.version ?? 0,
    maxAttribute: reply.maxAttribute ?? 0,
    groups: Object.fromEntries((reply.multicastGroups ?? []).map(({ name = '', id = 0 }) => [name, id])),
    operations: (reply.operations ?? []).map(({ id = 0 }) => id),
  };
}

function familyHint(name: string): string {
  if (name === 'nl80211') return 'load cfg80211 (modprobe cfg80211) or run it where there is Wi-Fi';
  return `load the module that brings it (${name})`;
}
