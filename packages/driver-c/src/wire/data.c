// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Sending the data plane on the wire: an Ethernet frame becomes a data MPDU,
 * sealed with the key that user space installed. A packet that stands for many
 * is taken apart first; what it stood for goes together again, as many frames
 * as an MPDU holds (A-MSDU), where the receiver takes that.
 *
 * Everything here runs under RCU with bottom halves disabled.
 */
#include <linux/if_vlan.h>

#include "air/air.h"
#include "crypto/crypto.h"
#include "frame/frame.h"
#include "watch/watch.h"
#include "message.h"

#define VWIFI_HEADERS	128	/* about what comes before a segment's payload, on Ethernet */

/* Frames of one packet on their way to the wire. */
struct vwifi_wire_packet {
	struct vwifi_transmission *tx;	/* how the packet goes */
	struct vwifi_wire_tx message;
	enum vwifi_ds ds;
	unsigned int room;		/* octets of an MPDU with several frames; 0: one in each */
	const struct vwifi_radio *to;	/* the receiver's; NULL: a group frame */
	u64 pn;				/* of the next one; 0: drawn when it is sealed */
};

static void vwifi_wire_packet_init(struct vwifi_wire_packet *packet, struct vwifi_transmission *tx)
{
	*packet = (struct vwifi_wire_packet){
		.tx = tx,
		.ds = vwifi_ds_of(tx->way),
		.message = {
			.kind = VWIFI_WIRE_DATA,
			.freq = tx->freq,
			.rate = 540,
			.power = clamp(MBM_TO_DBM(READ_ONCE(tx->radio->tx_power_mbm)), -128, 127),
			.radio = tx->radio->id,
		},
	};
}

/* Encrypts a data frame in the clear. Consumes it where that fails. */
static struct sk_buff *vwifi_wire_encrypt(struct vwifi_wire_packet *packet, struct sk_buff *mpdu)
{
	struct vwifi_key *key = packet->tx->protection.key;
	u64 pn = packet->pn;

	if (key) {
		if (pn)
			packet->pn++;
		else
			pn = atomic64_inc_return(&key->tx_pn);
		if (vwifi_crypto_seal(key, vwifi_wep_iv(key, pn), mpdu)) {
			kfree_skb(mpdu);
			return NULL;
		}
	}
	/* Group frames have been shown already. */
	if (vwifi_watched() && packet->to)
		vwifi_emit_copy(packet->tx, packet->to, 0, mpdu->data, mpdu->len);
	return mpdu;
}

/* The MPDU of one frame, or NULL. Does not consume the skb. */
static struct sk_buff *vwifi_wire_seal_copy(struct vwifi_wire_packet *packet, struct sk_buff *skb)
{
	struct vwifi_transmission *tx = packet->tx;
	struct sk_buff *mpdu;

	mpdu = vwifi_frame_alloc(skb->len + VWIFI_MESH_GROWTH, GFP_ATOMIC);
	if (!mpdu)
		return NULL;
	if (tx->way == VWIFI_WAY_MESH) {
		vwifi_mesh_put(mpdu, skb, tx->ra, tx->ta, &tx->mesh,
			       atomic_inc_return(&tx->from->seq), vwifi_qos(tx, skb));
		tx->mesh.seq++;
	} else {
		vwifi_msdu_put(mpdu, skb, packet->ds, tx->ta, tx->bssid,
			       atomic_inc_return(&tx->from->seq), vwifi_qos(tx, skb));
	}
	return vwifi_wire_encrypt(packet, mpdu);
}

/* Whether a frame is nobody else's, and has room for all that comes before and behind it. */
static bool vwifi_wire_in_place(const struct sk_buff *skb)
{
	return vwifi_wire_may_own(skb) && !skb_cloned(skb) && !skb_is_nonlinear(skb) &&
	       !skb_shinfo(skb)->tx_flags && !skb_zcopy((struct sk_buff *)skb) &&
	       !skb_vlan_tag_present(skb) &&
	       skb_headroom(skb) >= VWIFI_FRAME_HEADROOM + VWIFI_MSDU_GROWTH &&
	       skb_tailroom(skb) >= VWIFI_FRAME_TAILROOM;
}

/* The MPDU of one frame, or NULL. Consumes the skb. */
static struct sk_buff *vwifi_wire_seal(struct vwifi_wire_packet *packet, struct sk_buff *skb)
{
	int qos = vwifi_qos(packet->tx, skb);
	struct sk_buff *mpdu;

