/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Devices that watch and inject: monitor interfaces, and taps, which `ip link` makes.
 * They begin and end watching, and what they are given to send goes on the air as it is.
 *
 * Opened and closed under rtnl; transmission under RCU, bottom halves disabled. device/
 * makes monitors, family/ makes taps, and the roof registers their kind.
 */
#ifndef VWIFI_TAP_TAP_H
#define VWIFI_TAP_TAP_H

#include "core/core.h"

/* monitor.c */
int vwifi_set_monitor_channel(struct wiphy *wiphy, struct cfg80211_chan_def *chandef);
int vwifi_set_dev_monitor_channel(struct wiphy *wiphy, struct net_device *dev,
				  struct cfg80211_chan_def *chandef);
void vwifi_monitor_dress(struct vwifi_vif *vif);
bool vwifi_monitor_chandef(struct vwifi_radio *radio, struct cfg80211_chan_def *chandef);

/* inject.c */
netdev_tx_t vwifi_inject_xmit(struct sk_buff *skb, struct net_device *dev);

/* tap.c */
int vwifi_tap_init(void);
void vwifi_tap_exit(void);
struct net_device *vwifi_tap_new(struct net *net, const char *name);
void vwifi_tap_thin(struct net_device *dev);
void vwifi_tap_own(struct net_device *dev, struct net *net, u32 portid);
bool vwifi_dev_is_tap(const struct net_device *dev);
bool vwifi_taps_orphan(const struct net *net, u32 portid);
void vwifi_taps_del_orphans(void);

#endif /* VWIFI_TAP_TAP_H */
