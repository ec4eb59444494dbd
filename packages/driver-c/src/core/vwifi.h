/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * vwifi: virtual 802.11 radios on a virtual medium, for cfg80211.
 *
 * Two planes. Management frames are real 802.11 frames, handed over in process
 * context, in order (air.c, rx.c). Data frames are Ethernet frames, handed over
 * by reference from the sender's ndo_start_xmit to the receiver's stack
 * (xmit.c). Both find their receiver in the air (air.c).
 *
 * Locks, outermost first:
 *   vwifi_radios_lock -> vwifi_pairs_lock -> rtnl -> wiphy mutex (one per radio)
 *        -> wireless_dev mutex (before 6.7) -> vwifi_air_lock -> a key's lock
 *   vwifi_pairs_lock -> a pair's queue_lock
 *   rtnl -> vwifi_underlays_lock; group and tx locks of the data plane -> vwifi_wire_lock
 * The wiphy mutex of a radio protects all its configuration: interfaces,
 * stations, keys, MLME, scan, remain-on-channel. What the data path reads, it
 * reads under RCU. No two wiphy mutexes are ever held together: what one radio
 * has to tell another goes through the other's receive queue.
 */
#ifndef VWIFI_H
#define VWIFI_H

#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/ieee80211.h>
#include <linux/if_ether.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <linux/skbuff.h>
#include <linux/timer.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>
#include <net/cfg80211.h>
#include <net/gro_cells.h>

#include "../../include/uapi/vwifi.h"
#include "compat.h"
#include "../phy/phy.h"
#include "../bss/radar.h"
#include "trace.h"

#define VWIFI_VERSION		"0.1.0"
#define VWIFI_SIGNAL_DBM	(-50)	/* what everybody reads of a transmitter with 0 dBm */
#define VWIFI_RETRY_LIMIT	7	/* transmissions of a unicast frame, unless user space says otherwise */
#define VWIFI_STA_HASH_BITS	8
#define VWIFI_N_PAIRWISE_KEYS	4	/* ids 0 to 3 (802.11-2020, 12.7.2) */
#define VWIFI_N_KEYS		8	/* 0-3 data, 4-5 IGTK, 6-7 BIGTK */
#define VWIFI_MAX_KEY_LEN	32
#define VWIFI_PN_LEN		6
#define VWIFI_RX_MGMT		16	/* behind those of the 16 TIDs (802.11-2020, 12.5.3.4.4) */
#define VWIFI_N_RX_COUNTERS	(VWIFI_RX_MGMT + 1)
#define VWIFI_RX_QUEUE_LEN	4096	/* frames waiting for one radio's work */

extern struct workqueue_struct *vwifi_wq;

/*
 * Bits of the filter in front of the pairs: exact for radios whose numbers are
 * less than this apart.
 */
#define VWIFI_PAIRED_BITS	1024

#define VWIFI_N_DROPS	(VWIFI_DROP_MAX + 1)	/* with VWIFI_DROP_NONE */

/* A temporal key. Shared with RCU readers; material never changes. */
struct vwifi_key {
	unsigned long id;		/* of this material, never used twice */
	unsigned long opens;		/* id of the key that it last opened; READ_ONCE */
	u32 cipher;
	u8 index;
	u8 len;
	bool pairwise;
	bool unused;			/* has opened nothing yet; READ_ONCE */
	bool retired;			/* a later group key is in use; READ_ONCE */
	u8 material[VWIFI_MAX_KEY_LEN];	/* zero padded */
	atomic64_t tx_pn;		/* the last packet number sent with it */
	spinlock_t rx_lock;		/* protects rx_pn */
	u64 rx_pn[VWIFI_N_RX_COUNTERS];	/* the last packet numbers accepted */
	struct vwifi_crypt *crypt;	/* round keys; NULL for WEP and TKIP, which need none */
	struct rcu_head rcu;
};

struct vwifi_sta_stats {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	struct u64_stats_sync syncp;
};

/*
 * A peer: a station of an access point, or the access point of a station.
 * Written under the wiphy mutex, read under RCU.
 */
