import { channelOf } from '@vwifi/nl80211';
import { type AirFrame, airFrame, type CapturedFrame } from '@vwifi/nl80211/capture';
import { limited } from '@vwifi/nl80211/deadline';
import { decryptionOf, networkOf, shellWords } from '../capture/keys.js';
import { openSink } from '../capture/sink.js';
import { openSource } from '../capture/source.js';
import { type CommonFlags, type Context, print, toJson, UsageError, withTarget } from '../context.js';
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
      const enough = new AbortController();
      using signal = limited([context.signal, enough.signal]);
      let frames = 0;
      const take = async (captured: CapturedFrame): Promise<void> => {
        const air = airFrame(captured.data);
        if (frames >= most || !fits(air)) return;
        frames++;
        await sink.frame(captured, air);
        if (frames >= most) enough.abort();
      };
      try {
        const listening = await target.listen(source.place, source.ifname, take);
        context.err.write(`capturing ${source.what} on ${source.ifname}; Ctrl-C ends it\n`);
        signal.addEventListener('abort', () => listening.stop(), { once: true });
        if (signal.aborted) listening.stop();
        void sink.over?.then(() => enough.abort());
        if (limit !== undefined)
          target.sleep(limit * 1000, signal).then(
            () => enough.abort(),
            () => {},
          );
        await listening.ended;
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
