// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A data frame as it is on the air, of another kernel or injected: it is opened with
 * the receiver's own key and handed to where a frame from inside goes: the same gates
 * for both (vwifi_rx_check()).
 *
 * Everything here runs under RCU with bottom halves disabled.
 */
#include "air/air.h"
#include "frame/frame.h"
#include "key/key.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "plane.h"

/* A data frame that came, and what its addresses say. */
struct vwifi_mpdu {
	struct vwifi_transmission tx;	/* its addresses point to these */
	u8 ra[ETH_ALEN];
	u8 ta[ETH_ALEN];
	u8 bssid[ETH_ALEN];
	u8 sa[ETH_ALEN];
	bool group;
	bool empty;			/* a null frame */
	bool amsdu;			/* several frames */
	bool may_be_mesh;		/* says that it has a Mesh Control field, if its receiver is of a mesh */
	bool fragment;			/* a part of one */
	bool unusable;			/* as no standard has it: nobody takes it */
	u8 hdr_len;
	bool no_ack;			/* nobody acknowledges it, nor repeats it */
};

/* What the addresses say (802.11-2020, table 9-30). */
static void vwifi_mpdu_read_addresses(const struct ieee80211_hdr *hdr, struct vwifi_mpdu *mpdu)
{
	__le16 control = hdr->frame_control;

	ether_addr_copy(mpdu->ra, hdr->addr1);
	ether_addr_copy(mpdu->ta, hdr->addr2);
	mpdu->tx.ra = mpdu->ra;
	mpdu->tx.ta = mpdu->ta;
	mpdu->tx.bssid = mpdu->bssid;
	mpdu->group = is_multicast_ether_addr(mpdu->ra);
	if (ieee80211_has_a4(control)) {
		/* Which of the two it is its receiver knows: vwifi_mpdu_receiver(). */
		mpdu->tx.protection.four_addr = true;
		mpdu->tx.way = VWIFI_WAY_TO_AP;
		ether_addr_copy(mpdu->bssid, hdr->addr1);
		ether_addr_copy(mpdu->sa, hdr->addr4);
	} else if (ieee80211_has_tods(control)) {
		mpdu->tx.way = VWIFI_WAY_TO_AP;
		ether_addr_copy(mpdu->bssid, hdr->addr1);
		ether_addr_copy(mpdu->sa, hdr->addr2);
	} else if (ieee80211_has_fromds(control)) {
		mpdu->tx.way = VWIFI_WAY_TO_STA;
		ether_addr_copy(mpdu->bssid, hdr->addr2);
		ether_addr_copy(mpdu->sa, hdr->addr3);
	} else {
		mpdu->tx.way = VWIFI_WAY_TO_MEMBER;
		ether_addr_copy(mpdu->bssid, hdr->addr3);
		ether_addr_copy(mpdu->sa, hdr->addr2);
	}
}

/* What a frame's header says; false for one that is none of a data frame, or is cut off. */
static bool vwifi_mpdu_read(const struct sk_buff *skb, struct vwifi_mpdu *mpdu)
{
	const struct ieee80211_hdr *hdr = (const void *)skb->data;
	__le16 control;

	if (skb->len < sizeof(struct ieee80211_hdr_3addr))
		return false;
	control = hdr->frame_control;
	mpdu->hdr_len = ieee80211_hdrlen(control);
	if (control & cpu_to_le16(IEEE80211_FCTL_VERS) || !ieee80211_is_data(control) ||
	    skb->len < mpdu->hdr_len)
		return false;
	mpdu->empty = !ieee80211_is_data_present(control);
	mpdu->tx.dozes = ieee80211_has_pm(control);
	mpdu->fragment = ieee80211_has_morefrags(control) ||
			 hdr->seq_ctrl & cpu_to_le16(IEEE80211_SCTL_FRAG);
	if (ieee80211_is_data_qos(control)) {
		const u8 *qos = ieee80211_get_qos_ctl((struct ieee80211_hdr *)hdr);

		mpdu->amsdu = qos[0] & IEEE80211_QOS_CTL_A_MSDU_PRESENT;
		mpdu->tx.protection.counter = qos[0] & IEEE80211_QOS_CTL_TID_MASK;
		mpdu->no_ack = vwifi_qos_no_ack(qos[0]);
		mpdu->may_be_mesh = ieee80211_has_fromds(control) &&
				    qos[1] & IEEE80211_QOS_CTL_MESH_CONTROL_PRESENT >> 8;
	}
	vwifi_mpdu_read_addresses(hdr, mpdu);
	/* A group frame is an access point's or a member's, and goes to everybody: one, whole. */
	if (mpdu->group)
		mpdu->unusable = mpdu->tx.way == VWIFI_WAY_TO_AP || mpdu->amsdu || mpdu->fragment;
	else
		mpdu->unusable = mpdu->fragment && (mpdu->amsdu || mpdu->empty);
	return true;
}

