// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Receiving the data plane from the wire: a data MPDU is opened with the
 * receiver's own key and handed to where a frame from inside goes: the same
 * gates for both (vwifi_rx_check()).
 *
 * Everything here runs under RCU with bottom halves disabled.
 */
#include "crypto.h"
#include "data.h"
#include "msdu.h"
#include "wire.h"

/* A data frame that came, and what its addresses say. */
struct vwifi_wire_mpdu {
	struct vwifi_remote *remote;	/* its transmitter */
	enum vwifi_flight_kind kind;
	u8 ra[ETH_ALEN];
	u8 ta[ETH_ALEN];
	u8 bssid[ETH_ALEN];
	u8 sa[ETH_ALEN];
	u16 freq;
	bool group;
};

static bool vwifi_wire_read_mpdu(const struct vwifi_wire_rx *rx, const struct sk_buff *skb,
				 struct vwifi_wire_mpdu *mpdu)
{
	const struct ieee80211_hdr_3addr *hdr = (const void *)skb->data;
	__le16 control;

	if (skb->len < sizeof(*hdr) || !rx->freq)
		return false;
	control = hdr->frame_control;
	/* Plain data frames with three addresses, whole: no other is sent. */
	if ((control & cpu_to_le16(IEEE80211_FCTL_FTYPE | IEEE80211_FCTL_STYPE)) !=
	    cpu_to_le16(IEEE80211_FTYPE_DATA | IEEE80211_STYPE_DATA) ||
	    ieee80211_has_a4(control) || ieee80211_has_morefrags(control) ||
	    ieee80211_has_order(control) || hdr->seq_ctrl & cpu_to_le16(IEEE80211_SCTL_FRAG))
		return false;
	mpdu->freq = rx->freq;
	ether_addr_copy(mpdu->ra, hdr->addr1);
	ether_addr_copy(mpdu->ta, hdr->addr2);
	if (ieee80211_has_tods(control)) {
		mpdu->kind = VWIFI_FLIGHT_TO_AP;
		ether_addr_copy(mpdu->bssid, hdr->addr1);
		ether_addr_copy(mpdu->sa, hdr->addr2);
	} else if (ieee80211_has_fromds(control)) {
		mpdu->kind = VWIFI_FLIGHT_TO_STA;
		ether_addr_copy(mpdu->bssid, hdr->addr2);
		ether_addr_copy(mpdu->sa, hdr->addr3);
	} else {
		mpdu->kind = VWIFI_FLIGHT_TO_MEMBER;
		ether_addr_copy(mpdu->bssid, hdr->addr3);
		ether_addr_copy(mpdu->sa, hdr->addr2);
	}
	mpdu->group = is_multicast_ether_addr(mpdu->ra);
	/* A group frame is an access point's or a member's, and goes to everybody. */
	return !(mpdu->group && mpdu->kind == VWIFI_FLIGHT_TO_AP) && mpdu->group == rx->broadcast;
}

/* The receiver's key that a protected frame names. */
static struct vwifi_key *vwifi_wire_data_key(struct vwifi_vif *to, struct vwifi_sta *sta,
					     bool group, unsigned int index)
{
	struct vwifi_key *key;

	if (group)
		key = rcu_dereference(sta->group_keys[index]);
	else
		key = rcu_dereference(sta->keys[index]);
	if (key)
		return key;
	key = rcu_dereference(to->keys[index]);
	return key && (group || vwifi_key_is_wep(key)) ? key : NULL;
}

/* Opens a frame for @to, in place. Returns why not. */
static enum vwifi_drop vwifi_wire_open(struct vwifi_vif *to, const struct vwifi_wire_mpdu *mpdu,
				       struct sk_buff *skb, struct vwifi_protection *protection)
{
	const struct ieee80211_hdr_3addr *hdr = (const void *)skb->data;
	struct vwifi_sta *sta;
	struct vwifi_key *key;

	if (!ieee80211_has_protected(hdr->frame_control))
		return VWIFI_DROP_NONE;
	if (skb->len < sizeof(*hdr) + IEEE80211_WEP_IV_LEN)
		return VWIFI_DROP_MALFORMED;
	sta = vwifi_peer_find(to, mpdu->ta);
	if (!sta)
		return VWIFI_DROP_NOT_ASSOCIATED;
	key = vwifi_wire_data_key(to, sta, mpdu->group, skb->data[sizeof(*hdr) + 3] >> 6);
	if (!key)
		return VWIFI_DROP_NO_KEY;
	if (vwifi_crypto_open(key, skb, &protection->pn))
		return VWIFI_DROP_WRONG_KEY;
	/* Nobody begins at 0: it would look as if the number were still to be drawn. */
	if (!protection->pn && !vwifi_key_is_wep(key))
		return VWIFI_DROP_REPLAY;
	protection->key = key;
	return VWIFI_DROP_NONE;
}

