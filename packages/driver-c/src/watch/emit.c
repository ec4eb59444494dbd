// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What the two planes show to those who watch: each frame as the MPDUs that it
 * is on the air, sealed with its own key and packet number.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "frame/frame.h"
#include "phy/phy.h"
#include "watch.h"

/* Data frames of one packet. */
struct vwifi_emit_packet {
	struct vwifi_emission emission;
	struct vwifi_vif *from;
	const u8 *bssid;
	enum vwifi_ds ds;
	bool is_mesh;			/* between members of a mesh: ra and mesh say the rest */
	const u8 *ra;
	struct vwifi_mesh_control mesh;	/* of the next one */
	int qos;			/* its QoS Control field; -1: no QoS data */
	bool more_data;			/* others are kept for its receiver */
	const struct vwifi_sta *at;	/* what an MLD has on the link that it goes over, or NULL */
	struct vwifi_key *key;
	u64 pn;				/* of the next one */
};

/* Where it goes in a mesh, if it does. */
static void vwifi_emit_mesh(struct vwifi_emit_packet *packet, const struct vwifi_transmission *tx)
{
	packet->is_mesh = tx->way == VWIFI_WAY_MESH;
	if (!packet->is_mesh)
		return;
	packet->ra = tx->ra;
	packet->mesh = tx->mesh;
}

/* Octets of a body that go in one part, where frames are divided (802.11-2020, 10.2.7); 0: they are not. */
static unsigned int vwifi_emit_room(const struct vwifi_emit_packet *packet)
{
	u32 threshold = READ_ONCE(packet->from->radio->wiphy->frag_threshold);

	if (!packet->emission.unicast || threshold == (u32)-1)
		return 0;
	return threshold - VWIFI_MSDU_HEADER - FCS_LEN;
}

/* The centre of the channel that @from has, as it is now; 0 of a frame that no interface sends. Under RCU. */
static u16 vwifi_emit_center(const struct vwifi_vif *from)
{
	const struct vwifi_bss *bss = from ? rcu_dereference(from->bss) : NULL;

	if (!from)
		return 0;
	return READ_ONCE((bss ? &bss->chandef : &from->mlme.chandef)->center_freq1);
}

/* How many packet numbers the frames of a packet take at most. */
static unsigned int vwifi_emit_numbers(const struct vwifi_emit_packet *packet,
				       const struct sk_buff *skb)
{
	unsigned int room = vwifi_emit_room(packet), parts = 1;

	if (room)
		parts = DIV_ROUND_UP(skb->len + VWIFI_MESH_GROWTH + VWIFI_MICHAEL_LEN, room);
	return parts * vwifi_mpdus(skb);
}

/*
 * Between MLDs a frame is protected with their addresses, and has those of the link on the air
 * (IEEE Std 802.11be-2024, 12.5.2.3.3).
 */
static bool vwifi_emit_seal(const struct vwifi_emit_packet *packet, u64 pn, struct sk_buff *mpdu)
{
	struct ieee80211_hdr *hdr = (void *)mpdu->data;

	if (packet->at) {
		ether_addr_copy(hdr->addr1, packet->at->mld->addr);
		ether_addr_copy(hdr->addr2, packet->from->link_of->addr);
	}
	if (packet->key && vwifi_crypto_seal(packet->key, vwifi_wep_iv(packet->key, pn), mpdu))
		return false;
	hdr = (void *)mpdu->data;
	if (packet->at) {
		ether_addr_copy(hdr->addr1, packet->at->addr);
		ether_addr_copy(hdr->addr2, packet->from->addr);
	}
	return true;
}

/* A frame in the clear, or a part of it. Consumes it. */
static void vwifi_emit_sealed(struct vwifi_emit_packet *packet, struct sk_buff *mpdu)
{
	u64 pn = packet->pn++;

	if (vwifi_emit_seal(packet, pn, mpdu))
		vwifi_emit(&packet->emission, mpdu);
	else
		kfree_skb(mpdu);
}