struct vwifi_sta {
	/* What every frame asks for, together. */
	struct hlist_node hash;		/* vwifi_ap.stations */
	u8 addr[ETH_ALEN];
	u8 tx_key;			/* index in keys */
	bool keyed;			/* had a pairwise key: no data in the clear any more; READ_ONCE */
	unsigned long flags;		/* BIT(NL80211_STA_FLAG_*); READ_ONCE in the data path */
	struct vwifi_key __rcu *keys[VWIFI_N_PAIRWISE_KEYS];
	struct vwifi_sta_stats __percpu *stats;
	unsigned long last_active;	/* jiffies */
	struct vwifi_vif __rcu *vlan;	/* the part of the access point that it is in, or NULL */

	struct vwifi_key __rcu *group_keys[VWIFI_N_PAIRWISE_KEYS];	/* of a cell: what the peer sends with */
	struct list_head list;		/* vwifi_ap.station_list, from the first association on */
	u16 aid;
	u16 capability;
	u16 listen_interval;
	struct vwifi_phy phy;		/* what it receives; wiphy mutex */
	struct vwifi_airtime {		/* up to so many octets and frames; wiphy mutex */
		u64 us;
		u64 octets;
		u32 frames;
	} tx_airtime, rx_airtime;
	spinlock_t turn;		/* while somebody watches: one frame to it after the other */
	struct vwifi_defrag *defrag;	/* what came of it in part, or NULL: set once; READ_ONCE */
	atomic_t tx_failed;
	atomic_t tx_retries;
	atomic_t rx_dropped;
	u64 assoc_at;			/* ns, boot time */
	unsigned long said;		/* bits of enum vwifi_sta_said */
	struct rcu_head rcu;
};

/* What user space has been told of a peer, once. */
enum vwifi_sta_said {
	VWIFI_STA_SAID_4ADDR,
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
 * A BSS that its interface keeps: an access point's, from start_ap to stop_ap,
 * or an ad hoc cell as one of its members sees it, from join_ibss to leave_ibss.
 */
struct vwifi_ap {
	struct vwifi_vif *vif;
	bool ibss;
	bool control_port;		/* of a cell: peers have to be authorised */
	bool fixed_bssid;		/* of a cell: it joins no other one */
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
	bool isolate;
	bool to_unicast;		/* group frames go to each station by itself; READ_ONCE */
	u8 bss_flags;			/* enum bss_param_flags; wiphy mutex */
	atomic_t sent;			/* beacons */
	atomic_t news;			/* how many of the next ones stations listen to */
	u8 ssid_len;
	u8 ssid[IEEE80211_MAX_SSID_LEN];
	spinlock_t group_lock;		/* one group frame after the other, so that packet numbers rise */
	spinlock_t chandef_lock;	/* protects chandef where the wiphy mutex is not held */
	struct cfg80211_chan_def chandef;
	struct rate_info beacon_rate;	/* all 0: the lowest one; set before it is on the air */
};

#include "station.h"

/* An interface. */
struct vwifi_vif {
	struct wireless_dev wdev;
	struct net_device *dev;
	struct vwifi_radio *radio;
	struct list_head list;		/* vwifi_radio.vifs; wiphy mutex */
	u32 serial;			/* tells it from an earlier one in the same memory */
	struct gro_cells gro;		/* of frames from other kernels */
	struct hlist_node air_node;	/* vwifi_air_by_addr; vwifi_air_lock, RCU */

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
	u8 scan_addr[ETH_ALEN];		/* that it scans by: its own or a random one; wiphy mutex */
	struct vwifi_listener *home;	/* vwifi_air_lock */
	struct vwifi_listener *visit_scan;
	struct vwifi_listener *visit_offchannel;
	struct vwifi_listener *neighbour;	/* of an access point: hears the others' beacons */

	struct vwifi_ap __rcu *ap;	/* of an access point: running */
	struct vwifi_sta __rcu *peer;	/* of a station: the access point, while associated */
	struct vwifi_sta __rcu *wds_sta;	/* of an AP_VLAN with four addresses */

