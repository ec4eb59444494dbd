import { Duplex } from 'node:stream';

/** When a guest takes what the host has for it: calls, now or later, and in order. */
export type Gate = (send: () => void) => void;

/** A channel whose other end gets what is written when a gate lets it; what it says comes at once. */
export class GatedChannel extends Duplex {
  constructor(
    private readonly channel: Duplex,
    private readonly gate: Gate,
  ) {
    super();
    channel.on('data', (data: Buffer) => {
      if (!this.push(data)) channel.pause();
    });
    channel.on('end', () => this.push(null));
    channel.on('error', (error) => this.destroy(error));
    channel.on('close', () => this.destroy());
  }

  override _read(): void {
    this.channel.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.gate(() => this.channel.write(chunk, encoding, done));
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.gate(() => this.channel.end(done));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.channel.destroy();
    done(error);
  }
}
