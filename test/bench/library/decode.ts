import { codec, nl80211 } from '@vwifi/nl80211/netlink';

export { codec };

const HEADER = 4;

/** The attributes of an nl80211 message. */
export function decodeMessage(payload: Uint8Array): object {
  return codec.decodeTable(nl80211.message, payload.subarray(HEADER));
}
