// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Group frames: one transmission that many receive, of an access point or of a member of
 * a cell. Sent once, never acknowledged, never repeated. Under RCU, bottom halves disabled.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

/* A copy for a receiver that is not reached without fail, or not at once. */
void vwifi_group_over_link(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_radio *from = tx->radio, *to = tx->to->radio;
	struct sk_buff *clone;

	if (!vwifi_group_reaches(tx, to, VWIFI_CHANCE_GROUP_DATA)) {
		vwifi_drop_frame(tx->to, skb, VWIFI_DROP_LOST);
		return;
	}
	/* Each receiver meets a fault of its own. */
	tx->fault = 0;
	if (vwifi_air_has_faults(to->air)) {
		vwifi_faulty_meet(tx, skb);
		if (vwifi_fault_loses(tx)) {
			vwifi_faulty_lost(tx, skb);
			return;
		}
	}
	clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop_frame(tx->to, skb, VWIFI_DROP_MEMORY);
	else if (tx->fault)
		vwifi_faulty_receive(tx, clone);
	else if (vwifi_link_delays(from, to))
		vwifi_link_fly(tx, clone);
	else
		vwifi_receive(tx, clone);
}

/**
 * vwifi_group - sends a group frame
 * @tx: its transmitter, way, BSSID and origin
 * @bss: the BSS
 * @source: the station that it came from, which does not get it; or NULL
 * @skb: the frame; not consumed
 * @each: calls vwifi_group_to() for every receiver of this kernel, and returns whether
 *	other kernels are to have it
 */
void vwifi_group(struct vwifi_transmission *tx, struct vwifi_bss *bss,
		 const struct vwifi_sta *source, const struct sk_buff *skb, vwifi_group_each_t each)
{
	tx->ra = eth_hdr(skb)->h_dest;
	tx->freq = bss->freq;
	tx->qos = VWIFI_QOS_NONE;
	tx->protection.key = vwifi_key_tx_group(tx->from);
	if (unlikely(vwifi_air_is_shared(tx->radio->air))) {
		spin_lock(&bss->group_lock);
		vwifi_group_air(tx, source, skb);
		spin_unlock(&bss->group_lock);
		return;
	}
	/* Receivers see one group frame after the other, or its number would look old. */
	spin_lock(&bss->group_lock);
	if (tx->protection.key)
		tx->protection.pn = atomic64_add_return(tx->mpdus, &tx->protection.key->tx_pn);
	if (vwifi_watched())
		vwifi_emit_group(tx, skb);
	if (each(tx, bss, source, skb))
		vwifi_wire_group(tx, skb);
	spin_unlock(&bss->group_lock);
}
