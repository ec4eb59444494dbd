/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of this floor share.
 */
#ifndef VWIFI_MGMT_DELIVER_H
#define VWIFI_MGMT_DELIVER_H

#include "dcf/dcf.h"
#include "mgmt.h"

/* faulty.c */
void vwifi_mgmt_meet(struct vwifi_transmission *tx, const struct vwifi_vif *to,
		     const struct sk_buff *skb);
void vwifi_mgmt_deliver_faulty(struct vwifi_transmission *tx, struct vwifi_vif *to,
			       const struct sk_buff *skb);
bool vwifi_beacon_reaches(const struct vwifi_transmission *tx, struct vwifi_vif *to, bool look);

/* deliver.c */
void vwifi_mgmt_pass(struct vwifi_transmission *tx, struct vwifi_vif *to, const struct sk_buff *skb);
void vwifi_mgmt_deliver(struct vwifi_transmission *tx, struct vwifi_vif *to,
			const struct sk_buff *skb);
void vwifi_mgmt_to_all(struct vwifi_transmission *tx, const struct sk_buff *skb);

/* aired.c */
bool vwifi_mgmt_air(struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_beacon_air(struct vwifi_transmission *tx, const struct sk_buff *skb, bool to_stations,
		      u32 digest);

/* beacon.c */
bool vwifi_beacon_deliver(const struct vwifi_transmission *tx, const struct sk_buff *skb,
			  bool to_stations, u32 digest);
void vwifi_beacon_came(const struct vwifi_transmission *tx, const struct sk_buff *skb);

void vwifi_doze_rx_beacon(struct vwifi_vif *vif, const u8 *frame, size_t len);

#endif /* VWIFI_MGMT_DELIVER_H */
