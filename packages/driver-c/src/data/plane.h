/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of the data plane share.
 */
#ifndef VWIFI_DATA_PLANE_H
#define VWIFI_DATA_PLANE_H

#include "data.h"

/* hop.c */
void vwifi_discard_rx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why);
enum vwifi_drop vwifi_rx_check(struct vwifi_vif *vif, struct vwifi_sta *sta,
			       const struct sk_buff *skb, bool group,
			       const struct vwifi_protection *protection);
void vwifi_to_stack(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear);
bool vwifi_hop_fail(struct vwifi_hop *hop, struct sk_buff *skb, enum vwifi_drop why);
bool vwifi_hop(struct vwifi_hop *hop, struct sk_buff *skb);

/* point.c */
bool vwifi_ap_unicast(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb, const struct vwifi_transmission *tx);
bool vwifi_xmit_ap(struct vwifi_vif *vif, struct vwifi_bss *ap, struct sk_buff *skb,
		   const struct vwifi_transmission *tx);
void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		    const struct vwifi_sta *source, u32 origin);
bool vwifi_sta_is_on(const struct vwifi_sta *sta, const struct vwifi_bss *ap, const struct vwifi_vif *vif);

/* cell.c */
bool vwifi_xmit_member(struct vwifi_vif *vif, struct vwifi_bss *cell, struct sk_buff *skb,
		       const struct vwifi_transmission *tx);

/* vlan.c */
bool vwifi_vlan_xmit(struct vwifi_vif *vlan, struct sk_buff *skb,
		     const struct vwifi_transmission *tx);

#endif /* VWIFI_DATA_PLANE_H */
