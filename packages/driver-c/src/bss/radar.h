/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Channels that belong to radars first: radar.c. */
#ifndef VWIFI_RADAR_H
#define VWIFI_RADAR_H

#include "../core/compat.h"

struct vwifi_vif;

/* An access point that listens for radars before it starts. Wiphy mutex. */
struct vwifi_cac {
	struct cfg80211_chan_def chandef;	/* without a channel: it does not */
	u32 ms;				/* how long */
	bool counting;			/* the timer was started */
	struct timer_list timer;
};

void vwifi_cac_init(struct vwifi_vif *vif);
void vwifi_cac_exit(struct vwifi_vif *vif);
void vwifi_cac_event(struct vwifi_vif *vif);
void vwifi_cac_abort(struct vwifi_vif *vif);
int vwifi_radar_allows(struct vwifi_vif *vif, u16 freq, bool look);
unsigned int vwifi_radar_appears(u32 freq);
int vwifi_start_radar_detection(struct wiphy *wiphy, struct net_device *dev,
				struct cfg80211_chan_def *chandef, u32 cac_time_ms VWIFI_CAC_LINK_ARG);
void vwifi_end_cac(struct wiphy *wiphy, struct net_device *dev VWIFI_END_CAC_LINK_ARG);

#endif /* VWIFI_RADAR_H */
