/**
 * A guest's way to the network of its host, without root: passt, which speaks for the guest by sockets of its own. Frames go between the
 * guest's card and passt through this process, each with its length before it, as QEMU's sockets want it and passt has it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { limited } from '../deadline.js';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { MARK } from '../machine/guard.js';
import { install } from '../machine/programs.js';
import { makeCable } from '../switch/cable.js';
import { UPLINK, UPLINK_CARD } from './uplink-place.js';

const READY_MS = 5000;
/** Of the line, in passt. */
const PASST_DESCRIPTOR = 3;
const LENGTH_OCTETS = 4;
const MOST_FRAME = 65_535;
const MTU = 1500;
/** The first descriptor that a guest inherits beyond those that every guest has. */
const FIRST_DESCRIPTOR = 4;
const MAC = '02:76:77:75:70:01';
/** Of what passt says, for the error. */
const MOST_TEXT = 1 << 14;

/**
 * It ends with its one client, this process. Without a way back in (no ports), and without one to the host's loopback addresses, which passt would have behind the
 * gateway's address. Names are asked of whom the host asks.
 */
export const passtWords = (descriptor: number): string[] => [
  ...['--foreground', '--stderr', '--fd', String(descriptor), '--ipv4-only', '--no-map-gw'],
  ...['--tcp-ports', 'none', '--udp-ports', 'none', '--no-dhcp', '--mtu', String(MTU)],
  ...['--address', UPLINK.address, '--netmask', String(UPLINK.length), '--gateway', UPLINK.gateway],
  ...['--dns-forward', UPLINK.dns],
];

export interface Uplink {
  /** What the guest is booted with. */
  readonly descriptors: readonly number[];
  readonly kernelParameters: readonly string[];
  /** To be called once the guest's process has it. */
  release(): void;
  close(): void;
}

/** Frames out of a stream, each with its length before it. */
export class Frames {
  #left = Buffer.alloc(0);

  /** The frames that are whole now; throws at a length that none has. */
  take(piece: Uint8Array): Buffer[] {
    this.#left = Buffer.concat([this.#left, piece]);
    const found: Buffer[] = [];
    while (this.#left.length >= LENGTH_OCTETS) {
      const length = this.#left.readUInt32BE();
      if (length > MOST_FRAME) throw new Error(`a frame of ${length} octets`);
      if (this.#left.length < LENGTH_OCTETS + length) break;
      found.push(Buffer.from(this.#left.subarray(LENGTH_OCTETS, LENGTH_OCTETS + length)));
      this.#left = this.#left.subarray(LENGTH_OCTETS + length);
    }
    return found;
  }
}

/** The line to passt. Nothing of it is passed over: who reads it reads from its first octet on. */
export class Line {
  readonly #frames = new Frames();
  #take: (frame: Buffer) => void = () => {};

  constructor(readonly stream: Duplex) {
    stream.on('error', () => {});
    stream.on('data', (piece: Buffer) => {
      try {
        for (const frame of this.#frames.take(piece)) this.#take(frame);
      } catch (error) {
        console.error(`uplink: passt sent ${errorMessage(error)}`);
        stream.destroy();
      }
    });
  }

  /** Who gets its frames from now on. */
  listen(take: (frame: Buffer) => void): void {
    this.#take = take;
  }

  send(frame: Uint8Array): void {
    // What passt has no room for is lost, as on any wire.
    if (!this.stream.writableNeedDrain && !this.stream.destroyed) this.stream.write(framed(frame));
  }
}

/** A request for the gateway's hardware address (RFC 826), which passt answers as soon as it is there. */
export function gatewayRequest(): Buffer {
  const octets = (text: string) => text.split('.').map(Number);
  const card = MAC.split(':').map((octet) => Number.parseInt(octet, 16));
  return Buffer.from([
    ...[...Array<number>(6).fill(0xff), ...card, 0x08, 0x06],
    ...[0, 1, 0x08, 0, 6, 4, 0, 1],
    ...[...card, ...octets(UPLINK.address), ...Array<number>(6).fill(0), ...octets(UPLINK.gateway)],
  ]);
}

const framed = (frame: Uint8Array): Buffer => {
  const head = Buffer.alloc(LENGTH_OCTETS);
  head.writeUInt32BE(frame.length);
  return Buffer.concat([head, frame]);
};

/** Resolves once passt answers. */
async function answered(child: ChildProcess, line: Line, said: () => string): Promise<void> {
  using late = limited([], { afterMs: READY_MS });
  const answer = new Promise<void>((resolve, reject) => {
    line.listen(() => resolve());
    late.addEventListener('abort', () => reject(late.reason), { once: true });
  });
  const ended = once(child, 'exit', { signal: late }).then(([status, signal]) => {
    throw new Error(said().trim().split('\n').at(-1) || `it ended with ${signal ?? `status ${status}`}`);
  });
  ended.catch(() => {});
  line.send(gatewayRequest());
  try {
    await Promise.race([answer, ended]);
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    const why = late.aborted ? 'it does not answer' : errorMessage(error);
    throw new TestbedError(
      'UPLINK_FAILED',
      `cannot make the uplink: ${missing ? 'there is no program passt' : `passt: ${why}`}`,
      { hint: missing ? `install it: ${install('passt')}` : 'leave out uplink in the laboratory file' },
    );
  } finally {
    answer.catch(() => {});
  }
}

/** Starts it. `mark`: by which the owner's guard finds the process. */
export async function openUplink(mark: string): Promise<Uplink> {
  let said = '';
  const child = spawn('passt', passtWords(PASST_DESCRIPTOR), {
    // The last one is its end of the line: nobody else has a way to it, and it ends when ours is closed.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, [MARK]: mark },
  });
  child.stderr?.on('data', (piece: Buffer) => {
    // On a machine without a system log it complains of each of its own lines.
    const text = piece.toString('utf8').replace(/^Failed to send .*syslog\n?/gm, '');
    if (said.length < MOST_TEXT) said += text;
  });
  const line = new Line(child.stdio[PASST_DESCRIPTOR] as Duplex);
  try {
    await answered(child, line, () => said);
    child.once('exit', (status, signal) => console.error(`uplink: passt ended: ${signal ?? status}`));
    const cable = await makeCable('uplink');
    cable.port.listen((frame) => line.send(frame));
    line.listen((frame) => cable.port.send(frame));
    return {
      descriptors: [cable.descriptor],
      kernelParameters: [`${UPLINK_CARD}:transport=fd,fd=${FIRST_DESCRIPTOR},depth=64,mtu=${MTU},mac=${MAC}`],
      release: () => cable.release(),
      close() {
        cable.port.close();
        line.stream.destroy();
        child.kill('SIGTERM');
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
