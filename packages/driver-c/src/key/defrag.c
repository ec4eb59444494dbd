// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames that come in part (IEEE Std 802.11-2020, 10.5), put together for one peer.
 *
 * Each part is opened and accepted by itself; that they belong together only this
 * file knows, and it has to be strict (CVE-2020-24586, -24587, -26146, -26147): one
 * key for all of them, packet numbers that follow each other without a gap, nothing
 * in the clear between what is protected, and nothing kept from before a change of
 * keys or an association.
 */
#include "crypto/crypto.h"
#include "frame/frame.h"
#include "key.h"

#define VWIFI_PARTIALS		4	/* frames of one peer that are incomplete */
#define VWIFI_PARTIAL_MS	2000	/* then their rest comes too late */
/* A header, and an MSDU with TKIP's MIC behind it (802.11-2020, table 9-25). */
#define VWIFI_PARTIAL_MAX	(sizeof(struct ieee80211_qos_hdr) + ETH_ALEN + IEEE80211_HT_CTL_LEN + \
				 IEEE80211_MAX_DATA_LEN + VWIFI_MICHAEL_LEN)

/* What came of one frame so far. */
struct vwifi_partial {
	struct sk_buff *skb;	/* from its header on, in the clear; NULL: free */
	unsigned long since;	/* jiffies, when the first part came */
	unsigned long key;	/* id of the key of all of them; 0: in the clear */
	u64 pn;			/* of the last part */
	u16 sequence;
	u8 tid;
	u8 next;		/* number of the part that follows */
};

struct vwifi_defrag {
	spinlock_t lock;	/* protects the rest; bottom halves disabled */
	struct vwifi_partial partials[VWIFI_PARTIALS];
};

static struct vwifi_defrag *vwifi_defrag_of(struct vwifi_sta *sta)
{
	struct vwifi_defrag *defrag = READ_ONCE(sta->defrag), *other;

	if (likely(defrag))
		return defrag;
	defrag = kzalloc(sizeof(*defrag), GFP_ATOMIC);
	if (!defrag)
		return NULL;
	spin_lock_init(&defrag->lock);
	other = cmpxchg(&sta->defrag, NULL, defrag);
	if (!other)
		return defrag;
	kfree(defrag);
	return other;
}

static void vwifi_partial_clear(struct vwifi_partial *partial)
{
	kfree_skb(partial->skb);
	partial->skb = NULL;
}

/* A place for a new frame: that of an earlier one of its TID, a free one, or the oldest. */
static struct vwifi_partial *vwifi_partial_place(struct vwifi_defrag *defrag, u8 tid)
{
	struct vwifi_partial *place = &defrag->partials[0];
	unsigned int i;

	for (i = 0; i < VWIFI_PARTIALS; i++) {
		struct vwifi_partial *each = &defrag->partials[i];

		if (each->skb && each->tid == tid) {
			place = each;
			break;
		}
		if (place->skb && (!each->skb || time_before(each->since, place->since)))
			place = each;
	}
	vwifi_partial_clear(place);
	return place;
}

/* The frame that a part belongs to, or NULL. Those that wait for too long go. */
static struct vwifi_partial *vwifi_partial_find(struct vwifi_defrag *defrag, u8 tid, u16 sequence)
{
	struct vwifi_partial *found = NULL;
	unsigned int i;

	for (i = 0; i < VWIFI_PARTIALS; i++) {
		struct vwifi_partial *each = &defrag->partials[i];

		if (each->skb && time_after(jiffies, each->since +
					    msecs_to_jiffies(VWIFI_PARTIAL_MS)))
			vwifi_partial_clear(each);
		if (each->skb && each->tid == tid && each->sequence == sequence)
			found = each;
	}
	return found;
}

/* Whether a part follows the last one: same ends, same key, the next number. */
static bool vwifi_partial_continues(const struct vwifi_partial *partial,
				    const struct ieee80211_hdr *hdr, u8 number,
				    const struct vwifi_protection *protection)
{
	const struct ieee80211_hdr *first = (const void *)partial->skb->data;
	const u16 kind = IEEE80211_FCTL_FTYPE | IEEE80211_FCTL_STYPE | IEEE80211_FCTL_TODS |
			 IEEE80211_FCTL_FROMDS;

	if (number != partial->next || partial->key != (protection->key ? protection->key->id : 0) ||
	    (first->frame_control ^ hdr->frame_control) & cpu_to_le16(kind) ||
	    memcmp(&first->addrs, &hdr->addrs, sizeof(hdr->addrs)) ||
	    (ieee80211_has_a4(hdr->frame_control) && !ether_addr_equal(first->addr4, hdr->addr4)))
		return false;
	/* WEP's numbers say nothing (12.3); TKIP's rise, as its receiver has seen. */
	return !protection->key || !protection->key->crypt || protection->pn == partial->pn + 1;
}

