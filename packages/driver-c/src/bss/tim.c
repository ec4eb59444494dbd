// SPDX-License-Identifier: MIT OR GPL-2.0
/* The TIM of a beacon: for which stations that sleep something is kept (IEEE Std 802.11-2020, 9.4.2.5). */
#include "bss.h"

#define VWIFI_TIM_OCTETS	251	/* of the whole bitmap: AIDs up to 2007 */

/* Whether the next beacon has more to say than when the DTIM comes. */
bool vwifi_tim_is_full(const struct vwifi_bss *bss)
{
	return atomic_read(&bss->kept) || (!bss->dtim_count && READ_ONCE(bss->group_kept.n));
}

/**
 * vwifi_tim_write - completes the TIM of a beacon
 * @bss: whose
 * @skb: the beacon, with VWIFI_TIM_ROOM octets of room behind it
 * @offset: where its TIM of VWIFI_TIM_LEN octets begins, with an empty bitmap
 *
 * Under RCU.
 */
void vwifi_tim_write(const struct vwifi_bss *bss, struct sk_buff *skb, size_t offset)
{
	unsigned int first = 0, last = 0, extra, rest = skb->len - offset - VWIFI_TIM_LEN;
	u8 bitmap[VWIFI_TIM_OCTETS] = {};
	const struct vwifi_sta *sta;
	u8 *tim;

	list_for_each_entry_rcu(sta, &bss->station_list, list)
		if (READ_ONCE(sta->kept.n) && sta->aid / 8 < VWIFI_TIM_OCTETS)
			bitmap[sta->aid / 8] |= BIT(sta->aid % 8);
	/* Octets without a bit are left out in front, by twos, and behind. */
	while (first < VWIFI_TIM_OCTETS - 1 && !bitmap[first])
		first++;
	first = bitmap[first] ? first & ~1U : 0;
	for (last = VWIFI_TIM_OCTETS - 1; last > first && !bitmap[last]; last--)
		;
	extra = last - first;
	skb_put(skb, extra);
	tim = skb->data + offset;
	memmove(tim + VWIFI_TIM_LEN + extra, tim + VWIFI_TIM_LEN, rest);
	tim[1] = VWIFI_TIM_LEN - 2 + extra;
	tim[4] = first | (!bss->dtim_count && READ_ONCE(bss->group_kept.n));
	memcpy(tim + 5, bitmap + first, extra + 1);
}