/* A frame in the clear, in parts of @room octets. Does not consume it. */
static void vwifi_emit_parts(struct vwifi_emit_packet *packet, struct sk_buff *mpdu,
			     unsigned int room)
{
	unsigned int hdr_len = ieee80211_hdrlen(((struct ieee80211_hdr *)mpdu->data)->frame_control);
	unsigned int offset = hdr_len, number = 0, len;

	if (packet->key)
		vwifi_crypto_put_mic(packet->key, mpdu);
	for (; offset < mpdu->len; offset += len, number++) {
		struct sk_buff *part = vwifi_emission_alloc(hdr_len + room);
		struct ieee80211_hdr *hdr;

		if (!part)
			return;
		len = min(room, mpdu->len - offset);
		hdr = skb_put_data(part, mpdu->data, hdr_len);
		skb_put_data(part, mpdu->data + offset, len);
		hdr->seq_ctrl |= cpu_to_le16(number);
		if (offset + len < mpdu->len)
			hdr->frame_control |= cpu_to_le16(IEEE80211_FCTL_MOREFRAGS);
		vwifi_emit_sealed(packet, part);
	}
}

/* One frame. Does not consume the skb. */
static void vwifi_emit_frame(struct vwifi_emit_packet *packet, const struct sk_buff *skb)
{
	struct sk_buff *mpdu = vwifi_emission_alloc(skb->len + VWIFI_MESH_GROWTH);
	unsigned int room = vwifi_emit_room(packet);

	if (!mpdu)
		return;
	if (packet->is_mesh) {
		vwifi_mesh_put(mpdu, skb, packet->ra, packet->from->addr, &packet->mesh,
			       atomic_inc_return(&packet->from->seq), packet->qos);
		packet->mesh.seq++;
	} else {
		vwifi_msdu_put(mpdu, skb, packet->ds, packet->from->addr, packet->bssid,
			       atomic_inc_return(&vwifi_vif_whole(packet->from)->seq), packet->qos);
	}
	if (packet->more_data)
		((struct ieee80211_hdr *)mpdu->data)->frame_control |=
			cpu_to_le16(IEEE80211_FCTL_MOREDATA);
	if (!room || mpdu->len <= room + VWIFI_MSDU_HEADER) {
		vwifi_emit_sealed(packet, mpdu);
		return;
	}
	vwifi_emit_parts(packet, mpdu, room);
	kfree_skb(mpdu);
}

/* All frames that a packet stands for. Does not consume the skb, nor change it. */
static void vwifi_emit_packet(struct vwifi_emit_packet *packet, const struct sk_buff *skb)
{
	struct sk_buff *copy, *segments, *segment, *next;

	if (!skb_is_gso(skb)) {
		vwifi_emit_frame(packet, skb);
		return;
	}
	copy = skb_copy(skb, GFP_ATOMIC);
	segments = copy ? vwifi_frame_split(copy, 0) : NULL;
	if (!segments) {
		kfree_skb(copy);
		return;
	}
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		vwifi_emit_frame(packet, segment);
		consume_skb(segment);
	}
}

/**
 * vwifi_emit_unicast - shows a unicast packet on its way
 * @tx: its way; takes its rate, and the number of the last frame that the packet stands for
 * @skb: the Ethernet frame; not consumed
 * @retries: how often it was repeated
 * @acked: whether it was acknowledged in the end
 *
 * Under RCU, bottom halves disabled, in the sender's turn (vwifi_hop()).
 */
