/** Faults of the time line: frames that are lost, delayed or changed by what they are. */
import { type FaultSettings, FRAME_KINDS, type FrameName, frameName } from '@vwifi/nl80211/vwifi';
import { z } from 'zod';
import { nodeName } from './words.js';

const ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt', 'alter', 'unacknowledge'] as const;
const FRAMES = ['management', 'data', ...(Object.keys(FRAME_KINDS) as FrameName[])] as const;
const number = z.int().min(1).max(1_000_000_000);
/** Of `mend`: whatever stands. */
export const EVERY_FAULT = 'all';

export const faultSchema = z
  .strictObject({
    name: nodeName.optional().describe('by which mend knows it'),
    action: z
      .enum(ACTIONS)
      .describe(
        'what is done: drop; delay; duplicate; corrupt (its check sequence is wrong); alter (an octet of it is inverted, and its check sequence fits); unacknowledge',
      ),
    frames: z.enum(FRAMES).optional().describe('which frames; left out: all of them'),
    eapol: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.enum(['group-1', 'group-2'])])
      .optional()
      .describe('a message of the 4-way handshake (1 to 4), or of the one for a group key'),
    network: z.string().optional().describe('the access point, or network, in whose BSS it is sent'),
    from: z.string().optional().describe('the node that sends'),
    to: z.string().optional().describe('the node that receives'),
    nth: number.optional().describe('the first that it is done to, of all that match; alone: this one'),
    every: number.optional().describe('from then on to every one of this number'),
    times: number.optional().describe('so many times at most'),
    delay: z.number().min(0.001).max(10_000).optional().describe('of delay: milliseconds'),
    octet: z.int().min(0).max(2303).optional().describe('of alter: which octet of the body; left out: 0'),
  })
  .describe('from now on something is done to frames that match');

type Written = z.output<typeof faultSchema>;

/** With nodes by their names. */
export interface LabFault {
  readonly name?: string;
  readonly network?: string;
  readonly from?: string;
  readonly to?: string;
  readonly settings: Omit<FaultSettings, 'from' | 'to' | 'bssid'>;
}

function kindOf(frames: Written['frames']): Pick<FaultSettings, 'type' | 'subtype'> {
  if (frames === undefined) return {};
  if (frames === 'management') return { type: 'management' };
  return frames === 'data' ? { type: 'data' } : FRAME_KINDS[frames];
}

/** What of it does not go together is refused. */
export function faultOf(written: Written, refuse: (key: string, message: string) => void): LabFault {
  const { name, action, frames, eapol, network, from, to, nth, every, times, delay, octet } = written;
  if (action === 'delay' && delay === undefined)
    refuse('action', 'is delay: say by how much, such as delay: 20');
  if (action !== 'delay' && delay !== undefined) refuse('delay', `is of delay, and the action is ${action}`);
  if (action !== 'alter' && octet !== undefined) refuse('octet', `is of alter, and the action is ${action}`);
  const isData = frames === undefined || frames === 'data' || kindOf(frames).type === 'data';
  if (eapol !== undefined && !isData) refuse('eapol', `is data, and frames is ${frames}`);
  if (frames === 'beacon' && action !== 'drop' && action !== 'corrupt')
    refuse('action', `is ${action}, and beacons are dropped or corrupted, nothing else`);
  const settings = {
    ...{ action, ...kindOf(frames), eapol, nth, every, times, octet },
    delayUs: delay === undefined ? undefined : Math.round(delay * 1000),
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const nodes = Object.fromEntries(
    Object.entries({ name, network, from, to }).filter(([, value]) => value !== undefined),
  );
  return { ...nodes, settings: given as unknown as LabFault['settings'] };
}

/** In words: 'drop: EAPOL 3 to sta1, once'. */
export function faultText({ network, from, to, settings }: LabFault): string {
  const { action, eapol, nth, every, times } = settings;
  const turns = [
    nth === undefined
      ? ''
      : every === undefined && times === undefined
        ? `number ${nth}`
        : `from number ${nth} on`,
    every === undefined ? '' : `every ${every}`,
    times === undefined ? '' : times === 1 ? 'once' : `${times} times`,
  ].filter((word) => word !== '');
  const words = [
    eapol === undefined
      ? (frameName(settings.type, settings.subtype) ?? settings.type ?? 'every frame')
      : `EAPOL ${eapol}`,
    network === undefined ? '' : `in the network of ${network}`,
    from === undefined ? '' : `from ${from}`,
    to === undefined ? '' : `to ${to}`,
  ].filter((word) => word !== '');
  return `${action}: ${words.join(' ')}${turns.length === 0 ? '' : `, ${turns.join(', ')}`}`;
}