	struct vwifi_key __rcu *keys[VWIFI_N_KEYS];
	s8 default_unicast;		/* index in keys or -1; READ_ONCE in the data path */
	s8 default_multicast;
	s8 default_mgmt;
	s8 default_beacon;

	__be16 control_port;		/* Ethernet type that passes before authorisation */
	bool control_port_no_encrypt;
	bool control_port_over_nl80211;
	u16 noack_map;			/* TIDs that nobody acknowledges; READ_ONCE */
	struct vwifi_qos_map __rcu *qos_map;	/* priorities by DSCP, or NULL: by the precedence */

	struct sk_buff_head held;	/* frames that wait while it is quiet; its lock protects quiet, too */

	struct vwifi_mlme mlme;		/* of a station */
	struct vwifi_cac cac;		/* of an access point that is not yet one */
	struct vwifi_bitrate_mask __rcu *bitrate_mask;	/* what user space leaves of the rates */

	atomic_t seq;			/* sequence number of the next frame */
	struct vwifi_watcher *watcher;	/* of a monitor that is up; rtnl */
	bool acknowledges;		/* a monitor: frames to its address; rtnl, while it is down */
	atomic_t rx_pending;		/* its frames in radio->rx_queue */
	unsigned long colour_told;	/* jiffies: another BSS has our colour */
	unsigned long events;		/* bits of enum vwifi_vif_event */
	atomic_long_t drops[VWIFI_N_DROPS];
};

enum vwifi_vif_event {
	VWIFI_EVENT_MLME_TIMER,
	VWIFI_EVENT_IBSS_EXPIRE,
	VWIFI_EVENT_COUNTDOWN,
	VWIFI_EVENT_COLOUR,
	VWIFI_EVENT_FOLLOW,
	VWIFI_EVENT_CAC,
};

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
	VWIFI_N_CHANCES
};

/* A wiphy. */
struct vwifi_radio {
	struct wiphy *wiphy;
	struct device *device;		/* its parent, on a bus of ours; NULL: of another kernel */
	u32 id;				/* in vwifi_radios */
	u8 addr[ETH_ALEN];
	u32 owner;			/* port of the socket that it goes with, or 0 */
	possible_net_t owner_net;	/* its namespace: only compared */
	struct list_head owned;		/* vwifi_owned_radios */
	bool orphaned;			/* the socket is closed */
	struct list_head removal;	/* others that are removed with it; vwifi_radios_lock */
	struct net *removed_from;	/* held while its interfaces go */
	u32 band_mask;			/* BIT(NL80211_BAND_*) */
	enum vwifi_personality personality;
	struct list_head vifs;		/* rtnl and wiphy mutex; RCU */
	bool leaving;			/* no interface is made any more; rtnl and wiphy mutex */
	u32 next_serial;		/* wiphy mutex */
	struct ieee80211_supported_band bands[NUM_NL80211_BANDS];
	struct sk_buff_head rx_queue;	/* frames for its interfaces, in the order of the air */
	struct work_struct work;	/* empties rx_queue, serves the interfaces' events */
	spinlock_t monitor_lock;	/* protects monitor_chandef */
	struct cfg80211_chan_def monitor_chandef;	/* what its monitors are tuned to */
	u16 monitor_freq;		/* the same in MHz, or 0; READ_ONCE */
	struct vwifi_scan scan;
	struct vwifi_offchannel offchannel;
	u64 cookie;			/* wiphy mutex */
	int tx_power_mbm;		/* READ_ONCE */
	struct vwifi_position __rcu *position;	/* vwifi_radios_lock; NULL: nowhere */

	/* Pairs that this radio is an end of; vwifi_pairs_lock. The numbers gate the data path. */
	struct list_head pairs_in;
	struct list_head pairs_out;
	unsigned int n_denied;		/* pairs_in that are denied; READ_ONCE */
	unsigned int n_links;		/* pairs_in with a link of their own; READ_ONCE */
	DECLARE_BITMAP(paired, VWIFI_PAIRED_BITS);	/* senders in pairs_in, and perhaps others */
	atomic_t draws[VWIFI_N_CHANCES];	/* for links without a pair */
};

#define VWIFI_NO_RADIO	U32_MAX

