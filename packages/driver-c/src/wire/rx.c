// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Receiving from the wire: here every length is checked, and duplicates and
 * replays are dropped.
 */
#include <linux/if_vlan.h>

#include "frame/frame.h"
#include "message.h"

#define VWIFI_STRANGERS		16	/* of another version: each is named once */
#define VWIFI_WIRE_SLACK	3	/* a frame is copied out of a buffer so many times as large */

static u8 vwifi_strangers[VWIFI_STRANGERS][ETH_ALEN];	/* vwifi_wire_lock */
static unsigned int vwifi_n_strangers;

/* Names a kernel of another version, once; the log is not the stranger's to fill. */
static void vwifi_wire_name_stranger(const struct vwifi_underlay *underlay, const u8 *addr,
				     u8 version)
{
	unsigned int i;

	spin_lock_bh(&vwifi_wire_lock);
	for (i = 0; i < vwifi_n_strangers; i++)
		if (ether_addr_equal_unaligned(vwifi_strangers[i], addr))
			break;
	if (i == vwifi_n_strangers && i < VWIFI_STRANGERS) {
		memcpy(vwifi_strangers[vwifi_n_strangers++], addr, ETH_ALEN);
		pr_warn("%s: %pM speaks version %u of the wire, this is version %u: its frames are ignored; load the same vwifi.ko on both\n",
			underlay->name, addr, version, VWIFI_WIRE_VERSION);
	}
	spin_unlock_bh(&vwifi_wire_lock);
}

/*
 * The frame in a buffer that fits it, where its own would hold several like it.
 * A card's buffers have room for the longest frame. A socket pays for the room
 * (sk_rmem_alloc): one answer would fill that of a ping; and a radio's arrivals
 * are thousands. Consumes the skb.
 */
struct sk_buff *vwifi_wire_fit(struct sk_buff *skb)
{
	const unsigned int headroom = VWIFI_FRAME_HEADROOM + VWIFI_MSDU_GROWTH;
	struct sk_buff *fit;

	if (skb->truesize <= VWIFI_WIRE_SLACK *
			     SKB_TRUESIZE(headroom + skb->len + VWIFI_FRAME_TAILROOM))
		return skb;
	fit = skb_copy_expand(skb, headroom, VWIFI_FRAME_TAILROOM, GFP_ATOMIC);
	if (!fit)
		return skb;
	consume_skb(skb);
	return fit;
}

/* A whole message. Consumes the skb. */
static void vwifi_wire_dispatch(const struct vwifi_wire_rx *rx, struct sk_buff *skb)
{
	switch (rx->kind) {
	case VWIFI_WIRE_HELLO:
		vwifi_wire_rx_hello(rx, skb);
		break;
	case VWIFI_WIRE_TUNED:
		vwifi_wire_rx_tuned(rx, skb);
		break;
	case VWIFI_WIRE_BYE:
		vwifi_machine_leave(rx->machine);
		break;
	case VWIFI_WIRE_ACK:
		vwifi_wire_rx_ack(rx, skb);
		break;
	case VWIFI_WIRE_PROBE:
		vwifi_wire_answer(rx, true, 0);
		break;
	case VWIFI_WIRE_NULL:
		vwifi_wire_rx_null(rx, skb);
		break;
	case VWIFI_WIRE_MGMT:
		vwifi_wire_rx_mgmt(rx, skb);
		return;
	case VWIFI_WIRE_DATA:
		vwifi_up.rx_data(rx, skb);
		return;
	case VWIFI_WIRE_INJECTED:
		vwifi_wire_rx_injected(rx, skb);
		return;
	default:
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
	}
	kfree_skb(skb);
}

/*
 * Whether a message's number is new. One that was forged, and far ahead, would
 * make all true ones look old: when none fitted for a while, the next HELLO's
 * number is where we go on. Until then who forges jams, as he can on the air.
 */
static bool vwifi_wire_is_new(const struct vwifi_wire_rx *rx, bool fragment)
{
	struct vwifi_machine *machine = rx->machine;
	bool new;

	spin_lock_bh(&vwifi_wire_lock);
	if (rx->kind == VWIFI_WIRE_HELLO && !fragment &&
	    time_after(jiffies, machine->heard + msecs_to_jiffies(VWIFI_ASTRAY_MS)))
		machine->any = false;
	new = vwifi_machine_accept(machine, rx->seq, fragment);
	if (new)
		WRITE_ONCE(machine->heard, jiffies);
	spin_unlock_bh(&vwifi_wire_lock);
	return new;
}

/* Looks for the sender, and at the number. Returns whether to go on with the frame; counts why not. */
static bool vwifi_wire_admit(struct vwifi_wire_rx *rx, const u8 *source, u32 instance,
			     bool fragment)
{
	rx->machine = vwifi_machine_find(rx->underlay, source, instance);
	/* A frame says who may send more: only a HELLO, which is answered, does. */
	if (!rx->machine && rx->kind == VWIFI_WIRE_HELLO && !fragment)
		rx->machine = vwifi_machine_meet(rx->underlay, source, instance);
	if (!rx->machine) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_UNKNOWN);
		return false;
	}
	if (vwifi_wire_is_new(rx, fragment))
		return true;
	vwifi_wire_drop(rx->underlay, VWIFI_WIRE_REPLAYED);
	/* Repeated, because our acknowledgement was lost: that one is repeated too. */
	if (rx->flags & VWIFI_WIRE_RETRY)
		vwifi_wire_answer_again(rx);
	return false;
}

