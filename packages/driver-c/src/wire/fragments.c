// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Messages that come in pieces. All pieces but the last have one length, so that
 * each is copied to its place as it comes; what waits for the others is one
 * buffer of the message's length. Anybody can begin messages and never end them:
 * a kernel has few at a time, all together hold no more than so many octets, and
 * the oldest one goes first.
 *
 * vwifi_wire_lock protects everything here.
 */
#include "frame/frame.h"
#include "message.h"

#define VWIFI_REASSEMBLY_MS	500
#define VWIFI_UNFINISHED_MAX	(4 << 20)	/* octets, with what a buffer costs besides */

static LIST_HEAD(vwifi_unfinished);		/* the oldest first */
static unsigned int vwifi_unfinished_bytes;

/* Takes a message's buffer away, whole or not. */
static struct sk_buff *vwifi_fragments_take(struct vwifi_fragments *fragments)
{
	struct sk_buff *skb = fragments->skb;

	list_del(&fragments->list);
	vwifi_unfinished_bytes -= skb->truesize;
	fragments->skb = NULL;
	return skb;
}

/* Gives a message up; its pieces count as dropped. */
static void vwifi_fragments_drop(struct vwifi_fragments *fragments)
{
	unsigned int pieces = hweight16(fragments->have);

	while (pieces--)
		vwifi_wire_drop(fragments->underlay, VWIFI_WIRE_UNFINISHED);
	kfree_skb(vwifi_fragments_take(fragments));
}

/* Gives up what has waited for too long, and what there is no room for beside so many octets more. */
static void vwifi_fragments_make_room(unsigned int bytes)
{
	struct vwifi_fragments *each, *next;

	list_for_each_entry_safe(each, next, &vwifi_unfinished, list) {
		if (vwifi_unfinished_bytes + bytes <= VWIFI_UNFINISHED_MAX &&
		    time_before(jiffies, each->since + msecs_to_jiffies(VWIFI_REASSEMBLY_MS)))
			return;
		vwifi_fragments_drop(each);
	}
}

/* Gives up what has waited for too long. */
void vwifi_fragments_expire(void)
{
	vwifi_fragments_make_room(0);
}

/* Gives up what a machine has begun. */
void vwifi_fragments_forget(struct vwifi_machine *machine)
{
	unsigned int i;

	for (i = 0; i < VWIFI_REASSEMBLIES; i++)
		if (machine->fragments[i].skb)
			vwifi_fragments_drop(&machine->fragments[i]);
}

/* A message's pieces so far, or NULL. */
static struct vwifi_fragments *vwifi_fragments_find(struct vwifi_machine *machine, u32 seq)
{
	unsigned int i;

	for (i = 0; i < VWIFI_REASSEMBLIES; i++)
		if (machine->fragments[i].skb && machine->fragments[i].seq == seq)
			return &machine->fragments[i];
	return NULL;
}

/* Where a machine's next message goes: the oldest of its own gives way. */
static struct vwifi_fragments *vwifi_fragments_vacate(struct vwifi_machine *machine)
{
	struct vwifi_fragments *oldest = &machine->fragments[0];
	unsigned int i;

	for (i = 0; i < VWIFI_REASSEMBLIES; i++) {
		struct vwifi_fragments *each = &machine->fragments[i];

		if (!each->skb)
			return each;
		if (time_before(each->since, oldest->since))
			oldest = each;
	}
	vwifi_fragments_drop(oldest);
	return oldest;
}

/* Begins a message of @count pieces with one of @len octets, the last or another one. NULL: no memory. */
static struct vwifi_fragments *vwifi_fragments_begin(struct vwifi_machine *machine, u32 seq,
						     unsigned int count, unsigned int len, bool last)
{
	unsigned int room = last ? VWIFI_WIRE_MAX : min_t(unsigned int, count * len, VWIFI_WIRE_MAX);
	struct vwifi_fragments *fragments;
	struct sk_buff *skb;

	skb = vwifi_frame_alloc(room, GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_put(skb, room);
	vwifi_fragments_make_room(skb->truesize);
	fragments = vwifi_fragments_vacate(machine);
	fragments->underlay = machine->underlay;
	fragments->skb = skb;
	fragments->seq = seq;
	fragments->count = count;
	fragments->have = 0;
	fragments->piece = 0;
	fragments->last = 0;
	fragments->last_at = 0;
	fragments->since = jiffies;
	list_add_tail(&fragments->list, &vwifi_unfinished);
	vwifi_unfinished_bytes += skb->truesize;
	return fragments;
}

/* Puts a piece where it belongs. Returns false for one that does not fit the others. */
static bool vwifi_fragments_put(struct vwifi_fragments *fragments, unsigned int number,
				const struct sk_buff *piece)
{
	bool last = number == fragments->count - 1;
	unsigned int len = last ? fragments->piece : piece->len;
	unsigned int end = last ? piece->len : fragments->last;
	unsigned int offset;

	if (fragments->have & BIT(number) || (fragments->piece && len != fragments->piece) ||
	    (fragments->count - 1) * len + end > fragments->skb->len)
		return false;
	if (last) {
		/* At the end of all, until it is known how much comes before it. */
		offset = len ? number * len : fragments->skb->len - piece->len;
		fragments->last = piece->len;
		fragments->last_at = offset;
	} else {
		offset = number * len;
		fragments->piece = len;
	}
	skb_copy_bits(piece, 0, fragments->skb->data + offset, piece->len);
	fragments->have |= BIT(number);
	return true;
}

/* The message, all of whose pieces have come. */
static struct sk_buff *vwifi_fragments_finish(struct vwifi_fragments *fragments)
{
	unsigned int before = (fragments->count - 1) * fragments->piece;
	struct sk_buff *skb = vwifi_fragments_take(fragments);

	if (fragments->last_at != before)
		memmove(skb->data + before, skb->data + fragments->last_at, fragments->last);
	__skb_trim(skb, before + fragments->last);
	return skb;
}

/**
 * vwifi_fragment_rx - receives a piece of a message
 * @machine: from whom
 * @seq: the message's number
 * @number: which piece of it, from 0 on
 * @count: how many there are, two at least
 * @piece: its octets; consumed
 *
 * Called with vwifi_wire_lock held.
 *
 * Return: the message, if it is whole now, or NULL.
 */
struct sk_buff *vwifi_fragment_rx(struct vwifi_machine *machine, u32 seq, u8 number, u8 count,
				  struct sk_buff *piece)
{
	struct vwifi_fragments *fragments = vwifi_fragments_find(machine, seq);
	enum vwifi_wire_drop why = VWIFI_WIRE_MALFORMED;
	bool last = number == count - 1;
	struct sk_buff *whole = NULL;

	/* The last one has an octet at least. */
	if (!piece->len || (!last && (count - 1) * piece->len >= VWIFI_WIRE_MAX))
		goto drop;
	/* Told goodbye meanwhile: nobody would give up what it begins. */
	if (!fragments && !hlist_unhashed(&machine->node))
		fragments = vwifi_fragments_begin(machine, seq, count, piece->len, last);
	if (!fragments) {
		why = VWIFI_WIRE_UNFINISHED;
		goto drop;
	}
	if (fragments->count != count || !vwifi_fragments_put(fragments, number, piece))
		goto drop;
	if (hweight16(fragments->have) == count)
		whole = vwifi_fragments_finish(fragments);
	consume_skb(piece);
	return whole;

drop:
	vwifi_wire_drop(machine->underlay, why);
	kfree_skb(piece);
	return NULL;
}
