/** A socket of the switch, with a guest's network card at its other end. */
export interface Port {
  readonly name: string;
  /** Hands a frame over; false when there is no room for it, or nobody there: a switch does not wait. */
  send(frame: Uint8Array): boolean;
  /** The one listener. A frame's bytes are the listener's to keep. */
  listen(listener: (frame: Buffer) => void): void;
  close(): void;
}

/** What becomes of the frames that a port sends. */
export interface Faults {
  /** Part of the frames that is lost, 0 to 1. */
  readonly loss: number;
  /** So much later the others arrive, in their order. */
  readonly delayMs: number;
}

export const NO_FAULTS: Faults = { loss: 0, delayMs: 0 };

/** What a port has seen; plain data: it crosses sockets. */
export interface PortCounters {
  readonly name: string;
  /** A card is plugged in. */
  readonly plugged: boolean;
  readonly loss: number;
  readonly delayMs: number;
  /** What the card sent. */
  readonly framesIn: number;
  readonly bytesIn: number;
  /** What was handed to the card. */
  readonly framesOut: number;
  readonly bytesOut: number;
  /** What of the card's frames was lost on purpose. */
  readonly lost: number;
  /** What was for the card, and found no room there, or a machine that stands still. */
  readonly overrun: number;
}
