import { channelOf } from '@vwifi/nl80211';
import { type AirFrame, airFrame, LINK_TYPE, PcapReader } from '@vwifi/nl80211/capture';
import { limited } from '@vwifi/nl80211/deadline';
import { decryptionOf, networkOf, shellWords } from '../capture/keys.js';
import { openSink } from '../capture/sink.js';
import { openSource } from '../capture/source.js';
import {
  type CommonFlags,
  type Context,
  print,
  ToolError,
  toJson,
  UsageError,
  withTarget,
} from '../context.js';
import { countOf, secondsOf } from '../values.js';

interface CaptureFlags extends CommonFlags {
  readonly write?: string;
  readonly wireshark?: boolean;
  readonly channel?: string;
  readonly count?: string;
  readonly seconds?: string;
  readonly key?: readonly string[];
}

/** A channel by its number, or by its frequency in MHz. */
function channelFilter(text: string | undefined): (frame: AirFrame | undefined) => boolean {
  if (text === undefined) return () => true;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 7125)
    throw new UsageError(`capture --channel ${text}: not a channel; write it as 6, 36 or 5180`);
  return (frame) => {
    const mhz = frame?.frequencyMhz;
    return mhz !== undefined && (number > 1000 ? mhz === number : channelOf(mhz) === number);
  };
}

const known = (text: string) => {
  const network = networkOf(text);
  if (!network) throw new UsageError(`capture --key ${text}: write it as SSID:PASSPHRASE`);
  return network;
};

/** Every slot of its ring is as long as the longest frame it is to take: of the default's 256 KiB there are eight. */
const SIZES = ['-s', '16384', '-B', '32768'];
const TCPDUMP = ['-U', '--immediate-mode', ...SIZES, '--time-stamp-precision=nano', '-w', '-'];

const LAST_FRAMES_MS = 100;

/** What is left to say of a file: how it is decrypted. */
function tell(context: Context, file: string, options: readonly string[], unknown: readonly string[]): void {
  const say = (text: string) => context.err.write(`${text}\n`);
  if (options.length) say(`decrypted by: tshark ${shellWords([...options, '-r', file])}`);
  if (unknown.length)
    say(`not by a passphrase: ${unknown.join(', ')}, whose keys are new in every association`);
}

export async function capture(
  context: Context,
  name: string | undefined,
  flags: CaptureFlags,
): Promise<void> {
  const fits = channelFilter(flags.channel);
  const most = flags.count === undefined ? Number.POSITIVE_INFINITY : countOf(flags.count);
  const limit = flags.seconds === undefined ? undefined : secondsOf(flags.seconds);
  const given = (flags.key ?? []).map(known);
  const file = flags.write === '-' || flags.wireshark ? undefined : flags.write;
  if (flags.wireshark && flags.write !== undefined)
    throw new UsageError('capture: --wireshark or -w, not both; Wireshark saves what it shows');
  if (flags.write === '-' && context.out.isTTY)
    throw new UsageError('capture -w -: standard output is a terminal; send it on: ... -w - | tshark -r -');
  await withTarget(context, flags, async (target) => {
    const { options, unknown } = decryptionOf([...target.networks, ...given]);
    const source = await openSource(target, name, context.signal);
    try {
      const sink = await openSink(context, flags, source, options);
      const reader = new PcapReader(LINK_TYPE.radiotap);
      const enough = new AbortController();
      using signal = limited([context.signal, enough.signal]);
      let frames = 0;
      let failed: unknown;
      let said = '';
      try {
        const program = await target
          .spawn(['tcpdump', '-i', source.ifname, ...TCPDUMP], source.place)
          .catch((error) => {
            if (error?.code !== 'ENOENT') throw error;
            throw new ToolError('capture: tcpdump is not installed; apt-get install tcpdump');
          });
        // Told to end, it leaves unread what it has been given until then.
        const stop = () => setTimeout(() => program.kill('SIGINT'), LAST_FRAMES_MS);
        signal.addEventListener('abort', stop, { once: true });
        if (signal.aborted) stop();
        void sink.over?.then(() => enough.abort());
        program.onOutput(async (stream, data) => {
          if (stream === 'stderr') {
            const begins = !/listening on/.test(said);
            said += Buffer.from(data).toString();
            if (!begins || !/listening on/.test(said)) return;
            context.err.write(`capturing ${source.what} on ${source.ifname}; Ctrl-C ends it\n`);
            if (limit !== undefined)
              target.sleep(limit * 1000, signal).then(
                () => enough.abort(),
                () => {},
              );
            return;
          }
          try {
            for (const captured of reader.add(data)) {
              const air = airFrame(captured.data);
              if (frames >= most || !fits(air)) continue;
              frames++;
              await sink.frame(captured, air);
              if (frames >= most) enough.abort();
            }
          } catch (error) {
            failed ??= error;
            enough.abort();
          }
        });
        const { status } = await program.exited;
        if (failed) throw failed;
        if (status !== 0 && !signal.aborted)
          throw new ToolError(`capture: tcpdump ended with status ${status}: ${lastLine(said)}`);
      } finally {
        await sink.close();
      }
      if (file !== undefined && flags.json)
        print(context, toJson({ file, frames, decryption: options, unknown }, 2));
      else if (file !== undefined) {
        context.err.write(`${frames} frames in ${file}\n`);
        tell(context, file, options, unknown);
      } else if (flags.write === '-') tell(context, '-', options, unknown);
    } finally {
      await source.close();
    }
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