/* A frame's protection, as it is on the air: the key it was sent with. */
struct vwifi_protection {
	struct vwifi_key *key;		/* NULL: sent in the clear */
	u64 pn;				/* 0: drawn from the key when the frame is received */
	u32 origin;			/* id of the radio that the frame comes from, before any relay */
	u8 counter;			/* which of the receiver's counters: the TID, or VWIFI_RX_MGMT */
	bool sealed;			/* a management frame as it came from the wire: to be opened */
	bool four_addr;			/* a data frame with four addresses */
	bool accepted;			/* its number was, with another frame of its A-MSDU */
};

enum vwifi_mgmt_protection {
	VWIFI_MGMT_PLAIN,
	VWIFI_MGMT_PROTECTED,
	VWIFI_MGMT_BAD,
};

/* skb->cb of a frame in vwifi_radio.rx_queue. */
struct vwifi_rx_cb {
	struct vwifi_vif *vif;		/* valid only if radio->vifs still has it, with this serial */
	u32 serial;
	u16 freq;
	s8 signal;
	u8 protection;			/* enum vwifi_mgmt_protection */
	bool data;			/* an Ethernet frame that overtook an association */
	u64 tsf;			/* of a cell's beacon: ours, when it came */
	u8 ta[ETH_ALEN];		/* its transmitter, for data */
};

static inline struct vwifi_rx_cb *vwifi_rx_cb(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct vwifi_rx_cb) > sizeof(skb->cb));
	return (struct vwifi_rx_cb *)skb->cb;
}

static inline struct vwifi_vif *vwifi_vif(struct net_device *dev)
{
	return netdev_priv(dev);
}

