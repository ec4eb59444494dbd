// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Data between devices with several links (IEEE Std 802.11be-2024, 35.3.14): which link a frame goes
 * over, and where it goes from there. Ethernet frames have the addresses of MLDs from one stack to the
 * other; on the air a frame has those of its link. What is received is a matter of receive.c, as for
 * everybody: what a peer has on a link has the keys and flags of its MLD.
 *
 * The best link is the one with the highest frequency: it has the widest channels. One over which a frame
 * was lost is left alone for a second; the frame goes over the next. Under RCU, bottom halves disabled.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "plane.h"

#define VWIFI_MLD_SHUN		HZ	/* a link over which a frame was lost */

/* How good a link is; 0: not at all. */
enum vwifi_mld_grade {
	VWIFI_MLD_DEAF,			/* nobody is there */
	VWIFI_MLD_LOSSY,		/* a frame was lost lately */
	VWIFI_MLD_GOOD,
};

/* Says that a frame goes over a link; returns how good that is. */
static enum vwifi_mld_grade vwifi_mld_aim(struct vwifi_transmission *tx, struct vwifi_vif *link,
					  struct vwifi_sta *sta)
{
	const struct vwifi_bss *bss = rcu_dereference(link->bss);
	unsigned long lost = READ_ONCE(sta->lost_at);

	tx->from = link;
	tx->ta = link->addr;
	tx->peer = sta;
	tx->ra = sta->addr;
	if (bss) {
		tx->way = VWIFI_WAY_TO_STA;
		tx->freq = bss->freq;
		tx->bssid = link->addr;
		tx->to = vwifi_air_find_sta(link->radio->air, sta->addr, link->addr, tx->freq);
	} else {
		tx->way = VWIFI_WAY_TO_AP;
		tx->freq = READ_ONCE(link->home_freq);
		tx->bssid = sta->addr;
		tx->to = vwifi_air_find_ap(link->radio->air, sta->addr, tx->freq);
	}
	tx->qos = VWIFI_QOS_NOT_ASKED;
	tx->protection.pn = 0;
	tx->protection.key = tx->in_clear ? NULL : vwifi_key_tx_unicast(link, sta);
	memset(&tx->rate, 0, sizeof(tx->rate));
	if (!tx->to)
		return VWIFI_MLD_DEAF;
	return lost && time_before(jiffies, lost + VWIFI_MLD_SHUN) ? VWIFI_MLD_LOSSY : VWIFI_MLD_GOOD;
}

/* The best link to a peer that is none of @tried, a bit each; or NULL, where there is no other. */
static struct vwifi_vif *vwifi_mld_best(struct vwifi_transmission *tx, const struct vwifi_vif *vif,
					const struct vwifi_mld *mld, const struct vwifi_sta *peer, u16 tried)
{
	enum vwifi_mld_grade best_grade = VWIFI_MLD_DEAF;
	struct vwifi_vif *link, *best = NULL;
	u16 best_freq = 0;
	unsigned int id;

	vwifi_mld_for_each_link(vif, mld, id, link) {
		struct vwifi_sta *sta = vwifi_mld_peer_link(vif, peer, id);
		enum vwifi_mld_grade grade;

		if (!sta || tried & BIT(id))
			continue;
		grade = vwifi_mld_aim(tx, link, sta);
		if (best && (grade < best_grade || (grade == best_grade && tx->freq <= best_freq)))
			continue;
		best = link;
		best_grade = grade;
		best_freq = tx->freq;
	}
	return best;
}

/* Sends a unicast frame to an MLD. Consumes the skb; returns whether it was acknowledged. */
static bool vwifi_mld_send(struct vwifi_transmission *tx, struct vwifi_vif *vif, struct vwifi_mld *mld,
			   struct vwifi_sta *peer, struct sk_buff *skb)
{
	unsigned int octets = tx->octets, mpdus = tx->mpdus;
	struct vwifi_vif *link, *next;
	struct sk_buff *copy;
	u16 tried = 0;

