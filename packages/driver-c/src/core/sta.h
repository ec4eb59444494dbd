/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* A peer: what is kept of one who is on the other side. bss/ makes and removes them, air/ finds them. */
#ifndef VWIFI_CORE_STA_H
#define VWIFI_CORE_STA_H

#include <linux/if_ether.h>
#include <linux/rculist.h>
#include <linux/u64_stats_sync.h>
#include <net/cfg80211.h>

#include "key.h"
#include "mesh.h"

struct vwifi_bss;
struct vwifi_defrag;
struct vwifi_mld_peer;
struct vwifi_vif;

#define VWIFI_STA_HASH_BITS	8

#define VWIFI_NSS	4	/* spatial streams */
#define VWIFI_EHT_WIDTHS	3
#define VWIFI_EHT_STEPS		4

/* What a peer receives. Wiphy mutex. */
struct vwifi_phy {
	u8 modes;			/* VWIFI_PHY_* */
	u16 max_rate;			/* the highest legacy rate, in 100 kbit/s */
	u16 ht_cap;
	u8 ht_mcs[VWIFI_NSS];		/* a bit for each of eight a stream */
	u32 vht_cap;
	u16 vht_map;			/* two bits a stream (802.11-2020, 9.4.2.157.3) */
	u8 he_widths;			/* IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_* */
	u16 he_map;			/* two bits a stream, up to 80 MHz (802.11ax, 9.4.2.248.4) */
	u16 he_map_160;
	bool eht_320;			/* 320 MHz, at 6 GHz */
	/* Streams: up to 80, 160 and 320 MHz, of EHT-MCS 0 to 7, 9, 11 and 13 (802.11be, 9.4.2.313.4). */
	u8 eht_nss[VWIFI_EHT_WIDTHS][VWIFI_EHT_STEPS];
	/* What it leaves of that for the time being (802.11-2020, 11.40 and 11.2.6). */
	enum nl80211_chan_width op_width;
	u8 op_nss;			/* streams */
	u8 smps;			/* WLAN_HT_CAP_SM_PS_* */
};

/* What has gone between two through a channel server. Written by one at a time, read as it is. */
struct vwifi_sta_air {
	u64 airtime;			/* ns, exchanges that failed among them */
	struct rate_info rate;		/* of the last one */
	int sinr;			/* hundredths of a dB */
	bool known;			/* there was one */
};

/* Frames to it that were not acknowledged, in a row. */
struct vwifi_lost {
	spinlock_t lock;		/* for all of it */
	unsigned int row;
	u64 sent;			/* frames that had arrived when the row began */
	unsigned long since;		/* jiffies: when it did */
};

struct vwifi_sta_stats {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	struct u64_stats_sync syncp;
};

/* What an access point keeps for those who sleep; data/keep.c. */
struct vwifi_kept_queue {
	spinlock_t lock;
	struct list_head frames;
	unsigned int n;			/* how many; READ_ONCE */
	struct vwifi_bss *ap;		/* of a station that sleeps or has slept: whose counters count it */
	bool flows;			/* the station has woken up, and gets them */
	bool gone;			/* the station has */
};

/*
 * A peer: a station of an access point, the access point of a station, a station that another one has
 * a direct link with, or a member of a cell or mesh.
 * Written under the wiphy mutex, read under RCU.
 */
struct vwifi_sta {
	/* What every frame asks for, together. */
	struct hlist_node hash;		/* vwifi_bss.stations, or vwifi_vif.tdls */
	u8 addr[ETH_ALEN];
	u8 tx_key;			/* index in keys */
	bool keyed;			/* had a pairwise key: no data in the clear any more; READ_ONCE */
	bool asleep;			/* a station: data waits; kept.lock, READ_ONCE */
	unsigned long flags;		/* BIT(NL80211_STA_FLAG_*); READ_ONCE in the data path */
	struct vwifi_key __rcu *keys[VWIFI_N_PAIRWISE_KEYS];
	struct vwifi_sta_stats __percpu *stats;
	s8 told_signal;			/* dBm that a program said it is read with; 0: none has; READ_ONCE */
	unsigned long last_active;	/* jiffies */
	struct vwifi_vif __rcu *vlan;	/* the part of the access point that it is in, or NULL */

	struct vwifi_key __rcu *group_keys[VWIFI_FIRST_BIGTK];	/* of a cell or mesh: what the peer sends with */
	struct list_head list;		/* vwifi_bss.station_list, from the first association on */
	u16 aid;
	u16 capability;
	u16 listen_interval;
	struct vwifi_kept_queue kept;	/* while it sleeps */
	struct vwifi_phy phy;		/* what it receives; wiphy mutex */
	struct vwifi_airtime {		/* up to so many octets and frames; wiphy mutex */
		u64 us;
		u64 octets;
		u32 frames;
	} tx_airtime, rx_airtime;
	struct vwifi_sta_air tx_air;
	struct vwifi_sta_air rx_air;
	spinlock_t turn;		/* while somebody watches: one frame to it after the other */
	struct vwifi_defrag *defrag;	/* what came of it in part, or NULL: set once; READ_ONCE */
	struct vwifi_lost lost;
	atomic_t tx_failed;
	atomic_t tx_retries;
	atomic_t rx_dropped;
	u64 assoc_at;			/* ns, boot time */
	struct vwifi_plink plink;	/* in a mesh */
	unsigned long said;		/* bits of enum vwifi_sta_said */
	/* Of an MLD what it has on each link; of one of these the MLD, whose keys and flags it has, too. */
	struct vwifi_mld_peer *mld_peer;
	struct vwifi_sta *mld;
	unsigned long lost_at;		/* on a link: jiffies of the last loss, or 0; READ_ONCE */
	struct rcu_head rcu;
};

/* What user space has been told of a peer, once. */
enum vwifi_sta_said {
	VWIFI_STA_SAID_4ADDR,
};

static inline bool vwifi_sta_authorised(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->flags) & BIT(NL80211_STA_FLAG_AUTHORIZED);
}

static inline bool vwifi_sta_associated(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->flags) & BIT(NL80211_STA_FLAG_ASSOCIATED);
}

static inline void vwifi_sta_air_add(struct vwifi_sta_air *air, u64 airtime,
				     const struct rate_info *rate, int sinr)
{
	WRITE_ONCE(air->airtime, air->airtime + airtime);
	air->rate = *rate;
	WRITE_ONCE(air->sinr, sinr);
	WRITE_ONCE(air->known, true);
}

static inline void vwifi_sta_account_rx(struct vwifi_sta *sta, unsigned int packets,
					unsigned int bytes)
{
	struct vwifi_sta_stats *stats = this_cpu_ptr(sta->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->rx_packets, packets);
	u64_stats_add(&stats->rx_bytes, bytes);
	u64_stats_update_end(&stats->syncp);
	WRITE_ONCE(sta->last_active, jiffies);
}

static inline void vwifi_sta_account_tx(struct vwifi_sta *sta, unsigned int packets,
					unsigned int bytes)
{
	struct vwifi_sta_stats *stats = this_cpu_ptr(sta->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->tx_packets, packets);
	u64_stats_add(&stats->tx_bytes, bytes);
	u64_stats_update_end(&stats->syncp);
}

#endif /* VWIFI_CORE_STA_H */
