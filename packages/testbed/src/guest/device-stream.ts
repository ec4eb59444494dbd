import { close, openSync, read, write } from 'node:fs';
import { Duplex } from 'node:stream';

const READ_BYTES = 64 * 1024;

/**
 * A character device (a virtio-serial port) as a stream. Node has no event-driven reading for these: each waiting
 * read holds one of its worker threads.
 */
export class DeviceStream extends Duplex {
  readonly #descriptor: number;
  readonly #buffer = Buffer.allocUnsafe(READ_BYTES);

  constructor(path: string) {
    super({ highWaterMark: 256 * 1024 });
    this.#descriptor = openSync(path, 'r+');
  }

  override _read(): void {
    read(this.#descriptor, this.#buffer, 0, READ_BYTES, null, (error, length) => {
      if (error) this.destroy(error);
      else this.push(length === 0 ? null : Buffer.from(this.#buffer.subarray(0, length)));
    });
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#writeAll(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#writeAll(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    close(this.#descriptor, () => done(error));
  }

  #writeAll(bytes: Buffer, done: (error?: Error | null) => void): void {
    if (bytes.length === 0) {
      done();
      return;
    }
    write(this.#descriptor, bytes, 0, bytes.length, null, (error, written) => {
      if (error) done(error);
      else this.#writeAll(bytes.subarray(written), done);
    });
  }
}