/* The first part of a frame. Does not consume the skb. */
static enum vwifi_drop vwifi_partial_begin(struct vwifi_defrag *defrag, const struct sk_buff *skb,
					   u8 tid, u16 sequence,
					   const struct vwifi_protection *protection)
{
	struct vwifi_partial *partial = vwifi_partial_place(defrag, tid);

	if (skb->len > VWIFI_PARTIAL_MAX)
		return VWIFI_DROP_FRAGMENT;
	partial->skb = vwifi_frame_alloc(VWIFI_PARTIAL_MAX, GFP_ATOMIC);
	if (!partial->skb)
		return VWIFI_DROP_MEMORY;
	skb_put_data(partial->skb, skb->data, skb->len);
	partial->since = jiffies;
	partial->key = protection->key ? protection->key->id : 0;
	partial->pn = protection->pn;
	partial->sequence = sequence;
	partial->tid = tid;
	partial->next = 1;
	return VWIFI_DROP_NONE;
}

/* Another part. Does not consume the skb. A frame that it does not fit is given up. */
static enum vwifi_drop vwifi_partial_add(struct vwifi_partial *partial, const struct sk_buff *skb,
					 u8 number, const struct vwifi_protection *protection)
{
	const struct ieee80211_hdr *hdr = (const void *)skb->data;
	unsigned int hdr_len = ieee80211_hdrlen(hdr->frame_control);

	if (!vwifi_partial_continues(partial, hdr, number, protection) ||
	    partial->skb->len + skb->len - hdr_len > VWIFI_PARTIAL_MAX) {
		vwifi_partial_clear(partial);
		return VWIFI_DROP_FRAGMENT;
	}
	skb_put_data(partial->skb, skb->data + hdr_len, skb->len - hdr_len);
	partial->pn = protection->pn;
	partial->next++;
	return VWIFI_DROP_NONE;
}

/* All of a frame is there: it looks as if it had come in one. */
static struct sk_buff *vwifi_partial_end(struct vwifi_partial *partial)
{
	struct sk_buff *whole = partial->skb;
	struct ieee80211_hdr *hdr = (void *)whole->data;

	hdr->frame_control &= ~cpu_to_le16(IEEE80211_FCTL_MOREFRAGS);
	hdr->seq_ctrl &= ~cpu_to_le16(IEEE80211_SCTL_FRAG);
	partial->skb = NULL;
	return whole;
}

/**
 * vwifi_defrag - takes a part of a frame
 * @sta: its transmitter
 * @skb: the part, a unicast data frame in the clear with a whole header. When it is
 *	taken it is consumed, and this becomes the whole frame if it was the last part,
 *	or NULL
 * @protection: how it was protected; its number has been accepted
 *
 * Under RCU, bottom halves disabled. Return: VWIFI_DROP_NONE, or why it is not taken.
 */
enum vwifi_drop vwifi_defrag(struct vwifi_sta *sta, struct sk_buff **skb,
			     const struct vwifi_protection *protection)
{
	const struct ieee80211_hdr *hdr = (const void *)(*skb)->data;
	u16 sequence = IEEE80211_SEQ_TO_SN(le16_to_cpu(hdr->seq_ctrl));
	u8 number = le16_to_cpu(hdr->seq_ctrl) & IEEE80211_SCTL_FRAG;
	bool last = !ieee80211_has_morefrags(hdr->frame_control);
	struct vwifi_defrag *defrag = vwifi_defrag_of(sta);
	enum vwifi_drop why = VWIFI_DROP_FRAGMENT;
	struct vwifi_partial *partial;
	struct sk_buff *whole = NULL;

	if (!defrag)
		return VWIFI_DROP_MEMORY;
	spin_lock(&defrag->lock);
	if (!number) {
		why = vwifi_partial_begin(defrag, *skb, protection->counter, sequence, protection);
	} else {
		partial = vwifi_partial_find(defrag, protection->counter, sequence);
		if (partial)
			why = vwifi_partial_add(partial, *skb, number, protection);
		if (!why && last)
			whole = vwifi_partial_end(partial);
	}
	spin_unlock(&defrag->lock);
	/* TKIP's MIC is the whole frame's (12.5.2.1.1). */
	if (whole && protection->key && vwifi_crypto_take_mic(protection->key, whole)) {
		kfree_skb(whole);
		return VWIFI_DROP_WRONG_KEY;
	}
	if (!why) {
		consume_skb(*skb);
		*skb = whole;
	}
	return why;
}

/* Gives up what came so far: its keys are others now, or it has associated anew. Any context. */
void vwifi_defrag_forget(struct vwifi_sta *sta)
{
	struct vwifi_defrag *defrag = READ_ONCE(sta->defrag);
	unsigned int i;

	if (!defrag)
		return;
	spin_lock_bh(&defrag->lock);
	for (i = 0; i < VWIFI_PARTIALS; i++)
		vwifi_partial_clear(&defrag->partials[i]);
	spin_unlock_bh(&defrag->lock);
}

/* With its peer, which nobody finds any more. */
void vwifi_defrag_free(struct vwifi_sta *sta)
{
	vwifi_defrag_forget(sta);
	kfree(sta->defrag);
}
