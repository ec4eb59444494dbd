import type { NetlinkEvent, NetlinkSocket } from '../socket/socket.js';
import { VWifiError } from '../wire/errors.js';

/** The kernel's side of a socket that exists in memory only. */
export interface FarSide {
  /** Called with what the program sends. */
  receive(message: Uint8Array, socket: MemorySocket): void;
  join?(group: number, socket: MemorySocket): void;
  leave?(group: number, socket: MemorySocket): void;
  closed?(socket: MemorySocket): void;
}

/** A socket whose other end is a function. Events arrive in a later turn, in order, as from a real one. */
export class MemorySocket implements NetlinkSocket {
  readonly groups = new Set<number>();
  private listener: ((event: NetlinkEvent) => void) | undefined;
  private queue: NetlinkEvent[] = [];
  private scheduled = false;
  private open = true;
  private onClosed = (): void => {};
  /** Resolves when the program has closed it. */
  readonly closed = new Promise<void>((resolve) => {
    this.onClosed = resolve;
  });

  constructor(
    readonly portId: number,
    private readonly far: FarSide,
  ) {}

  async send(message: Uint8Array): Promise<void> {
    this.check();
    this.far.receive(message.slice(), this);
  }

  async join(group: number): Promise<void> {
    this.check();
    this.groups.add(group);
    this.far.join?.(group, this);
  }

  async leave(group: number): Promise<void> {
    this.check();
    this.groups.delete(group);
    this.far.leave?.(group, this);
  }

  listen(listener: (event: NetlinkEvent) => void): void {
    this.listener = listener;
    this.schedule();
  }

  /** Hands the program a datagram, an overrun, or the end. */
  deliver(event: NetlinkEvent): void {
    if (!this.open) return;
    this.queue.push(event);
    this.schedule();
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    this.queue = [];
    this.far.closed?.(this);
    this.onClosed();
    this.listener?.({ kind: 'closed' });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private schedule(): void {
    if (this.scheduled || !this.listener || this.queue.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      for (const event of this.queue.splice(0)) {
        if (!this.open) return;
        if (event.kind === 'closed') this.open = false;
        this.listener?.(event);
      }
    });
  }

  private check(): void {
    if (!this.open) throw new VWifiError('CLOSED', 'memory socket: closed; open a new one');
  }
}
