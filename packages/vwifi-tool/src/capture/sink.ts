/** Where a capture goes: a file, standard output, Wireshark, or lines for a person or a program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import {
  type AirFrame,
  type CapturedFrame,
  frameText,
  interfaceBlock,
  packetBlock,
  sectionBlock,
} from '@vwifi/nl80211/capture';
import { type Context, print, ToolError, toJson } from '../context.js';

export interface Sink {
  /** Takes a frame; a promise holds the capture back. */
  frame(captured: CapturedFrame, air: AirFrame | undefined): Promise<void> | void;
  close(): Promise<void>;
  /** Given when nobody takes frames any more. */
  readonly over?: Promise<void>;
}

/** Octets to somewhere. */
interface Bytes {
  write(bytes: Buffer): Promise<void> | void;
  close(): Promise<void>;
  readonly over?: Promise<void>;
}

/** A pcapng file with one interface. */
async function pcapng(to: Bytes, ifname: string, what: string): Promise<Sink> {
  await to.write(
    Buffer.concat([sectionBlock('vwifi-tool capture'), interfaceBlock(ifname, 'radiotap', what)]),
  );
  return {
    frame: ({ time, data, length }) => to.write(packetBlock({ interface: 0, time, frame: data, length })),
    close: () => to.close(),
    ...(to.over ? { over: to.over } : {}),
  };
}

async function fileBytes(path: string): Promise<Bytes> {
  let file: FileHandle;
  try {
    file = await open(path, 'w', 0o600);
  } catch (error) {
    throw new ToolError(`capture -w ${path}: ${(error as Error).message}; name a file that you can write`);
  }
  return {
    async write(bytes) {
      await file.write(bytes);
    },
    close: () => file.close(),
  };
}

const streamBytes = ({ out }: Context): Bytes => ({
  write: (bytes) => void out.write(bytes),
  close: async () => {},
});

/** Wireshark reads from its standard input and shows what comes. */
async function wiresharkBytes(options: readonly string[]): Promise<Bytes> {
  const child = spawn('wireshark', ['-k', '-i', '-', ...options], { stdio: ['pipe', 'ignore', 'ignore'] });
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // It was closed: `over` says so.
  child.stdin.on('error', () => {});
  try {
    await once(child, 'spawn');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    throw new ToolError(
      'capture --wireshark: Wireshark is not installed; apt-get install wireshark, or take a file: -w air.pcapng',
    );
  }
  return {
    async write(bytes) {
      if (!child.stdin.write(bytes)) await Promise.race([once(child.stdin, 'drain'), over]);
    },
    async close() {
      // What was shown stays on the screen until its window is closed.
      child.stdin.end();
      await over;
    },
    over,
  };
}

/** Nanoseconds since 1970 as '2026-11-28T01:02:03.000123Z': microseconds. */
function timeText(time: bigint): string {
  const microseconds = time / 1000n;
  const date = new Date(Number(microseconds / 1000n)).toISOString();
  return `${date.slice(0, -1)}${String(microseconds % 1000n).padStart(3, '0')}Z`;
}

const lines = (context: Context, json: boolean): Sink => ({
  frame({ time, data }, air) {
    if (json) print(context, toJson({ time: timeText(time), ...(air ?? { bytes: data.length }) }));
    else print(context, `${timeText(time).slice(11, 26)}  ${air ? frameText(air) : `${data.length} octets`}`);
  },
  close: async () => {},
});

export interface SinkWish {
  readonly write?: string | undefined;
  readonly wireshark?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export async function openSink(
  context: Context,
  wish: SinkWish,
  source: { readonly ifname: string; readonly what: string },
  decryption: readonly string[],
): Promise<Sink> {
  const to = wish.wireshark
    ? await wiresharkBytes(decryption)
    : wish.write === '-'
      ? streamBytes(context)
      : wish.write !== undefined
        ? await fileBytes(wish.write)
        : undefined;
  return to ? pcapng(to, source.ifname, source.what) : lines(context, wish.json ?? false);
}
