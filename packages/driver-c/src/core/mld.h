/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Devices with several links (MLD; IEEE Std 802.11be-2024, 35.3). A link is an interface in the air,
 * with an address, a channel, a BSS and group keys of its own, and without a place in the stack,
 * which knows the MLD alone. bss/ makes and ends them.
 */
#ifndef VWIFI_CORE_MLD_H
#define VWIFI_CORE_MLD_H

#include <linux/ieee80211.h>

#include "vif.h"

#define VWIFI_MLD_HASH_BITS	4

/* Of an interface that is an MLD. */
struct vwifi_mld {
	struct rcu_head rcu;
	struct vwifi_vif __rcu *links[IEEE80211_MLD_MAX_NUM_LINKS];	/* wiphy mutex, RCU */
	struct hlist_head stations[1 << VWIFI_MLD_HASH_BITS];	/* of an access point: MLDs; wiphy mutex, RCU */

	/* Of an access point: group frames, which go over all links under one number. */
	spinlock_t group_lock;		/* one after the other */
	u32 group_sent;			/* the number of the last; READ_ONCE */

	/* Of a station; wiphy mutex. */
	atomic_t group_heard;		/* the number of the last group frame that was taken */
	struct vwifi_sta __rcu *peer;	/* the access point's MLD, while associated; RCU */
	u8 ap_addr[ETH_ALEN];
	u8 first;			/* the link that it joins over */
	struct cfg80211_bss *asked[IEEE80211_MLD_MAX_NUM_LINKS];	/* of an association in progress: given back */
};

/* Of a peer that is an MLD: its stations on our links. Wiphy mutex, RCU. */
struct vwifi_mld_peer {
	struct vwifi_sta __rcu *links[IEEE80211_MLD_MAX_NUM_LINKS];
	u8 first;			/* the link that it came over; READ_ONCE */
};

/* The interface that the stack and cfg80211 know. */
static inline struct vwifi_vif *vwifi_vif_whole(struct vwifi_vif *vif)
{
	return vif->link_of ?: vif;
}

/* Or with the wiphy mutex held. */
static inline struct vwifi_mld *vwifi_vif_mld(const struct vwifi_vif *vif)
{
	return rcu_dereference_check(vif->mld, lockdep_is_held(&vif->radio->wiphy->mtx));
}

static inline struct vwifi_vif *vwifi_mld_link(const struct vwifi_vif *vif, const struct vwifi_mld *mld,
					       unsigned int id)
{
	return rcu_dereference_check(mld->links[id], lockdep_is_held(&vif->radio->wiphy->mtx));
}

/* What a call of cfg80211 with a link means: that, or the interface itself. Or with the wiphy mutex held. */
static inline struct vwifi_vif *vwifi_vif_at_link(struct vwifi_vif *vif, int id)
{
	const struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_vif *link = NULL;

	if (mld && id >= 0 && id < IEEE80211_MLD_MAX_NUM_LINKS)
		link = vwifi_mld_link(vif, mld, id);
	return link ?: vif;
}

/* What an MLD has on a link, or NULL. Or with the wiphy mutex of @vif held. */
static inline struct vwifi_sta *vwifi_mld_peer_link(const struct vwifi_vif *vif, const struct vwifi_sta *peer,
						    unsigned int id)
{
	if (id >= IEEE80211_MLD_MAX_NUM_LINKS)
		return NULL;
	return rcu_dereference_check(peer->mld_peer->links[id],
				     lockdep_is_held(&vif->radio->wiphy->mtx));
}

/* Where an access point has an MLD of that address. */
static inline struct hlist_head *vwifi_mld_bucket(struct vwifi_mld *mld, const u8 *addr)
{
	return &mld->stations[vwifi_addr_hash(addr, VWIFI_MLD_HASH_BITS)];
}

/* Walks what an interface has of links. Or with the wiphy mutex held. */
#define vwifi_mld_for_each_link(vif, mld, id, link)				\
	for ((id) = 0; (id) < IEEE80211_MLD_MAX_NUM_LINKS; (id)++)		\
		if (!((link) = vwifi_mld_link(vif, mld, id))) {			\
		} else

/* Walks what an MLD has on the links of @vif. Or with the wiphy mutex held. */
#define vwifi_mld_for_each_peer_link(vif, peer, id, sta)			\
	for ((id) = 0; (id) < IEEE80211_MLD_MAX_NUM_LINKS; (id)++)		\
		if (!((sta) = vwifi_mld_peer_link(vif, peer, id))) {		\
		} else

#endif /* VWIFI_CORE_MLD_H */
