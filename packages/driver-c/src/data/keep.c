// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What an access point keeps for stations that sleep (IEEE Std 802.11-2020, 11.2.3): their
 * own frames until they wake up or ask for one, group frames until the next DTIM beacon.
 * Beacons say who has some (bss/tim.c). Handshakes are not kept, nor are management frames.
 *
 * Under RCU, bottom halves disabled, but for what forgets. A frame is kept and let go under its queue's lock, and
 * sent outside of it. What costs anything is done for stations that sleep alone.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "plane.h"

#define VWIFI_KEPT_MAX		64	/* of a station; of a group */

struct vwifi_kept {
	struct list_head list;
	struct sk_buff *skb;
	u32 origin;			/* the radio that it comes from */
	u32 serial;			/* of the interface that sends it; of a group frame */
	u32 number;			/* of one between MLDs */
	u8 source[ETH_ALEN];		/* the station that it came from, of a group frame; or 0 */
};

void vwifi_kept_init(struct vwifi_kept_queue *queue)
{
	spin_lock_init(&queue->lock);
	INIT_LIST_HEAD(&queue->frames);
}

/* A frame that will be sent later, or NULL. Owns the skb from then on. */
static struct vwifi_kept *vwifi_kept_new(struct sk_buff *skb, u32 origin)
{
	struct vwifi_kept *kept = kzalloc(sizeof(*kept), GFP_ATOMIC);

	if (!kept)
		return NULL;
	/* Whom it came through may be gone by then. */
	skb_scrub_packet(skb, true);
	skb->dev = NULL;
	kept->skb = skb;
	kept->origin = origin;
	return kept;
}

/* Frees a frame that nobody gets. */
static void vwifi_kept_drop(struct vwifi_vif *vif, struct vwifi_kept *kept, enum vwifi_drop why)
{
	kept->skb->dev = vif->dev;
	vwifi_discard_tx(vif, kept->skb, why);
	kfree(kept);
}

/* The first of a queue, or NULL; @more: whether there are others. Called with its lock held. */
static struct vwifi_kept *vwifi_kept_take(struct vwifi_kept_queue *queue, bool *more)
{
	struct vwifi_kept *kept = list_first_entry_or_null(&queue->frames, struct vwifi_kept, list);

	if (kept) {
		list_del(&kept->list);
		WRITE_ONCE(queue->n, queue->n - 1);
	}
	*more = queue->n;
	return kept;
}

/* Puts a frame last, the oldest making room. Called with the lock held; returns who has to go. */
static struct vwifi_kept *vwifi_kept_put(struct vwifi_kept_queue *queue, struct vwifi_kept *kept)
{
	struct vwifi_kept *oldest = NULL;
	bool more;

	if (queue->n == VWIFI_KEPT_MAX)
		oldest = vwifi_kept_take(queue, &more);
	list_add_tail(&kept->list, &queue->frames);
	WRITE_ONCE(queue->n, queue->n + 1);
	return oldest;
}

/* Keeps a frame for a station that sleeps; false: it does not. Consumes the skb otherwise. */
bool vwifi_keep(const struct vwifi_transmission *tx, struct vwifi_bss *ap, struct vwifi_sta *sta,
		struct sk_buff *skb)
{
	struct vwifi_kept *kept, *oldest = NULL;
	bool asleep;

	if (vwifi_is_control_port(tx->from, skb))
		return false;
	kept = vwifi_kept_new(skb, tx->protection.origin);
	if (!kept) {
		vwifi_discard_tx(tx->from, skb, VWIFI_DROP_MEMORY);
		return true;
	}
	spin_lock(&sta->kept.lock);
	asleep = sta->asleep;
	if (asleep) {
		oldest = vwifi_kept_put(&sta->kept, kept);
		if (!oldest)
			atomic_inc(&ap->kept);
	}
	spin_unlock(&sta->kept.lock);
	if (oldest)
		vwifi_kept_drop(tx->from, oldest, VWIFI_DROP_MEMORY);
	if (!asleep) {
		skb->dev = tx->from->dev;
		kfree(kept);
	}
	return asleep;
}

/* Sends a frame that was kept. */
static void vwifi_kept_send(struct vwifi_bss *ap, struct vwifi_sta *sta, struct vwifi_kept *kept,
			    bool more)
{
	struct vwifi_vif *from = rcu_dereference(sta->vlan) ?: ap->vif;
	struct vwifi_transmission tx;

	atomic_dec(&ap->kept);
	kept->skb->dev = from->dev;
	vwifi_transmission_init(&tx, from, kept->skb);
	tx.protection.origin = kept->origin;
	tx.more_data = more;
	vwifi_ap_send(&tx, ap, sta, kept->skb);
	kfree(kept);
}

/*
 * The next frame for one who has woken up; NULL: it is awake, or has fallen asleep again.
 * @late: it is awake from now on, whatever waits still.
 */
static struct vwifi_kept *vwifi_kept_flow(struct vwifi_bss *ap, struct vwifi_sta *sta, bool late,
					  bool *more)
{
	struct vwifi_kept *kept = NULL;

	spin_lock(&sta->kept.lock);
	if (sta->kept.flows || (late && !sta->asleep))
		kept = vwifi_kept_take(&sta->kept, more);
	/* Only now: what was sent meanwhile has waited behind the others. */
	if (sta->kept.flows && (!kept || late)) {
		sta->kept.flows = false;
		WRITE_ONCE(sta->asleep, false);
		atomic_dec(&ap->keeping);
	}
	spin_unlock(&sta->kept.lock);
	return kept;
}

/**
 * vwifi_keep_power - a station says whether it sleeps
 * @ap: its access point's BSS
 * @sta: the station
 * @asleep: the power management bit of its frame (802.11-2020, 9.2.4.1.7)
 */
