/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* How far peers are: measurements that an interface makes, and those that an access point answers. bss/ acts on it. */
#ifndef VWIFI_CORE_RANGING_H
#define VWIFI_CORE_RANGING_H

#include <linux/timer.h>
#include <net/cfg80211.h>

#define VWIFI_FTMS_MAX		31	/* frames of a burst */
#define VWIFI_FTM_SESSIONS	16	/* of an access point at once: the oldest gives way */

/* What came of a burst so far. */
struct vwifi_ranging_burst {
	unsigned int heard;		/* frames */
	u8 token;			/* of the last one */
	s64 held_ps;			/* how long it took until its acknowledgement left, as we know it */
	bool absurd;			/* times that no frame can take */
	unsigned int n;
	s64 round_trips[VWIFI_FTMS_MAX];	/* ps */
	int signal_sum;			/* dBm, of all that were heard */
	int signal_least;
	int signal_most;
};

/*
 * The measurements of an interface, one peer after the other. With the wiphy mutex held
 * and, before 6.7, the wireless_dev's inside it, but for the timer; who aborts has the
 * inner one alone there.
 */
struct vwifi_ranging {
	struct cfg80211_pmsr_request *req;	/* NULL: none */
	unsigned int peer;		/* which of its peers */
	unsigned int burst;		/* of that peer */
	bool hears;			/* the peer has been asked for the burst */
	u8 format;			/* as asked, or agreed */
	u8 ftms;			/* frames of a burst, likewise */
	u8 duration;
	u16 period;			/* 100 ms */
	u32 attempts;			/* requests to that peer */
	u32 successes;			/* that were acknowledged */
	unsigned long end;		/* jiffies: the time that the request has is over, if it has one */
	struct vwifi_ranging_burst now;
	struct timer_list timer;
};

/* What a responder keeps of an initiator. */
struct vwifi_ftm_session {
	u8 addr[ETH_ALEN];
	u8 ftms;			/* 0: nobody's */
	u8 format;
	u8 token;			/* of the last frame */
	u16 bursts;			/* left */
	u16 sent;			/* frames */
	u16 acked;			/* of them */
	unsigned long heard;		/* jiffies: its last request */
};

/* An access point that answers. Wiphy mutex. */
struct vwifi_responder {
	struct vwifi_ftm_session sessions[VWIFI_FTM_SESSIONS];
	struct cfg80211_ftm_responder_stats stats;
};

#endif /* VWIFI_CORE_RANGING_H */
