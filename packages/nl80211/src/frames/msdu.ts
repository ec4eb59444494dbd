/** What data frames carry: one packet, or several in an A-MSDU. */
import type { DataFrame } from './data.js';
import { FRAME_FLAGS } from './names.js';
import { addressAt, be16 } from './octets.js';

export interface Msdu {
  readonly destination: string;
  readonly source: string;
  /** 0x0800 for IPv4, 0x888e for EAPOL; absent where no SNAP header stands in front. */
  readonly ethertype?: number;
  readonly payload: Uint8Array;
}

const AMSDU = 0x80;
const SUBFRAME = 14;
const SNAP = 8;
/** LLC of RFC 1042 and of the bridge tunnel; the type follows. */
const SNAP_HEADERS = ['aaaa03000000', 'aaaa030000f8'];

function packet(destination: string, source: string, data: Uint8Array): Msdu {
  const addresses = { destination, source };
  const head = Buffer.from(data.subarray(0, 6)).toString('hex');
  if (data.length < SNAP || !SNAP_HEADERS.includes(head)) return { ...addresses, payload: data };
  return { ...addresses, ethertype: be16(data, 6), payload: data.slice(SNAP) };
}

/** The parts of an A-MSDU (9.3.2.2); what is cut off ends the list. */
function parts(body: Uint8Array): Msdu[] {
  const found: Msdu[] = [];
  for (let at = 0; at + SUBFRAME <= body.length; ) {
    const end = at + SUBFRAME + be16(body, at + 12);
    if (end > body.length) break;
    found.push(packet(addressAt(body, at), addressAt(body, at + 6), body.slice(at + SUBFRAME, end)));
    at = Math.ceil((end - at) / 4) * 4 + at;
  }
  return found;
}

/** What a frame in the clear carries; nothing for one that is sealed, a part of a whole, or carries no data. */
export function msdusOf(frame: DataFrame): Msdu[] {
  const { subtype, flags, sequenceControl, qosControl = 0, destination, source, body } = frame;
  if (!/^(qos-)?data/.test(subtype) || flags & FRAME_FLAGS.protected || body.length === 0) return [];
  if (flags & FRAME_FLAGS.moreFragments || sequenceControl & 0x0f) return [];
  return qosControl & AMSDU ? parts(body) : [packet(destination, source, body)];
}