	link = vwifi_mld_best(tx, vif, mld, peer, tried);
	if (!link) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NO_RECEIVER);
		return false;
	}
	for (;;) {
		tried |= BIT(link->link_id);
		next = NULL;
		/* Where nothing is lost, or nobody knows yet, there is one try. */
		if (tx->to && !vwifi_link_is_ideal(tx->to->radio) && !vwifi_air_is_shared(vif->radio->air))
			next = vwifi_mld_best(tx, vif, mld, peer, tried);
		vwifi_mld_aim(tx, link, vwifi_mld_peer_link(vif, peer, link->link_id));
		tx->octets = octets;
		tx->mpdus = mpdus;
		copy = next ? pskb_copy(skb, GFP_ATOMIC) : NULL;
		if (!copy)
			return vwifi_hop(tx, skb);
		skb_reset_mac_header(copy);
		if (vwifi_hop(tx, copy)) {
			vwifi_tx_status(skb, true);
			consume_skb(skb);
			return true;
		}
		link = next;
	}
}

/* A station sends by its access point. Consumes the skb. */
static bool vwifi_mld_xmit_station(struct vwifi_transmission *tx, struct vwifi_vif *vif,
				   struct vwifi_mld *mld, struct sk_buff *skb)
{
	struct vwifi_sta *peer = rcu_dereference(mld->peer);
	enum vwifi_drop why = VWIFI_DROP_NONE;

	if (!peer)
		why = VWIFI_DROP_NOT_ASSOCIATED;
	else if (!vwifi_is_control_port(vif, skb) && !vwifi_sta_authorised(peer))
		why = VWIFI_DROP_NOT_AUTHORISED;
	else if (!ether_addr_equal(eth_hdr(skb)->h_source, vif->addr))
		why = VWIFI_DROP_MALFORMED;
	if (why) {
		vwifi_discard_tx(vif, skb, why);
		return false;
	}
	return vwifi_mld_send(tx, vif, mld, peer, skb);
}

/* A group frame goes over all links, with the key of each. Does not consume the skb. */
static void vwifi_mld_group(struct vwifi_vif *vif, struct vwifi_mld *mld, const struct sk_buff *skb,
			    const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_vif *link;
	struct vwifi_bss *bss;
	unsigned int id;

	spin_lock(&mld->group_lock);
	WRITE_ONCE(mld->group_sent, mld->group_sent + 1 ?: 1);
	vwifi_mld_for_each_link(vif, mld, id, link) {
		bss = rcu_dereference(link->bss);
		if (bss)
			vwifi_ap_group(link, bss, skb, source, origin);
	}
	spin_unlock(&mld->group_lock);
}

/* A frame to one without links that is on one of an access point's. Consumes the skb if that is there. */
static bool vwifi_mld_to_single(struct vwifi_transmission *tx, struct vwifi_vif *vif,
				struct vwifi_mld *mld, struct sk_buff *skb, bool *acked)
{
	struct vwifi_vif *link;
	struct vwifi_bss *bss;
	unsigned int id;

	vwifi_mld_for_each_link(vif, mld, id, link) {
		bss = rcu_dereference(link->bss);
		if (!bss || !vwifi_sta_find(bss, eth_hdr(skb)->h_dest))
			continue;
		/* The handshake is with the access point that it knows. */
		if (vwifi_is_control_port(vif, skb) && ether_addr_equal(eth_hdr(skb)->h_source, vif->addr)) {
			if (skb_ensure_writable(skb, ETH_HLEN)) {
				vwifi_discard_tx(vif, skb, VWIFI_DROP_MEMORY);
				return true;
			}
			ether_addr_copy(eth_hdr(skb)->h_source, link->addr);
		}
		tx->from = link;
		tx->ta = link->addr;
		*acked = vwifi_xmit_ap(tx, bss, skb);
		return true;
	}
	return false;
}

