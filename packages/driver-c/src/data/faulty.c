// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Data that meets a fault (air/fault.c): which one, and how it arrives then. Under RCU,
 * bottom halves disabled.
 */
#include "air/air.h"
#include "frame/frame.h"
#include "plane.h"

/* What happens to a frame on its way to tx->to; its QoS Control field is read for it. */
void vwifi_faulty_meet(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	int qos = is_multicast_ether_addr(tx->ra) ? VWIFI_QOS_NONE : vwifi_qos(tx, skb);

	vwifi_fault_meet(tx, tx->to->radio, vwifi_kind_of_data(skb, qos));
}

/* A receiver that cannot read a frame counts it, where there was something to hear. */
void vwifi_faulty_lost(const struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	if (tx->to && tx->fault == VWIFI_FAULT_ACTION_CORRUPT)
		vwifi_drop_frame(tx->to, skb, VWIFI_DROP_CORRUPT);
}

/* Between radios of one kernel nothing is encrypted: what a cipher would notice is dropped here. */
static bool vwifi_faulty_alter(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	if (!tx->protection.key && vwifi_frame_invert(skb, ETH_HLEN, vwifi_fault_octet(tx)))
		return true;
	vwifi_discard_rx(tx->to, skb, tx->protection.key ? VWIFI_DROP_WRONG_KEY : VWIFI_DROP_MEMORY);
	return false;
}

/*
 * A frame arrives at tx->to in the way of its fault, which lets it through; tx->radio is its
 * transmitter's. Consumes the skb.
 */
void vwifi_faulty_receive(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct sk_buff *copy;

	/* What arrives twice, or later, has the number that it was sent with. */
	if (tx->protection.key && !tx->protection.pn)
		tx->protection.pn = atomic64_add_return(tx->mpdus, &tx->protection.key->tx_pn);
	if (tx->fault == VWIFI_FAULT_ACTION_DELAY) {
		vwifi_fault_fly(tx, skb);
		return;
	}
	if (tx->fault == VWIFI_FAULT_ACTION_ALTER && !vwifi_faulty_alter(tx, skb))
		return;
	if (tx->fault == VWIFI_FAULT_ACTION_DUPLICATE) {
		copy = skb_copy(skb, GFP_ATOMIC);
		if (copy)
			vwifi_receive(tx, copy);
	}
	if (vwifi_link_delays(tx->radio, tx->to->radio))
		vwifi_link_fly(tx, skb);
	else
		vwifi_receive(tx, skb);
}
