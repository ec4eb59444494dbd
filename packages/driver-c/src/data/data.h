/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The data plane: an Ethernet frame from its sender's ndo_start_xmit to its receiver's
 * stack, relayed on the way by an access point; and a data frame as it came on the air
 * (mpdu.c), to where a frame from inside goes, through the same gates.
 *
 * All of it under RCU, bottom halves disabled. Per frame the receiving key's lock is
 * taken, a BSS's group lock around a group frame, a peer's turn while somebody watches.
 * The stack calls from above; what comes from below comes through the table of upcalls.
 */
#ifndef VWIFI_DATA_DATA_H
#define VWIFI_DATA_DATA_H

#include "core/core.h"
#include "wire/wire.h"

/* xmit.c */
netdev_tx_t vwifi_start_xmit(struct sk_buff *skb, struct net_device *dev);
void vwifi_quiet_begin(struct vwifi_vif *vif);
void vwifi_quiet_end(struct vwifi_vif *vif, bool send);
int vwifi_tx_control_port(struct wiphy *wiphy, struct net_device *dev,
			  const u8 *buf, size_t len, const u8 *dest,
			  const __be16 proto, const bool noencrypt, int link_id,
			  vwifi_cookie_t cookie);

/* receive.c */
void vwifi_aired_data(struct vwifi_dcf_frame *frame);
void vwifi_land_data(struct vwifi_transmission *tx, struct sk_buff *skb);
void vwifi_receive_late(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta);

/* direct.c */
bool vwifi_send_direct(struct vwifi_vif *vif, struct sk_buff *skb);

/* mpdu.c */
struct vwifi_vif *vwifi_inject_data(struct vwifi_radio *from, u16 freq, struct sk_buff *skb);
void vwifi_rx_data_mpdu(const struct vwifi_wire_rx *rx, struct sk_buff *skb);

/* keep.c */
void vwifi_kept_init(struct vwifi_kept_queue *queue);
void vwifi_keep_power(struct vwifi_bss *ap, struct vwifi_sta *sta, bool asleep);
void vwifi_keep_poll(struct vwifi_bss *ap, struct vwifi_sta *sta);
void vwifi_keep_forget(struct vwifi_vif *vif, struct vwifi_sta *sta);
void vwifi_keep_group_send(struct vwifi_bss *ap);
void vwifi_keep_group_forget(struct vwifi_bss *ap);

/* hop.c */
void vwifi_tx_status(struct sk_buff *skb, bool acked);
void vwifi_discard_tx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why);
void vwifi_discard_rx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why);
enum vwifi_drop vwifi_rx_check(const struct vwifi_transmission *tx, struct vwifi_sta *sta,
			       const struct sk_buff *skb, bool group);
void vwifi_to_stack(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear);
bool vwifi_hop_fail(struct vwifi_transmission *tx, struct sk_buff *skb, enum vwifi_drop why);
bool vwifi_hop(struct vwifi_transmission *tx, struct sk_buff *skb);

/* group.c, mesh.c */
typedef bool (*vwifi_group_each_t)(struct vwifi_transmission *tx, struct vwifi_bss *bss,
				   const struct vwifi_sta *source, const struct sk_buff *skb);
void vwifi_group(struct vwifi_transmission *tx, struct vwifi_bss *bss,
		 const struct vwifi_sta *source, const struct sk_buff *skb,
		 vwifi_group_each_t each);
bool vwifi_mesh_group_each(struct vwifi_transmission *tx, struct vwifi_bss *bss,
			   const struct vwifi_sta *source, const struct sk_buff *skb);

/* vlan.c */
void vwifi_vlan_unexpected(struct vwifi_vif *master, struct vwifi_sta *sta);

#endif /* VWIFI_DATA_DATA_H */