/* Opens a frame for @to, in place. Returns why not. */
static enum vwifi_drop vwifi_mpdu_open(struct vwifi_vif *to, const struct vwifi_mpdu *mpdu,
				       struct sk_buff *skb, struct vwifi_protection *protection)
{
	const struct ieee80211_hdr_3addr *hdr = (const void *)skb->data;
	struct vwifi_sta *sta;

	if (!ieee80211_has_protected(hdr->frame_control))
		return VWIFI_DROP_NONE;
	if (skb->len < mpdu->hdr_len + IEEE80211_WEP_IV_LEN)
		return VWIFI_DROP_MALFORMED;
	sta = vwifi_peer_find(to, mpdu->ta);
	if (!sta)
		return VWIFI_DROP_NOT_ASSOCIATED;
	return vwifi_key_open_data(to, sta, mpdu->group, skb, protection);
}

/* The number of the radio that a frame of @sa comes from, before any relay. */
static u32 vwifi_mpdu_origin(const struct vwifi_mpdu *mpdu, const u8 *sa)
{
	struct vwifi_remote *source = vwifi_remote_find(mpdu->tx.radio->air, sa);

	return source ? source->radio.id : vwifi_air_origin(mpdu->tx.radio->air, sa,
							     mpdu->tx.radio->id);
}

/* Whether a frame arrives; what is acknowledged after retries, which are added. */
static bool vwifi_mpdu_reaches(const struct vwifi_mpdu *mpdu, struct vwifi_vif *to,
			       unsigned int *retries)
{
	enum vwifi_chance what = mpdu->group || mpdu->no_ack ? VWIFI_CHANCE_GROUP_DATA :
							       VWIFI_CHANCE_DATA;

	return mpdu->tx.radio->towards || vwifi_link_is_ideal(to->radio) ||
	       vwifi_link_transmit(mpdu->tx.radio, to->radio, mpdu->tx.freq, what, retries);
}

/* An Ethernet frame is where it belongs: with tx->to. Consumes the skb. */
static void vwifi_mpdu_land(struct vwifi_transmission *tx, bool group, struct sk_buff *skb)
{
	struct vwifi_vif *to = tx->to;

	/* A station's own group frame comes back from its access point (802.11-2020, 10.3.6). */
	if (group && ether_addr_equal(eth_hdr(skb)->h_source, to->addr)) {
		consume_skb(skb);
		return;
	}
	tx->octets = skb->len;
	tx->mpdus = 1;
	skb->dev = to->dev;
	/* The MIC has vouched for every octet. */
	if (tx->protection.key && !vwifi_key_is_wep(tx->protection.key))
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (!vwifi_link_is_ideal(to->radio) && vwifi_link_delays(tx->radio, to->radio))
		vwifi_link_fly(tx, skb);
	else
		vwifi_receive(tx, skb);
}

/* Whether a part of an A-MSDU is of its transmitter and for its receiver, where these are the ends. */
static bool vwifi_mpdu_is_part(const struct vwifi_mpdu *mpdu, const struct ethhdr *eth)
{
	if (mpdu->tx.protection.four_addr)
		return true;
	return (mpdu->tx.way == VWIFI_WAY_TO_STA ||
		ether_addr_equal_unaligned(eth->h_source, mpdu->ta)) &&
	       (mpdu->tx.way == VWIFI_WAY_TO_AP ||
		ether_addr_equal_unaligned(eth->h_dest, mpdu->ra));
}

