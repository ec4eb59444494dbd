/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* An interface: a wireless_dev, with its net_device unless it is a P2P device. device/ and tap/ make them. */
#ifndef VWIFI_CORE_VIF_H
#define VWIFI_CORE_VIF_H

#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/cfg80211.h>
#include <net/gro_cells.h>

#include "bss.h"
#include "radio.h"
#include "ranging.h"
#include "trace.h"

struct vwifi_bitrate_mask;
struct vwifi_listener;
struct vwifi_mld;
struct vwifi_qos_map;
struct vwifi_sme;
struct vwifi_watcher;

#define VWIFI_DSSS_RATE	10	/* the lowest of 802.11b, in 100 kbit/s */
#define VWIFI_OFDM_RATE	60	/* of whatever came later */

#define VWIFI_N_DROPS	(VWIFI_DROP_MAX + 1)	/* with VWIFI_DROP_NONE */

/* How an access category contends (802.11-2020, 9.4.2.28); all 0: as without QoS. */
struct vwifi_edca_params {
	u16 cw_min;			/* slots */
	u16 cw_max;
	u16 txop;			/* 32 us; 0: one exchange */
	u8 aifsn;
};

/* What user space has said of single TIDs: a bit for each of the eight. READ_ONCE in the data path. */
struct vwifi_tid_config {
	u8 single;			/* goes in no A-MPDU */
	u8 rts;				/* is always preceded by RTS and CTS */
	u8 no_rts;			/* never */
};

/* An interface. */
struct vwifi_vif {
	struct wireless_dev wdev;
	struct net_device *dev;		/* NULL: a P2P device, which carries no data */
	const u8 *addr;			/* of its net_device, or its own */
	struct vwifi_radio *radio;
	struct list_head list;		/* vwifi_radio.vifs; wiphy mutex */
	u32 serial;			/* tells it from an earlier one in the same memory */
	struct gro_cells gro;		/* of frames from other kernels */
	struct hlist_node air_node;	/* vwifi_air_by_addr; vwifi_air_lock, RCU */

	struct vwifi_mld __rcu *mld;	/* its links, or NULL: it has none; wiphy mutex, RCU */
	struct vwifi_vif *link_of;	/* of a link: the interface that it is one of; else NULL */
	u8 link_id;
	u8 link_addr[ETH_ALEN];

	/* What it listens to, MHz or 0: read by everybody (READ_ONCE). */
	u16 home_freq;
	u16 scan_freq;
	u16 offchannel_freq;
	u16 neighbour_freq;
	/*
	 * Where its BSS reaches it as well, MHz or 0: where it is about to go with its
	 * access point, or its stations with it; and where it came from, until all have.
	 */
	u16 switch_freq;
	bool quiet;			/* an announced switch forbids to transmit until then */
	bool dozes;			/* a station: its access point thinks that it sleeps; READ_ONCE */
	u8 scan_addr[ETH_ALEN];		/* that it scans by: its own or a random one; wiphy mutex */
	struct vwifi_listener *home;	/* vwifi_air_lock */
	struct vwifi_listener *visit_scan;
	struct vwifi_listener *visit_offchannel;
	struct vwifi_listener *neighbour;	/* of an access point: hears the others' beacons */

	struct vwifi_bss __rcu *bss;	/* of an access point that is running, or of a member of a cell or mesh */
	struct vwifi_sta __rcu *peer;	/* of a station: the access point, while associated */
	struct hlist_head tdls;		/* of a station: those it has direct links with; wiphy mutex, RCU */
	struct vwifi_sta __rcu *wds_sta;	/* of an AP_VLAN with four addresses */

	struct vwifi_key __rcu *keys[VWIFI_N_KEYS];
	s8 default_unicast;		/* index in keys or -1; READ_ONCE in the data path */
	s8 default_multicast;
	s8 default_mgmt;
	s8 default_beacon;

	__be16 control_port;		/* Ethernet type that passes before authorisation */
	bool control_port_no_encrypt;
	bool control_port_over_nl80211;
	bool shakes;			/* the radio itself takes what of it is of keys (bss/sme-keys.c); READ_ONCE */
	u16 noack_map;			/* TIDs that nobody acknowledges; READ_ONCE */
	struct vwifi_tid_config tid_config;	/* written with the wiphy mutex held */
	struct vwifi_edca_params edca[IEEE80211_NUM_ACS];	/* by enum nl80211_ac; wiphy mutex, read as they are */
	struct vwifi_qos_map __rcu *qos_map;	/* priorities by DSCP, or NULL: by the precedence */

	struct sk_buff_head held;	/* frames that wait while it is quiet; its lock protects quiet, too */

	struct vwifi_mlme mlme;		/* of a station */
	struct vwifi_sme *sme;		/* of a radio with an SME: what it connects to, or NULL; wiphy mutex */
	struct timer_list sme_timer;	/* when such a radio begins to connect */
	struct list_head pmksas;	/* PMKs that user space gave to it; wiphy mutex */
	struct vwifi_doze doze;		/* of a station */
	struct vwifi_cac cac;		/* of an access point that is not yet one */
	struct vwifi_stay stays[VWIFI_N_STAYS];	/* on one channel; that of offchannel_freq */
	struct vwifi_ranging ranging;
	struct vwifi_bitrate_mask __rcu *bitrate_mask;	/* what user space leaves of the rates */

	atomic_t seq;			/* sequence number of the next frame */
	struct vwifi_watcher *watcher;	/* of a monitor that is up; rtnl */
	bool acknowledges;		/* a monitor: frames to its address; rtnl, while it is down */
	atomic_t rx_pending;		/* its frames in radio->arrivals */
	unsigned long colour_told;	/* jiffies: another BSS has our colour */
	unsigned long events;		/* bits of enum vwifi_vif_event */
	atomic_long_t drops[VWIFI_N_DROPS];
};

