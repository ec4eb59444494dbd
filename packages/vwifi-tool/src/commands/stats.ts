import type { Pair, StatsStream, VirtualRadio } from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, print, toJson, withTarget } from '../context.js';
import { live } from '../draw/screen.js';
import { table } from '../draw/table.js';
import { bitRate } from '../draw/units.js';
import { dropsText, radioNames } from '../names.js';
import type { Target } from '../target.js';
import { secondsOf } from '../values.js';
import { allLinks, linksText } from './link.js';

/** The counters at one moment. */
export interface Counters {
  /** Milliseconds on the clock of whoever looked. */
  readonly at: number;
  readonly radios: readonly VirtualRadio[];
  readonly links: readonly Pair[];
}

export async function counters(target: Target, signal: AbortSignal): Promise<Counters> {
  const { vwifi } = await target.wifi();
  const radios = await vwifi.radios.list({ signal });
  const links = await allLinks(vwifi, { signal });
  return { at: performance.now(), radios, links };
}

const perSecond = (now: number, before: number | undefined, seconds: number): number | undefined =>
  before === undefined || seconds <= 0 ? undefined : Math.max(0, now - before) / seconds;

const rate = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(0));

/** Counters with the rates since an earlier look. */
export function statsText(now: Counters, before: Counters | undefined): string {
  const seconds = before ? (now.at - before.at) / 1000 : 0;
  const older = new Map(before?.radios.map((radio) => [radio.id, radio]));
  const name = radioNames(now.radios);
  const radios = table(
    ['RADIO', 'RX FRAMES', 'RX/S', 'RX RATE', 'TX FRAMES', 'TX/S', 'TX RATE', 'DROPPED'],
    now.radios.map((radio) => {
      const old = older.get(radio.id);
      const rx = perSecond(radio.rxBytes, old?.rxBytes, seconds);
      const tx = perSecond(radio.txBytes, old?.txBytes, seconds);
      return [
        name(radio.id),
        String(radio.rxPackets),
        rate(perSecond(radio.rxPackets, old?.rxPackets, seconds)),
        bitRate(rx === undefined ? undefined : rx * 8),
        String(radio.txPackets),
        rate(perSecond(radio.txPackets, old?.txPackets, seconds)),
        bitRate(tx === undefined ? undefined : tx * 8),
        dropsText(radio.drops),
      ];
    }),
  );
  return now.links.length === 0 ? radios : `${radios}\n\n${linksText(now.links, name)}`;
}

interface StatsFlags extends CommonFlags {
  readonly once?: boolean;
  readonly interval: string;
}

/** The counters of a round; undefined when there will be no other. */
async function nextOf(rounds: StatsStream): Promise<Counters | undefined> {
  for (;;) {
    const { value, done } = await rounds.next();
    if (done) return undefined;
    // What was missed shows in the rates: they are by time.
    if (value.name === 'round') return { at: value.timeUs / 1000, radios: value.radios, links: value.pairs };
  }
}

export function stats(context: Context, flags: StatsFlags): Promise<void> {
  const intervalMs = Math.round(secondsOf(flags.interval) * 1000);
  const textOf = (now: Counters, before?: Counters): string =>
    flags.json
      ? toJson(
          { time: new Date().toISOString(), radios: now.radios, links: now.links },
          flags.once ? 2 : undefined,
        )
      : statsText(now, before);
  return withTarget(context, flags, async (target) => {
    if (flags.once) return print(context, textOf(await counters(target, context.signal)));
    await using rounds = (await target.wifi()).vwifi.stats({ intervalMs, signal: context.signal });
    let before: Counters | undefined;
    const picture = async (): Promise<string | undefined> => {
      const now = await nextOf(rounds);
      const text = now && textOf(now, before);
      before = now;
      return text;
    };
    if (!flags.json) return live(context, picture);
    for (let text = await picture(); text !== undefined; text = await picture()) print(context, text);
  });
}
