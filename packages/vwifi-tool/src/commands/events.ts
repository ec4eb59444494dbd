import type { OverrunEvent, WifiEvent } from '@vwifi/nl80211';
import { limited } from '@vwifi/nl80211/deadline';
import type { DriverEvent, Pair } from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, print, toJson, withTarget } from '../context.js';
import { bitRate, dbm, percent, time } from '../draw/units.js';
import type { Place } from '../target.js';
import { countOf } from '../values.js';

export type AnyEvent = WifiEvent | DriverEvent | OverrunEvent;

function pairText(pair: Pair | undefined): string {
  if (!pair) return 'denylist: replaced';
  const values = [
    pair.denied ? 'denied' : '',
    pair.signalDbm === undefined ? '' : `signal ${dbm(pair.signalDbm)}`,
    pair.loss === undefined ? '' : `loss ${percent(pair.loss)}`,
    pair.delayUs === undefined ? '' : `delay ${time(pair.delayUs)}`,
    pair.rateBps === undefined ? '' : bitRate(pair.rateBps),
  ].filter((each) => each !== '');
  return `radio ${pair.sender} to radio ${pair.receiver}: ${values.join(', ') || 'as the medium has it'}`;
}

/** 'newStation' as words. */
const words = (name: string | number): string =>
  String(name).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** An event on one line. */
export function eventText(event: AnyEvent): string {
  if ('radio' in event && typeof event.radio === 'object')
    return `radio ${event.radio.id} added: ${event.radio.ifname ?? event.radio.wiphyName}`;
  if (event.name === 'radioRemoved' && 'id' in event) return `radio ${event.id} removed`;
  if (event.name === 'pairChanged') return pairText('pair' in event ? event.pair : undefined);
  if (event.name === 'mediumChanged' && 'medium' in event)
    return `medium: signal ${dbm(event.medium.signalDbm)}, loss ${percent(event.medium.loss)}, seed ${event.medium.seed}`;
  if (event.name === 'overrun')
    return `events were lost here${'lost' in event && event.lost ? `: ${event.lost}` : ''}`;
  if (!('attributes' in event)) return words(event.name);
  const { ifname, ifindex, mac, statusText, status, reasonText, reason } = event;
  const where = ifname ?? (ifindex === undefined ? '' : `interface ${ifindex}`);
  const outcome = status === undefined ? '' : `(${statusText})`;
  const why = reason === undefined ? '' : `(reason ${reason}: ${reasonText})`;
  return [where === '' ? '' : `${where}:`, words(event.name), mac ?? '', outcome, why]
    .filter((each) => each !== '')
    .join(' ');
}

/** Most events name an interface by its number: the names are kept here, also of those that are gone since. */
async function interfaceNames(place: Place, signal: AbortSignal): Promise<(event: AnyEvent) => AnyEvent> {
  const names = new Map<number | undefined, string | undefined>();
  for (const { index, name } of await place.wifi.interfaces({ signal })) names.set(index, name);
  return (event) => {
    if (!('attributes' in event) || event.ifindex === undefined) return event;
    if (event.ifname !== undefined) names.set(event.ifindex, event.ifname);
    const ifname = names.get(event.ifindex);
    return ifname === undefined ? event : { ...event, ifname };
  };
}

/** What a program reads: without the bytes of frames and elements. */
function plain(event: AnyEvent): object {
  if (!('attributes' in event)) return event;
  const { attributes, ...rest } = event;
  return rest;
}

interface EventFlags extends CommonFlags {
  readonly count?: string;
}

export async function events(context: Context, flags: EventFlags): Promise<void> {
  const most = flags.count === undefined ? Number.POSITIVE_INFINITY : countOf(flags.count);
  const enough = new AbortController();
  using signal = limited([context.signal, enough.signal]);
  let shown = 0;
  await withTarget(context, flags, async (target) => {
    const places = await target.places();
    const placed = places.length > 1;
    const tell = (event: AnyEvent, place: Place): void => {
      if (shown >= most) return;
      shown++;
      const at = new Date();
      if (flags.json)
        print(
          context,
          toJson({ time: at.toISOString(), ...(placed ? { namespace: place.name } : {}), ...plain(event) }),
        );
      else
        print(
          context,
          `${at.toISOString().slice(11, 23)}  ${placed && place.name ? `[${place.name}] ` : ''}${eventText(event)}`,
        );
      if (shown >= most) enough.abort();
    };
    const follow = async (stream: AsyncIterable<AnyEvent> & { ready: Promise<void> }, place: Place) => {
      await stream.ready;
      const named = await interfaceNames(place, signal);
      for await (const event of stream) tell(named(event), place);
    };
    // The driver tells every namespace the same: one of them is enough.
    const first = places[0];
    await Promise.all([
      ...places.map((place) => follow(place.wifi.events({ signal }), place)),
      ...(first ? [follow(first.wifi.vwifi.events({ signal }), { ...first, name: '' })] : []),
    ]).catch((error) => {
      if (!signal.aborted) {
        enough.abort();
        throw error;
      }
    });
  });
}
