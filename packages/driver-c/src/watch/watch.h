/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Who watches the air, and what they are shown: 802.11 frames with a radiotap header,
 * sealed as they are on the air. Nothing is built or encrypted while nobody watches:
 * vwifi_watched() is a static key, and callers ask it first.
 *
 * The list of watchers changes under rtnl; readers use RCU. Whoever sends a frame shows
 * it, under RCU, in any context, and in the sender's turn where packet numbers are drawn
 * here; the devices of tap/ begin and end watching.
 */
#ifndef VWIFI_WATCH_WATCH_H
#define VWIFI_WATCH_WATCH_H

#include <linux/jump_label.h>

#include "core/core.h"

/* One who watches, from the opening of its device to the closing. */
struct vwifi_watcher {
	struct list_head list;		/* vwifi_watchers; rtnl, RCU */
	struct net_device *dev;
	const struct vwifi_vif *vif;	/* a monitor's; NULL: a tap's */
	bool sparse;			/* it is not shown what is routine */
	struct sk_buff_head queue;	/* frames that its stack has not seen */
	struct napi_struct napi;
};

#define VWIFI_WATCHER_QUEUE_LEN	4096

/* A frame on the air, or several of them with everything here in common. */
struct vwifi_emission {
	const struct vwifi_radio *from;	/* its transmitter's */
	const struct vwifi_radio *acker;	/* who acknowledges it; NULL: nobody */
	bool unicast;
	bool no_ack;			/* and nobody shall */
	bool routine;			/* data but EAPOL, a beacon, a null frame, an acknowledgement */
	u16 freq;			/* MHz */
	u16 center;			/* of its BSS's channel, where that is wide and known; else 0 */
	unsigned int retries;		/* how often it was repeated */
	struct rate_info rate;
};

/* Before an emission: a radiotap header, and what a cipher adds. */
#define VWIFI_RADIOTAP_MAX	104
#define VWIFI_EMISSION_HEAD	(VWIFI_RADIOTAP_MAX + 8)
#define VWIFI_EMISSION_TAIL	32

DECLARE_STATIC_KEY_FALSE(vwifi_watched_key);

/* Whether anybody watches anything. */
static inline bool vwifi_watched(void)
{
	return static_branch_unlikely(&vwifi_watched_key);
}

/* watch.c */
struct vwifi_watcher *vwifi_watcher_start(struct net_device *dev, const struct vwifi_vif *vif,
					  bool sparse);
void vwifi_watcher_stop(struct vwifi_watcher *watcher);
bool vwifi_watching(const struct vwifi_radio *from, u16 freq, bool routine);
bool vwifi_watching_wire(void);
struct sk_buff *vwifi_emission_alloc(unsigned int len);
void vwifi_emit(const struct vwifi_emission *emission, struct sk_buff *mpdu);

/* radiotap.c */
void vwifi_radiotap_push(struct sk_buff *mpdu, const struct vwifi_watcher *watcher,
			 const struct vwifi_emission *emission);
int vwifi_radiotap_read(const struct sk_buff *skb, unsigned int *trailer);

/* emit.c */
void vwifi_emit_unicast(struct vwifi_transmission *tx, struct sk_buff *skb, unsigned int retries,
			bool acked);
void vwifi_emit_group(struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_emit_mgmt(struct vwifi_transmission *tx, const struct sk_buff *skb,
		     const struct vwifi_radio *acker);
struct sk_buff *vwifi_null_alloc(struct vwifi_vif *from, const u8 *ra);
void vwifi_emit_null(struct vwifi_vif *from, const u8 *ra, u16 freq, unsigned int retries,
		     const struct vwifi_radio *acker);
void vwifi_emit_copy(const struct vwifi_transmission *tx, const struct vwifi_radio *acker,
		     unsigned int retries, const void *frame, size_t len);

#endif /* VWIFI_WATCH_WATCH_H */