/* Takes an A-MSDU apart, all of it or nothing. Returns why not. Does not consume the skb. */
static enum vwifi_drop vwifi_mpdu_unpack(const struct vwifi_mpdu *mpdu,
					 const struct sk_buff *skb, struct sk_buff_head *frames)
{
	enum vwifi_drop why = VWIFI_DROP_NONE;
	unsigned int offset = 0;
	struct sk_buff *frame;

	/* Room to be relayed on the wire without another copy. */
	while (!why && (frame = vwifi_amsdu_next(skb, &offset,
						 VWIFI_FRAME_HEADROOM + VWIFI_MSDU_GROWTH,
						 VWIFI_FRAME_TAILROOM))) {
		if (IS_ERR(frame)) {
			why = frame == ERR_PTR(-ENOMEM) ? VWIFI_DROP_MEMORY : VWIFI_DROP_MALFORMED;
			break;
		}
		__skb_queue_tail(frames, frame);
		if (!vwifi_mpdu_is_part(mpdu, eth_hdr(frame)))
			why = VWIFI_DROP_MALFORMED;
	}
	if (why)
		__skb_queue_purge(frames);
	return why;
}

/* Hands the frames of an A-MSDU to their receiver. Returns why not. Does not consume the skb. */
static enum vwifi_drop vwifi_mpdu_receive_parts(struct vwifi_transmission *tx,
						const struct vwifi_mpdu *mpdu,
						const struct sk_buff *skb)
{
	struct vwifi_sta *sta = vwifi_peer_find(tx->to, mpdu->ta);
	struct sk_buff_head frames;
	struct sk_buff *frame;
	enum vwifi_drop why;

	if (!sta)
		return VWIFI_DROP_NOT_ASSOCIATED;
	/* They share a number, which is accepted once. */
	why = vwifi_key_check_unicast(tx->to, sta, &tx->protection, 1);
	if (why)
		return why;
	tx->protection.accepted = true;
	__skb_queue_head_init(&frames);
	why = vwifi_mpdu_unpack(mpdu, skb, &frames);
	vwifi_wire_gather_begin();
	while ((frame = __skb_dequeue(&frames))) {
		if (tx->way == VWIFI_WAY_TO_STA)
			tx->protection.origin = vwifi_mpdu_origin(mpdu, eth_hdr(frame)->h_source);
		vwifi_mpdu_land(tx, false, frame);
	}
	vwifi_wire_gather_end();
	return why;
}

/*
 * Keeps a part of a frame; *@skb becomes the whole with its last part, else NULL.
 * Returns why not: *@skb is still there then.
 */
static enum vwifi_drop vwifi_mpdu_defragment(struct vwifi_vif *to,
					     const struct vwifi_mpdu *mpdu,
					     struct sk_buff **skb,
					     struct vwifi_protection *protection)
{
	struct vwifi_sta *sta = vwifi_peer_find(to, mpdu->ta);
	enum vwifi_drop why;

	if (!sta)
		return VWIFI_DROP_NOT_ASSOCIATED;
	/* Each is accepted by itself: of what is kept nothing is in the clear where there is a key. */
	why = vwifi_key_check_unicast(to, sta, protection, 1);
	if (!why)
		why = vwifi_defrag(sta, skb, protection);
	protection->accepted = true;
	return why;
}

/* Hands a frame to one receiver, whom it has reached. Consumes the skb. */
static void vwifi_mpdu_receive(struct vwifi_vif *to, const struct vwifi_mpdu *mpdu,
			       struct sk_buff *skb)
{
	struct vwifi_transmission tx = mpdu->tx;	/* each receiver opens it with a key of its own */
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	tx.to = to;
	why = vwifi_mpdu_open(to, mpdu, skb, &tx.protection);
	if (!why && mpdu->fragment)
		why = vwifi_mpdu_defragment(to, mpdu, &skb, &tx.protection);
	/* A class 3 frame (802.11-2020, 11.3.3), which tells nothing else. */
	if (why == VWIFI_DROP_NOT_ASSOCIATED && tx.way == VWIFI_WAY_TO_AP)
		vwifi_tell_frame(cfg80211_rx_spurious_frame, to->dev, mpdu->ta);
	if (!skb)
		return;
	if (!why && mpdu->amsdu)
		why = vwifi_mpdu_receive_parts(&tx, mpdu, skb);
	else if (!why && tx.way == VWIFI_WAY_MESH && vwifi_mesh_take(skb, &tx.mesh))
		why = VWIFI_DROP_MALFORMED;
	else if (!why && tx.way != VWIFI_WAY_MESH && vwifi_msdu_take(skb))
		why = VWIFI_DROP_MALFORMED;
	if (why) {
		sta = vwifi_peer_find(to, mpdu->ta);
		if (sta)
			atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(to, skb, why);
	} else if (mpdu->amsdu) {
		consume_skb(skb);
	} else {
		vwifi_mpdu_land(&tx, mpdu->group, skb);
	}
}

