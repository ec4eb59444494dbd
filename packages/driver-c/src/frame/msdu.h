/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Ethernet frames as 802.11 data frames, and back. */
#ifndef VWIFI_MSDU_H
#define VWIFI_MSDU_H

#include <linux/types.h>

struct sk_buff;

/* How much longer the 802.11 frame is, at most. */
#define VWIFI_MSDU_HEADER	32
#define VWIFI_MSDU_GROWTH	(VWIFI_MSDU_HEADER + 8)

enum vwifi_ds {
	VWIFI_DS_NONE,		/* from member to member of a cell */
	VWIFI_DS_TO,		/* station to access point */
	VWIFI_DS_FROM,		/* access point to station */
	VWIFI_DS_BOTH,		/* either way, with four addresses */
};

void vwifi_msdu_put(struct sk_buff *mpdu, const struct sk_buff *ethernet, enum vwifi_ds ds,
		    const u8 *ta, const u8 *bssid, u16 sequence, int qos);
void vwifi_msdu_make(struct sk_buff *skb, enum vwifi_ds ds, const u8 *ta, const u8 *bssid,
		     u16 sequence, int qos);
int vwifi_msdu_take(struct sk_buff *mpdu);

/* How much longer than its Ethernet frame a part of an A-MSDU is, at most. */
#define VWIFI_AMSDU_GROWTH	(8 + 3)

void vwifi_amsdu_begin(struct sk_buff *mpdu, enum vwifi_ds ds, const u8 *ra, const u8 *ta,
		       const u8 *bssid, u16 sequence, u8 qos);
void vwifi_amsdu_add(struct sk_buff *mpdu, const struct sk_buff *ethernet);
struct sk_buff *vwifi_amsdu_next(const struct sk_buff *mpdu, unsigned int *offset,
				 unsigned int headroom, unsigned int tailroom);

#endif /* VWIFI_MSDU_H */
