/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Management frames, and whatever else is on the air as it is: to whom one goes
 * (deliver.c), how one is sent and acknowledged (send.c), beacons (beacon.c), and what
 * came as octets, from another kernel or injected (onair.c).
 *
 * Under RCU, in any context, but for what sends: its callers hold the wiphy mutex, and it
 * may wait for an acknowledgement of another kernel. bss/ and tap/ call; wire/ and air/
 * call through the table of upcalls. What is received waits in its radio's queue.
 */
#ifndef VWIFI_MGMT_MGMT_H
#define VWIFI_MGMT_MGMT_H

#include "core/core.h"

/* deliver.c */
bool vwifi_follow_wants(const struct vwifi_vif *vif, const u8 *frame, size_t len);
bool vwifi_mgmt_hears(struct vwifi_radio *from, u16 freq, const u8 *ra, int *signal);
struct vwifi_radio *vwifi_mgmt_radio(const struct vwifi_radio *to, const u8 *from);
int vwifi_mgmt_signal(const struct vwifi_radio *to, const u8 *from);
void vwifi_land(struct vwifi_transmission *tx, struct sk_buff *skb);

/* send.c */
/* Where to report whether a frame was acknowledged, before anybody can answer it. */
struct vwifi_tx_report {
	struct wireless_dev *wdev;
	u64 cookie;
	const u8 *buf;
	size_t len;
};

void vwifi_mgmt_transmission(struct vwifi_transmission *tx, struct vwifi_vif *from, u16 freq,
			     const struct sk_buff *skb);
void vwifi_mgmt_number(struct vwifi_vif *from, struct ieee80211_mgmt *mgmt);
bool vwifi_mgmt_send_numbered(struct vwifi_vif *from, u16 freq, struct sk_buff *skb, bool ofdm,
			      const struct vwifi_tx_report *report);
bool vwifi_mgmt_carry_probe(struct vwifi_vif *from, u16 freq, const struct sk_buff *null, u64 cookie);
bool vwifi_mgmt_send(struct vwifi_vif *from, u16 freq, struct sk_buff *skb, bool ofdm,
		     const struct vwifi_tx_report *report);

/* aired.c */
void vwifi_aired(struct vwifi_dcf_frame *frame);

/* doze.c */
void vwifi_doze_wake(struct vwifi_vif *vif);
void vwifi_doze_hold(struct vwifi_vif *vif, bool hold);
void vwifi_doze_poll(struct vwifi_vif *vif);
void vwifi_doze_begin(struct vwifi_vif *vif);
void vwifi_doze_end(struct vwifi_vif *vif);
void vwifi_doze_init(struct vwifi_vif *vif);
void vwifi_doze_exit(struct vwifi_vif *vif);
int vwifi_set_power_mgmt(struct wiphy *wiphy, struct net_device *dev, bool enabled, int timeout);

/* beacon.c */
bool vwifi_beacon_send(struct vwifi_transmission *tx, const struct sk_buff *skb,
		       bool to_stations, u32 digest);
void vwifi_beacon_to_members(const struct vwifi_transmission *tx, enum vwifi_bss_kind kind,
			     const struct sk_buff *skb);
bool vwifi_beacon_has_audience(const struct vwifi_vif *vif, u16 freq);
u32 vwifi_beacon_interval_us(const struct vwifi_air *air, u16 freq);

/* onair.c */
bool vwifi_onair_mgmt(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb, int *signal);
bool vwifi_onair_rx(struct vwifi_radio *from, u16 freq, struct sk_buff *skb, int *signal);

#endif /* VWIFI_MGMT_MGMT_H */
