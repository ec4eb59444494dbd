/** Writes what goes through a switch to a pcapng file, frame by frame, so that it can be read while it grows. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { interfaceBlock, packetBlock, sectionBlock } from '@vwifi/nl80211/capture';
import { errorMessage, TestbedError } from '../errors.js';
import type { Tap } from './switch.js';

/** What may wait for a slow disk; beyond it frames are left out of the record, and counted. */
const BACKLOG_BYTES = 64 * 1024 * 1024;

/** How a record stands. */
export interface RecordState {
  readonly file: string;
  readonly frames: number;
  /** Frames that the disk was too slow for. */
  readonly missing: number;
  /** Why it ended by itself. */
  readonly failed?: string;
}

export class Recorder {
  readonly #interfaces = new Map<string, number>();
  readonly #stream: WriteStream;
  #frames = 0;
  #missing = 0;
  #failed: string | undefined;

  private constructor(
    readonly file: string,
    stream: WriteStream,
  ) {
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#failed = errorMessage(error);
    });
    stream.write(sectionBlock('vwifi testbed'));
  }

  /** Begins a record; an older file of that name is replaced. */
  static async begin(file: string): Promise<Recorder> {
    try {
      const handle = await open(file, 'w', 0o600);
      return new Recorder(file, createWriteStream(file, { fd: handle }));
    } catch (error) {
      throw new TestbedError('RECORD_FAILED', `cannot record to ${file}: ${errorMessage(error)}`, {
        hint: 'name a file in a folder that you can write to',
        cause: error,
      });
    }
  }

  get state(): RecordState {
    return {
      ...{ file: this.file, frames: this.#frames, missing: this.#missing },
      ...(this.#failed === undefined ? {} : { failed: this.#failed }),
    };
  }

  readonly tap: Tap = (port, frame, time, lost) => {
    if (this.#failed !== undefined) return;
    if (this.#stream.writableLength > BACKLOG_BYTES) {
      this.#missing += 1;
      return;
    }
    const record = { interface: this.#interface(port), time, frame };
    this.#stream.write(packetBlock(lost ? { ...record, comment: 'lost by the switch' } : record));
    this.#frames += 1;
  };

  /** Ends the record when everything is in the file. */
  async end(): Promise<RecordState> {
    await new Promise<void>((resolve) => {
      if (this.#stream.closed || this.#failed !== undefined) return resolve();
      this.#stream.once('close', resolve);
      this.#stream.end();
    });
    return this.state;
  }

  #interface(port: string): number {
    const known = this.#interfaces.get(port);
    if (known !== undefined) return known;
    const index = this.#interfaces.size;
    this.#interfaces.set(port, index);
    this.#stream.write(interfaceBlock(port));
    return index;
  }
}