static inline struct vwifi_vif *vwifi_wdev_vif(struct wireless_dev *wdev)
{
	return container_of(wdev, struct vwifi_vif, wdev);
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

/* Spreads addresses that count up, as radios' do, by Fibonacci's multiplication. */
static inline u32 vwifi_addr_hash(const u8 *addr)
{
	return hash_64(get_unaligned((const u32 *)addr) |
		       (u64)get_unaligned((const u16 *)(addr + 4)) << 32, 32);
}

static inline u64 vwifi_tsf(void)
{
	return div_u64(ktime_get_boottime_ns(), NSEC_PER_USEC);
}

#include "../air/pair.h"

#include "radio.h"

/* genl.c */
int vwifi_genl_init(void);
void vwifi_genl_exit(void);

/* bands.c */
#define VWIFI_ALL_BANDS	(BIT(NL80211_BAND_2GHZ) | BIT(NL80211_BAND_5GHZ) | BIT(NL80211_BAND_6GHZ))
int vwifi_bands_init(struct vwifi_radio *radio);
void vwifi_bands_exit(struct vwifi_radio *radio);
size_t vwifi_put_rates(u8 *pos, const struct ieee80211_supported_band *band);
#define VWIFI_RATES_LEN	(2 + 8 + 2 + 8)
u16 vwifi_max_rate(const u8 *rates, size_t len);

/* vif.c */
struct wireless_dev *vwifi_vif_new(struct vwifi_radio *radio, const char *name,
				   unsigned char name_assign_type,
				   enum nl80211_iftype type, const u8 *addr);
void vwifi_vif_del(struct vwifi_vif *vif);
bool vwifi_dev_is_vif(const struct net_device *dev);
int vwifi_counters_init(struct net_device *dev);
void vwifi_counters_exit(struct net_device *dev);
int vwifi_dev_init(struct net_device *dev);
void vwifi_dev_uninit(struct net_device *dev);
struct wireless_dev *vwifi_add_virtual_intf(struct wiphy *wiphy, const char *name,
					    unsigned char name_assign_type,
					    enum nl80211_iftype type,
					    struct vif_params *params);
int vwifi_del_virtual_intf(struct wiphy *wiphy, struct wireless_dev *wdev);
int vwifi_change_virtual_intf(struct wiphy *wiphy, struct net_device *dev,
			      enum nl80211_iftype type,
			      struct vif_params *params);

/* cfg80211.c */
extern const struct cfg80211_ops vwifi_cfg80211_ops;

/* air.c */
/* Where to report whether a frame was acknowledged, before anybody can answer it. */
struct vwifi_tx_report {
	struct wireless_dev *wdev;
	u64 cookie;
	const u8 *buf;
	size_t len;
};

void vwifi_air_add(struct vwifi_vif *vif);
void vwifi_air_del(struct vwifi_vif *vif);
int vwifi_air_tune_home(struct vwifi_vif *vif, u16 freq);
int vwifi_air_tune_scan(struct vwifi_vif *vif, u16 freq);
int vwifi_air_tune_offchannel(struct vwifi_vif *vif, u16 freq);
bool vwifi_air_has_audience(const struct vwifi_vif *vif, u16 freq);
u32 vwifi_air_beacon_interval_us(u16 freq);
struct vwifi_vif *vwifi_air_find_ap(const u8 *addr, u16 freq);
struct vwifi_vif *vwifi_air_find_sta(const u8 *addr, const u8 *bssid, u16 freq);
struct vwifi_vif *vwifi_air_find_member(const u8 *addr, const u8 *bssid, u16 freq);
bool vwifi_air_find_cell(struct vwifi_vif *vif, struct vwifi_ap *cell, const u8 *bssid);
void vwifi_air_cell_beacon(struct vwifi_ap *cell, const u8 *frame, size_t len);
void vwifi_air_each_cell(u16 freq, void (*visit)(struct vwifi_vif *vif, void *context),
			 void *context);
void vwifi_air_each_member(struct vwifi_ap *cell,
			   void (*visit)(struct vwifi_vif *member, void *context), void *context);
bool vwifi_air_beacon(struct vwifi_vif *from, u16 freq, const struct sk_buff *skb,
		      const struct vwifi_protection *protection, bool to_stations, u32 digest);
void vwifi_air_number(struct vwifi_vif *from, struct ieee80211_mgmt *mgmt);
bool vwifi_air_tx_numbered(struct vwifi_vif *from, u16 freq, struct sk_buff *skb,
			   const struct vwifi_tx_report *report);
bool vwifi_air_tx(struct vwifi_vif *from, u16 freq, struct sk_buff *skb,
		  const struct vwifi_tx_report *report);
void vwifi_air_arrive_mgmt(const u8 *addr, u16 freq, struct sk_buff *skb,
			   const struct vwifi_protection *protection);
int vwifi_air_signal(const struct vwifi_radio *to, const u8 *from);
struct vwifi_vif *vwifi_air_find(const u8 *addr);
struct vwifi_vif *vwifi_air_addressee(const struct vwifi_radio *from, u16 freq, const u8 *ra);
struct vwifi_vif *vwifi_air_active_monitor(const struct vwifi_radio *from, u16 freq, const u8 *ra);
void vwifi_air_requeue_data(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta);

/* rx.c */
void vwifi_radio_work(struct work_struct *work);

/* ap.c */
int vwifi_start_ap(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_ap_settings *settings);
int vwifi_change_beacon(struct wiphy *wiphy, struct net_device *dev,
			vwifi_ap_update_t *update);
int vwifi_set_ap_chanwidth(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   struct cfg80211_chan_def *chandef);
int vwifi_stop_ap(struct wiphy *wiphy, struct net_device *dev,
		  unsigned int link_id);
struct vwifi_beacon *vwifi_beacon_new(const struct cfg80211_beacon_data *data, u8 dtim_period);
u32 vwifi_beacon_digest(const u8 *frame, size_t len);
#define VWIFI_NEWS	3	/* beacons: one of them reaches whoever no acknowledgement comes from */
struct vwifi_ap *vwifi_ap_alloc(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef,
				u32 beacon_interval, const u8 *ssid, size_t ssid_len);
void vwifi_ap_set_interval(struct vwifi_ap *ap, u32 tu);
void vwifi_ap_start(struct vwifi_ap *ap);
void vwifi_beacons_begin(struct vwifi_ap *ap);
void vwifi_ap_down(struct vwifi_vif *vif);
int vwifi_change_bss(struct wiphy *wiphy, struct net_device *dev,
		     struct bss_parameters *params);
int vwifi_set_multicast_to_unicast(struct wiphy *wiphy, struct net_device *dev, const bool enabled);
int vwifi_probe_peer(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		     vwifi_cookie_t cookie);

#define VWIFI_SETTLING_BEACONS	2	/* after a switch, until both sides have made it */

/* switch.c */
int vwifi_channel_switch(struct wiphy *wiphy, struct net_device *dev,
			 struct cfg80211_csa_settings *params);
int vwifi_colour_change(struct wiphy *wiphy, struct net_device *dev,
			struct cfg80211_color_change_settings *params);
void vwifi_countdown_cancel(struct vwifi_ap *ap);
void vwifi_countdown_stamp(const struct vwifi_ap *ap, u8 *frame);
void vwifi_countdown_stamp_at(const struct vwifi_ap *ap, u8 *frame, size_t len,
			      const u16 *offsets, unsigned int n);
void vwifi_countdown_tick(struct vwifi_ap *ap);
void vwifi_countdown_finish(struct vwifi_vif *vif);
void vwifi_colour_heard(struct vwifi_vif *vif, const u8 *frame, size_t len);
void vwifi_colour_collided(struct vwifi_vif *vif);

/* follow.c */
void vwifi_follow_init(struct vwifi_vif *vif);
void vwifi_follow_exit(struct vwifi_vif *vif);
void vwifi_follow_forget(struct vwifi_vif *vif);
void vwifi_follow_event(struct vwifi_vif *vif);
bool vwifi_follow_wants(const struct vwifi_vif *vif, const u8 *frame, size_t len);
void vwifi_follow_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);
bool vwifi_follow_forbids(struct cfg80211_bss *bss);

