/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * A frame on its way.
 */
#ifndef VWIFI_CORE_TRANSMISSION_H
#define VWIFI_CORE_TRANSMISSION_H

#include "key.h"
#include "vif.h"

struct vwifi_ask;

enum vwifi_flight_kind {
	VWIFI_FLIGHT_TO_AP,
	VWIFI_FLIGHT_TO_STA,
	VWIFI_FLIGHT_TO_MEMBER,
	VWIFI_FLIGHT_MGMT,
};

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

#endif /* VWIFI_CORE_TRANSMISSION_H */
