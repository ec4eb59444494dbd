import { VWifi } from '../client/vwifi.js';
import { plain } from '../monitor/text.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { requestRow } from '../spec/nl80211/request-types.js';
import { REQUESTS } from '../spec/nl80211/requests.js';
import { VWifiError } from '../wire/errors.js';

export interface DumpOptions {
  readonly command: string;
  readonly dev?: string | undefined;
  readonly phy?: string | undefined;
  readonly json: boolean;
  readonly netns?: string | undefined;
}

type AnyMethod = (request: object, options: { signal: AbortSignal }) => Promise<Iterable<object> | object>;

/** 'station', 'get_station' and 'getStation' are the same command. */
export function commandOf(said: string): keyof typeof REQUESTS {
  const camel = said.replaceAll(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const names = [camel, `get${camel.charAt(0).toUpperCase()}${camel.slice(1)}`];
  const found = names.find((name) => requestRow(name) !== undefined);
  if (found) return found as keyof typeof REQUESTS;
  const dumps = Object.keys(REQUESTS).filter((name) => /^get/.test(name));
  throw new VWifiError('BAD_ARGUMENT', `dump: no command ${said}; there are ${dumps.join(', ')}`);
}

/** What the kernel answers to a command, decoded and raw: all objects where it has several, else the one. */
export async function dump(options: DumpOptions, signal: AbortSignal): Promise<void> {
  const { dev, phy, json, netns } = options;
  const command = commandOf(options.command);
  const row = requestRow(command);
  if (!/^get/.test(command))
    throw new VWifiError('BAD_ARGUMENT', `dump: ${command} changes something; dump only reads (get...)`);
  await using wifi = await VWifi.open(netns === undefined ? {} : { netns });
  const address = { ...(dev === undefined ? {} : { dev }), ...(phy === undefined ? {} : { phy }) };
  const all = row?.dump || row?.only === 'dump';
  const methods = (all ? wifi.dumps : wifi.commands) as unknown as Record<string, AnyMethod>;
  const request = command === 'getWiphy' ? { ...address, splitWiphyDump: true } : address;
  if (dev === undefined && (row?.of === 'interface' || command === 'getScan'))
    throw new VWifiError('BAD_ARGUMENT', `dump: ${command} is of an interface; say --dev NAME`);
  const answer = await methods[command]?.(request, { signal });
  const items = all ? [...(answer as Iterable<object>)] : [answer as object];
  const told = command === 'getWiphy' ? joined(items) : items;
  for (const each of json && all ? [told] : told) process.stdout.write(`${JSON.stringify(each, plain, 2)}\n`);
}

/** A radio is told in parts. */
function joined(parts: readonly object[]): object[] {
  const byRadio = new Map<unknown, object>();
  for (const part of parts) {
    const { wiphy } = part as { wiphy?: number };
    const before = byRadio.get(wiphy);
    byRadio.set(wiphy, before ? (nl80211.message.merge?.(before, part) ?? part) : part);
  }
  return [...byRadio.values()];
}