/* The interface whose frame it is by its addresses, or NULL. */
static struct vwifi_vif *vwifi_mpdu_receiver(struct vwifi_mpdu *mpdu)
{
	const struct vwifi_air *air = mpdu->tx.radio->air;
	struct vwifi_vif *to;

	switch (mpdu->tx.way) {
	case VWIFI_WAY_TO_AP:
		to = vwifi_air_find_ap(air, mpdu->ra, mpdu->tx.freq);
		if (to || !mpdu->tx.protection.four_addr)
			return to;
		to = mpdu->may_be_mesh ? vwifi_air_find_mesh(air, mpdu->ra, mpdu->tx.freq) : NULL;
		if (to) {
			mpdu->tx.way = VWIFI_WAY_MESH;
			mpdu->tx.protection.four_addr = false;
			mpdu->unusable |= mpdu->amsdu;
			return to;
		}
		/* With four addresses the access point is whichever of the two is one. */
		mpdu->tx.way = VWIFI_WAY_TO_STA;
		ether_addr_copy(mpdu->bssid, mpdu->ta);
		fallthrough;
	case VWIFI_WAY_TO_STA:
		return vwifi_air_find_sta(air, mpdu->ra, mpdu->bssid, mpdu->tx.freq);
	default:
		to = vwifi_air_find_member(air, mpdu->ra, mpdu->bssid, mpdu->tx.freq, 0);
		if (to)
			return to;
		mpdu->tx.way = VWIFI_WAY_DIRECT;
		return vwifi_air_find_tdls(air, mpdu->ra, mpdu->bssid, mpdu->tx.freq);
	}
}

struct vwifi_mpdu_group {
	const struct vwifi_mpdu *mpdu;
	const struct sk_buff *skb;
};

/* Each receiver opens a copy of its own, with its own key. */
static void vwifi_mpdu_receive_copy(struct vwifi_vif *to, void *context)
{
	const struct vwifi_mpdu_group *group = context;
	unsigned int retries = 0;
	struct sk_buff *copy;

	if (!vwifi_radio_may_hear(group->mpdu->tx.radio, to->radio))
		return;
	if (!vwifi_mpdu_reaches(group->mpdu, to, &retries)) {
		vwifi_drop(to, VWIFI_DROP_LOST);
		return;
	}
	copy = skb_copy(group->skb, GFP_ATOMIC);
	if (copy)
		vwifi_mpdu_receive(to, group->mpdu, copy);
	else
		vwifi_drop(to, VWIFI_DROP_MEMORY);
}

/* The same as a member of a mesh, of its peer's. */
static void vwifi_mpdu_receive_in_mesh(struct vwifi_vif *to, void *context)
{
	const struct vwifi_mpdu_group *group = context;

	if (vwifi_peer_find(to, group->mpdu->ta))
		vwifi_mpdu_receive_copy(to, context);
}

/* A null frame says no more than that its sender is there. */
static void vwifi_mpdu_receive_null(struct vwifi_vif *to, const struct vwifi_mpdu *mpdu)
{
	struct vwifi_sta *sta = vwifi_peer_find(to, mpdu->ta);
	struct vwifi_bss *bss = rcu_dereference(to->bss);

	if (sta && vwifi_sta_associated(sta)) {
		WRITE_ONCE(sta->last_active, jiffies);
		if (bss && bss->kind == VWIFI_BSS_AP)
			vwifi_keep_power(bss, sta, mpdu->tx.dozes);
	} else if (mpdu->tx.way == VWIFI_WAY_TO_AP) {
		vwifi_tell_frame(cfg80211_rx_spurious_frame, to->dev, mpdu->ta);
	}
}

/* What the one whose address a unicast frame has makes of it. Consumes the skb. */
static void vwifi_mpdu_receive_one(struct vwifi_vif *to, const struct vwifi_mpdu *mpdu,
				   bool stranger, struct sk_buff *skb)
{
	if (vwifi_vif_is_monitor(to)) {
		/* It has seen the frame as a watcher. */
	} else if (mpdu->unusable || stranger) {
		if (!mpdu->empty || mpdu->unusable)
			vwifi_drop(to, mpdu->unusable ? VWIFI_DROP_MALFORMED :
							VWIFI_DROP_NOT_ASSOCIATED);
	} else if (mpdu->empty) {
		vwifi_mpdu_receive_null(to, mpdu);
	} else {
		vwifi_mpdu_receive(to, mpdu, skb);
		return;
	}
	consume_skb(skb);
}

