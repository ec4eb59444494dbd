/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* A radio, and the set of all that there are. device/ makes and removes them. */
#ifndef VWIFI_CORE_RADIO_H
#define VWIFI_CORE_RADIO_H

#include <linux/skbuff.h>
#include <linux/workqueue.h>
#include <net/cfg80211.h>

#include "../../include/uapi/vwifi.h"
#include "place.h"
#include "space.h"
#include "station.h"

struct vwifi_dcf_node;
struct vwifi_hwsim;
struct vwifi_radio_limits;

/*
 * What chance decides on a link: each has a sequence of its own, so that the
 * beacons meanwhile do not say which data is lost.
 */
enum vwifi_chance {
	VWIFI_CHANCE_DATA,
	VWIFI_CHANCE_GROUP_DATA,	/* sent once, never acknowledged */
	VWIFI_CHANCE_MGMT,
	VWIFI_CHANCE_GROUP_MGMT,
	VWIFI_CHANCE_JITTER,
	VWIFI_CHANCE_RANGING,		/* when a measured frame arrived */
	VWIFI_N_CHANCES
};

/*
 * Bits of the filter in front of the pairs: exact for radios whose numbers are
 * less than this apart.
 */
#define VWIFI_PAIRED_BITS	1024

/* A wiphy. */
struct vwifi_radio {
	struct wiphy *wiphy;
	struct device *device;		/* its parent, on a bus of ours; NULL: of another kernel */
	u32 id;				/* in vwifi_radios */
	struct vwifi_air *air;		/* what it sends through; the same as long as it lives */
	u8 addr[ETH_ALEN];
	struct mac_address addresses[2];	/* the same, and its second; of the personality of mac80211_hwsim */
	struct vwifi_hwsim *hwsim;	/* what that keeps of it, or NULL; vwifi_radios_lock */
	struct vwifi_radio_limits *limits;	/* what it was asked to leave out, or NULL */
	u32 owner;			/* port of the socket that it goes with, or 0 */
	possible_net_t owner_net;	/* its namespace: only compared */
	struct list_head owned;		/* vwifi_owned_radios */
	bool orphaned;			/* the socket is closed, or the namespace is going */
	struct list_head removal;	/* others that are removed with it; vwifi_radios_lock */
	struct net *removed_from;	/* held while its interfaces go */
	u32 band_mask;			/* BIT(NL80211_BAND_*) */
	enum vwifi_personality personality;
	bool driver_sme;		/* it connects by itself, as told by CMD_CONNECT */
	bool driver_handshake;		/* and agrees on keys, where it has the PMK */
	u8 streams;			/* spatial ones, 1 to VWIFI_NSS */
	u16 width;			/* of its widest channel, MHz */
	struct list_head vifs;		/* rtnl and wiphy mutex; RCU */
	bool leaving;			/* no interface is made any more; rtnl and wiphy mutex */
	u32 next_serial;		/* wiphy mutex */
	struct ieee80211_supported_band bands[NUM_NL80211_BANDS];
	struct ieee80211_sband_iftype_data *narrowed[NUM_NL80211_BANDS];	/* HE and EHT of a radio that has less, or NULL */
	struct cfg80211_pmsr_capabilities ranging_able;	/* what it measures with */
	struct list_head arrivals;	/* frames for its interfaces, in the order of the air; arrivals_lock */
	unsigned int n_arrivals;	/* how many; READ_ONCE */
	spinlock_t arrivals_lock;
	struct work_struct work;	/* takes arrivals, serves the interfaces' events */
	spinlock_t monitor_lock;	/* protects monitor_chandef */
	struct cfg80211_chan_def monitor_chandef;	/* what its monitors are tuned to */
	u16 monitor_freq;		/* the same in MHz, or 0; READ_ONCE */
	struct vwifi_scan scan;
	u64 cookie;			/* wiphy mutex */
	int tx_power_mbm;		/* READ_ONCE */
	int tx_gain;			/* hundredths of a dB, of what it sends alone (hwsim/); READ_ONCE */
	const struct vwifi_radio *towards;	/* of a stand-in (hwsim/): who alone hears it; NULL: everybody */
	bool shown;			/* likewise: who watches has seen what it sends */
	u64 regroup;			/* bits that differ from the group which all are in; READ_ONCE */
	int antenna_gain;		/* hundredths of a dBi; READ_ONCE */
	struct vwifi_track __rcu *track;	/* vwifi_radios_lock; NULL: nowhere */

	/* Pairs that this radio is an end of; vwifi_pairs_lock. The numbers gate the data path. */
	struct list_head pairs_in;
	struct list_head pairs_out;
	unsigned int n_denied;		/* pairs_in that are denied; READ_ONCE */
	unsigned int n_links;		/* pairs_in with a link of their own; READ_ONCE */
	DECLARE_BITMAP(paired, VWIFI_PAIRED_BITS);	/* senders in pairs_in, and perhaps others */
	atomic_t draws[VWIFI_N_CHANCES];	/* for links without a pair */
	struct vwifi_dcf_node *dcf_node;	/* in its air's channel server, or NULL; the server's lock */
};

#define VWIFI_GROUP_OF_ALL	1ULL

/* Whether two radios are in a group in common. */
static inline bool vwifi_radios_meet(const struct vwifi_radio *a, const struct vwifi_radio *b)
{
	return (READ_ONCE(a->regroup) ^ VWIFI_GROUP_OF_ALL) &
	       (READ_ONCE(b->regroup) ^ VWIFI_GROUP_OF_ALL);
}

/* Whether a radio may hear another one at all: none hears itself, and of a stand-in one does. */
static inline bool vwifi_radio_may_hear(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	return from->towards ? from->towards == to : from != to;
}

#define VWIFI_NO_RADIO	U32_MAX

/* radios.c: the set, and who works for all of them */
extern struct workqueue_struct *vwifi_wq;
extern struct mutex vwifi_radios_lock;	/* protects the set of radios */
extern const void *const vwifi_wiphy_privid;
int vwifi_wq_init(void);
void vwifi_wq_exit(void);
int vwifi_radio_reserve(u32 *id, bool anew);
void vwifi_radio_release(u32 id);
void vwifi_radio_enlist(struct vwifi_radio *radio, struct net *net);
void vwifi_radio_delist(struct vwifi_radio *radio);
bool vwifi_radios_orphan(const struct net *net, u32 portid);
bool vwifi_radios_orphan_net(const struct net *net);
struct vwifi_radio *vwifi_radio_by_id(u32 id);
struct vwifi_radio *vwifi_radio_next(unsigned long *id);
unsigned int vwifi_radio_count(void);

#endif /* VWIFI_CORE_RADIO_H */
