/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Who hears whom, of one air (core/space.h): which interface has an address and what it listens to (air.c, find.c),
 * what happens to a frame between two radios (pair.c, link.c, path.c, fault.c, jam.c), at what rate and
 * priority it goes (rate.c, qos.c), and what waits for a radio's work (queue.c).
 *
 * vwifi_air_lock protects the tables against writers, vwifi_pairs_lock pairs and the
 * medium, the lock of its flights what is on a pair's way; readers use RCU. Finders and walkers
 * are called under RCU, in any context; who tunes an interface holds its wiphy mutex.
 * Nothing here looks into a frame, or knows of other kernels.
 */
#ifndef VWIFI_AIR_AIR_H
#define VWIFI_AIR_AIR_H

#include "core/core.h"
#include "fault.h"
#include "jam.h"
#include "pair.h"
#include "propagation.h"
#include "signal.h"

/* air.c */
void vwifi_air_add(struct vwifi_vif *vif);
void vwifi_air_del(struct vwifi_vif *vif);
int vwifi_air_tune_home(struct vwifi_vif *vif, u16 freq);
int vwifi_air_tune_scan(struct vwifi_vif *vif, u16 freq);
int vwifi_air_tune_offchannel(struct vwifi_vif *vif, u16 freq);
bool vwifi_air_has_audience(const struct vwifi_vif *vif, u16 freq);
u32 vwifi_air_beacon_interval_us(const struct vwifi_air *air, u16 freq);
void vwifi_air_each(void (*visit)(struct vwifi_vif *vif, void *context), void *context);
void vwifi_air_each_peer(const struct vwifi_air *air, const u8 *bssid, u16 freq,
			 void (*visit)(struct vwifi_vif *vif, void *context), void *context);
void vwifi_air_each_bss(const struct vwifi_air *air, u16 freq, enum vwifi_bss_kind kind,
			void (*visit)(struct vwifi_vif *vif, void *context), void *context);
void vwifi_air_each_member(struct vwifi_bss *cell,
			   void (*visit)(struct vwifi_vif *member, void *context), void *context);

/* Of a channel, by how they listen to it. */
enum vwifi_air_ears {
	VWIFI_AIR_RESIDENTS,	/* it is their own */
	VWIFI_AIR_VISITORS,	/* they scan, or remain on it for a while */
	VWIFI_AIR_NEIGHBOURS,	/* access points, who hear the others' beacons */
	VWIFI_AIR_N_EARS,
};

/* One ear of an interface. Written under vwifi_air_lock, read under RCU. */
struct vwifi_listener {
	struct hlist_node node;
	struct vwifi_vif *vif;
	u16 freq;
	u8 rank;	/* of several ears on one channel the lowest hears */
	u8 addr[ETH_ALEN];	/* that a visitor goes by */
	struct rcu_head rcu;
};

/* A neighbour's beacon goes to whom no other ear brings it. */
enum { VWIFI_EAR_HOME, VWIFI_EAR_SCAN, VWIFI_EAR_OFFCHANNEL, VWIFI_EAR_NEIGHBOUR };

struct hlist_head *vwifi_air_ears(enum vwifi_air_ears ears, u16 freq);

/* Walks the ears of one kind on a channel of an air. Under RCU. */
#define vwifi_air_for_each_ear(ear, ears, through, wanted)				\
	hlist_for_each_entry_rcu(ear, vwifi_air_ears(ears, wanted), node)		\
		if ((ear)->freq != (wanted) || (ear)->vif->radio->air != (through)) {	\
		} else

bool vwifi_air_is_on(const struct vwifi_vif *vif, u16 freq);
struct vwifi_vif *vwifi_radio_tuned(const struct vwifi_radio *radio);
bool vwifi_monitor_hears(const struct vwifi_vif *monitor, u16 freq);
u16 vwifi_monitor_freq(const struct vwifi_vif *monitor);
u8 vwifi_air_slow(const struct vwifi_vif *vif);
u16 vwifi_air_idles_at(const struct vwifi_vif *vif);

/* find.c */
struct vwifi_vif *vwifi_air_find(const struct vwifi_air *air, const u8 *addr);
struct vwifi_vif *vwifi_air_find_ap(const struct vwifi_air *air, const u8 *addr, u16 freq);
struct vwifi_vif *vwifi_air_find_sta(const struct vwifi_air *air, const u8 *addr,
				     const u8 *bssid, u16 freq);
struct vwifi_vif *vwifi_air_find_member(const struct vwifi_air *air, const u8 *addr,
					const u8 *bssid, u16 freq, u8 slow);
struct vwifi_vif *vwifi_air_find_tdls(const struct vwifi_air *air, const u8 *addr,
				      const u8 *bssid, u16 freq);
struct vwifi_vif *vwifi_air_find_mesh(const struct vwifi_air *air, const u8 *addr, u16 freq);
bool vwifi_air_has(const struct vwifi_air *air, const u8 *addr);
void vwifi_air_each_at(const struct vwifi_air *air, const u8 *addr,
		       void (*visit)(struct vwifi_vif *vif, void *context), void *context);
