/** The place of one guest in a fleet. The guest may end and another one may take its place. */
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import type { GuestMachine } from '../guest/guest.js';
import type { GuestReport, GuestState } from './spec.js';

export type Boot = (signal: AbortSignal) => Promise<GuestMachine>;

export class GuestSlot {
  #state: GuestState = 'gone';
  #why: string | null = 'it was never booted';
  #guest: GuestMachine | undefined;
  #bootMs: number | null = null;
  #booting: Promise<void> | undefined;
  #closed = false;

  constructor(
    readonly name: string,
    private readonly nodes: readonly string[],
    private readonly bootGuest: Boot,
    private readonly onChange: () => void,
  ) {}

  get report(): GuestReport {
    return {
      ...{ name: this.name, nodes: this.nodes, state: this.#state, why: this.#why },
      ...{ pid: this.#guest?.pid ?? null, bootMs: this.#bootMs },
    };
  }

  get state(): GuestState {
    return this.#state;
  }

  /** The guest; throws what the caller shall see while it cannot be used. */
  get machine(): GuestMachine {
    if (this.#state === 'running' && this.#guest) return this.#guest;
    throw this.#unusable();
  }

  /** Boots the guest: the first one, or a new one in the place of what was killed. */
  boot(signal: AbortSignal): Promise<void> {
    this.#booting ??= this.#boot(signal).finally(() => {
      this.#booting = undefined;
    });
    return this.#booting;
  }

  async #boot(signal: AbortSignal): Promise<void> {
    await this.#end();
    this.#become('booting', null);
    const began = performance.now();
    try {
      const guest = await this.bootGuest(signal);
      if (this.#closed) {
        await guest.close();
        throw new TestbedError('CLOSED', `${this.name}: the laboratory goes down`);
      }
      this.#guest = guest;
      this.#bootMs = Math.round(performance.now() - began);
      void guest.lost.then((reason) => {
        if (this.#guest === guest) void this.#endedAlone(reason);
      });
      this.#become('running', null);
    } catch (error) {
      this.#become('gone', 'it did not boot');
      if (signal.aborted || !(error instanceof TestbedError)) throw error;
      const { hint, details } = error;
      const text = `${this.name}: ${errorMessage(error)}`;
      throw new TestbedError(errorCode(error) ?? 'BOOT_FAILED', text, { hint, details, cause: error });
    }
  }

  /** Ends the guest as a power failure does. */
  async kill(): Promise<void> {
    if (this.#state === 'gone') throw this.#unusable();
    if (this.#state === 'booting') throw this.#unusable();
    await this.#end();
    this.#become('gone', 'it was killed');
  }

  /** Stops its processor; what it misses meanwhile is lost to it. */
  pause(): void {
    if (this.#state === 'paused') return;
    this.machine.freeze(true);
    this.#become('paused', null);
  }

  resume(): void {
    if (this.#state === 'running') return;
    if (this.#state !== 'paused') throw this.#unusable();
    this.#guest?.freeze(false);
    this.#become('running', null);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#booting?.catch(() => {});
    await this.#end();
  }

  async #endedAlone(reason: string): Promise<void> {
    await this.#end();
    this.#become('gone', reason);
  }

  async #end(): Promise<void> {
    const guest = this.#guest;
    this.#guest = undefined;
    await guest?.close();
  }

  #become(state: GuestState, why: string | null): void {
    this.#state = state;
    this.#why = why;
    this.onChange();
  }

  #unusable(): TestbedError {
    const { name } = this;
    if (this.#state === 'paused')
      return new TestbedError('GUEST_PAUSED', `the guest ${name} is paused`, {
        hint: `let it go on: npx testbed resume ${name}`,
      });
    if (this.#state === 'booting')
      return new TestbedError('GUEST_BOOTING', `the guest ${name} is booting`, { hint: 'try again' });
    return new TestbedError('GUEST_GONE', `the guest ${name} is gone: ${this.#why}`, {
      hint: `boot it again: npx testbed restart ${name}`,
    });
  }
}
