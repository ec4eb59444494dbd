/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Jamming: noise on a part of the spectrum for a time (jam.c). */
#ifndef VWIFI_AIR_JAM_H
#define VWIFI_AIR_JAM_H

#include "core/core.h"

/* Of an air. Made and removed under vwifi_pairs_lock, read under RCU. */
struct vwifi_jam {
	struct list_head list;		/* vwifi_air.jams */
	u16 freq;			/* its centre, MHz */
	u16 width;			/* MHz */
	int signal;			/* dBm at every receiver, all of its width */
	u64 since;			/* ns, by ktime_get_ns() */
	u64 until;
	struct rcu_head rcu;
};

/* These: with vwifi_pairs_lock held, but for the flush, which takes it. */
int vwifi_jam_add(struct vwifi_air *air, const struct vwifi_jam *wanted);
int vwifi_jam_end(struct vwifi_air *air, u16 freq);
void vwifi_jams_flush(struct vwifi_air *air);

/* Any context, under RCU. */
bool vwifi_jammed_at(const struct vwifi_air *air, u16 freq, u64 at_ns);
u64 vwifi_jam_power(const struct vwifi_jam *jam, const struct cfg80211_chan_def *within);
u64 vwifi_jam_power_at(const struct vwifi_air *air, u16 freq, u64 at_ns);
u64 vwifi_jam_until(const struct vwifi_air *air, const struct cfg80211_chan_def *channel, u64 now);

/* Any context. */
u64 vwifi_jam_survey(struct vwifi_air *air, u16 freq, atomic64_t *kept);

#endif /* VWIFI_AIR_JAM_H */