/* The header. Returns whether the frame is well formed, or counts it; trims what Ethernet padded. */
static bool vwifi_wire_parse(struct vwifi_wire_rx *rx, struct sk_buff *skb, const u8 *source,
			     struct vwifi_wire_hdr *hdr)
{
	unsigned int length;

	if (skb_copy_bits(skb, 0, hdr, sizeof(*hdr)))
		goto malformed;
	if (hdr->version != VWIFI_WIRE_VERSION) {
		vwifi_wire_name_stranger(rx->underlay, source, hdr->version);
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_OTHER_VERSION);
		return false;
	}
	length = be16_to_cpu(hdr->length);
	if (length > VWIFI_WIRE_MAX || length > skb->len - sizeof(*hdr) ||
	    !hdr->fragments || hdr->fragments > VWIFI_WIRE_FRAGMENTS ||
	    hdr->fragment >= hdr->fragments)
		goto malformed;
	rx->kind = hdr->kind;
	/* Of what goes to all only an injected frame has one receiver, who answers. */
	rx->flags = rx->broadcast && rx->kind != VWIFI_WIRE_INJECTED ? 0 : hdr->flags;
	rx->seq = be32_to_cpu(hdr->seq);
	rx->freq = be16_to_cpu(hdr->freq);
	rx->rate = be16_to_cpu(hdr->rate);
	rx->radio = be32_to_cpu(hdr->radio);
	rx->power = hdr->power;
	__skb_pull(skb, sizeof(*hdr));
	if (!pskb_trim(skb, length))
		return true;
malformed:
	vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
	return false;
}

/*
 * The door. A frame comes as whatever was made of it by those who had it before:
 * a stack, a socket, a bridge, a tunnel, another namespace. From here on it is
 * octets, and ours alone: it is opened and rewritten in place, which must show
 * neither in a capture nor at a bridge's other ports. Returns false without memory.
 */
static bool vwifi_wire_wash(struct sk_buff *skb)
{
	skb_orphan(skb);
	if (skb_linearize_cow(skb))
		return false;
	/* Route, state of filters and of IPsec, mark, time stamp. */
	skb_scrub_packet(skb, true);
	skb_reset_redirect(skb);
	skb_clear_hash(skb);
	skb_metadata_clear(skb);
	__vlan_hwaccel_clear_tag(skb);
	skb_gso_reset(skb);
	skb_shinfo(skb)->tx_flags = 0;
	skb_shinfo(skb)->hwtstamps = (struct skb_shared_hwtstamps){};
	/* Sums were of the frame that carries, not of what is in it. */
	skb->ip_summed = CHECKSUM_NONE;
	skb->csum_level = 0;
	vwifi_sum_is_not_sctp(skb);
	skb->encapsulation = 0;
	skb->priority = 0;
	skb_set_queue_mapping(skb, 0);
	memset(skb->cb, 0, sizeof(skb->cb));
	return true;
}

/**
 * vwifi_wire_rx - receives a frame from an underlay
 * @underlay: from which
 * @skb: the frame behind its Ethernet header, which is its mac header; consumed
 *
 * Softirq.
 */
void vwifi_wire_rx(struct vwifi_underlay *underlay, struct sk_buff *skb)
{
	struct vwifi_wire_rx rx = { .underlay = underlay };
	struct vwifi_wire_hdr hdr;
	u8 source[ETH_ALEN];

	if (!vwifi_wire_wash(skb))
		goto malformed;
	ether_addr_copy(source, eth_hdr(skb)->h_source);
	rx.broadcast = is_multicast_ether_addr(eth_hdr(skb)->h_dest);
	if (!is_valid_ether_addr(source))
		goto malformed;
	if (!vwifi_wire_parse(&rx, skb, source, &hdr))
		goto free;
	/* An instance of ours comes back where a network has a loop. */
	if (be32_to_cpu(hdr.instance) == vwifi_wire_instance()) {
		vwifi_wire_drop(underlay, VWIFI_WIRE_FORGED);
		goto free;
	}
	atomic64_inc(&underlay->rx_frames);
	rcu_read_lock();
	if (!vwifi_wire_admit(&rx, source, be32_to_cpu(hdr.instance), hdr.fragments > 1))
		goto unlock;
	if (hdr.fragments > 1) {
		spin_lock_bh(&vwifi_wire_lock);
		skb = vwifi_fragment_rx(rx.machine, rx.seq, hdr.fragment, hdr.fragments, skb);
		if (skb)
			vwifi_machine_accept(rx.machine, rx.seq, false);
		spin_unlock_bh(&vwifi_wire_lock);
	}
	if (skb)
		vwifi_wire_dispatch(&rx, skb);
	rcu_read_unlock();
	return;

unlock:
	rcu_read_unlock();
	goto free;
malformed:
	vwifi_wire_drop(underlay, VWIFI_WIRE_MALFORMED);
free:
	kfree_skb(skb);
}
