// SPDX-License-Identifier: MIT OR GPL-2.0
/* An 802.11 frame in a buffer. */
#include "frame.h"

/* Room for a frame of up to @len octets, and for all that it gets on its way. */
struct sk_buff *vwifi_frame_alloc(unsigned int len, gfp_t gfp)
{
	struct sk_buff *skb = alloc_skb(VWIFI_FRAME_HEADROOM + len + VWIFI_FRAME_TAILROOM, gfp);

	if (skb)
		skb_reserve(skb, VWIFI_FRAME_HEADROOM);
	return skb;
}

/*
 * Takes the HT Control field out of a header, where it has one that can be read
 * (802.11-2020, 9.3.3.1): what follows stands where it stands in every other
 * frame, and is judged by that.
 */
void vwifi_frame_take_control(struct sk_buff *skb)
{
	struct ieee80211_mgmt *mgmt = (void *)skb->data;

	if (!ieee80211_has_order(mgmt->frame_control))
		return;
	mgmt->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_ORDER);
	memmove(skb->data + IEEE80211_HT_CTL_LEN, skb->data, sizeof(struct ieee80211_hdr_3addr));
	skb_pull(skb, IEEE80211_HT_CTL_LEN);
}
