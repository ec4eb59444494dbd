import type { EndAttributes } from '../../spec/vwifi-messages.js';

/**
 * A radio: by its number, by the name or the address of one of its interfaces ('vw1', '00:76:77:30:00:01'; found in
 * every network namespace), or by an ifindex of the caller's namespace.
 */
export type End = number | string | { readonly ifindex: number };

/** A direction: what the receiver does with frames of the sender. */
export interface PairRef {
  readonly receiver: End;
  readonly sender: End;
}

const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

export const isAddress = (text: string): boolean => ADDRESS.test(text);

export function endAttributes(each: End): EndAttributes {
  if (typeof each === 'number') return { radio: each };
  if (typeof each === 'object') return { ifindex: each.ifindex };
  return isAddress(each) ? { address: each } : { ifname: each };
}

export const pairAttributes = ({ receiver, sender }: PairRef) => ({
  receiver: endAttributes(receiver),
  sender: endAttributes(sender),
});

/** For errors: 'radio 3', 'vw1', 'ifindex 7'. */
export function endText(each: End): string {
  if (typeof each === 'number') return `radio ${each}`;
  return typeof each === 'object' ? `ifindex ${each.ifindex}` : each;
}