void vwifi_keep_power(struct vwifi_bss *ap, struct vwifi_sta *sta, bool asleep)
{
	struct vwifi_kept_queue *queue = &sta->kept;
	struct vwifi_kept *kept;
	unsigned int sent = 0;
	bool wakes, more;

	spin_lock(&queue->lock);
	wakes = !asleep && sta->asleep && !queue->flows;
	if (wakes)
		queue->flows = true;
	else if (asleep)
		queue->flows = false;
	if (asleep && !sta->asleep && !queue->gone) {
		queue->ap = ap;
		WRITE_ONCE(sta->asleep, true);
		atomic_inc(&ap->keeping);
	}
	spin_unlock(&queue->lock);
	if (!wakes)
		return;
	/* Who sends to it all the time, on another processor, does not hold this one up for ever. */
	while ((kept = vwifi_kept_flow(ap, sta, sent++ >= 2 * VWIFI_KEPT_MAX, &more)))
		vwifi_kept_send(ap, sta, kept, more);
}

/* A station that sleeps asks for one frame (PS-Poll; 802.11-2020, 11.2.3.6). */
void vwifi_keep_poll(struct vwifi_bss *ap, struct vwifi_sta *sta)
{
	struct vwifi_kept *kept;
	bool more;

	spin_lock(&sta->kept.lock);
	kept = sta->kept.flows ? NULL : vwifi_kept_take(&sta->kept, &more);
	spin_unlock(&sta->kept.lock);
	if (kept)
		vwifi_kept_send(ap, sta, kept, more);
}

/* A station goes, with all that was kept for it. @vif: its access point, which may have ended. Wiphy mutex held. */
void vwifi_keep_forget(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	struct vwifi_kept_queue *queue = &sta->kept;
	struct vwifi_kept *kept, *next;
	LIST_HEAD(frames);

	local_bh_disable();
	spin_lock(&queue->lock);
	queue->gone = true;
	queue->flows = false;
	if (sta->asleep) {
		WRITE_ONCE(sta->asleep, false);
		atomic_dec(&queue->ap->keeping);
		atomic_sub(queue->n, &queue->ap->kept);
		WRITE_ONCE(queue->n, 0);
		list_splice_init(&queue->frames, &frames);
	}
	spin_unlock(&queue->lock);
	list_for_each_entry_safe(kept, next, &frames, list)
		vwifi_kept_drop(vif, kept, VWIFI_DROP_NOT_ASSOCIATED);
	local_bh_enable();
}

/* Keeps a group frame, if a station sleeps; false: none does. Does not consume the skb. */
bool vwifi_keep_group(struct vwifi_vif *vif, struct vwifi_bss *ap, const struct sk_buff *skb,
		      const struct vwifi_sta *source, u32 origin)
{
	struct sk_buff *clone = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	struct vwifi_kept *kept = clone ? vwifi_kept_new(clone, origin) : NULL, *oldest = NULL;
	bool keeps;

	if (!kept) {
		vwifi_drop_frame(vif, skb, VWIFI_DROP_MEMORY);
		kfree_skb(clone);
		return true;
	}
	kept->serial = vif->serial;
	kept->number = vif->link_of ? vwifi_mld_group_number(vif) : 0;
	if (source)
		ether_addr_copy(kept->source, source->addr);
	spin_lock(&ap->group_kept.lock);
	/* Its own frames count: one does not overtake the other. */
	keeps = atomic_read(&ap->keeping);
	if (keeps) {
		if (!ap->group_kept.n)
			atomic_inc(&ap->keeping);
		oldest = vwifi_kept_put(&ap->group_kept, kept);
	}
	spin_unlock(&ap->group_kept.lock);
	if (oldest)
		vwifi_kept_drop(vif, oldest, VWIFI_DROP_MEMORY);
	if (!keeps) {
		kfree_skb(clone);
		kfree(kept);
	}
	return keeps;
}

/* The next group frame, or NULL: then it was the last one. */
static struct vwifi_kept *vwifi_keep_group_next(struct vwifi_bss *ap, bool *more)
{
	struct vwifi_kept *kept;

	spin_lock(&ap->group_kept.lock);
	kept = vwifi_kept_take(&ap->group_kept, more);
	if (kept && !*more)
		atomic_dec(&ap->keeping);
	spin_unlock(&ap->group_kept.lock);
	return kept;
}

/* A DTIM beacon has been sent: whoever sleeps listens for what is for all. */
void vwifi_keep_group_send(struct vwifi_bss *ap)
{
	unsigned int n = READ_ONCE(ap->group_kept.n);
	const struct vwifi_sta *source;
	struct vwifi_kept *kept;
	struct vwifi_vif *from;
	bool more;

	/* What is sent meanwhile waits for the next one. */
	while (n-- && (kept = vwifi_keep_group_next(ap, &more))) {
		from = vwifi_frame_sender(ap->vif->radio, kept->serial);
		source = is_zero_ether_addr(kept->source) ? NULL : vwifi_sta_find(ap, kept->source);
		if (from) {
			kept->skb->dev = from->dev;
			vwifi_ap_group_now(from, ap, kept->skb, source, kept->origin, kept->number, more);
		}
		consume_skb(kept->skb);
		kfree(kept);
	}
}

/* The BSS has ended, and nobody finds it any more. Process context. */
void vwifi_keep_group_forget(struct vwifi_bss *ap)
{
	struct vwifi_kept *kept, *next;

	list_for_each_entry_safe(kept, next, &ap->group_kept.frames, list) {
		kfree_skb(kept->skb);
		kfree(kept);
	}
}