u32 vwifi_air_origin(const struct vwifi_air *air, const u8 *addr, u32 otherwise);
struct vwifi_vif *vwifi_air_addressee(const struct vwifi_radio *from, u16 freq, const u8 *ra);
struct vwifi_vif *vwifi_air_active_monitor(const struct vwifi_radio *from, u16 freq, const u8 *ra);
struct vwifi_vif *vwifi_air_hearer(const struct vwifi_radio *from, u16 freq, const u8 *ra);
struct vwifi_vif *vwifi_air_acknowledger(struct vwifi_radio *from, u16 freq, const u8 *ra);
struct vwifi_vif *vwifi_vlan_master(const struct vwifi_vif *vlan);
struct vwifi_sta *vwifi_sta_find(struct vwifi_bss *ap, const u8 *addr);
struct vwifi_sta *vwifi_mld_sta_find(const struct vwifi_vif *vif, struct vwifi_mld *mld, const u8 *addr);
struct vwifi_sta *vwifi_tdls_find(struct vwifi_vif *vif, const u8 *addr);
struct vwifi_sta *vwifi_peer_find(struct vwifi_vif *vif, const u8 *addr);

/* ranging.c */
u64 vwifi_ranging_flight_ps(const struct vwifi_radio *one, const struct vwifi_radio *other, u64 at_ns);
s64 vwifi_ranging_error_ps(struct vwifi_radio *from, const struct vwifi_radio *to, unsigned int mhz);

/* queue.c */
/* A frame that waits for its radio's work. */
struct vwifi_arrival {
	struct list_head list;		/* vwifi_radio.arrivals */
	struct sk_buff *skb;
	struct vwifi_vif *vif;		/* valid only if radio->vifs still has it, with this serial */
	u32 serial;
	u16 freq;			/* MHz */
	s8 signal;			/* dBm */
	bool data;			/* an Ethernet frame that overtook an association */
	bool keys;			/* one that is the radio's own: of a handshake of keys */
	enum vwifi_mgmt_protection protection;
	u64 tsf;			/* of a cell's beacon: ours, when it came */
	u8 ta[ETH_ALEN];		/* its transmitter, for data */
};

void vwifi_arrive(struct vwifi_vif *vif, struct sk_buff *skb, const struct vwifi_arrival *how);
void vwifi_arrive_copy(struct vwifi_vif *vif, const u8 *frame, size_t len,
		       const struct vwifi_arrival *how);
void vwifi_arrive_later(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta);
void vwifi_arrive_keys(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear);
struct vwifi_arrival *vwifi_arrival_next(struct vwifi_radio *radio);
void vwifi_arrival_free(struct vwifi_arrival *arrival);

/* rate.c, rate-families.c */
struct vwifi_bitrate_mask {
	struct rcu_head rcu;
	struct cfg80211_bitrate_mask mask;
};

u32 vwifi_rate_symbol_bits(const struct rate_info *rate);
enum nl80211_chan_width vwifi_phy_widest(const struct vwifi_phy *phy, enum nl80211_band band);
unsigned int vwifi_phy_streams(const struct vwifi_phy *phy);
void vwifi_rate_at(struct vwifi_vif *from, const struct vwifi_sta *sta, int signal, u16 freq,
		   bool masked, struct rate_info *rate);
void vwifi_rate_to(struct vwifi_vif *from, const struct vwifi_sta *sta,
		   const struct vwifi_radio *to, u16 freq, struct rate_info *rate);
unsigned int vwifi_rates_of(struct vwifi_vif *from, const struct vwifi_sta *sta, u16 freq,
			    struct rate_info *rates, unsigned int max);
u64 vwifi_airtime_us(struct rate_info *rate, u64 octets, u64 frames);
int vwifi_set_bitrate_mask(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   const u8 *peer, const struct cfg80211_bitrate_mask *mask);
void vwifi_single_rate(const struct ieee80211_supported_band *band,
		       const struct cfg80211_bitrate_mask *mask, struct rate_info *rate);
void vwifi_bitrate_mask_forget(struct vwifi_vif *vif);

/* qos.c */
int vwifi_set_qos_map(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_qos_map *map);
int vwifi_set_noack_map(struct wiphy *wiphy, struct net_device *dev, u16 noack_map);
extern const u64 vwifi_tid_config_support;
int vwifi_set_tid_config(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_tid_config *config);
int vwifi_reset_tid_config(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 tids);
void vwifi_qos_forget(struct vwifi_vif *vif);
int vwifi_qos_control(const struct vwifi_vif *from, const struct vwifi_sta *peer,
		      const struct sk_buff *skb);

/* The QoS Control field of a frame on its way, or VWIFI_QOS_NONE: read once. */
static inline int vwifi_qos(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	if (tx->qos == VWIFI_QOS_NOT_ASKED)
		tx->qos = vwifi_qos_control(tx->from, tx->peer, skb);
	return tx->qos;
}

/* Whether a QoS Control field, or -1, wants no acknowledgement (802.11-2020, table 9-13). */
static inline bool vwifi_qos_no_ack(int control)
{
	return control >= 0 && (control & IEEE80211_QOS_CTL_ACK_POLICY_MASK) ==
			       IEEE80211_QOS_CTL_ACK_POLICY_NOACK;
}

/* survey.c */
void vwifi_survey_init(void);
void vwifi_survey_beacons(struct vwifi_air *air, u16 freq, u32 us, u32 interval_us);
void vwifi_survey_add(struct vwifi_air *air, u16 freq, u64 us);
u64 vwifi_survey_busy(struct vwifi_air *air, u16 freq);
u64 vwifi_survey_age(void);

#endif /* VWIFI_AIR_AIR_H */