/* Lets a frame arrive. Consumes the skb; returns who acknowledges it, or NULL. */
static struct vwifi_vif *vwifi_mpdu_arrive(struct vwifi_mpdu *mpdu, struct sk_buff *skb)
{
	struct vwifi_vif *to = NULL;
	unsigned int retries = 0;
	bool stranger = false;

	if (!mpdu->group)
		to = vwifi_mpdu_receiver(mpdu);
	/* A radio does not hear itself. */
	if (to && !vwifi_radio_may_hear(mpdu->tx.radio, to->radio))
		to = NULL;
	/* The address alone decides who acknowledges. */
	if (!to && !mpdu->group) {
		to = vwifi_air_addressee(mpdu->tx.radio, mpdu->tx.freq, mpdu->ra);
		stranger = to;
	}
	if (to && !vwifi_mpdu_reaches(mpdu, to, &retries)) {
		vwifi_drop(to, VWIFI_DROP_LOST);
		to = NULL;
	}
	if (vwifi_watched())
		vwifi_emit_copy(&mpdu->tx, to ? to->radio : NULL, retries, skb->data, skb->len);
	if (mpdu->group && !mpdu->empty && !mpdu->unusable) {
		struct vwifi_mpdu_group group = { .mpdu = mpdu, .skb = skb };

		vwifi_air_each_peer(mpdu->tx.radio->air, mpdu->bssid, mpdu->tx.freq,
				    vwifi_mpdu_receive_copy, &group);
		if (mpdu->may_be_mesh) {
			mpdu->tx.way = VWIFI_WAY_MESH;
			vwifi_air_each_bss(mpdu->tx.radio->air, mpdu->tx.freq, VWIFI_BSS_MESH,
					   vwifi_mpdu_receive_in_mesh, &group);
		}
	}
	if (to)
		vwifi_mpdu_receive_one(to, mpdu, stranger, skb);
	else
		consume_skb(skb);
	return mpdu->no_ack ? NULL : to;
}

/**
 * vwifi_inject_data - a data frame that user space injected, as it is on the air
 * @from: the radio that transmits it
 * @freq: on which channel, MHz
 * @skb: the frame, with a whole header, from vwifi_frame_alloc(); consumed
 *
 * Under RCU, bottom halves disabled. Return: who acknowledges it, or NULL.
 */
struct vwifi_vif *vwifi_inject_data(struct vwifi_radio *from, u16 freq, struct sk_buff *skb)
{
	struct vwifi_mpdu mpdu = {
		.tx.radio = from,
		.tx.freq = freq,
		.tx.protection.origin = from->id,
	};

	if (vwifi_mpdu_read(skb, &mpdu))
		return vwifi_mpdu_arrive(&mpdu, skb);
	kfree_skb(skb);
	return NULL;
}

/* A data frame of another kernel. Consumes the skb. */
void vwifi_rx_data_mpdu(const struct vwifi_wire_rx *rx, struct sk_buff *skb)
{
	struct vwifi_mpdu mpdu = { .tx.freq = rx->freq };
	struct vwifi_remote *remote;
	struct vwifi_vif *to;

	if (!rx->freq || !vwifi_mpdu_read(skb, &mpdu) || mpdu.group != rx->broadcast) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
		kfree_skb(skb);
		return;
	}
	remote = vwifi_wire_transmitter(rx, mpdu.ta);
	if (!remote) {
		kfree_skb(skb);
		return;
	}
	mpdu.tx.radio = &remote->radio;
	/* Whom a member of a mesh hears is the one before it. */
	mpdu.tx.protection.origin = vwifi_mpdu_origin(&mpdu, mpdu.may_be_mesh ? mpdu.ta : mpdu.sa);
	to = vwifi_mpdu_arrive(&mpdu, vwifi_wire_fit(skb));
	if (!mpdu.group)
		vwifi_wire_answer(rx, to, to ? vwifi_link_signal(mpdu.tx.radio, to->radio) : 0);
}
