// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What an access point sends: to one station, and to all of them. Under RCU, bottom
 * halves disabled.
 */
#include <linux/if_vlan.h>

#include "air/air.h"
#include "key/key.h"
#include "wire/wire.h"
#include "plane.h"

/* Sends a unicast frame to a station that is awake. Consumes the skb; returns whether it was acknowledged. */
bool vwifi_ap_send(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;

	tx->way = VWIFI_WAY_TO_STA;
	tx->to = vwifi_air_find_sta(tx->radio->air, sta->addr, vif->addr, ap->freq);
	tx->peer = sta;
	tx->ra = sta->addr;
	tx->bssid = vif->addr;
	tx->freq = ap->freq;
	tx->protection.four_addr = READ_ONCE(vif->wdev.use_4addr);
	if (likely(!tx->in_clear))
		tx->protection.key = vwifi_key_tx_unicast(vif, sta);
	return vwifi_hop(tx, skb);
}

/*
 * An access point, or a part of it, sends a unicast frame to a station of it; @tx says
 * whose it is. Consumes the skb; returns whether it was acknowledged.
 */
bool vwifi_ap_unicast(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb)
{
	if (unlikely(READ_ONCE(sta->asleep)) && vwifi_keep(tx, ap, sta, skb))
		return false;
	return vwifi_ap_send(tx, ap, sta, skb);
}

/* Whether a station belongs to an access point itself, or to this part of it. */
bool vwifi_sta_is_on(const struct vwifi_sta *sta, const struct vwifi_bss *ap,
		     const struct vwifi_vif *vif)
{
	return rcu_access_pointer(sta->vlan) == (vif == ap->vif ? NULL : vif);
}

/* IP and ARP, which a station takes at its own address as well, tagged or not. */
static bool vwifi_group_may_be_unicast(const struct sk_buff *skb)
{
	__be16 protocol = eth_hdr(skb)->h_proto;
	const struct vlan_ethhdr *tagged;
	struct vlan_ethhdr space;

	if (protocol == htons(ETH_P_8021Q)) {
		tagged = skb_header_pointer(skb, 0, sizeof(space), &space);
		protocol = tagged ? tagged->h_vlan_encapsulated_proto : 0;
	}
	return protocol == htons(ETH_P_IP) || protocol == htons(ETH_P_IPV6) ||
	       protocol == htons(ETH_P_ARP);
}

/* A group frame, to each station at its own address. Does not consume the skb. */
static noinline void vwifi_ap_group_by_unicast(struct vwifi_vif *vif, struct vwifi_bss *ap,
					       const struct sk_buff *skb,
					       const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_transmission tx;
	struct vwifi_sta *sta;

	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		/* An MLD is known by its own address, and has the frame over one of its links. */
		const struct vwifi_sta *whole = sta->mld ?: sta;
		struct sk_buff *copy;

		if (sta == source || !vwifi_sta_authorised(sta) || !vwifi_sta_is_on(sta, ap, vif) ||
		    ether_addr_equal(eth_hdr(skb)->h_source, whole->addr) ||
		    (sta->mld && READ_ONCE(whole->mld_peer->first) != vif->link_id))
			continue;
		copy = pskb_copy((struct sk_buff *)skb, GFP_ATOMIC);
		if (!copy) {
			vwifi_drop_frame(vif, skb, VWIFI_DROP_MEMORY);
			continue;
		}
		ether_addr_copy(eth_hdr(copy)->h_dest, whole->addr);
		vwifi_transmission_init(&tx, vif, copy);
		tx.protection.origin = origin;
		vwifi_ap_unicast(&tx, ap, sta, copy);
	}
}

/* To the stations of an access point, or of a part of it. Returns whether any is in another kernel. */
bool vwifi_ap_group_each(struct vwifi_transmission *tx, struct vwifi_bss *ap,
			 const struct vwifi_sta *source, const struct sk_buff *skb)
{
	const struct vwifi_air *air = tx->radio->air;
	const struct vwifi_vif *vif = tx->from;
	/* Who is on the point itself has no part of it to name. */
	const struct vwifi_vif *part = vif == ap->vif ? NULL : vif;
	struct vwifi_sta *sta;
	bool elsewhere = false;

	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		if (sta == source || !vwifi_sta_authorised(sta) ||
		    rcu_access_pointer(sta->vlan) != part)
			continue;
		tx->to = vwifi_air_find_sta(air, sta->addr, tx->bssid, tx->freq);
		if (tx->to)
			vwifi_group_to(tx, skb);
		else if (vwifi_remote_find(air, sta->addr))
			elsewhere = true;
	}
	return elsewhere;
}

/*
 * Sends a group frame; @number: of one between MLDs; @more: another one follows for whoever sleeps. Does
 * not consume the skb.
 */
void vwifi_ap_group_now(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
			const struct vwifi_sta *source, u32 origin, u32 number, bool more)
{
	struct vwifi_transmission tx __uninitialized;

	vwifi_transmission_init(&tx, vif, skb);
	tx.way = VWIFI_WAY_TO_STA;
	tx.bssid = vif->addr;
	tx.protection.origin = origin;
	tx.more_data = more;
	tx.group = number;
	vwifi_group(&tx, ap, source, skb, vwifi_ap_group_each);
}

/*
 * An access point, or a part of it, sends a group frame to all its stations but
 * @source; @origin: the radio that it comes from. Does not consume the skb.
 */
void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		    const struct vwifi_sta *source, u32 origin)
{
	if (unlikely(READ_ONCE(ap->to_unicast)) && vwifi_group_may_be_unicast(skb)) {
		vwifi_ap_group_by_unicast(vif, ap, skb, source, origin);
		return;
	}
	if (unlikely(atomic_read(&ap->keeping)) && vwifi_keep_group(vif, ap, skb, source, origin))
		return;
	vwifi_ap_group_now(vif, ap, skb, source, origin, vif->link_of ? vwifi_mld_group_number(vif) : 0, false);
}

/* An access point, or a part of it, sends a frame of its own stack. */
bool vwifi_xmit_ap(struct vwifi_transmission *tx, struct vwifi_bss *ap, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;
	bool control = vwifi_is_control_port(vif, skb);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_ap_group(vif, ap, skb, NULL, tx->protection.origin);
		consume_skb(skb);
		return false;
	}
	sta = vwifi_sta_find(ap, eth->h_dest);
	/* The handshake of all of them goes over the access point's own interface. */
	if (!sta || !vwifi_sta_associated(sta) || (!control && !vwifi_sta_is_on(sta, ap, vif))) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NO_RECEIVER);
		return false;
	}
	if (!control && !vwifi_sta_authorised(sta)) {
		vwifi_discard_tx(vif, skb, VWIFI_DROP_NOT_AUTHORISED);
		return false;
	}
	return vwifi_ap_unicast(tx, ap, sta, skb);
}
