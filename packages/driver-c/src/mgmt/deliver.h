/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of this floor share.
 */
#ifndef VWIFI_MGMT_DELIVER_H
#define VWIFI_MGMT_DELIVER_H

#include "mgmt.h"

/* deliver.c */
void vwifi_air_deliver(struct vwifi_radio *from, struct vwifi_vif *to, u16 freq,
		       const struct sk_buff *skb, const struct vwifi_protection *protection);
void vwifi_air_to_all(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb,
		      const struct vwifi_protection *protection);

/* beacon.c */
void vwifi_air_rx_beacon_frame(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb,
			       const struct vwifi_protection *protection);

#endif /* VWIFI_MGMT_DELIVER_H */
