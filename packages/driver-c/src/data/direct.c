// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The data plane of direct links (TDLS): from station to station of one network, past its
 * access point, under keys of their own (IEEE Std 802.11-2020, 11.20). Who is a peer, and
 * whether the link is enabled, bss/tdls.c says: an associated peer has an enabled one.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "wire/wire.h"
#include "plane.h"

/* A station receives a frame of another one that no access point has relayed. Consumes the skb. */
void vwifi_rx_direct(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->to;
	struct vwifi_sta *ap = rcu_dereference(vif->peer);
	struct vwifi_sta *sta = vwifi_tdls_find(vif, tx->ta);
	enum vwifi_drop why;

	if (unlikely(!ap || !sta || !ether_addr_equal(ap->addr, tx->bssid))) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	why = vwifi_rx_check(tx, sta, skb, false);
	/* The handshake is with the access point: between the two of them it has no business. */
	if (unlikely(vwifi_is_control_port(vif, skb)))
		why = VWIFI_DROP_MALFORMED;
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, tx->mpdus, tx->octets);
	vwifi_to_stack(vif, skb, !tx->protection.key);
}

/* A station of the network @ap sends to its peer. Consumes the skb; returns whether it was acknowledged. */
static bool vwifi_xmit_direct(struct vwifi_transmission *tx, struct vwifi_sta *ap,
			      struct vwifi_sta *sta, struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->from;

	tx->way = VWIFI_WAY_DIRECT;
	tx->freq = READ_ONCE(vif->home_freq);
	tx->peer = sta;
	tx->ra = sta->addr;
	tx->bssid = ap->addr;
	tx->protection.key = vwifi_key_tx_unicast(vif, sta);
	tx->to = vwifi_air_find_tdls(tx->radio->air, sta->addr, ap->addr, tx->freq);
	return vwifi_hop(tx, skb);
}

/* The peer whose enabled link a frame goes by, or NULL: what sets links up never does (11.20.4). */
static struct vwifi_sta *vwifi_direct_peer(struct vwifi_vif *vif, const struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	struct vwifi_sta *sta;

	if (eth->h_proto == htons(ETH_P_TDLS) || vwifi_is_control_port(vif, skb) ||
	    !ether_addr_equal(eth->h_source, vif->addr))
		return NULL;
	sta = vwifi_tdls_find(vif, eth->h_dest);
	return sta && vwifi_sta_associated(sta) ? sta : NULL;
}

/* A station that has peers sends: to one of them, or by its access point. Consumes the skb. */
bool vwifi_xmit_beside(struct vwifi_transmission *tx, struct vwifi_sta *ap, struct sk_buff *skb)
{
	struct vwifi_sta *sta = vwifi_direct_peer(tx->from, skb);

	return sta ? vwifi_xmit_direct(tx, ap, sta, skb) : vwifi_xmit_station(tx, ap, skb);
}

/**
 * vwifi_send_direct - sends a frame by an enabled link, whatever it is
 * @vif: the station
 * @skb: the Ethernet frame, its mac header set; consumed
 *
 * Process context. Return: whether it was acknowledged; false if there is no such link, or nobody may send.
 */
bool vwifi_send_direct(struct vwifi_vif *vif, struct sk_buff *skb)
{
	struct vwifi_transmission tx __uninitialized;
	struct vwifi_airing airing = {};
	struct vwifi_ask ask = {};
	struct vwifi_sta *ap, *sta;
	bool acked = false;

	vwifi_transmission_init(&tx, vif, skb);
	tx.ask = &ask;
	tx.airing = &airing;
	local_bh_disable();
	rcu_read_lock();
	ap = rcu_dereference(vif->peer);
	sta = vwifi_tdls_find(vif, eth_hdr(skb)->h_dest);
	if (ap && sta && vwifi_sta_associated(sta) && !READ_ONCE(vif->quiet)) {
		dev_sw_netstats_tx_add(vif->dev, tx.mpdus, tx.octets);
		acked = vwifi_xmit_direct(&tx, ap, sta, skb);
	} else {
		kfree_skb(skb);
	}
	rcu_read_unlock();
	local_bh_enable();
	if (ask.skb)
		acked = vwifi_ask_end(&ask);
	if (airing.queued)
		acked = vwifi_dcf_wait(&airing);
	return acked;
}
