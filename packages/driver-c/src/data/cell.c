// SPDX-License-Identifier: MIT OR GPL-2.0
/* The data plane of ad hoc cells: from member to member (IEEE Std 802.11-2020, 9.3.2.1: no DS). */
#include "air/air.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

/**
 * vwifi_rx_in_cell - a member of an ad hoc cell receives a data frame
 * @vif: the member
 * @skb: the Ethernet frame, from its header on; consumed
 * @ta: who transmitted it
 * @bssid: in which cell
 * @protection: how it was protected
 */
void vwifi_rx_in_cell(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta, const u8 *bssid,
		      const struct vwifi_protection *protection)
{
	struct vwifi_bss *cell = rcu_dereference(vif->bss);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (!cell || !cell->ibss || !ether_addr_equal(cell->bssid, bssid)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(cell, ta);
	if (unlikely(!sta)) {
		/* Meeting takes process context; the work that does it has no one to meet again. */
		if (protection->key || protection->origin == VWIFI_NO_RADIO)
			vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		else
			vwifi_arrive_later(vif, skb, ta);
		return;
	}
	why = vwifi_rx_check(vif, sta, skb, is_multicast_ether_addr(eth->h_dest), protection);
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, vwifi_mpdus(skb), skb->len);
	vwifi_to_stack(vif, skb, !protection->key);
}

struct vwifi_cell_frame {
	struct vwifi_vif *from;
	struct vwifi_bss *cell;
	const struct sk_buff *skb;
	struct vwifi_protection protection;
};

static void vwifi_cell_group_to(struct vwifi_vif *to, void *context)
{
	struct vwifi_cell_frame *frame = context;
	struct vwifi_vif *from = frame->from;
	bool ideal = vwifi_link_is_ideal(to->radio);
	unsigned int retries = 0;
	struct sk_buff *clone;

	if (!ideal && !vwifi_link_transmit(from->radio, to->radio, VWIFI_CHANCE_GROUP_DATA, &retries)) {
		vwifi_drop_frame(to, frame->skb, VWIFI_DROP_LOST);
		return;
	}
	clone = skb_clone((struct sk_buff *)frame->skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop_frame(to, frame->skb, VWIFI_DROP_MEMORY);
	else if (!ideal && vwifi_link_delays(from->radio, to->radio))
		vwifi_link_fly(from->radio, to->radio, clone, VWIFI_FLIGHT_TO_MEMBER,
			       from->dev->dev_addr, to->dev->dev_addr, frame->cell->bssid,
			       frame->cell->freq, &frame->protection);
	else
		vwifi_rx_in_cell(to, clone, from->dev->dev_addr, frame->cell->bssid,
				 &frame->protection);
}

/* A member of a cell sends: straight to the other one, or to all. */
bool vwifi_xmit_member(struct vwifi_vif *vif, struct vwifi_bss *cell, struct sk_buff *skb,
		       const struct vwifi_transmission *tx)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_hop hop = {
		.from = vif,
		.kind = VWIFI_FLIGHT_TO_MEMBER,
		.ra = eth->h_dest,
		.bssid = cell->bssid,
		.freq = cell->freq,
		.protection.origin = tx->origin,
		.ask = tx->ask,
	};

	if (is_multicast_ether_addr(eth->h_dest)) {
		struct vwifi_cell_frame frame = {
			.from = vif,
			.cell = cell,
			.skb = skb,
			.protection.key = vwifi_key_tx_group(vif),
			.protection.origin = tx->origin,
		};

		vwifi_tx_status(skb, false);
		spin_lock(&cell->group_lock);
		if (frame.protection.key)
			frame.protection.pn = atomic64_add_return(vwifi_mpdus(skb),
								  &frame.protection.key->tx_pn);
		if (vwifi_watched())
			vwifi_emit_group(vif, VWIFI_FLIGHT_TO_MEMBER, cell->bssid, cell->freq, skb,
					 &frame.protection);
		vwifi_air_each_member(cell, vwifi_cell_group_to, &frame);
		vwifi_wire_group(vif, VWIFI_FLIGHT_TO_MEMBER, cell->bssid, cell->freq, skb,
				 &frame.protection);
		spin_unlock(&cell->group_lock);
		consume_skb(skb);
		return false;
	}

	hop.peer = vwifi_sta_find(cell, eth->h_dest);
	if (cell->control_port && !vwifi_is_control_port(vif, skb) &&
	    !(hop.peer && vwifi_sta_authorised(hop.peer)))
		return vwifi_hop_fail(&hop, skb, VWIFI_DROP_NOT_AUTHORISED);
	if (!tx->in_clear)
		hop.protection.key = vwifi_key_tx_unicast(vif, hop.peer);
	hop.to = vwifi_air_find_member(eth->h_dest, cell->bssid, cell->freq);
	return vwifi_hop(&hop, skb);
}
