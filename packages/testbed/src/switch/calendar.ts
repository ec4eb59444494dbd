/**
 * Keeps the one time of several kernels. Computing takes none, so one kernel runs at a time: the others rest, and each
 * has said when it has to do something next. Who has frames of others' or input of the host's comes first, at the time that
 * it is; then time goes on to whatever is next, where anybody waits for that. Nothing here depends on how long anything takes.
 */
import type { Timing } from './timing.js';

/** What a kernel says when it comes to rest, in its own nanoseconds. */
export interface Word {
  /** Whether time is to go on, as far as it is concerned; else it may stand. */
  readonly waits: boolean;
  readonly now: bigint;
  /** When it has to do something; {@link NEVER}, or later. */
  readonly next: bigint;
}

/** The other side of a kernel that shares the time. */
export interface Sharer {
  /** Hands over what others have sent, before it has leave. */
  deliver(frames: readonly Buffer[]): void;
  /** It is `now`, and what comes before `until` may be done without asking. In its own nanoseconds. */
  leave(now: bigint, until: bigint): void;
}

/** What the kernels call a time that does not come. */
export const NEVER = 2n ** 63n - 1n;
const MS = 1_000_000n;
/** The clocks of guests begin at two seconds, where their boots end. */
const BEGINNING = 2000n * MS;
/** Who is alone with its timers asks again after so much: the host may have something for another one. */
const LONGEST_LEAVE = 50n * MS;
/** What a card has room for at once, so that nothing is lost there. The others come at the same moment, a little later. */
const FRAMES_AT_ONCE = 32;
const BYTES_AT_ONCE = 64 * 1024;
/** Frames that wait for one kernel. */
const WAITING_LIMIT = 10_000;
/** Who computes for so long has the others served meanwhile, at the price of an order that chance decides. */
const PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 1000;

interface Alarm {
  readonly at: bigint;
  readonly ring: () => void;
}

/** A kernel in the calendar. */
export class Member {
  /** `away`: it boots, and has nothing to do with the others. */
  state: 'away' | 'running' | 'resting' | 'gone' = 'away';
  /** Its machine was stopped from outside. */
  still = false;
  waits = false;
  input = false;
  next = NEVER;
  /** Of the common time over its own. */
  offset = 0n;
  since = 0;
  readonly inbox: Buffer[] = [];
  /** What the host has for it, to be sent when it has its turn. */
  errands: (() => void)[] = [];
  readonly joined: Promise<void>;
  join: () => void = () => {};

  constructor(
    readonly name: string,
    readonly place: number,
    readonly sharer: Sharer,
  ) {
    this.joined = new Promise((resolve) => {
      this.join = resolve;
    });
  }

  get ready(): boolean {
    return this.state === 'resting' && !this.still;
  }

  /** Whether there is something for it now. */
  get called(): boolean {
    return this.input || this.inbox.length > 0 || this.errands.length > 0;
  }

  takeErrands(): void {
    for (const send of this.errands.splice(0)) send();
  }
}

export class Calendar implements Timing {
  readonly #order: readonly string[];
  /** Nanoseconds since 1970 at the beginning. */
  readonly #epoch: bigint;
  #members: Member[] = [];
  #alarms: Alarm[] = [];
  #now = BEGINNING;
  #held = true;
  /** How many of the host's wait for time to pass, and how many for it to stand. */
  #waiting = 0;
  #standing = 0;
  readonly #watch: NodeJS.Timeout;

  /** Whose turn it is at the same moment is told by the order of names. */
  constructor(order: readonly string[], epochSeconds = Math.floor(Date.now() / 1000)) {
    this.#order = order;
    this.#epoch = BigInt(epochSeconds) * 1_000_000_000n - BEGINNING;
    this.#watch = setInterval(() => this.#turn(), LOOK_AGAIN_MS).unref();
  }

