// SPDX-License-Identifier: MIT OR GPL-2.0
/* Sending on the wire: headers, fragments, to one machine or to all. */
#include <net/sock.h>

#include "frame/frame.h"
#include "message.h"

static atomic_t vwifi_wire_seq = ATOMIC_INIT(0);

/*
 * Whether what a frame counts for with its sender may be passed on to another
 * frame, or stay with this one while it is rewritten: true of sockets that count
 * octets (sk_wmem_alloc), and of TCP's, whose destructors ask for no more than
 * the socket and the size. Others look for something in the frame itself: a slot
 * of a packet socket's ring, a descriptor of an AF_XDP socket.
 */
bool vwifi_wire_may_own(const struct sk_buff *skb)
{
	if (!skb->destructor)
		return true;
	return skb->sk && sk_fullsock(skb->sk) &&
	       (skb->destructor == sock_wfree || sk_is_tcp(skb->sk));
}

/*
 * Who sends faster than the wire has to be told: a frame that was made of a
 * packet, or of a part of it, takes over what that counts for with its sender,
 * until it has been sent. A packet that keeps it is its sender's again as soon as
 * it is freed, whoever that is.
 */
void vwifi_wire_give(struct sk_buff *frame, struct sk_buff *packet)
{
	if (!packet->destructor || !vwifi_wire_may_own(packet))
		return;
	if (!frame->destructor) {
		frame->sk = packet->sk;
		frame->destructor = packet->destructor;
		frame->truesize = packet->truesize;
	} else if (frame->sk == packet->sk && frame->destructor == packet->destructor) {
		frame->truesize += packet->truesize;
	} else {
		return;
	}
	packet->sk = NULL;
	packet->destructor = NULL;
}

/* Octets that fit into one frame to a machine behind our header; 0: nothing does. Under RCU. */
static unsigned int vwifi_wire_frame_room(const struct vwifi_underlay *underlay,
					  const struct vwifi_machine *machine)
{
	unsigned int mtu = underlay->ops->mtu(underlay);

	if (machine)
		mtu = min_t(unsigned int, max_t(unsigned int, mtu, READ_ONCE(machine->path)),
			    READ_ONCE(machine->mtu));
	return mtu < VWIFI_WIRE_MIN_MTU ? 0 : mtu - sizeof(struct vwifi_wire_hdr);
}

/*
 * Octets of the longest message that is sent to a machine: where several packets
 * fit into one frame, nothing is cut for the sake of more of them. Under RCU.
 */
unsigned int vwifi_wire_room(const struct vwifi_machine *machine)
{
	unsigned int room = vwifi_wire_frame_room(machine->underlay, machine);

	if (room < VWIFI_WIRE_MAX / 2)
		room *= VWIFI_WIRE_FRAGMENTS;
	return min_t(unsigned int, room, VWIFI_WIRE_MAX);
}

struct vwifi_piece {
	struct vwifi_underlay *underlay;
	const struct vwifi_wire_tx *tx;
	unsigned int number;
	unsigned int count;
};

/* Sends one frame of a message. Consumes the skb. Bottom halves disabled. */
static void vwifi_wire_xmit(const struct vwifi_piece *piece, struct sk_buff *skb)
{
	const struct vwifi_wire_tx *tx = piece->tx;
	struct vwifi_underlay *underlay = piece->underlay;
	unsigned int length = skb->len;
	struct vwifi_wire_hdr *hdr;
	struct ethhdr *eth;

	hdr = skb_push(skb, sizeof(*hdr));
	hdr->version = VWIFI_WIRE_VERSION;
	hdr->kind = tx->kind;
	hdr->length = cpu_to_be16(length);
	hdr->instance = cpu_to_be32(vwifi_wire_instance());
	hdr->seq = cpu_to_be32(tx->seq);
	hdr->fragment = piece->number;
	hdr->fragments = piece->count;
	hdr->flags = tx->flags;
	hdr->power = tx->power;
	hdr->freq = cpu_to_be16(tx->freq);
	hdr->rate = cpu_to_be16(tx->rate);
	hdr->radio = cpu_to_be32(tx->radio);

	eth = skb_push(skb, sizeof(*eth));
	if (tx->machine)
		ether_addr_copy(eth->h_dest, tx->machine->addr);
	else
		eth_broadcast_addr(eth->h_dest);
	ether_addr_copy(eth->h_source, underlay->addr);
	eth->h_proto = htons(VWIFI_WIRE_ETHERTYPE);
	skb_reset_mac_header(skb);
	skb->protocol = htons(VWIFI_WIRE_ETHERTYPE);
	atomic64_inc(&underlay->tx_frames);
	underlay->ops->xmit(underlay, skb, tx->more || piece->number + 1 < piece->count);
}

