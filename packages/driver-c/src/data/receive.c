// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Receiving a data frame: as a station, and as an access point, which relays. Under
 * RCU, bottom halves disabled, in the sender's context.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "plane.h"

/* A station receives a data frame of an access point. Consumes the skb. */
static void vwifi_rx_from_ap(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	const struct vwifi_protection *protection = &tx->protection;
	struct vwifi_vif *vif = tx->to;
	struct vwifi_sta *peer = rcu_dereference(vif->peer);
	bool group = is_multicast_ether_addr(eth_hdr(skb)->h_dest) && !protection->four_addr;
	enum vwifi_drop why;

	if (unlikely(!peer || !ether_addr_equal(peer->addr, tx->ta))) {
		/*
		 * The association response may be waiting in the radio's queue:
		 * then this frame waits behind it, once. No key exists by then.
		 */
		if (!peer && !protection->key && protection->origin != VWIFI_NO_RADIO &&
		    atomic_read(&vif->rx_pending))
			vwifi_arrive_later(vif, skb, tx->ta);
		else
			vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}

	why = vwifi_rx_check(tx, peer, skb, group);
	/* With four addresses everything comes in frames of its own. */
	if (unlikely(READ_ONCE(vif->wdev.use_4addr) ? group : protection->four_addr))
		why = VWIFI_DROP_MALFORMED;
	if (unlikely(why)) {
		atomic_inc(&peer->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(peer, tx->mpdus, tx->octets);
	if (unlikely(group && vif->link_of) && !vwifi_mld_group_is_new(vif, tx->group)) {
		consume_skb(skb);
		return;
	}
	/* What a bridge behind the access point reflects of our own (802.11-2020, 9.3.2.1.3). */
	if (unlikely(group && ether_addr_equal(eth_hdr(skb)->h_source, vif->dev->dev_addr))) {
		consume_skb(skb);
		return;
	}
	vwifi_to_stack(vif, skb, !protection->key);
}

/*
 * What an access point does with a frame of one of its stations; @on: the part
 * that the station is in, or the point itself. Consumes the skb.
 */
static void vwifi_ap_forward(const struct vwifi_transmission *tx, struct vwifi_vif *on,
			     struct vwifi_bss *ap, struct vwifi_sta *sta, struct sk_buff *skb)
{
	const struct vwifi_protection *protection = &tx->protection;
	const struct ethhdr *eth = eth_hdr(skb);
	bool in_clear = !protection->key;
	struct vwifi_transmission relay __uninitialized;
	struct vwifi_vif *vif = tx->to;
	struct vwifi_sta *to;

	if (unlikely(vif->link_of)) {
		vwifi_mld_forward(tx, ap, sta, skb);
		return;
	}
	/* The handshake is between the two of them. */
	if (vwifi_is_control_port(vif, skb)) {
		if (!ether_addr_equal(eth->h_dest, vif->addr) &&
		    !is_link_local_ether_addr(eth->h_dest)) {
			vwifi_discard_rx(vif, skb, VWIFI_DROP_MALFORMED);
			return;
		}
		vwifi_to_stack(vif, skb, in_clear);
		return;
	}

	if (protection->four_addr) {
		/* Alone on its interface: the stack, and its bridge, know the rest. */
	} else if (is_multicast_ether_addr(eth->h_dest)) {
		if (!READ_ONCE(ap->isolate))
			vwifi_ap_group(on, ap, skb, sta, protection->origin);
	} else if (!ether_addr_equal(eth->h_dest, vif->addr)) {
		to = vwifi_sta_find(ap, eth->h_dest);
		if (to && vwifi_sta_associated(to) && vwifi_sta_is_on(to, ap, on)) {
			if (READ_ONCE(ap->isolate)) {
				/* Not by us: a bridge may reflect it, or a program see it. */
				vwifi_drop_frame(vif, skb, VWIFI_DROP_ISOLATED);
				vwifi_to_stack(on, skb, in_clear);
			} else if (!vwifi_sta_authorised(to)) {
				vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
			} else {
				vwifi_transmission_init(&relay, on, skb);
				relay.protection.origin = protection->origin;
				vwifi_ap_unicast(&relay, ap, to, skb);
			}
			return;
		}
		/* Not one of ours: the stack knows, if there is a bridge. */
	}
	vwifi_to_stack(on, skb, in_clear);
}

/* An access point receives a data frame of a station. Consumes the skb. */
static void vwifi_rx_at_ap(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->to;
	struct vwifi_bss *ap = rcu_dereference(vif->bss);
	bool four_addr = tx->protection.four_addr;
	struct vwifi_vif *on;
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	if (unlikely(!ap || ap->kind != VWIFI_BSS_AP)) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	sta = vwifi_sta_find(ap, tx->ta);
	if (unlikely(!sta || !vwifi_sta_associated(sta))) {
		/*
		 * A class 3 frame (802.11-2020, 11.3.3): hostapd answers with a
		 * deauthentication.
		 */
		vwifi_tell_frame(cfg80211_rx_spurious_frame, vif->dev, tx->ta);
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}

	if (unlikely(READ_ONCE(sta->asleep) != tx->dozes))
		vwifi_keep_power(ap, sta, tx->dozes);
	on = rcu_dereference(sta->vlan) ?: vif;
	why = vwifi_rx_check(tx, sta, skb, false);
	if (unlikely(READ_ONCE(on->wdev.use_4addr) != four_addr) &&
	    !vwifi_is_control_port(vif, skb)) {
		if (four_addr)
			vwifi_vlan_unexpected(vif, sta);
		why = VWIFI_DROP_MALFORMED;
	}
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, tx->mpdus, tx->octets);
	vwifi_ap_forward(tx, on, ap, sta, skb);
}

/**
 * vwifi_receive - a data frame arrives
 * @tx: how it was sent, and in tx->to its receiver
 * @skb: the Ethernet frame, from its header on; consumed
 */
void vwifi_receive(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	if (tx->way == VWIFI_WAY_TO_AP)
		vwifi_rx_at_ap(tx, skb);
	else if (tx->way == VWIFI_WAY_TO_STA)
		vwifi_rx_from_ap(tx, skb);
	else if (tx->way == VWIFI_WAY_TO_MEMBER)
		vwifi_rx_in_cell(tx, skb);
	else if (tx->way == VWIFI_WAY_DIRECT)
		vwifi_rx_direct(tx, skb);
	else
		vwifi_up.rx_mesh(tx, skb);
}

/* Finds the receiver of a data frame that was on its way, if it is still there: tx->to. */
void vwifi_find_landing(struct vwifi_transmission *tx)
{
	if (tx->way == VWIFI_WAY_TO_AP)
		tx->to = vwifi_air_find_ap(tx->air, tx->ra, tx->freq);
	else if (tx->way == VWIFI_WAY_TO_STA)
		tx->to = vwifi_air_find_sta(tx->air, tx->ra, tx->ta, tx->freq);
	else if (tx->way == VWIFI_WAY_DIRECT)
		tx->to = vwifi_air_find_tdls(tx->air, tx->ra, tx->bssid, tx->freq);
	else if (tx->way == VWIFI_WAY_MESH)
		tx->to = vwifi_air_find_mesh(tx->air, tx->ra, tx->freq);
	else
		tx->to = vwifi_air_find_member(tx->air, tx->ra, tx->bssid, tx->freq, tx->slow);
}

/* A data frame that was on its way arrives, if its receiver is still there. Consumes the skb. */
void vwifi_land_data(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	vwifi_find_landing(tx);
	if (!tx->to) {
		kfree_skb(skb);
		return;
	}
	skb->dev = tx->to->dev;
	vwifi_receive(tx, skb);
}

/*
 * A data frame that waited for its association, in @vif's radio: @ta sent it, in the clear.
 * Consumes the skb.
 */
void vwifi_receive_late(struct vwifi_vif *vif, struct sk_buff *skb, const u8 *ta)
{
	const struct vwifi_bss *cell = rcu_dereference(vif->bss);
	struct vwifi_transmission tx = {
		.to = vif,
		.ta = ta,
		.way = VWIFI_WAY_TO_STA,
		.octets = skb->len,
		.mpdus = vwifi_mpdus(skb),
		.protection.origin = VWIFI_NO_RADIO,
	};

	if (cell && vwifi_bss_is_direct(cell)) {
		tx.way = VWIFI_WAY_TO_MEMBER;
		tx.slow = cell->slow;
		tx.bssid = cell->bssid;
	}
	vwifi_receive(&tx, skb);
}