	/* SCTP's CRC32c; the Internet checksum is made below, or with the copy. */
	if (skb->ip_summed == CHECKSUM_PARTIAL && vwifi_sum_is_sctp(skb) &&
	    skb_csum_hwoffload_help(skb, 0)) {
		kfree_skb(skb);
		return NULL;
	}
	/* Of a mesh it grows by more than there is room for. */
	if (packet->tx->way == VWIFI_WAY_MESH || !vwifi_wire_in_place(skb)) {
		mpdu = vwifi_wire_seal_copy(packet, skb);
		if (mpdu)
			vwifi_wire_give(mpdu, skb);
		consume_skb(skb);
		return mpdu;
	}
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_checksum_help(skb)) {
		kfree_skb(skb);
		return NULL;
	}
	/* Nothing that it was to the stack goes along. */
	skb_scrub_packet(skb, true);
	skb->ip_summed = CHECKSUM_NONE;
	skb->encapsulation = 0;
	skb->priority = 0;
	memset(skb->cb, 0, sizeof(skb->cb));
	vwifi_msdu_make(skb, packet->ds, packet->tx->ta, packet->tx->bssid,
			atomic_inc_return(&packet->tx->from->seq), qos);
	return vwifi_wire_encrypt(packet, skb);
}

/* Sends a sealed frame, if there is one; @more: others follow at once. */
static void vwifi_wire_emit(struct vwifi_wire_packet *packet, struct sk_buff *mpdu, bool more)
{
	if (!mpdu)
		return;
	packet->message.more = more;
	vwifi_wire_number(&packet->message);
	vwifi_wire_send_numbered(&packet->message, mpdu);
}

/* Begins an MPDU for several frames, the first of which is given. */
static struct sk_buff *vwifi_wire_begin(struct vwifi_wire_packet *packet, unsigned int len,
					const struct sk_buff *first)
{
	struct sk_buff *mpdu = vwifi_frame_alloc(len, GFP_ATOMIC);

	if (mpdu)
		vwifi_amsdu_begin(mpdu, packet->ds, packet->tx->ra, packet->tx->ta,
				  packet->tx->bssid, atomic_inc_return(&packet->tx->from->seq),
				  max(vwifi_qos(packet->tx, first), 0));
	return mpdu;
}

/* Sends frames, as many as fit in one MPDU. Consumes them; returns whether anything went. */
static bool vwifi_wire_emit_together(struct vwifi_wire_packet *packet, struct sk_buff *segments)
{
	struct sk_buff *segment, *next, *mpdu = NULL, *last = NULL;
	unsigned int left = VWIFI_MSDU_HEADER;

	skb_list_walk_safe(segments, segment, next)
		left += segment->len + VWIFI_AMSDU_GROWTH;
	skb_list_walk_safe(segments, segment, next) {
		unsigned int len = segment->len + VWIFI_AMSDU_GROWTH;

		skb_mark_not_on_list(segment);
		if (mpdu && mpdu->len + len > packet->room) {
			vwifi_wire_emit(packet, last, true);
			last = vwifi_wire_encrypt(packet, mpdu);
			mpdu = NULL;
		}
		if (!mpdu)
			mpdu = vwifi_wire_begin(packet, max(min(left, packet->room),
							    VWIFI_MSDU_HEADER + len), segment);
		if (mpdu) {
			vwifi_amsdu_add(mpdu, segment);
			vwifi_wire_give(mpdu, segment);
		}
		left -= len;
		consume_skb(segment);
	}
	if (mpdu) {
		vwifi_wire_emit(packet, last, true);
		last = vwifi_wire_encrypt(packet, mpdu);
	}
	vwifi_wire_emit(packet, last, false);
	return last;
}

/*
 * Whether frames of @len octets go together: two fit, nobody here wants to see each,
 * and the cipher is none that has to see each by itself (802.11-2020, 11.10).
 */
static bool vwifi_wire_together(const struct vwifi_wire_packet *packet, unsigned int len)
{
	return packet->room >= VWIFI_MSDU_HEADER + 2 * (len + VWIFI_AMSDU_GROWTH) &&
	       !(vwifi_watched() && vwifi_watching(packet->tx->radio, packet->tx->freq, true)) &&
	       (!packet->tx->protection.key || packet->tx->protection.key->crypt);
}