/* Sends a message that is too long for one frame, in pieces. Does not consume the skb. */
static void vwifi_wire_split(struct vwifi_piece *piece, struct sk_buff *skb, unsigned int room)
{
	unsigned int offset, len;

	piece->count = DIV_ROUND_UP(skb->len, room);
	if (piece->count > VWIFI_WIRE_FRAGMENTS) {
		atomic64_inc(&piece->underlay->tx_dropped);
		return;
	}
	/* Pieces of one size: the last one is no shorter than it has to be. */
	room = DIV_ROUND_UP(skb->len, piece->count);
	for (offset = 0; offset < skb->len; offset += len, piece->number++) {
		struct sk_buff *part;

		len = min(room, skb->len - offset);
		part = vwifi_frame_alloc(len, GFP_ATOMIC);
		if (!part) {
			atomic64_inc(&piece->underlay->tx_dropped);
			return;
		}
		skb_copy_bits(skb, offset, skb_put(part, len), len);
		/* The last one is its sender's, in place of the whole. */
		if (offset + len == skb->len)
			vwifi_wire_give(part, skb);
		vwifi_wire_xmit(piece, part);
	}
}

/* Sends a message over one underlay. Consumes the skb. */
static void vwifi_wire_send_over(struct vwifi_underlay *underlay, const struct vwifi_wire_tx *tx,
				 struct sk_buff *skb)
{
	struct vwifi_piece piece = { .underlay = underlay, .tx = tx, .count = 1 };
	unsigned int room = vwifi_wire_frame_room(underlay, tx->machine);

	if (tx->kind == VWIFI_WIRE_HELLO)
		((struct vwifi_wire_hello *)skb->data)->mtu =
			cpu_to_be16(min(max(underlay->longest, underlay->ops->mtu(underlay)),
					U16_MAX));
	if (!room) {
		atomic64_inc(&underlay->tx_dropped);
	} else if (skb->len > room && !tx->whole) {
		vwifi_wire_split(&piece, skb, room);
	} else {
		if (tx->machine && READ_ONCE(tx->machine->path) && !tx->whole &&
		    !READ_ONCE(tx->machine->path_used))
			WRITE_ONCE(tx->machine->path_used, true);
		vwifi_wire_xmit(&piece, skb);
		return;
	}
	kfree_skb(skb);
}

/* Gives a message its number: before it is sent the first time. */
void vwifi_wire_number(struct vwifi_wire_tx *tx)
{
	tx->seq = atomic_inc_return(&vwifi_wire_seq);
}

/* Sends a message that has its number; consumes the skb, which is its own. Any context. */
void vwifi_wire_send_numbered(const struct vwifi_wire_tx *tx, struct sk_buff *skb)
{
	struct vwifi_underlay *underlay, *next;

	local_bh_disable();
	rcu_read_lock();
	if (tx->machine) {
		vwifi_wire_send_over(tx->machine->underlay, tx, skb);
		goto unlock;
	}
	underlay = vwifi_underlay_next(NULL);
	for (; underlay; underlay = next) {
		struct sk_buff *copy = skb;

		next = vwifi_underlay_next(underlay);
		if (next)
			copy = skb_copy(skb, GFP_ATOMIC);
		else
			skb = NULL;
		if (copy)
			vwifi_wire_send_over(underlay, tx, copy);
	}
	kfree_skb(skb);
unlock:
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * vwifi_wire_send - sends a message
 * @tx: to whom, and what the header says; its number is drawn here
 * @skb: the payload, from vwifi_frame_alloc(); consumed
 *
 * Any context; under RCU if @tx names a machine.
 */
void vwifi_wire_send(struct vwifi_wire_tx *tx, struct sk_buff *skb)
{
	vwifi_wire_number(tx);
	vwifi_wire_send_numbered(tx, skb);
}