/* An access point sends a frame of its own stack. Consumes the skb. */
static bool vwifi_mld_xmit_ap(struct vwifi_transmission *tx, struct vwifi_vif *vif, struct vwifi_mld *mld,
			      struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *peer;
	bool acked = false;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_mld_group(vif, mld, skb, NULL, tx->protection.origin);
		consume_skb(skb);
		return false;
	}
	peer = vwifi_mld_sta_find(vif, mld, eth->h_dest);
	if (peer && vwifi_sta_associated(peer)) {
		if (vwifi_sta_authorised(peer) || vwifi_is_control_port(vif, skb))
			return vwifi_mld_send(tx, vif, mld, peer, skb);
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
	} else if (!vwifi_mld_to_single(tx, vif, mld, skb, &acked)) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NO_RECEIVER);
	}
	return acked;
}

/* Sends an Ethernet frame of an interface with links. Consumes it; returns whether it was acknowledged. */
bool vwifi_mld_xmit(struct vwifi_transmission *tx, struct vwifi_mld *mld, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;

	if (vwifi_vif_is_station(vif))
		return vwifi_mld_xmit_station(tx, vif, mld, skb);
	return vwifi_mld_xmit_ap(tx, vif, mld, skb);
}

/* The number under which a group frame goes over a link of an access point. */
u32 vwifi_mld_group_number(const struct vwifi_vif *link)
{
	const struct vwifi_mld *mld = rcu_dereference(link->link_of->mld);

	return mld ? READ_ONCE(mld->group_sent) : 0;
}

/* A station hears a group frame over each of its links, and takes the first. */
bool vwifi_mld_group_is_new(struct vwifi_vif *link, u32 number)
{
	struct vwifi_mld *mld = rcu_dereference(link->link_of->mld);
	int heard = mld ? atomic_read(&mld->group_heard) : 0;

	/* What was injected, or waited for the association, has none. */
	if (!number)
		return true;
	while (mld && (!heard || (s32)(number - (u32)heard) > 0))
		if (atomic_try_cmpxchg(&mld->group_heard, &heard, number))
			return true;
	return false;
}

/* What an access point does with a frame that came over a link, for others. Consumes the skb. */
void vwifi_mld_forward(const struct vwifi_transmission *how, struct vwifi_bss *ap, struct vwifi_sta *sta,
		       struct sk_buff *skb)
{
	struct vwifi_vif *link = how->to, *vif = link->link_of;
	struct vwifi_mld *mld = rcu_dereference(vif->mld);
	bool in_clear = !how->protection.key, control = vwifi_is_control_port(vif, skb), acked;
	struct vwifi_transmission relay;
	struct vwifi_sta *to;

	if (control && ether_addr_equal(eth_hdr(skb)->h_dest, link->addr)) {
		/* From one without links, who knows this one alone. */
		if (skb_ensure_writable(skb, ETH_HLEN)) {
			vwifi_discard_rx(vif, skb, VWIFI_DROP_MEMORY);
			return;
		}
		ether_addr_copy(eth_hdr(skb)->h_dest, vif->addr);
	}
	if (control || !mld) {
		if (control && !ether_addr_equal(eth_hdr(skb)->h_dest, vif->addr) &&
		    !is_link_local_ether_addr(eth_hdr(skb)->h_dest))
			vwifi_discard_rx(vif, skb, VWIFI_DROP_MALFORMED);
		else
			vwifi_to_stack(vif, skb, in_clear);
		return;
	}
	if (is_multicast_ether_addr(eth_hdr(skb)->h_dest)) {
		if (!READ_ONCE(ap->isolate))
			vwifi_mld_group(vif, mld, skb, sta, how->protection.origin);
	} else if (!ether_addr_equal(eth_hdr(skb)->h_dest, vif->addr) && !READ_ONCE(ap->isolate)) {
		vwifi_transmission_init(&relay, vif, skb);
		relay.protection.origin = how->protection.origin;
		to = vwifi_mld_sta_find(vif, mld, eth_hdr(skb)->h_dest);
		if (to && vwifi_sta_authorised(to)) {
			vwifi_mld_send(&relay, vif, mld, to, skb);
			return;
		}
		if (vwifi_mld_to_single(&relay, vif, mld, skb, &acked))
			return;
	}
	vwifi_to_stack(vif, skb, in_clear);
}