void vwifi_emit_unicast(struct vwifi_transmission *tx, struct sk_buff *skb, unsigned int retries,
			bool acked)
{
	struct vwifi_emit_packet packet = {
		.emission.from = tx->radio,
		.emission.acker = acked ? tx->to->radio : NULL,
		.emission.unicast = true,
		.emission.freq = tx->freq,
		.emission.center = vwifi_emit_center(tx->from),
		.emission.retries = retries,
		.emission.routine = !vwifi_is_control_port(tx->from, skb),
		.from = tx->from,
		.bssid = tx->protection.four_addr ? tx->ra : tx->bssid,
		.ds = tx->protection.four_addr ? VWIFI_DS_BOTH : vwifi_ds_of(tx->way),
		.qos = vwifi_qos(tx, skb),
		.more_data = tx->more_data,
		.at = tx->peer && tx->peer->mld && tx->from->link_of ? tx->peer : NULL,
		.key = tx->protection.key,
	};
	unsigned int numbers = vwifi_emit_numbers(&packet, skb);

	vwifi_emit_mesh(&packet, tx);
	packet.emission.no_ack = vwifi_qos_no_ack(packet.qos);
	if (!vwifi_watching(tx->radio, tx->freq, packet.emission.routine))
		return;
	if (packet.key && tx->protection.pn) {
		packet.pn = tx->protection.pn;	/* drawn when it was queued */
	} else if (packet.key) {
		tx->protection.pn = atomic64_add_return(numbers, &packet.key->tx_pn);
		tx->protection.counter = packet.qos < 0 ? 0 : packet.qos & IEEE80211_QOS_CTL_TID_MASK;
		packet.pn = tx->protection.pn - numbers + 1;
	}
	if (tx->rate.flags || tx->rate.legacy)
		;	/* it is known */
	else if (tx->peer)
		vwifi_rate_to(tx->from, tx->peer, tx->to ? tx->to->radio : NULL, tx->freq, &tx->rate);
	else
		tx->rate = (struct rate_info){ .legacy = vwifi_lowest_rate(tx->from, tx->freq), .bw = vwifi_slow_bw(tx->slow) };
	packet.emission.rate = tx->rate;
	vwifi_emit_packet(&packet, skb);
}

/**
 * vwifi_emit_group - shows a group frame
 * @tx: its way, with the number of the last frame that the packet stands for; takes its rate
 * @skb: the Ethernet frame; not consumed
 *
 * Under RCU, bottom halves disabled, with the BSS's group lock held.
 */
void vwifi_emit_group(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_emit_packet packet = {
		.emission.from = tx->radio,
		.emission.freq = tx->freq,
		.emission.rate.legacy = vwifi_lowest_rate(tx->from, tx->freq),
		.emission.rate.bw = vwifi_slow_bw(tx->slow),
		.emission.routine = true,
		.from = tx->from,
		.bssid = tx->bssid,
		.ds = vwifi_ds_of(tx->way),
		.qos = VWIFI_QOS_NONE,
		.more_data = tx->more_data,
		.key = tx->protection.key,
		.pn = tx->protection.pn - tx->mpdus + 1,
	};

	vwifi_emit_mesh(&packet, tx);
	tx->rate = packet.emission.rate;
	if (vwifi_watching(tx->radio, tx->freq, true))
		vwifi_emit_packet(&packet, skb);
}

/**
 * vwifi_emit_mgmt - shows a management frame of this kernel
 * @tx: its way; its packet number is drawn if it has none
 * @skb: the frame in the clear; not consumed
 * @acker: who acknowledges it, or NULL
 *
 * Under RCU.
 */
void vwifi_emit_mgmt(struct vwifi_transmission *tx, const struct sk_buff *skb,
		     const struct vwifi_radio *acker)
{
	struct vwifi_protection *protection = &tx->protection;
	struct vwifi_emission emission = {
		.from = tx->radio,
		.acker = acker,
		.unicast = !is_multicast_ether_addr(tx->ra),
		.freq = tx->freq,
		.rate.legacy = tx->rate.legacy ?: vwifi_lowest_rate(tx->from, tx->freq),
	};
	struct sk_buff *mpdu;

	if (!vwifi_watching(tx->radio, tx->freq, false))
		return;
	if (protection->key && !protection->pn)
		protection->pn = atomic64_inc_return(&protection->key->tx_pn);
	mpdu = vwifi_emission_alloc(skb->len);
	if (!mpdu)
		return;
	skb_put_data(mpdu, skb->data, skb->len);
	if (protection->key && vwifi_crypto_seal(protection->key, protection->pn, mpdu))
		kfree_skb(mpdu);
	else
		vwifi_emit(&emission, mpdu);
}

