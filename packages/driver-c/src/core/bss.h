/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* A BSS that an interface of ours keeps, and what it sends as its beacon. bss/ makes and ends them. */
#ifndef VWIFI_CORE_BSS_H
#define VWIFI_CORE_BSS_H

#include <linux/hrtimer.h>

#include "sta.h"

struct vwifi_countdown;
struct vwifi_discovery;
struct vwifi_mesh;
struct vwifi_responder;

/* What its interface keeps it as. */
enum vwifi_bss_kind {
	VWIFI_BSS_AP,
	VWIFI_BSS_CELL,		/* an ad hoc cell, as one of its members sees it */
	VWIFI_BSS_MESH,		/* a mesh, likewise */
	VWIFI_BSS_OCB,		/* none at all: outside the context of a BSS (dot11OCBActivated) */
};

/* What an access point sends between its beacons. */
enum vwifi_discovery_kind {
	VWIFI_DISCOVERY_FILS,
	VWIFI_DISCOVERY_PROBE,
	VWIFI_N_DISCOVERIES,
};

/* What an access point sends as its beacon, with a TIM in it. */
struct vwifi_beacon {
	struct rcu_head rcu;
	size_t len;
	size_t tim;			/* offset of the TIM element */
	u32 digest;			/* of what it says; never 0 */
	u8 frame[];
};

/*
 * A BSS that its interface keeps: an access point's, from start_ap to stop_ap, or an ad
 * hoc cell or a mesh as one of its members sees it, from joining to leaving.
 */
struct vwifi_bss {
	struct vwifi_vif *vif;
	enum vwifi_bss_kind kind;
	struct vwifi_mesh *mesh;	/* of a mesh: as long as the BSS is there */
	bool user_mpm;			/* of a mesh: user space makes peerings */
	bool control_port;		/* of a cell: peers have to be authorised */
	bool fixed_bssid;		/* of a cell: it joins no other one */
	const void *told_of;		/* of a cell: which one user space knew when this one began */
	u64 tsf_start;			/* when its TSF was 0, in ours: a cell's counts from its beginning */
	u8 bssid[ETH_ALEN];
	struct vwifi_countdown *countdown;	/* to another channel or colour; wiphy mutex, beacon timer */
	u8 settling;			/* beacons after a switch; beacon timer only */
	unsigned int ticks;		/* beacons sent; beacon timer only */
	struct rcu_head rcu;
	struct hlist_head stations[1 << VWIFI_STA_HASH_BITS];
	struct list_head station_list;	/* those that have associated, in that order */
	struct vwifi_beacon __rcu *beacon;
	struct hrtimer beacon_timer;
	ktime_t beacon_interval;
	u16 beacon_tu;			/* the same, as beacons say it */
	u8 dtim_period;
	u8 dtim_count;			/* beacon timer only */
	u16 freq;			/* MHz */
	u8 slow;			/* how often the clock of its channel is halved: vwifi_width_slow() */
	bool isolate;
	bool to_unicast;		/* group frames go to each station by itself; READ_ONCE */
	u8 bss_flags;			/* enum bss_param_flags; wiphy mutex */
	struct vwifi_discovery *discovery[VWIFI_N_DISCOVERIES];	/* or NULL; wiphy mutex */
	struct vwifi_responder *responder;	/* to those who ask how far it is, or NULL; wiphy mutex */
	atomic_t keeping;		/* stations that sleep, and one for group frames that wait */
	atomic_t kept;			/* frames for these stations */
	struct vwifi_kept_queue group_kept;	/* until the next DTIM beacon */
	atomic_t sent;			/* beacons */
	atomic_t news;			/* how many of the next ones stations listen to */
	u8 ssid_len;
	u8 ssid[IEEE80211_MAX_SSID_LEN];
	spinlock_t group_lock;		/* one group frame after the other, so that packet numbers rise */
	spinlock_t chandef_lock;	/* protects chandef where the wiphy mutex is not held */
	struct cfg80211_chan_def chandef;
	struct rate_info beacon_rate;	/* all 0: the lowest one; set before it is on the air */
};

/* Whether who is there sends straight to the others, without a DS: in a cell, and outside of every BSS. */
static inline bool vwifi_bss_is_direct(const struct vwifi_bss *bss)
{
	return bss->kind == VWIFI_BSS_CELL || bss->kind == VWIFI_BSS_OCB;
}

#endif /* VWIFI_CORE_BSS_H */