  close(): void {
    clearInterval(this.#watch);
  }

  /** Milliseconds on the clock of a kernel that was there from the beginning. */
  now(): number {
    return Number(this.#now) / 1e6;
  }

  wall(): bigint {
    return this.#epoch + this.#now;
  }

  /** What the wall clock of a kernel has to show at its boot, so that it shows the same as the others' from then on. */
  wallAtBoot(): bigint {
    return this.wall() - BEGINNING;
  }

  after(milliseconds: number, call: () => void): () => void {
    const delay = BigInt(Math.ceil(milliseconds * 1e6));
    const alarm: Alarm = { at: this.#now + (delay > 0n ? delay : 0n), ring: call };
    const later = this.#alarms.findIndex(({ at }) => at > alarm.at);
    this.#alarms.splice(later < 0 ? this.#alarms.length : later, 0, alarm);
    return () => {
      this.#alarms = this.#alarms.filter((each) => each !== alarm);
    };
  }

  /** Lets so much time pass. */
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#waiting += 1;
    let waits = true;
    const stop = () => {
      if (waits) this.#waiting -= 1;
      waits = false;
    };
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        stop();
        callOff();
        reject(signal?.reason);
      };
      const callOff = this.after(milliseconds, () => {
        // At once: nothing more happens before who slept has said what comes next.
        stop();
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#turn();
    });
  }

  /** Time stands unless somebody waits for it, or runs on by itself. */
  hold(held: boolean): void {
    this.#held = held;
    this.#turn();
  }

  /** Has time stand while something is done that takes none: a machine boots. */
  async standing<T>(work: () => Promise<T>): Promise<T> {
    this.#standing += 1;
    try {
      return await work();
    } finally {
      this.#standing -= 1;
      this.#turn();
    }
  }

  add(name: string, sharer: Sharer): Member {
    const member = new Member(name, this.#order.indexOf(name), sharer);
    this.#members = [...this.#members.filter((each) => each.name !== name), member].sort(
      (one, other) => one.place - other.place,
    );
    return member;
  }

  remove(member: Member): void {
    member.state = 'gone';
    member.join();
    member.takeErrands();
    this.#members = this.#members.filter((each) => each !== member);
    this.#turn();
  }

  setStill(name: string, still: boolean): void {
    for (const member of this.#members) {
      if (member.name !== name) continue;
      member.still = still;
      member.since = performance.now();
    }
    this.#turn();
  }

  /** Waits until a kernel that boots has come to where its time is shared. */
  async joined(name: string): Promise<void> {
    await this.#members.find((each) => each.name === name)?.joined;
  }

  /** A kernel came to rest. What it has sent before is forwarded by `send`, at the moment that it says. */
  rest(member: Member, { waits, now, next }: Word, send: () => void): void {
    if (member.state === 'gone') return;
    if (member.state === 'away') {
      member.offset = this.#now - now;
      member.join();
    }
    const then = now + member.offset;
    if (then > this.#now) this.#now = then;
    member.state = 'resting';
    member.waits = waits;
    member.next = next >= NEVER ? NEVER : next + member.offset;
    send();
    this.#turn();
  }

  /** The host has something to send to a kernel: done when it has its turn. One that boots, or is gone, has none. */
  serve(member: Member, send: () => void): void {
    member.errands.push(send);
    if (member.state === 'away' || member.state === 'gone') member.takeErrands();
    else this.#turn();
  }

  /** A kernel that rests has got something of the host's by another way. Who runs has found it by itself. */
  input(member: Member): void {
    if (member.state !== 'resting') return;
    member.input = true;
    this.#turn();
  }

  /** A frame for a kernel; false when too many wait already. It is looked at when its sender has come to rest. */
  post(member: Member, frame: Buffer): boolean {
    if (member.state === 'gone' || member.inbox.length >= WAITING_LIMIT) return false;
    member.inbox.push(frame);
    return true;
  }

  get #passes(): boolean {
    if (this.#standing > 0) return false;
    return !this.#held || this.#waiting > 0 || this.#members.some((each) => each.ready && each.waits);
  }

  /** Whoever is next has its turn, if nobody has it. */
  #turn(): void {
    for (;;) {
      const running = this.#members.filter(({ state, still }) => state === 'running' && !still);
      const long = performance.now() - PATIENCE_MS;
      if (running.some(({ since }) => since > long)) return;
      for (const member of running) member.takeErrands();
      const called = this.#members.find((each) => each.ready && each.called);
      if (called) {
        this.#grant(called);
        return;
      }
      if (running.length > 0 || !this.#passes) return;
      const first = this.#first();
      const [alarm] = this.#alarms;
      if (alarm && alarm.at < (first?.next ?? NEVER)) {
        this.#goOn(alarm.at);
        this.#alarms.shift();
        alarm.ring();
      } else if (first && first.next < NEVER) {
        this.#goOn(first.next);
        this.#grant(first);
        return;
      } else return;
    }
  }

  /** Who has to do something before all others, or with them but is named before them. */
  #first(but?: Member): Member | undefined {
    let first: Member | undefined;
    for (const each of this.#members)
      if (each !== but && each.ready && (!first || each.next < first.next)) first = each;
    return first;
  }

  #goOn(at: bigint): void {
    if (at > this.#now) this.#now = at;
  }

  #grant(member: Member): void {
    const until = this.#until(member);
    member.state = 'running';
    member.input = false;
    member.since = performance.now();
    let bytes = 0;
    const few = member.inbox.slice(0, FRAMES_AT_ONCE).filter((frame, index) => {
      bytes += frame.length;
      return index === 0 || bytes <= BYTES_AT_ONCE;
    });
    member.inbox.splice(0, few.length);
    member.takeErrands();
    member.sharer.deliver(few);
    member.sharer.leave(this.#now - member.offset, until - member.offset);
  }

  #until(member: Member): bigint {
    if (!this.#passes) return this.#now;
    const limits = [
      this.#now + LONGEST_LEAVE,
      this.#first(member)?.next ?? NEVER,
      this.#alarms[0]?.at ?? NEVER,
    ];
    return limits.reduce((one, other) => (other < one ? other : one));
  }
}
