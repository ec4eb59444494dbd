/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the files of the data plane share: xmit.c, cell.c, hop.c. All of it
 * under RCU, bottom halves disabled.
 */
#ifndef VWIFI_DATA_H
#define VWIFI_DATA_H

#include "../core/vwifi.h"

/*
 * What a sender says of a frame that it sends. It lives on the sender's stack and
 * is lent to everyone below, who never keep it: what a frame needs that waits is
 * copied (struct vwifi_flight), and skb->cb carries nothing from one stage to the
 * next. Only a radio's rx_queue has it, of the frames that are in the queue.
 */
struct vwifi_transmission {
	u32 origin;			/* id of the radio that the frame comes from, before any relay */
	bool in_clear;
	struct vwifi_ask *ask;		/* to be filled in for one who waits for its acknowledgement */
};

/* One hop of it: from an interface to another one, a unicast frame. */
struct vwifi_hop {
	struct vwifi_vif *from;
	struct vwifi_vif *to;
	struct vwifi_sta *peer;		/* the receiver, as the transmitter knows it; NULL: not yet */
	enum vwifi_flight_kind kind;
	const u8 *ra;			/* the receiver's address, wherever it is */
	const u8 *bssid;
	u16 freq;
	struct vwifi_protection protection;
	struct vwifi_ask *ask;		/* the transmission's; a relay asks nobody */
};

/* How many frames on the air a packet stands for. */
static inline unsigned int vwifi_mpdus(const struct sk_buff *skb)
{
	return skb_shinfo(skb)->gso_segs ?: 1;
}

static inline bool vwifi_is_control_port(const struct vwifi_vif *vif, const struct sk_buff *skb)
{
	return eth_hdr(skb)->h_proto == vif->control_port;
}

/* qos.c */
int vwifi_tid(const struct vwifi_vif *from, const struct vwifi_sta *peer,
	      const struct sk_buff *skb);
int vwifi_qos_control(const struct vwifi_vif *from, const struct vwifi_sta *peer,
		      const struct sk_buff *skb);

/* Whether a QoS Control field, or -1, wants no acknowledgement (802.11-2020, table 9-13). */
static inline bool vwifi_qos_no_ack(int control)
{
	return control >= 0 && (control & IEEE80211_QOS_CTL_ACK_POLICY_MASK) ==
			       IEEE80211_QOS_CTL_ACK_POLICY_NOACK;
}

/* hop.c */
void vwifi_tx_status(struct sk_buff *skb, bool acked);
void vwifi_discard_tx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why);
void vwifi_discard_rx(struct vwifi_vif *vif, struct sk_buff *skb, enum vwifi_drop why);
enum vwifi_drop vwifi_rx_check(struct vwifi_vif *vif, struct vwifi_sta *sta,
			       const struct sk_buff *skb, bool group,
			       const struct vwifi_protection *protection);
void vwifi_to_stack(struct vwifi_vif *vif, struct sk_buff *skb, bool in_clear);
bool vwifi_hop_fail(struct vwifi_hop *hop, struct sk_buff *skb, enum vwifi_drop why);
bool vwifi_hop(struct vwifi_hop *hop, struct sk_buff *skb);

/* xmit.c */
bool vwifi_ap_unicast(struct vwifi_vif *vif, struct vwifi_ap *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb, const struct vwifi_transmission *tx);
bool vwifi_xmit_ap(struct vwifi_vif *vif, struct vwifi_ap *ap, struct sk_buff *skb,
		   const struct vwifi_transmission *tx);

/* cell.c */
bool vwifi_xmit_member(struct vwifi_vif *vif, struct vwifi_ap *cell, struct sk_buff *skb,
		       const struct vwifi_transmission *tx);

#endif /* VWIFI_DATA_H */
