// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The data plane of ad hoc cells, and of what is outside of every BSS: from one to the other
 * (IEEE Std 802.11-2020, 9.3.2.1: no DS).
 */
#include "air/air.h"
#include "key/key.h"
#include "plane.h"

/* A member of an ad hoc cell receives a data frame. Consumes the skb. */
void vwifi_rx_in_cell(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	const struct vwifi_protection *protection = &tx->protection;
	struct vwifi_vif *vif = tx->to;
	struct vwifi_bss *cell = rcu_dereference(vif->bss);
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (!cell || !vwifi_bss_is_direct(cell) || !ether_addr_equal(cell->bssid, tx->bssid)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(cell, tx->ta);
	if (unlikely(!sta)) {
		/* Meeting takes process context; the work that does it has no one to meet again. */
		if (protection->key || protection->origin == VWIFI_NO_RADIO)
			vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		else
			vwifi_arrive_later(vif, skb, tx->ta);
		return;
	}
	why = vwifi_rx_check(tx, sta, skb, is_multicast_ether_addr(eth_hdr(skb)->h_dest));
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, tx->mpdus, tx->octets);
	vwifi_to_stack(vif, skb, !protection->key);
}

struct vwifi_cell_frame {
	struct vwifi_transmission *tx;
	const struct sk_buff *skb;
};

static void vwifi_cell_group_to(struct vwifi_vif *to, void *context)
{
	const struct vwifi_cell_frame *frame = context;

	frame->tx->to = to;
	vwifi_group_to(frame->tx, frame->skb);
}

/* To the other members of a cell, in other kernels too: who is one there, they know; of who is in no BSS they do not. */
bool vwifi_cell_group_each(struct vwifi_transmission *tx, struct vwifi_bss *cell,
			   const struct vwifi_sta *source, const struct sk_buff *skb)
{
	struct vwifi_cell_frame frame = { .tx = tx, .skb = skb };

	vwifi_air_each_member(cell, vwifi_cell_group_to, &frame);
	return cell->kind == VWIFI_BSS_CELL;
}

/* A member of a cell sends: straight to the other one, or to all. */
bool vwifi_xmit_member(struct vwifi_transmission *tx, struct vwifi_bss *cell, struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_vif *vif = tx->from;

	tx->way = VWIFI_WAY_TO_MEMBER;
	tx->slow = cell->slow;
	tx->bssid = cell->bssid;
	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_group(tx, cell, NULL, skb, vwifi_cell_group_each);
		consume_skb(skb);
		return false;
	}

	tx->ra = eth->h_dest;
	tx->freq = cell->freq;
	tx->peer = vwifi_sta_find(cell, eth->h_dest);
	if (cell->control_port && !vwifi_is_control_port(vif, skb) &&
	    !(tx->peer && vwifi_sta_authorised(tx->peer)))
		return vwifi_hop_fail(tx, skb, VWIFI_DROP_NOT_AUTHORISED);
	if (!tx->in_clear)
		tx->protection.key = vwifi_key_tx_unicast(vif, tx->peer);
	tx->to = vwifi_air_find_member(tx->radio->air, eth->h_dest, cell->bssid, cell->freq,
				       cell->slow);
	return vwifi_hop(tx, skb);
}