/* Sends all that a packet stands for. Consumes the skb; returns whether anything went. */
static bool vwifi_wire_emit_all(struct vwifi_wire_packet *packet, struct sk_buff *skb)
{
	struct sk_buff *segments, *segment, *next, *mpdu, *last = NULL;
	bool together;

	if (!skb_is_gso(skb)) {
		last = vwifi_wire_seal(packet, skb);
		vwifi_wire_emit(packet, last, false);
		return last;
	}
	together = !vwifi_sum_is_sctp(skb) &&
		   vwifi_wire_together(packet, skb_shinfo(skb)->gso_size + VWIFI_HEADERS);
	segments = vwifi_frame_split(skb, together ? NETIF_F_SG | NETIF_F_HW_CSUM : 0);
	if (!segments) {
		kfree_skb(skb);
		return false;
	}
	if (together)
		return vwifi_wire_emit_together(packet, segments);
	/* One is held back, so that it is known of the last one that it is the last. */
	skb_list_walk_safe(segments, segment, next) {
		skb_mark_not_on_list(segment);
		mpdu = vwifi_wire_seal(packet, segment);
		if (!mpdu)
			continue;
		vwifi_wire_emit(packet, last, true);
		last = mpdu;
	}
	vwifi_wire_emit(packet, last, false);
	return last;
}

/*
 * What an access point relays: frames that came together go on together. One for
 * each processor, open while it takes an A-MSDU apart; bottom halves are off.
 */
struct vwifi_wire_gather {
	bool open;
	int qos;			/* QoS Control of all of them */
	struct sk_buff *mpdu;		/* NULL: nothing waits */
	struct vwifi_remote *remote;	/* for whom; under RCU, as all of tx */
	struct vwifi_transmission tx;	/* of the first of them: packet's own */
	struct vwifi_wire_packet packet;
};

static DEFINE_PER_CPU(struct vwifi_wire_gather, vwifi_wire_gathers);

static void vwifi_wire_send_gathered(struct vwifi_wire_gather *gather)
{
	struct sk_buff *mpdu = gather->mpdu;

	if (!mpdu)
		return;
	gather->mpdu = NULL;
	spin_lock(&gather->remote->tx_lock);
	vwifi_wire_emit(&gather->packet, vwifi_wire_encrypt(&gather->packet, mpdu), false);
	spin_unlock(&gather->remote->tx_lock);
}

static bool vwifi_wire_goes_with(const struct vwifi_wire_gather *gather,
				 const struct vwifi_wire_packet *packet,
				 const struct vwifi_remote *remote, int qos)
{
	const struct vwifi_transmission *tx = packet->tx;

	return gather->remote == remote && gather->qos == qos && gather->tx.from == tx->from &&
	       gather->tx.protection.key == tx->protection.key && gather->tx.freq == tx->freq;
}

/* Lets a frame wait for others. Returns whether it does: the skb is consumed then. */
static bool vwifi_wire_gather(const struct vwifi_wire_packet *packet, struct vwifi_remote *remote,
			      struct sk_buff *skb)
{
	struct vwifi_wire_gather *gather = this_cpu_ptr(&vwifi_wire_gathers);
	int qos;

	if (likely(!gather->open) || skb->destructor || skb_is_gso(skb) ||
	    !vwifi_wire_together(packet, skb->len))
		return false;
	qos = vwifi_qos(packet->tx, skb);
	if (gather->mpdu && (!vwifi_wire_goes_with(gather, packet, remote, qos) ||
			     gather->mpdu->len + skb->len + VWIFI_AMSDU_GROWTH > packet->room))
		vwifi_wire_send_gathered(gather);
	if (!gather->mpdu) {
		gather->tx = *packet->tx;
		gather->packet = *packet;
		gather->packet.tx = &gather->tx;
		gather->remote = remote;
		gather->qos = qos;
		gather->mpdu = vwifi_wire_begin(&gather->packet, packet->room, skb);
	}
	if (!gather->mpdu)
		return false;
	vwifi_amsdu_add(gather->mpdu, skb);
	consume_skb(skb);
	return true;
}

/* An A-MSDU is taken apart from here to vwifi_wire_gather_end(). */
void vwifi_wire_gather_begin(void)
{
	this_cpu_ptr(&vwifi_wire_gathers)->open = true;
}

void vwifi_wire_gather_end(void)
{
	struct vwifi_wire_gather *gather = this_cpu_ptr(&vwifi_wire_gathers);

	vwifi_wire_send_gathered(gather);
	gather->open = false;
}