/* A null frame to a peer, with QoS where that has it (802.11-2020, 10.2.3.2); NULL: without memory. Under RCU. */
struct sk_buff *vwifi_null_alloc(struct vwifi_vif *from, const u8 *ra)
{
	const struct vwifi_sta *peer = vwifi_peer_find(from, ra);
	bool to_ds = vwifi_vif_is_station(from);
	bool qos = peer && READ_ONCE(peer->flags) & BIT(NL80211_STA_FLAG_WME);
	struct sk_buff *mpdu = vwifi_emission_alloc(sizeof(struct ieee80211_qos_hdr));
	struct ieee80211_qos_hdr *hdr;

	if (!mpdu)
		return NULL;
	hdr = skb_put_zero(mpdu, qos ? sizeof(*hdr) : sizeof(struct ieee80211_hdr_3addr));
	hdr->frame_control = cpu_to_le16(IEEE80211_FTYPE_DATA |
					 (qos ? IEEE80211_STYPE_QOS_NULLFUNC : IEEE80211_STYPE_NULLFUNC) |
					 (to_ds ? IEEE80211_FCTL_TODS : IEEE80211_FCTL_FROMDS));
	ether_addr_copy(hdr->addr1, ra);
	ether_addr_copy(hdr->addr2, from->addr);
	ether_addr_copy(hdr->addr3, to_ds ? ra : from->addr);
	hdr->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&from->seq)));
	if (qos)
		hdr->qos_ctrl = cpu_to_le16(7);	/* voice: as nothing that waits is asked */
	return mpdu;
}

/**
 * vwifi_emit_null - shows a null frame, which wants nothing but its acknowledgement
 * @from: an access point or a station
 * @ra: its peer
 * @freq: on which channel, MHz
 * @retries: how often it was repeated
 * @acker: who acknowledges it, or NULL
 *
 * Never protected, for it has no body (802.11-2020, 12.5.3.1). Under RCU.
 */
void vwifi_emit_null(struct vwifi_vif *from, const u8 *ra, u16 freq, unsigned int retries,
		     const struct vwifi_radio *acker)
{
	struct vwifi_emission emission = {
		.from = from->radio,
		.acker = acker,
		.unicast = true,
		.freq = freq,
		.retries = retries,
		.rate.legacy = vwifi_lowest_rate(from, freq),
		.routine = true,
	};
	struct sk_buff *mpdu;

	mpdu = vwifi_watching(from->radio, freq, true) ? vwifi_null_alloc(from, ra) : NULL;
	if (mpdu)
		vwifi_emit(&emission, mpdu);
}

/**
 * vwifi_emit_copy - shows a frame that is on the air as it is
 * @tx: its transmitter's radio and channel, and its rate if that is known
 * @acker: who acknowledges it, or NULL
 * @retries: how often it was repeated
 * @frame: the frame, from its first address on at least
 * @len: its length in octets
 *
 * Under RCU.
 */
void vwifi_emit_copy(const struct vwifi_transmission *tx, const struct vwifi_radio *acker,
		     unsigned int retries, const void *frame, size_t len)
{
	const struct ieee80211_hdr *hdr = frame;
	struct vwifi_emission emission = {
		.from = tx->radio,
		.acker = acker,
		.unicast = !is_multicast_ether_addr(hdr->addr1),
		.freq = tx->freq,
		.retries = retries,
		.center = vwifi_emit_center(tx->from),
		.rate = tx->rate,
		.routine = ieee80211_is_beacon(hdr->frame_control) ||
			   (ieee80211_is_data(hdr->frame_control) &&
			    ieee80211_has_protected(hdr->frame_control)),
	};
	struct sk_buff *mpdu;

	if (tx->radio->shown)
		return;
	if (!emission.rate.flags && !emission.rate.legacy)
		emission.rate.legacy = ieee80211_is_data(hdr->frame_control) && emission.unicast ?
				       540 : vwifi_lowest_rate(tx->from, emission.freq);
	if (ieee80211_is_data_qos(hdr->frame_control))
		emission.no_ack = vwifi_qos_no_ack(*ieee80211_get_qos_ctl((void *)hdr));
	if (emission.no_ack)
		emission.acker = NULL;
	mpdu = vwifi_watching(tx->radio, tx->freq, emission.routine) ?
	       vwifi_emission_alloc(len) : NULL;
	if (!mpdu)
		return;
	skb_put_data(mpdu, frame, len);
	vwifi_emit(&emission, mpdu);
}
