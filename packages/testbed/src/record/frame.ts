/** A frame of a tap as a record. */
import { airFrame } from '@vwifi/nl80211/capture';
import { airWords } from './radiotap.js';
import { FRAME_OCTETS, type FrameRecord } from './record.js';

/** The record of what a tap handed over at a moment; undefined for what is no frame. */
export function frameRecord(
  data: Uint8Array,
  heardUs: number,
  nodeOf: (address: string) => string | undefined,
): Omit<FrameRecord, 'id'> | undefined {
  const packet = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const words = airWords(packet);
  const seen = airFrame(packet);
  if (!words || !seen) return undefined;
  const { kind: frame, ta, ra, bytes } = seen;
  const node = ta === undefined ? undefined : nodeOf(ta);
  const group = ra === undefined || (Number.parseInt(ra.slice(0, 2), 16) & 1) !== 0;
  return {
    kind: 'frame',
    // What waits for its receiver is told late, and its header says when it was.
    us: words.us ?? heardUs,
    ...(node === undefined ? {} : { node }),
    frame,
    ...(ta === undefined ? {} : { from: ta }),
    ...(ra === undefined ? {} : { to: ra }),
    ...(words.frequencyMhz === undefined ? {} : { frequencyMhz: words.frequencyMhz }),
    ...(words.retries ? { retries: words.retries } : {}),
    ...(group ? {} : { acknowledged: !words.failed }),
    sealed: seen.protected,
    bytes,
    octets: packet.subarray(words.length, words.length + FRAME_OCTETS).toString('hex'),
  };
}
