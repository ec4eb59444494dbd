import type { Dump } from '../genl/dump.js';
import type { GenericNetlink } from '../genl/generic.js';
import type { Nl80211In } from '../spec/nl80211/attributes.js';
import { nl80211 } from '../spec/nl80211/family.js';
import {
  type DumpIn,
  type DumpName,
  type ReplyOf,
  type RequestIn,
  type RequestName,
  type ResultOf,
  requestRow,
  type SingleName,
} from '../spec/nl80211/request-types.js';
import { REQUESTS, type RequestRow } from '../spec/nl80211/requests.js';
import { VWifiError } from '../wire/errors.js';
import { type AddressBook, resolveAddress } from './address.js';
import { refusing } from './check.js';

export interface CommandOptions {
  readonly signal?: AbortSignal | undefined;
}

/** One method for each command, by its name in linux/nl80211.h: `commands.setPowerSave({ dev: 'vw1', psState: 'enabled' })`. */
export type Commands = {
  readonly [C in SingleName]: (request: RequestIn<C>, options?: CommandOptions) => Promise<ResultOf<C>>;
};

/** One method for each kind of object: `for (const each of await dumps.getStation({ dev: 'vw0' }))`. */
export type Dumps = {
  readonly [C in DumpName]: (request: DumpIn<C>, options?: CommandOptions) => Promise<Dump<ReplyOf<C>>>;
};

/** Attributes that may stand in any request: addresses, and who ends what it began. */
const ALWAYS = new Set(['dev', 'phy', 'wiphy', 'ifindex', 'wdev', '$unknown']);

/** Refuses what the command does not take: the kernel would ignore it in silence. */
function check(command: string, row: RequestRow, request: object): void {
  const taken: readonly string[] = row.takes;
  for (const name of Object.keys(request)) {
    if (ALWAYS.has(name) || taken.includes(name)) continue;
    const what = taken.length === 0 ? 'nothing but its address' : taken.join(', ');
    throw new VWifiError('BAD_ARGUMENT', `${command}: it does not take ${name}; it takes ${what}`);
  }
}

const ADDRESSES = {
  radio: ['phy', 'wiphy', 'dev', 'ifindex', 'wdev'],
  interface: ['dev', 'ifindex'],
  wdev: ['dev', 'ifindex', 'wdev'],
  system: [],
} as const;
const EXAMPLES = { radio: "phy: 'NAME'", interface: "dev: 'NAME'", wdev: "dev: 'NAME'", system: '' } as const;

/** Types say it too; programs without types get a line instead of EINVAL. */
function checkAddress(command: string, of: RequestRow['of'], request: object): void {
  const said = request as Readonly<Record<string, unknown>>;
  const names: readonly string[] = ADDRESSES[of];
  if (names.length === 0 || names.some((name) => said[name] !== undefined)) return;
  throw new VWifiError(
    'BAD_ARGUMENT',
    `${command}: of which ${of}? Say ${EXAMPLES[of]} (or ${names.slice(1).join(', ')})`,
  );
}

async function prepare(
  command: RequestName,
  request: object,
  book: AddressBook,
  options: CommandOptions,
  all = false,
) {
  const row = requestRow(command);
  if (!row) throw new VWifiError('BAD_ARGUMENT', `${command}: no kernel has an operation for it`);
  check(command, row, request);
  // All radios can be asked for at once, all peers of all interfaces cannot.
  if (!all || row.of === 'interface' || command === 'getScan') checkAddress(command, row.of, request);
  const { attributes, target } = await resolveAddress(command, request, book, options.signal);
  return { attributes: attributes as Nl80211In, call: { ...options, target } };
}

function methods<T>(
  has: (row: RequestRow) => boolean,
  make: (command: RequestName) => (request: object, options?: CommandOptions) => Promise<unknown>,
): T {
  const names = Object.keys(REQUESTS) as RequestName[];
  const rows = names.filter((name) => has(REQUESTS[name]));
  return Object.fromEntries(rows.map((name) => [name, refusing(name, make(name))])) as T;
}

export function makeCommands(netlink: GenericNetlink, book: AddressBook): Commands {
  return methods(
    ({ only }) => only === undefined,
    (command) =>
      async (request: object, options: CommandOptions = {}) => {
        const { attributes, call } = await prepare(command, request, book, options);
        const [reply] = await netlink.request(nl80211, command, attributes, call);
        return requestRow(command)?.tells ? (reply ?? {}) : undefined;
      },
  );
}

export function makeDumps(netlink: GenericNetlink, book: AddressBook): Dumps {
  return methods(
    ({ dump, only }) => dump === true || only === 'dump',
    (command) =>
      async (request: object, options: CommandOptions = {}) => {
        const { attributes, call } = await prepare(command, request, book, options, true);
        return netlink.lazyDump(nl80211, command, attributes, call);
      },
  );
}
