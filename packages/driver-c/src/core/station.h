/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What an interface is about: joining, following, scanning, remaining on a channel, listening for radars. bss/ acts on it. */
#ifndef VWIFI_CORE_STATION_H
#define VWIFI_CORE_STATION_H

#include <linux/hrtimer.h>
#include <net/cfg80211.h>

#include "sta.h"

struct vwifi_fils;

enum vwifi_mlme_state {
	VWIFI_MLME_IDLE,
	VWIFI_MLME_AUTHENTICATING,
	VWIFI_MLME_AUTHENTICATED,
	VWIFI_MLME_ASSOCIATING,
	VWIFI_MLME_ASSOCIATED,
};

/* A switch that the access point has announced to a station. Wiphy mutex but for the timer. */
struct vwifi_follow {
	struct cfg80211_chan_def chandef;	/* without a channel: none */
	struct timer_list timer;	/* when it is due at the latest */
};

/* The station's side of 802.11-2020, 11.3. All under the wiphy mutex but for the timer. */
struct vwifi_mlme {
	enum vwifi_mlme_state state;
	u8 bssid[ETH_ALEN];
	u16 freq;
	u16 auth_alg;
	bool users_turn;		/* the access point has answered: user space goes on, or gives up */
	u8 tries;
	u8 comebacks;			/* how often the access point asked for patience */
	bool use_mfp;
	bool authorise;			/* with the association, for want of a controlled port */
	u16 beacon_interval;		/* TU */
	u8 dtim_period;
	u8 bss_flags;			/* enum bss_param_flags, as the access point says them */
	u32 bss_digest;			/* of the beacon that was read last; xchg */
	u64 beacons;			/* heard in this association */
	unsigned int beacons_missed;	/* since the last that was heard */
	u32 beacons_seen;		/* vwifi_bss.sent up to which they are counted */
	unsigned long beacons_looked;	/* jiffies, when */
	atomic_t beacons_heard;		/* that came as frames and are not counted yet */
	u32 beacon_losses;		/* how often all of a while were missing */
	struct cfg80211_bss *bss;	/* of an association in progress: given back with its end */
	struct sk_buff *frame;		/* the request in flight, for retries */
	u16 auth_transaction;		/* of the authentication frame that was sent last */
	struct vwifi_key __rcu *auth_key;	/* WEP's, for the answer to a challenge */
	u8 *req_ies;			/* elements of the association request */
	size_t req_ies_len;
	struct vwifi_fils *fils;	/* keys of an association in progress, or NULL */
	u8 ssid_len;
	u8 ssid[IEEE80211_MAX_SSID_LEN];
	u8 modes;			/* VWIFI_PHY_* that both sides use */
	struct vwifi_phy own;		/* what we said of ourselves in the association */
	spinlock_t chandef_lock;	/* protects chandef where the wiphy mutex is not held */
	struct cfg80211_chan_def chandef;	/* from the authentication on; no channel: idle */
	struct vwifi_follow follow;
	int cqm_threshold;		/* dBm; 0: nobody asked */
	u32 cqm_hysteresis;		/* dB */
	int cqm_low;			/* dBm: a signal between the two is nothing new; both 0: nobody asked */
	int cqm_high;
	int cqm_last;			/* the signal of the last report, or 0 */
	struct hrtimer cqm_timer;	/* when a radio on its way makes the next report due */
	struct timer_list timer;	/* retry, give up, or look for beacons */
};

/* What we keep of a BSS beside what cfg80211 keeps (cfg80211_bss.priv). */
struct vwifi_heard {
	u64 heard;			/* ns, boot time: its last beacon or probe response; READ_ONCE */
};

struct vwifi_scan {
	struct cfg80211_scan_request *req;	/* wiphy mutex */
	bool own;			/* the radio itself asked for it: cfg80211 does not know */
	struct vwifi_vif *vif;
	unsigned int channel;		/* index of the one being dwelt on */
	bool extended;			/* the dwell was prolonged: somebody is there */
	struct delayed_work work;
};

/* Why an interface stays on a channel that is not its own. */
enum vwifi_stay_why {
	VWIFI_STAY_ASKED,		/* remain on channel, as nl80211 calls it */
	VWIFI_STAY_FRAME,		/* for the answer to a frame */
	VWIFI_STAY_RANGING,		/* to measure how far a peer is */
	VWIFI_N_STAYS
};

/* Wiphy mutex but for the timer. */
struct vwifi_stay {
	struct vwifi_vif *vif;
	struct ieee80211_channel *chan;	/* NULL: it does not */
	u64 cookie;
	struct timer_list timer;
};

/* A station that saves power when it is idle. Wiphy mutex, but for the timer. */
struct vwifi_doze {
	bool wanted;			/* READ_ONCE */
	bool held;			/* asleep until it sends or is told: no beacon wakes it; READ_ONCE */
	unsigned int ms;		/* idle for so long */
	u64 packets;			/* when the timer looked last; timer only */
	struct timer_list timer;
};

/* An access point that listens for radars before it starts. Wiphy mutex. */
struct vwifi_cac {
	struct cfg80211_chan_def chandef;	/* without a channel: it does not */
	u32 ms;				/* how long */
	bool counting;			/* the timer was started */
	struct timer_list timer;
};

#endif /* VWIFI_CORE_STATION_H */
