import type { Cancel } from '@vwifi/nl80211';
import type { Driver, LinkSettings, Pair, PairRef } from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, show, UsageError, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { bitRate, count, dbm, percent, time } from '../draw/units.js';
import { type Direction, type DirectionFlags, directionOf } from '../ends.js';
import { radioNames } from '../names.js';
import { endOf, lossOf, microsecondsOf, rateOf, signalOf } from '../values.js';

/** Links that are special, and links that have been used. */
export async function allLinks({ links }: Pick<Driver, 'links'>, options: Cancel): Promise<Pair[]> {
  const special = await links.list(options);
  const used = await links.used(options);
  return [...special, ...used.filter(({ frames }) => frames === undefined)];
}

/** A delay with what is added to it: '5 ms', '5 ms + 0..2 ms'. */
const delayText = ({ delayUs, jitterUs }: Pair): string =>
  jitterUs ? `${time(delayUs ?? 0)} + 0..${time(jitterUs)}` : time(delayUs);

export const linkTable = (links: readonly Pair[], name: (id: number) => string): string =>
  table(
    [
      'SENDER',
      'RECEIVER',
      'SIGNAL',
      'LOSS',
      'DELAY',
      'RATE',
      'FRAMES',
      'LOST',
      'RETRIES',
      'NO ROOM',
      'DENIED',
    ],
    links.map((link) => [
      name(link.sender),
      name(link.receiver),
      dbm(link.signalDbm),
      percent(link.loss),
      delayText(link),
      bitRate(link.rateBps),
      count(link.frames),
      count(link.framesLost),
      count(link.retries),
      count(link.queueDropped),
      link.denied ? count(link.framesDenied) : '-',
    ]),
  );

/** What has gone over links where radios contend. */
export const airTable = (links: readonly Pair[], name: (id: number) => string): string =>
  table(
    ['SENDER', 'RECEIVER', 'AIRTIME', 'SINR', 'ACKNOWLEDGED', 'REPEATED', 'GIVEN UP'],
    links.map((link) => [
      name(link.sender),
      name(link.receiver),
      time(link.airtimeUs),
      link.sinrDb === undefined ? '-' : `${link.sinrDb.toFixed(1)} dB`,
      count(link.sent),
      count(link.repeated),
      count(link.givenUp),
    ]),
  );

/** Links that are special, then those that have been used where radios contend. */
export function linksText(links: readonly Pair[], name: (id: number) => string): string {
  const special = links.filter(({ frames, airtimeUs }) => frames !== undefined || airtimeUs === undefined);
  const used = links.filter(({ airtimeUs }) => airtimeUs !== undefined);
  return [
    ...(special.length > 0 ? [linkTable(special, name)] : []),
    ...(used.length > 0 ? [airTable(used, name)] : []),
  ].join('\n\n');
}

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const driver = (await target.wifi()).vwifi;
    const [links, radios] = [await allLinks(driver, context), await driver.radios.list(context)];
    const name = radioNames(radios);
    const named = links.map((each) => ({
      ...each,
      senderName: name(each.sender),
      receiverName: name(each.receiver),
    }));
    show(context, flags, named, () =>
      links.length === 0 ? 'every link is as the medium has it' : linksText(links, name),
    );
  });

interface SetFlags extends CommonFlags, DirectionFlags {
  readonly signal?: string;
  readonly loss?: string;
  readonly delay?: string;
  readonly jitter?: string;
  readonly rate?: string;
  readonly both?: boolean;
}

function settingsOf({ signal, loss, delay, jitter, rate }: SetFlags): LinkSettings {
  const settings = {
    ...(signal === undefined ? {} : { signalDbm: signalOf(signal) }),
    ...(loss === undefined ? {} : { loss: lossOf(loss) }),
    ...(delay === undefined ? {} : { delayUs: microsecondsOf(delay) }),
    ...(jitter === undefined ? {} : { jitterUs: microsecondsOf(jitter) }),
    ...(rate === undefined ? {} : { rateBps: rateOf(rate) }),
  };
  if (Object.keys(settings).length === 0)
    throw new UsageError('link set: nothing to set; add --signal, --loss, --delay, --jitter or --rate');
  return settings;
}

/** One direction, or both. */
function directions({ sender, receiver }: Direction, both: boolean | undefined): PairRef[] {
  const there = { sender: endOf(sender), receiver: endOf(receiver) };
  return both ? [there, { sender: there.receiver, receiver: there.sender }] : [there];
}

const between = ({ sender, receiver }: Direction, both: boolean | undefined): string =>
  both ? `between ${sender} and ${receiver}` : `from ${sender} to ${receiver}`;

type Names = readonly (string | undefined)[];

export async function set(context: Context, names: Names, flags: SetFlags): Promise<void> {
  const direction = directionOf('link set', names, flags);
  const settings = settingsOf(flags);
  await withTarget(context, flags, async (target) => {
    const { links } = (await target.wifi()).vwifi;
    for (const pair of directions(direction, flags.both)) await links.set(pair, settings, context);
    const words = [
      settings.signalDbm === undefined ? '' : `signal ${dbm(settings.signalDbm)}`,
      settings.loss === undefined ? '' : `loss ${percent(settings.loss)}`,
      settings.delayUs === undefined ? '' : `delay ${time(settings.delayUs)}`,
      settings.jitterUs === undefined ? '' : `jitter ${time(settings.jitterUs)}`,
      settings.rateBps === undefined ? '' : settings.rateBps === 0 ? 'no limit' : bitRate(settings.rateBps),
    ].filter((each) => each !== '');
    show(
      context,
      flags,
      { ...direction, both: flags.both ?? false, ...settings },
      () => `${between(direction, flags.both)}: ${words.join(', ')}`,
    );
  });
}

export async function remove(
  context: Context,
  names: Names,
  flags: CommonFlags & DirectionFlags & { readonly both?: boolean },
): Promise<void> {
  const direction = directionOf('link rm', names, flags);
  await withTarget(context, flags, async (target) => {
    const { links } = (await target.wifi()).vwifi;
    for (const pair of directions(direction, flags.both)) await links.remove(pair, context);
    show(
      context,
      flags,
      { ...direction, both: flags.both ?? false },
      () => `${between(direction, flags.both)}: as the medium has it`,
    );
  });
}
