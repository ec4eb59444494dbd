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

/**
 * vwifi_frame_split - takes a packet that stands for many frames (GSO) apart
 * @skb: the packet; consumed, unless it cannot be taken apart
 * @features: what its frames may be, of their device's: 0 for whole ones in one piece
 *
 * Return: the frames, a list for skb_list_walk_safe(); NULL: the packet contradicts
 * itself, or there is no memory.
 */
struct sk_buff *vwifi_frame_split(struct sk_buff *skb, netdev_features_t features)
{
	struct sk_buff *frames = skb_gso_segment(skb, features);

	if (IS_ERR_OR_NULL(frames))
		return NULL;
	consume_skb(skb);
	return frames;
}
