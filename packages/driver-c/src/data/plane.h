/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of the data plane share.
 */
#ifndef VWIFI_DATA_PLANE_H
#define VWIFI_DATA_PLANE_H

#include "dcf/dcf.h"
#include "key/key.h"
#include "watch/watch.h"
#include "data.h"

/* lost.c */
void vwifi_peer_lost(const struct vwifi_transmission *tx);

/* air.c */
bool vwifi_hop_air(struct vwifi_transmission *tx, struct sk_buff *skb);
void vwifi_group_air(struct vwifi_transmission *tx, const struct vwifi_sta *source,
		     const struct sk_buff *skb);

/* faulty.c */
void vwifi_faulty_meet(struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_faulty_lost(const struct vwifi_transmission *tx, const struct sk_buff *skb);
void vwifi_faulty_receive(struct vwifi_transmission *tx, struct sk_buff *skb);

/* receive.c */
void vwifi_find_landing(struct vwifi_transmission *tx);
void vwifi_receive(const struct vwifi_transmission *tx, struct sk_buff *skb);

/* group.c */
void vwifi_group_over_link(struct vwifi_transmission *tx, const struct sk_buff *skb);
bool vwifi_ap_group_each(struct vwifi_transmission *tx, struct vwifi_bss *ap,
			 const struct vwifi_sta *source, const struct sk_buff *skb);
bool vwifi_cell_group_each(struct vwifi_transmission *tx, struct vwifi_bss *cell,
			   const struct vwifi_sta *source, const struct sk_buff *skb);

/* One receiver's copy: tx->to says whose. Called with the BSS's group lock held. */
static inline void vwifi_group_to(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct sk_buff *clone;

	if (!vwifi_link_is_ideal(tx->to->radio)) {
		vwifi_group_over_link(tx, skb);
		return;
	}
	clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (likely(clone))
		vwifi_receive(tx, clone);
	else
		vwifi_drop_frame(tx->to, skb, VWIFI_DROP_MEMORY);
}

/* keep.c */
bool vwifi_keep(const struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		struct sk_buff *skb);
bool vwifi_keep_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		      const struct vwifi_sta *source, u32 origin);

/* point.c */
bool vwifi_ap_send(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		   struct sk_buff *skb);
void vwifi_ap_group_now(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
			const struct vwifi_sta *source, u32 origin, u32 number, bool more);
bool vwifi_ap_unicast(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb);
bool vwifi_xmit_ap(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct sk_buff *skb);
void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		    const struct vwifi_sta *source, u32 origin);
bool vwifi_sta_is_on(const struct vwifi_sta *sta, const struct vwifi_bss *ap,
		     const struct vwifi_vif *vif);

/* xmit.c */
bool vwifi_xmit_station(struct vwifi_transmission *tx, struct vwifi_sta *peer, struct sk_buff *skb);

/* direct.c */
void vwifi_rx_direct(const struct vwifi_transmission *tx, struct sk_buff *skb);
bool vwifi_xmit_beside(struct vwifi_transmission *tx, struct vwifi_sta *ap, struct sk_buff *skb);

/* cell.c */
void vwifi_rx_in_cell(const struct vwifi_transmission *tx, struct sk_buff *skb);
bool vwifi_xmit_member(struct vwifi_transmission *tx, struct vwifi_bss *cell, struct sk_buff *skb);

/* mld.c */
bool vwifi_mld_xmit(struct vwifi_transmission *tx, struct vwifi_mld *mld, struct sk_buff *skb);
u32 vwifi_mld_group_number(const struct vwifi_vif *link);
bool vwifi_mld_group_is_new(struct vwifi_vif *link, u32 number);
void vwifi_mld_forward(const struct vwifi_transmission *how, struct vwifi_bss *ap, struct vwifi_sta *sta,
		       struct sk_buff *skb);

/* vlan.c */
bool vwifi_vlan_xmit(struct vwifi_transmission *tx, struct sk_buff *skb);

#endif /* VWIFI_DATA_PLANE_H */