enum vwifi_vif_event {
	VWIFI_EVENT_MLME_TIMER,
	VWIFI_EVENT_SME,
	VWIFI_EVENT_IBSS_EXPIRE,
	VWIFI_EVENT_OCB_EXPIRE,
	VWIFI_EVENT_COUNTDOWN,
	VWIFI_EVENT_COLOUR,
	VWIFI_EVENT_FOLLOW,
	VWIFI_EVENT_CAC,
	VWIFI_EVENT_CQM,
	VWIFI_EVENT_OFFCHANNEL,
	VWIFI_EVENT_MESH,
	VWIFI_EVENT_RANGING,
};

static inline struct vwifi_vif *vwifi_vif(struct net_device *dev)
{
	return netdev_priv(dev);
}

static inline struct vwifi_vif *vwifi_wdev_vif(struct wireless_dev *wdev)
{
	return container_of(wdev, struct vwifi_vif, wdev);
}

/* The BSS that an interface keeps, or NULL. Called with the wiphy mutex held. */
static inline struct vwifi_bss *vwifi_vif_bss(const struct vwifi_vif *vif)
{
	return rcu_dereference_protected(vif->bss, lockdep_is_held(&vif->radio->wiphy->mtx));
}

static inline bool vwifi_vif_is_monitor(const struct vwifi_vif *vif)
{
	return vif->wdev.iftype == NL80211_IFTYPE_MONITOR;
}

/* Of a P2P group, or of none. */
static inline bool vwifi_vif_is_station(const struct vwifi_vif *vif)
{
	return vif->wdev.iftype == NL80211_IFTYPE_STATION ||
	       vif->wdev.iftype == NL80211_IFTYPE_P2P_CLIENT;
}

static inline bool vwifi_vif_is_ap(const struct vwifi_vif *vif)
{
	return vif->wdev.iftype == NL80211_IFTYPE_AP || vif->wdev.iftype == NL80211_IFTYPE_P2P_GO;
}

/* Whether it takes part in P2P, whose frames do without the rates of 802.11b (Wi-Fi P2P, 2.4.1). */
static inline bool vwifi_vif_is_p2p(const struct vwifi_vif *vif)
{
	return vif->wdev.iftype == NL80211_IFTYPE_P2P_CLIENT ||
	       vif->wdev.iftype == NL80211_IFTYPE_P2P_GO ||
	       vif->wdev.iftype == NL80211_IFTYPE_P2P_DEVICE;
}

/* Whether it may be used. A P2P device is started instead of set up: cfg80211 notes that when we return. */
static inline bool vwifi_vif_is_up(const struct vwifi_vif *vif)
{
	return vif->dev ? netif_running(vif->dev) : vif->wdev.is_running;
}

/* Whether a device is an interface of ours, of any type. */
static inline bool vwifi_dev_is_vif(const struct net_device *dev)
{
	return dev->ieee80211_ptr && dev->ieee80211_ptr->wiphy->privid == vwifi_wiphy_privid;
}

static inline bool vwifi_vif_hears(const struct vwifi_vif *vif, u16 freq)
{
	return READ_ONCE(vif->home_freq) == freq ||
	       READ_ONCE(vif->scan_freq) == freq ||
	       READ_ONCE(vif->offchannel_freq) == freq;
}

/* Counts a drop and tells tracers of it; @skb: the data frame, or NULL. */
static inline void vwifi_drop_frame(struct vwifi_vif *vif, const struct sk_buff *skb,
				    enum vwifi_drop why)
{
	atomic_long_inc(&vif->drops[why]);
	trace_vwifi_drop(vif->dev, why, skb);
}

static inline void vwifi_drop(struct vwifi_vif *vif, enum vwifi_drop why)
{
	vwifi_drop_frame(vif, NULL, why);
}

/* Called with the wiphy mutex held. */
static inline void vwifi_mlme_set_state(struct vwifi_vif *vif, enum vwifi_mlme_state state)
{
	if (vif->mlme.state != state)
		trace_vwifi_state(vif->dev, vif->mlme.bssid, vif->mlme.state, state);
	vif->mlme.state = state;
}

/* The lowest rate of a band, for management and group frames, in 100 kbit/s; @vif: whose, or NULL. */
static inline u16 vwifi_lowest_rate(const struct vwifi_vif *vif, u16 freq)
{
	return freq > 3000 || (vif && vwifi_vif_is_p2p(vif)) ? VWIFI_OFDM_RATE : VWIFI_DSSS_RATE;
}

/* Spreads addresses that count up, as radios' do, by Fibonacci's multiplication: a place in a table of 2^bits. */
static inline u32 vwifi_addr_hash(const u8 *addr, unsigned int bits)
{
	return hash_64(get_unaligned((const u32 *)addr) |
		       (u64)get_unaligned((const u16 *)(addr + 4)) << 32, bits);
}

/* Where in a BSS a station of that address is. */
static inline struct hlist_head *vwifi_sta_bucket(struct vwifi_bss *bss, const u8 *addr)
{
	return &bss->stations[vwifi_addr_hash(addr, VWIFI_STA_HASH_BITS)];
}

/* The TSF of this kernel (802.11-2020, 11.1.3): microseconds. */
static inline u64 vwifi_tsf(void)
{
	return div_u64(ktime_get_boottime_ns(), NSEC_PER_USEC);
}

/* vif.c */
int vwifi_counters_init(struct net_device *dev);
void vwifi_counters_exit(struct net_device *dev);
int vwifi_dev_init(struct net_device *dev);
void vwifi_dev_uninit(struct net_device *dev);

#endif /* VWIFI_CORE_VIF_H */