/* Whether the receiver is what the frame is for, where it is for. */
static bool vwifi_wire_fits(const struct vwifi_transmission *tx, const struct vwifi_remote *remote)
{
	if (READ_ONCE(remote->home) != tx->freq)
		return false;
	if (READ_ONCE(remote->role) == VWIFI_ROLE_MONITOR)
		return true;
	if (tx->way == VWIFI_WAY_TO_AP)
		return READ_ONCE(remote->role) == VWIFI_ROLE_AP;
	if (tx->way == VWIFI_WAY_MESH)
		return READ_ONCE(remote->role) == VWIFI_ROLE_MESH;
	if (tx->way == VWIFI_WAY_DIRECT)
		return READ_ONCE(remote->role) == VWIFI_ROLE_NONE;
	if (tx->way == VWIFI_WAY_TO_MEMBER)
		return READ_ONCE(remote->role) == VWIFI_ROLE_CELL &&
		       ether_addr_equal_unaligned(remote->bssid, tx->bssid);
	return true;
}

/* Sends one frame whose acknowledgement somebody waits for. Does not consume the skb. */
static bool vwifi_wire_emit_asked(struct vwifi_wire_packet *packet, struct vwifi_ask *ask,
				  struct sk_buff *skb)
{
	struct sk_buff *status, *mpdu = vwifi_wire_seal_copy(packet, skb);

	if (!mpdu)
		return false;
	if (ask) {
		ask->tx = packet->message;
		vwifi_ask_begin(ask, packet->tx->ra, mpdu);
		return true;
	}
	status = skb_clone_sk(skb);
	vwifi_status_told(skb);
	vwifi_wire_give(mpdu, skb);
	vwifi_wire_number(&packet->message);
	if (status)
		vwifi_wire_await_status(&packet->message, status);
	vwifi_wire_send_numbered(&packet->message, mpdu);
	return true;
}

/**
 * vwifi_wire_unicast - sends to one interface of another kernel
 * @tx: from whom and to whom
 * @skb: the Ethernet frame
 *
 * Under RCU, bottom halves disabled. Return: 1 if it went, 0 if it could not and was
 * dropped here; the skb is consumed then. -ENOENT: nobody out there has the receiver's
 * address, and the skb is still the caller's.
 */
int vwifi_wire_unicast(struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_remote *remote = vwifi_remote_find(tx->radio->air, tx->ra);
	struct vwifi_wire_packet packet;
	bool asked, sent;

	/* The wire carries three addresses. */
	if (!remote || tx->protection.four_addr || !vwifi_wire_fits(tx, remote))
		return -ENOENT;
	vwifi_wire_packet_init(&packet, tx);
	packet.to = &remote->radio;
	packet.message.machine = rcu_dereference(remote->machine);
	if (!packet.message.machine)
		return -ENOENT;
	if (tx->way != VWIFI_WAY_MESH)
		packet.room = min_t(unsigned int, READ_ONCE(remote->amsdu),
				    vwifi_wire_room(packet.message.machine));
	packet.room -= min_t(unsigned int, packet.room,
			     VWIFI_CRYPTO_MAX_HEAD + VWIFI_CRYPTO_MAX_TAIL);
	if (tx->peer)
		vwifi_sta_account_tx(tx->peer, tx->mpdus, tx->octets);
	asked = tx->ask || vwifi_wants_status(skb);
	if (!asked && vwifi_wire_gather(&packet, remote, skb))
		return 1;
	/* Numbers leave in the order in which they are drawn, or the receiver sees replays. */
	spin_lock(&remote->tx_lock);
	if (unlikely(asked)) {
		sent = vwifi_wire_emit_asked(&packet, tx->ask, skb);
		consume_skb(skb);
	} else {
		sent = vwifi_wire_emit_all(&packet, skb);
	}
	spin_unlock(&remote->tx_lock);
	if (likely(sent))
		return 1;
	if (tx->peer)
		atomic_inc(&tx->peer->tx_failed);
	vwifi_drop(tx->from, VWIFI_DROP_MEMORY);
	dev_core_stats_tx_dropped_inc(tx->from->dev);
	return 0;
}

/**
 * vwifi_wire_group - sends a group frame to all other kernels
 * @tx: how, with the packet number of the last of the frames that it stands for
 * @skb: the Ethernet frame; not consumed
 *
 * Called with the BSS's group lock held: numbers leave in their order.
 */
void vwifi_wire_group(struct vwifi_transmission *tx, const struct sk_buff *skb)
{
	struct vwifi_wire_packet packet;
	struct sk_buff *copy;

	if (!vwifi_wire_on() || !vwifi_air_is_hosts(tx->radio->air))
		return;
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy)
		return;
	vwifi_wire_packet_init(&packet, tx);
	if (tx->protection.key)
		packet.pn = tx->protection.pn - tx->mpdus + 1;
	vwifi_wire_emit_all(&packet, copy);
}
