// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What an access point sends: to one station, and to all of them. Under RCU, bottom
 * halves disabled.
 */
#include <linux/if_vlan.h>

#include "air/air.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

/*
 * An access point, or a part of it, sends a unicast frame to a station of it.
 * Consumes the skb.
 */
bool vwifi_ap_unicast(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      struct sk_buff *skb, const struct vwifi_transmission *tx)
{
	struct vwifi_hop hop = {
		.from = vif,
		.to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq),
		.peer = sta,
		.kind = VWIFI_FLIGHT_TO_STA,
		.ra = sta->addr,
		.bssid = vif->dev->dev_addr,
		.freq = ap->freq,
		.protection = {
			.key = tx->in_clear ? NULL : vwifi_key_tx_unicast(vif, sta),
			.pn = 0,
			.origin = tx->origin,
			.sealed = false,
			.four_addr = READ_ONCE(vif->wdev.use_4addr),
		},
		.ask = tx->ask,
	};

	return vwifi_hop(&hop, skb);
}

/* One station's copy of a group frame. */
static void vwifi_ap_group_to(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_vif *to,
			      const struct sk_buff *skb, const struct vwifi_protection *protection)
{
	bool ideal = vwifi_link_is_ideal(to->radio);
	unsigned int retries = 0;
	struct sk_buff *clone;

	if (!ideal && !vwifi_link_transmit(vif->radio, to->radio, VWIFI_CHANCE_GROUP_DATA, &retries)) {
		vwifi_drop_frame(to, skb, VWIFI_DROP_LOST);
		return;
	}
	clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	if (!clone)
		vwifi_drop_frame(to, skb, VWIFI_DROP_MEMORY);
	else if (!ideal && vwifi_link_delays(vif->radio, to->radio))
		vwifi_link_fly(vif->radio, to->radio, clone, VWIFI_FLIGHT_TO_STA,
			       vif->dev->dev_addr, to->dev->dev_addr, vif->dev->dev_addr,
			       ap->freq, protection);
	else
		vwifi_rx_from_ap(to, clone, vif->dev->dev_addr, protection);
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
	struct vwifi_transmission tx = { .origin = origin };
	struct vwifi_sta *sta;

	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct sk_buff *copy;

		if (sta == source || !vwifi_sta_authorised(sta) || !vwifi_sta_is_on(sta, ap, vif) ||
		    ether_addr_equal(eth_hdr(skb)->h_source, sta->addr))
			continue;
		copy = pskb_copy((struct sk_buff *)skb, GFP_ATOMIC);
		if (!copy) {
			vwifi_drop_frame(vif, skb, VWIFI_DROP_MEMORY);
			continue;
		}
		ether_addr_copy(eth_hdr(copy)->h_dest, sta->addr);
		vwifi_ap_unicast(vif, ap, sta, copy, &tx);
	}
}

/*
 * An access point, or a part of it, sends a group frame to all its stations but
 * @source. Does not consume the skb.
 */
void vwifi_ap_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		    const struct vwifi_sta *source, u32 origin)
{
	struct vwifi_protection protection = {
		.key = vwifi_key_tx_group(vif),
		.origin = origin,
	};
	struct vwifi_sta *sta;
	bool elsewhere = false;	/* in another kernel */

	if (unlikely(READ_ONCE(ap->to_unicast)) && vwifi_group_may_be_unicast(skb)) {
		vwifi_ap_group_by_unicast(vif, ap, skb, source, origin);
		return;
	}
	/* Receivers see one group frame after the other, or its number would look old. */
	spin_lock(&ap->group_lock);
	if (protection.key)
		protection.pn = atomic64_add_return(vwifi_mpdus(skb), &protection.key->tx_pn);
	if (vwifi_watched())
		vwifi_emit_group(vif, VWIFI_FLIGHT_TO_STA, vif->dev->dev_addr, ap->freq, skb,
				 &protection);
	list_for_each_entry_rcu(sta, &ap->station_list, list) {
		struct vwifi_vif *to;

		if (sta == source || !vwifi_sta_authorised(sta) || !vwifi_sta_is_on(sta, ap, vif))
			continue;
		to = vwifi_air_find_sta(sta->addr, vif->dev->dev_addr, ap->freq);
		if (to)
			vwifi_ap_group_to(vif, ap, to, skb, &protection);
		else if (vwifi_remote_find(sta->addr))
			elsewhere = true;
	}
	if (elsewhere)
		vwifi_wire_group(vif, VWIFI_FLIGHT_TO_STA, vif->dev->dev_addr, ap->freq, skb,
				 &protection);
	spin_unlock(&ap->group_lock);
}

/* An access point, or a part of it, sends a frame of its own stack. */
bool vwifi_xmit_ap(struct vwifi_vif *vif, struct vwifi_bss *ap, struct sk_buff *skb,
		   const struct vwifi_transmission *tx)
{
	bool control = vwifi_is_control_port(vif, skb);
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;

	if (is_multicast_ether_addr(eth->h_dest)) {
		vwifi_tx_status(skb, false);
		vwifi_ap_group(vif, ap, skb, NULL, tx->origin);
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
	return vwifi_ap_unicast(vif, ap, sta, skb, tx);
}
