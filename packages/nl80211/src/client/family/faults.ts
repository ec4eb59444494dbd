import { defined } from '../defined.js';
import type { Cancel } from '../vwifi.js';
import type { FamilyCaller, FamilyOut } from './caller.js';
import { type End, endAttributes } from './end.js';

/** A message of a handshake that makes keys: of the 4-way handshake, or of the one for a group key. */
export type EapolMessage = 1 | 2 | 3 | 4 | 'group-1' | 'group-2';

/** What is done to a frame; see fault-action in docs/family.md. */
export type FaultAction = 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'alter' | 'unacknowledge';

export type FrameType = 'management' | 'data';

interface FaultMatch {
  readonly type?: FrameType | undefined;
  /** Of 802.11-2020, table 9-1: 8 is a beacon of management, and QoS data of data. Needs `type`. */
  readonly subtype?: number | undefined;
  readonly eapol?: EapolMessage | undefined;
  readonly bssid?: string | undefined;
  /** The first frame that it is done to, of all that match; with neither `every` nor `times` that one alone. */
  readonly nth?: number | undefined;
  /** From then on to every one of this number. */
  readonly every?: number | undefined;
  /** So many times at most. */
  readonly times?: number | undefined;
  readonly action: FaultAction;
  /** Of delay: 1 to 10 000 000. */
  readonly delayUs?: number | undefined;
  /** Of alter: which octet of the frame body is inverted, 0 if left out. */
  readonly octet?: number | undefined;
}

/** Frames that match, and what is done to them; what is left out matches every frame. */
export interface FaultSettings extends FaultMatch {
  /** The radio that transmits it. */
  readonly from?: End | undefined;
  /** The radio that is to receive it. */
  readonly to?: End | undefined;
}

/** A fault that stands, with its counters. Radios are their numbers. */
export interface Fault extends FaultMatch {
  readonly id: number;
  readonly from?: number;
  readonly to?: number;
  /** Frames that matched, once for each receiver. */
  readonly matched: number;
  /** How many of them it was done to. */
  readonly done: number;
}

const EAPOL = {
  message1: 1,
  message2: 2,
  message3: 3,
  message4: 4,
  group1: 'group-1',
  group2: 'group-2',
} as const satisfies Record<string, EapolMessage>;

/** As the kernel's table has it. What is no message goes through, and is refused by the codec. */
function eapolAttribute(said: EapolMessage | undefined): keyof typeof EAPOL | undefined {
  if (said === undefined) return undefined;
  const known = Object.entries(EAPOL).find(([, message]) => message === said)?.[0];
  return (known ?? said) as keyof typeof EAPOL;
}

function faultOf(message: FamilyOut): Fault {
  const { eapol, type } = message;
  return {
    id: message.id ?? 0,
    ...defined({
      type: type === 'management' || type === 'data' ? type : undefined,
      subtype: message.subtype,
      eapol: typeof eapol === 'string' && eapol in EAPOL ? EAPOL[eapol as keyof typeof EAPOL] : undefined,
      bssid: message.bssid,
      from: message.fromRadio,
      to: message.toRadio,
      nth: message.nth,
      every: message.every,
      times: message.times,
      delayUs: message.delay,
      octet: message.octet,
    }),
    action: message.action as FaultAction,
    matched: Number(message.matched ?? 0n),
    done: Number(message.done ?? 0n),
  };
}

/** Frames that are lost, delayed or changed by what they are, in the air of the caller's user namespace. */
export class Faults {
  constructor(private readonly caller: FamilyCaller) {}

  /** From now on; resolves with its number. Rejects with NetlinkError `ENOSPC` where there are 64 already. */
  async add(fault: FaultSettings, options: Cancel = {}): Promise<number> {
    const { eapol, from, to, delayUs, ...same } = fault;
    const [reply] = await this.caller.request(
      'faultAdd',
      {
        ...same,
        eapol: eapolAttribute(eapol),
        from: from === undefined ? undefined : endAttributes(from),
        to: to === undefined ? undefined : endAttributes(to),
        delay: delayUs,
      },
      { ...options, target: `fault ${fault.action}` },
    );
    return reply?.id ?? 0;
  }

  /** Rejects with NetlinkError `ENOENT` for a number that is none. */
  async remove(id: number, options: Cancel = {}): Promise<void> {
    await this.caller.request('faultDel', { id }, { ...options, target: `fault ${id}` });
  }

  /** Those that stand, in the order in which they are asked. */
  async list(options: Cancel = {}): Promise<Fault[]> {
    return (await this.caller.dump('faultGet', options)).map(faultOf);
  }

  async clear(options: Cancel = {}): Promise<void> {
    await this.caller.request('faultFlush', {}, options);
  }
}