/* ibss.c */
int vwifi_join_ibss(struct wiphy *wiphy, struct net_device *dev,
		    struct cfg80211_ibss_params *params);
int vwifi_leave_ibss(struct wiphy *wiphy, struct net_device *dev);
void vwifi_ibss_meet(struct vwifi_vif *vif, const u8 *addr);
void vwifi_ibss_rx_beacon(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, u64 tsf);
void vwifi_ibss_expire(struct vwifi_vif *vif);
void vwifi_ibss_tick(struct vwifi_ap *cell);

/* xmit.c */
netdev_tx_t vwifi_start_xmit(struct sk_buff *skb, struct net_device *dev);
void vwifi_quiet_begin(struct vwifi_vif *vif);
void vwifi_quiet_end(struct vwifi_vif *vif, bool send);
int vwifi_tx_control_port(struct wiphy *wiphy, struct net_device *dev,
			  const u8 *buf, size_t len, const u8 *dest,
			  const __be16 proto, const bool noencrypt, int link_id,
			  vwifi_cookie_t cookie);
void vwifi_rx_from_ap(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta,
		      const struct vwifi_protection *protection);
void vwifi_rx_in_cell(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta, const u8 *bssid,
		      const struct vwifi_protection *protection);
void vwifi_rx_at_ap(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta,
		    const struct vwifi_protection *protection);

/* survey.c */
void vwifi_survey_init(void);
void vwifi_survey_beacons(u16 freq, u32 us, u32 interval_us);
int vwifi_dump_survey(struct wiphy *wiphy, struct net_device *dev, int idx,
		      struct survey_info *survey);
int vwifi_set_cqm_rssi_config(struct wiphy *wiphy, struct net_device *dev, s32 threshold,
			      u32 hysteresis);
void vwifi_cqm_check(struct vwifi_vif *vif);

/* bus.c */
int vwifi_bus_init(void);
void vwifi_bus_exit(void);
struct device *vwifi_bus_add(u32 id);
void vwifi_bus_del(struct device *dev);

/* qos.c */
int vwifi_set_qos_map(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_qos_map *map);
int vwifi_set_noack_map(struct wiphy *wiphy, struct net_device *dev, u16 noack_map);
void vwifi_qos_forget(struct vwifi_vif *vif);

/* ethtool.c */
extern const struct ethtool_ops vwifi_ethtool_ops;

#include "key.h"
#include "sta.h"

#endif /* VWIFI_H */
