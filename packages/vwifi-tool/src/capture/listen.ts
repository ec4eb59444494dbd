/** Frames of an interface, as they come: by a socket of this system, or by the tcpdump of another one. */
import { type CapturedFrame, LINK_TYPE, PcapReader } from '@vwifi/nl80211/capture';
import { ToolError } from '../context.js';
import type { Place, Spawned } from '../target.js';

/** Takes a frame; a promise holds the next one back. */
export type Taker = (captured: CapturedFrame) => Promise<void> | void;

export interface Listening {
  /** No more than what was heard until now. */
  stop(): void;
  /** Resolves when the last frame was taken; rejects with what went wrong. */
  readonly ended: Promise<void>;
}

/** The kernel's buffer. */
const BUFFER_BYTES = 32 << 20;
/** What is on its way when it is told to end is heard. */
const LAST_FRAMES_MS = 100;

/** By a packet socket. Resolves when every frame from then on is heard. */
export async function listenHere({ wifi }: Place, ifname: string, take: Taker): Promise<Listening> {
  const capture = await wifi.dev(ifname).capture({ bufferBytes: BUFFER_BYTES });
  const work = async (): Promise<void> => {
    for await (const heard of capture) {
      if (heard.name === 'overrun') continue;
      const { time, octets } = heard;
      const data = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
      await take({ time, data, length: octets.length, linkType: LINK_TYPE.radiotap });
    }
  };
  return { stop: () => void setTimeout(() => void capture.close(), LAST_FRAMES_MS), ended: work() };
}

/** Every slot of its ring is as long as the longest frame it is to take: of the default's 256 KiB there are eight. */
const SIZES = ['-s', '16384', '-B', '32768'];
const TCPDUMP = ['-U', '--immediate-mode', ...SIZES, '--time-stamp-precision=nano', '-w', '-'];

/** By the tcpdump of another machine. Resolves when it listens. */
export async function listenThere(
  spawn: (argv: readonly string[]) => Promise<Spawned>,
  ifname: string,
  take: Taker,
): Promise<Listening> {
  const program = await spawn(['tcpdump', '-i', ifname, ...TCPDUMP]).catch((error) => {
    if (error?.code !== 'ENOENT') throw error;
    throw new ToolError('capture: tcpdump is not installed there; apt-get install tcpdump');
  });
  const reader = new PcapReader(LINK_TYPE.radiotap);
  let said = '';
  let stopped = false;
  let failed: unknown;
  let begun = () => {};
  const begins = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const stop = (): void => {
    stopped = true;
    // Told to end, it leaves unread what it has been given until then.
    setTimeout(() => program.kill('SIGINT'), LAST_FRAMES_MS);
  };
  program.onOutput(async (stream, data) => {
    if (stream === 'stderr') {
      said += Buffer.from(data).toString();
      if (/listening on/.test(said)) begun();
      return;
    }
    try {
      for (const captured of reader.add(data)) await take(captured);
    } catch (error) {
      failed ??= error;
      stop();
    }
  });
  const ended = program.exited.then(({ status }) => {
    if (failed) throw failed;
    if (status !== 0 && !stopped)
      throw new ToolError(`capture: tcpdump ended with status ${status}: ${lastLine(said)}`);
  });
  await Promise.race([begins, ended]);
  return { stop, ended };
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
