/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Octets of frames: Ethernet frames as 802.11 data frames and back, announcements in
 * management frames, and room for all that comes before and behind one. Nothing here
 * knows who sends or receives, takes a lock, or sleeps; any context, and anybody above
 * may call.
 */
#ifndef VWIFI_FRAME_FRAME_H
#define VWIFI_FRAME_FRAME_H

#include "core/core.h"
#include "eapol-key.h"
#include "ftm.h"

/* Before an 802.11 frame: a cipher's header, one of the wire, Ethernet's, and a virtio device's. */
#define VWIFI_FRAME_HEADROOM	64
#define VWIFI_FRAME_TAILROOM	32

#define VWIFI_FRAME_MIN	10	/* an acknowledgement: the shortest frame of all */
#define VWIFI_FRAME_MAX	2346	/* that is injected: with a header and a cipher (802.11-2020, 9.2.4.7) */

/* mpdu.c */
struct sk_buff *vwifi_frame_alloc(unsigned int len, gfp_t gfp);
void vwifi_frame_take_control(struct sk_buff *skb);
struct sk_buff *vwifi_frame_split(struct sk_buff *skb, netdev_features_t features);

/* kind.c */
/* What kind of frame one is (802.11-2020, table 9-1). */
struct vwifi_frame_kind {
	u8 type;			/* enum vwifi_frame_type */
	u8 subtype;
	u8 eapol;			/* enum vwifi_eapol; 0: no message of a handshake */
};

struct vwifi_frame_kind vwifi_kind_of_data(const struct sk_buff *skb, int qos);
struct vwifi_frame_kind vwifi_kind_of(__le16 frame_control);
bool vwifi_is_eapol_key(const struct sk_buff *skb);
bool vwifi_frame_invert(struct sk_buff *skb, unsigned int from, unsigned int octet);

/* announcement.c: of a channel switch */
/* Which octets of a frame announce, and what they say before any element (9.6.7.7). */
struct vwifi_announcing {
	const u8 *elements;
	size_t len;
	const struct ieee80211_ext_chansw_ie *fixed;
};

struct vwifi_announcement {
	bool quiet;			/* nobody transmits until then */
	u8 count;			/* beacon intervals */
	u8 op_class;			/* 0: not told */
	u8 channel;
	const u8 *elements;
	size_t len;
};

bool vwifi_announcing(const struct ieee80211_mgmt *mgmt, size_t len,
		      struct vwifi_announcing *announcing);
bool vwifi_announcement_read(const struct vwifi_announcing *announcing,
			     struct vwifi_announcement *announcement);

/* beacon.c */
bool vwifi_tim_has(const u8 *tim, size_t len, u16 aid);
u32 vwifi_beacon_digest(const u8 *frame, size_t len);

/* msdu.c */
/* How much longer the 802.11 frame is, at most. */
#define VWIFI_MSDU_HEADER	32
#define VWIFI_MSDU_GROWTH	(VWIFI_MSDU_HEADER + 8)

enum vwifi_ds {
	VWIFI_DS_NONE,		/* from member to member of a cell, from station to station by TDLS */
	VWIFI_DS_TO,		/* station to access point */
	VWIFI_DS_FROM,		/* access point to station */
	VWIFI_DS_BOTH,		/* either way, with four addresses */
};

/* By the way that a frame of three addresses goes. */
static inline enum vwifi_ds vwifi_ds_of(enum vwifi_way way)
{
	if (way == VWIFI_WAY_TO_AP)
		return VWIFI_DS_TO;
	return way == VWIFI_WAY_TO_STA ? VWIFI_DS_FROM : VWIFI_DS_NONE;
}

void vwifi_msdu_put(struct sk_buff *mpdu, const struct sk_buff *ethernet, enum vwifi_ds ds,
		    const u8 *ta, const u8 *bssid, u16 sequence, int qos);
void vwifi_msdu_make(struct sk_buff *skb, enum vwifi_ds ds, const u8 *ta, const u8 *bssid,
		     u16 sequence, int qos);
int vwifi_msdu_take(struct sk_buff *mpdu);

#define VWIFI_LLC_LEN	8	/* in front of an MSDU: SNAP, and the type */
void vwifi_msdu_put_payload(struct sk_buff *mpdu, const struct sk_buff *ethernet);
void vwifi_msdu_take_payload(struct sk_buff *msdu, const u8 *da, const u8 *sa);

/* mesh.c: the same between members of a mesh */
#define VWIFI_MESH_GROWTH	(VWIFI_MSDU_GROWTH + sizeof(struct ieee80211s_hdr))
void vwifi_mesh_put(struct sk_buff *mpdu, const struct sk_buff *ethernet, const u8 *ra, const u8 *ta,
		    const struct vwifi_mesh_control *control, u16 sequence, int qos);
int vwifi_mesh_take(struct sk_buff *mpdu, struct vwifi_mesh_control *control);

/* How much longer than its Ethernet frame a part of an A-MSDU is, at most. */
#define VWIFI_AMSDU_GROWTH	(8 + 3)

void vwifi_amsdu_begin(struct sk_buff *mpdu, enum vwifi_ds ds, const u8 *ra, const u8 *ta,
		       const u8 *bssid, u16 sequence, u8 qos);
void vwifi_amsdu_add(struct sk_buff *mpdu, const struct sk_buff *ethernet);
struct sk_buff *vwifi_amsdu_next(const struct sk_buff *mpdu, unsigned int *offset,
				 unsigned int headroom, unsigned int tailroom);

#endif /* VWIFI_FRAME_FRAME_H */
