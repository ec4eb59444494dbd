import {
  type EapolMessage,
  type Fault,
  type FaultAction,
  type FaultSettings,
  FRAME_KINDS,
  type FrameName,
  type FrameType,
  frameName,
} from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, show, UsageError, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { count, time } from '../draw/units.js';
import { radioNames } from '../names.js';
import { countOf, endOf, microsecondsOf, wordOf } from '../values.js';

const ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt', 'alter', 'unacknowledge'] as const;
const TYPES = ['management', 'data'] as const;
const EAPOL = ['1', '2', '3', '4', 'group-1', 'group-2'] as const;
const NAMES = Object.keys(FRAME_KINDS) as FrameName[];

const eapolOf = (text: string): EapolMessage => {
  const word = wordOf(text, EAPOL, 'a message of a handshake');
  return word === 'group-1' || word === 'group-2' ? word : (Number(word) as 1 | 2 | 3 | 4);
};

/** A subtype by name has its type with it; by number it needs one. */
function kindOf(type: string | undefined, subtype: string | undefined) {
  const said: FrameType | undefined =
    type === undefined ? undefined : wordOf(type, TYPES, 'a type of frames that faults meet');
  if (subtype === undefined) return { type: said };
  if (/^\d+$/.test(subtype)) {
    if (Number(subtype) > 15)
      throw new UsageError(`fault add: --subtype ${subtype} is none: there are 0 to 15`);
    if (said === undefined)
      throw new UsageError(`fault add: --subtype ${subtype} needs a --type: management or data`);
    return { type: said, subtype: Number(subtype) };
  }
  const kind = FRAME_KINDS[wordOf(subtype, NAMES, 'a kind of frames')];
  if (said !== undefined && said !== kind.type)
    throw new UsageError(`fault add: --subtype ${subtype} is of --type ${kind.type}`);
  return kind;
}

interface AddFlags extends CommonFlags {
  readonly type?: string;
  readonly subtype?: string;
  readonly eapol?: string;
  readonly bssid?: string;
  readonly from?: string;
  readonly to?: string;
  readonly nth?: string;
  readonly every?: string;
  readonly times?: string;
  readonly delay?: string;
  readonly octet?: string;
}

function octetOf(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 2303)
    throw new UsageError(`fault add: --octet ${text} is none: they are 0 to 2303`);
  return value;
}

function settingsOf(action: FaultAction, flags: AddFlags): FaultSettings {
  if ((action === 'delay') !== (flags.delay !== undefined))
    throw new UsageError(
      action === 'delay'
        ? 'fault add delay: by how much? --delay 20ms'
        : `fault add ${action}: --delay is of delay`,
    );
  if (flags.octet !== undefined && action !== 'alter')
    throw new UsageError(`fault add ${action}: --octet is of alter`);
  if (flags.bssid !== undefined && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(flags.bssid))
    throw new UsageError(`fault add: --bssid ${flags.bssid} is no address; write it as 00:76:77:30:00:00`);
  const numbers = { nth: flags.nth, every: flags.every, times: flags.times };
  return {
    action,
    ...kindOf(flags.type, flags.subtype),
    ...(flags.eapol === undefined ? {} : { eapol: eapolOf(flags.eapol) }),
    ...(flags.bssid === undefined ? {} : { bssid: flags.bssid }),
    ...(flags.from === undefined ? {} : { from: endOf(flags.from) }),
    ...(flags.to === undefined ? {} : { to: endOf(flags.to) }),
    ...Object.fromEntries(
      Object.entries(numbers).flatMap(([key, text]) => (text === undefined ? [] : [[key, countOf(text)]])),
    ),
    ...(flags.delay === undefined ? {} : { delayUs: microsecondsOf(flags.delay) }),
    ...(flags.octet === undefined ? {} : { octet: octetOf(flags.octet) }),
  };
}

/** Which frames, in words: 'beacon', 'EAPOL 3', 'data from vw0'. */
function matchText(fault: Fault, name: (id: number) => string): string {
  const kind = frameName(fault.type, fault.subtype);
  const bare = fault.subtype === undefined ? fault.type : `${fault.type} ${fault.subtype}`;
  const words = [
    fault.eapol === undefined ? '' : `EAPOL ${fault.eapol}`,
    kind ?? bare ?? '',
    fault.bssid === undefined ? '' : `in ${fault.bssid}`,
    fault.from === undefined ? '' : `from ${name(fault.from)}`,
    fault.to === undefined ? '' : `to ${name(fault.to)}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? 'every frame' : words.join(' ');
}

/** To which of them: 'the 3rd', 'every 2 from 4 on, 5 times'. */
function turnText({ nth, every, times }: Fault): string {
  const single = nth !== undefined && every === undefined && times === undefined;
  const words = [
    single ? `number ${nth}` : nth === undefined ? '' : `from ${nth} on`,
    every === undefined ? '' : `every ${every}`,
    times === undefined ? '' : times === 1 ? 'once' : `${times} times`,
  ].filter((word) => word !== '');
  return words.length === 0 ? 'all' : words.join(', ');
}

const doneText = ({ action, delayUs, octet }: Fault): string =>
  action === 'delay' ? `delay ${time(delayUs)}` : action === 'alter' ? `alter octet ${octet ?? 0}` : action;

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { faults, radios } = (await target.wifi()).vwifi;
    const [all, name] = [await faults.list(context), radioNames(await radios.list(context))];
    show(context, flags, all, () =>
      all.length === 0
        ? 'no frame meets a fault'
        : table(
            ['NUMBER', 'ACTION', 'FRAMES', 'WHICH', 'MATCHED', 'DONE'],
            all.map((fault) => [
              `${fault.id}`,
              doneText(fault),
              matchText(fault, name),
              turnText(fault),
              count(fault.matched),
              count(fault.done),
            ]),
          ),
    );
  });

export async function add(context: Context, action: string, flags: AddFlags): Promise<void> {
  const settings = settingsOf(wordOf(action, ACTIONS, 'what is done to a frame'), flags);
  await withTarget(context, flags, async (target) => {
    const id = await (await target.wifi()).vwifi.faults.add(settings, context);
    show(context, flags, { id, ...settings }, () => `fault ${id} stands`);
  });
}

export async function remove(
  context: Context,
  numbers: readonly string[],
  flags: CommonFlags,
): Promise<void> {
  const ids = numbers.map(countOf);
  await withTarget(context, flags, async (target) => {
    const { faults } = (await target.wifi()).vwifi;
    for (const id of ids) await faults.remove(id, context);
    show(context, flags, { removed: ids }, () =>
      ids.length === 1 ? `fault ${ids[0]} is gone` : `${ids.length} faults are gone`,
    );
  });
}

export const clear = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    await (await target.wifi()).vwifi.faults.clear(context);
    show(context, flags, { faults: 0 }, () => 'no frame meets a fault any more');
  });