/* The number of the radio that a frame comes from, before any relay. */
static u32 vwifi_wire_origin(const struct vwifi_wire_mpdu *mpdu)
{
	struct vwifi_remote *source = vwifi_remote_find(mpdu->sa);

	return source ? source->radio.id : vwifi_air_origin(mpdu->sa, mpdu->remote->radio.id);
}

/* Hands a frame to one receiver. Consumes the skb; returns whether it is acknowledged. */
static bool vwifi_wire_receive(struct vwifi_vif *to, const struct vwifi_wire_mpdu *mpdu,
			       struct sk_buff *skb)
{
	struct vwifi_protection protection = { .origin = vwifi_wire_origin(mpdu) };
	struct vwifi_radio *from = &mpdu->remote->radio;
	bool ideal = vwifi_link_is_ideal(to->radio);
	unsigned int retries = 0;
	enum vwifi_drop why;

	if (!ideal && !vwifi_link_transmit(from, to->radio, mpdu->group, &retries)) {
		vwifi_discard_rx(to, skb, VWIFI_DROP_LOST);
		return false;
	}
	why = vwifi_wire_open(to, mpdu, skb, &protection);
	if (!why && vwifi_msdu_take(skb))
		why = VWIFI_DROP_MALFORMED;
	if (why) {
		vwifi_discard_rx(to, skb, why);
		return true;
	}
	/* A station's own group frame comes back from its access point (802.11-2020, 10.3.6). */
	if (mpdu->group && ether_addr_equal(eth_hdr(skb)->h_source, to->dev->dev_addr)) {
		consume_skb(skb);
		return true;
	}
	skb->dev = to->dev;
	/* The MIC has vouched for every octet. */
	if (protection.key && !vwifi_key_is_wep(protection.key))
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (!ideal && vwifi_link_delays(from, to->radio))
		vwifi_link_fly(from, to->radio, skb, mpdu->kind, mpdu->ta, to->dev->dev_addr,
			       mpdu->bssid, mpdu->freq, &protection);
	else if (mpdu->kind == VWIFI_FLIGHT_TO_AP)
		vwifi_rx_at_ap(to, skb, mpdu->ta, &protection);
	else if (mpdu->kind == VWIFI_FLIGHT_TO_STA)
		vwifi_rx_from_ap(to, skb, mpdu->ta, &protection);
	else
		vwifi_rx_in_cell(to, skb, mpdu->ta, mpdu->bssid, &protection);
	return true;
}

static struct vwifi_vif *vwifi_wire_receiver(const struct vwifi_wire_mpdu *mpdu)
{
	switch (mpdu->kind) {
	case VWIFI_FLIGHT_TO_AP:
		return vwifi_air_find_ap(mpdu->ra, mpdu->freq);
	case VWIFI_FLIGHT_TO_STA:
		return vwifi_air_find_sta(mpdu->ra, mpdu->bssid, mpdu->freq);
	default:
		return vwifi_air_find_member(mpdu->ra, mpdu->bssid, mpdu->freq);
	}
}

struct vwifi_wire_group_rx {
	const struct vwifi_wire_mpdu *mpdu;
	const struct sk_buff *skb;
};

/* Each receiver opens a copy of its own, with its own key. */
static void vwifi_wire_receive_copy(struct vwifi_vif *to, void *context)
{
	const struct vwifi_wire_group_rx *group = context;
	struct sk_buff *copy = skb_copy(group->skb, GFP_ATOMIC);

	if (copy)
		vwifi_wire_receive(to, group->mpdu, copy);
	else
		vwifi_drop(to, VWIFI_DROP_MEMORY);
}

/* A data frame of another kernel. Consumes the skb. */
void vwifi_wire_rx_data(const struct vwifi_wire_rx *rx, struct sk_buff *skb)
{
	struct vwifi_wire_mpdu mpdu;
	struct vwifi_vif *to;
	bool received;

	if (!vwifi_wire_read_mpdu(rx, skb, &mpdu)) {
		atomic64_inc(&rx->underlay->rx_dropped);
		kfree_skb(skb);
		return;
	}
	mpdu.remote = vwifi_wire_transmitter(rx, mpdu.ta);
	if (!mpdu.remote) {
		kfree_skb(skb);
		return;
	}
	if (mpdu.group) {
		struct vwifi_wire_group_rx group = { .mpdu = &mpdu, .skb = skb };

		vwifi_air_each_peer(mpdu.bssid, mpdu.freq, vwifi_wire_receive_copy, &group);
		consume_skb(skb);
		return;
	}
	to = vwifi_wire_receiver(&mpdu);
	received = to && vwifi_wire_receive(to, &mpdu, skb);
	if (!to)
		kfree_skb(skb);
	vwifi_wire_answer(rx, received, to ? vwifi_link_signal(&mpdu.remote->radio, to->radio) : 0);
}
