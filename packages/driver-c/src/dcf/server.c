// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A channel server: the machine of events of an air. The timer is set to the next one; what
 * is served at a moment is, in this order, transmissions that end, steps of exchanges, and
 * whoever begins to transmit, all of these together: they have not heard each other.
 *
 * An event is served as of its own time, however late the timer is. Where time is virtual
 * it never is, and everything here is the same in every run.
 */
#include <linux/siphash.h>

#include "machine.h"

#define VWIFI_BURST_KEPT_NS	NSEC_PER_MSEC	/* longer than any interval between frames */
#define VWIFI_EVENTS_AT_ONCE	512	/* before others of the processor have their turn */

/* An even number: the @n-th of a radio's sequence @what. */
u32 vwifi_dcf_draw(struct vwifi_dcf_node *node, u32 what, u32 n)
{
	siphash_key_t key = { { READ_ONCE(node->dcf->air->medium.seed), what } };

	return upper_32_bits(siphash_2u32(node->radio->id, n, &key));
}

/* A radio's place in its air's server, made when it is first asked for. With the lock held; NULL: no memory. */
struct vwifi_dcf_node *vwifi_node_get(struct vwifi_radio *radio)
{
	struct vwifi_dcf *dcf = READ_ONCE(radio->air->dcf);
	struct vwifi_dcf_node *node = radio->dcf_node;
	unsigned int i;

	if (node || !dcf)
		return node;
	node = kzalloc(sizeof(*node), GFP_ATOMIC);
	if (!node)
		return NULL;
	node->dcf = dcf;
	node->radio = radio;
	INIT_LIST_HEAD(&node->peers);
	INIT_LIST_HEAD(&node->tracked);
	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		INIT_LIST_HEAD(&node->ac[i].flows);
	list_add_tail(&node->list, &dcf->nodes);
	radio->dcf_node = node;
	return node;
}

static void vwifi_burst_free(struct vwifi_burst *burst)
{
	list_del(&burst->list);
	kfree(burst);
}

/* Somebody points to it no longer. */
void vwifi_burst_put(struct vwifi_burst *burst)
{
	if (burst)
		burst->held--;
}

/**
 * vwifi_burst_begin - puts a transmission on the air
 * @from: its transmitter
 * @to: whom it is for, or NULL
 * @at: now
 * @ns: for how long
 * @nav: until when it asks others for silence, or 0
 * @rate: at which rate
 * @bss: the channel of its BSS
 * @octets: that it has
 *
 * Return: it, held by nobody, or NULL without memory: then it is not on the air.
 */
struct vwifi_burst *vwifi_burst_begin(struct vwifi_dcf_node *from, struct vwifi_dcf_node *to,
				      u64 at, u64 ns, u64 nav, const struct rate_info *rate,
				      const struct cfg80211_chan_def *bss, unsigned int octets)
{
	struct vwifi_burst *burst = kzalloc(sizeof(*burst), GFP_ATOMIC);
	struct vwifi_dcf *dcf = from->dcf;
	struct vwifi_dcf_node *node;

	vwifi_node_busy(from, at, at + ns);
	if (!burst || !from->chandef.chan) {
		kfree(burst);
		return NULL;
	}
	burst->from = from;
	burst->to = to;
	burst->start = at;
	burst->end = at + ns;
	burst->nav = nav;
	burst->rate = *rate;
	burst->octets = octets;
	vwifi_occupied(bss, rate, &burst->chandef);
	/* Its own, since the BSS may be another radio's, which may go. */
	if (from->chandef.chan && from->chandef.chan->center_freq == bss->chan->center_freq)
		burst->chandef.chan = from->chandef.chan;
	else
		burst->chandef.chan = ieee80211_get_channel(from->radio->wiphy,
							    bss->chan->center_freq) ?:
				      from->chandef.chan;
	list_add_tail(&burst->list, &dcf->live);
	list_for_each_entry(node, &dcf->tracked, tracked)
		if (node != from && vwifi_node_senses(node, burst))
			vwifi_node_busy(node, at, burst->end);
	vwifi_ledger_add(from, burst);
	return burst;
}

/* Forgets transmissions that nobody asks about any more. */
static void vwifi_bursts_prune(struct vwifi_dcf *dcf)
{
	u64 oldest = dcf->clock - min(dcf->clock, (u64)VWIFI_BURST_KEPT_NS);
	struct vwifi_burst *burst, *next;

	list_for_each_entry(burst, &dcf->live, list)
		oldest = min(oldest, burst->start);
	list_for_each_entry(burst, &dcf->past, list)
		if (burst->held)
			oldest = min(oldest, burst->start);
	list_for_each_entry_safe(burst, next, &dcf->past, list)
		if (!burst->held && burst->end < oldest && burst->nav < dcf->clock)
			vwifi_burst_free(burst);
}

/* When the next event is. */
static u64 vwifi_dcf_next(const struct vwifi_dcf *dcf)
{
	const struct vwifi_dcf_node *node;
	const struct vwifi_burst *burst;
	u64 next = VWIFI_NEVER;

	list_for_each_entry(burst, &dcf->live, list)
		next = min(next, burst->end);
	list_for_each_entry(node, &dcf->tracked, tracked) {
		if (node->exchange.step != VWIFI_STEP_NONE)
			next = min(next, node->exchange.at);
		else if (node->queued)
			next = min(next, vwifi_node_start(node));
	}
	return next;
}

static void vwifi_dcf_end_bursts(struct vwifi_dcf *dcf)
{
	struct vwifi_burst *burst, *next;
	struct vwifi_dcf_node *node;

	list_for_each_entry_safe(burst, next, &dcf->live, list) {
		if (burst->end > dcf->clock)
			continue;
		list_move_tail(&burst->list, &dcf->past);
	}
	/* All that end now are over before anybody judges what it has heard. */
	list_for_each_entry_reverse(burst, &dcf->past, list) {
		if (burst->end < dcf->clock)
			break;
		list_for_each_entry(node, &dcf->tracked, tracked)
			vwifi_node_hears_end(node, burst);
	}
}

static void vwifi_dcf_begin_all(struct vwifi_dcf *dcf)
{
	struct vwifi_dcf_node *node;

	list_for_each_entry(node, &dcf->tracked, tracked)
		node->starts = node->queued && vwifi_node_start(node) <= dcf->clock;
	/* Who wins within its own radio is known before anybody makes the medium busy. */
	list_for_each_entry(node, &dcf->tracked, tracked) {
		struct vwifi_edca *winner = node->starts ? vwifi_node_winner(node) : NULL;

		if (winner)
			node->exchange.ac = winner - node->ac;
		else
			node->starts = false;
	}
	list_for_each_entry(node, &dcf->tracked, tracked) {
		if (!node->starts)
			continue;
		node->starts = false;
		vwifi_exchange_begin(node, &node->ac[node->exchange.ac]);
	}
}

/* Serves what happens at dcf->clock. */
static void vwifi_dcf_serve(struct vwifi_dcf *dcf)
{
	struct vwifi_dcf_node *node, *next;

	vwifi_dcf_end_bursts(dcf);
	list_for_each_entry_safe(node, next, &dcf->tracked, tracked)
		if (node->exchange.step != VWIFI_STEP_NONE && node->exchange.at <= dcf->clock)
			vwifi_exchange_step(node);
	vwifi_dcf_begin_all(dcf);
	list_for_each_entry_safe(node, next, &dcf->tracked, tracked)
		if (vwifi_node_idles(node))
			list_del_init(&node->tracked);
	vwifi_bursts_prune(dcf);
}

/* Hands up what has been sent, and frees it. Under RCU, bottom halves disabled, without the lock. */
void vwifi_dcf_hand_up(struct vwifi_dcf *dcf, struct list_head *told)
{
	struct vwifi_dcf_frame *frame, *next;

	list_for_each_entry_safe(frame, next, told, flight.list) {
		struct vwifi_airing *airing = frame->airing;
		bool acked = frame->acked;

		list_del_init(&frame->flight.list);
		vwifi_up.aired(frame);
		spin_lock_bh(&dcf->lock);
		vwifi_burst_put(frame->burst);
		spin_unlock_bh(&dcf->lock);
		vwifi_dcf_frame_free(frame);
		if (airing) {
			airing->acked = acked;
			complete(&airing->done);
		}
	}
}

/* Sets the timer to the next event. With the lock held. */
void vwifi_dcf_arm(struct vwifi_dcf *dcf)
{
	u64 next = vwifi_dcf_next(dcf);

	if (next == VWIFI_NEVER || !dcf->on)
		hrtimer_try_to_cancel(&dcf->timer);
	else
		hrtimer_start(&dcf->timer, ns_to_ktime(next), HRTIMER_MODE_ABS_SOFT);
}

static enum hrtimer_restart vwifi_dcf_timer(struct hrtimer *timer)
{
	struct vwifi_dcf *dcf = container_of(timer, struct vwifi_dcf, timer);
	unsigned int n;
	u64 next = 0;

	rcu_read_lock();
	for (n = 0; n < VWIFI_EVENTS_AT_ONCE; n++) {
		LIST_HEAD(told);

		spin_lock(&dcf->lock);
		next = dcf->on ? vwifi_dcf_next(dcf) : VWIFI_NEVER;
		if (next <= ktime_get_ns()) {
			dcf->clock = max(dcf->clock, next);
			vwifi_dcf_serve(dcf);
			list_splice_init(&dcf->told, &told);
		} else {
			next = VWIFI_NEVER;
		}
		spin_unlock(&dcf->lock);
		vwifi_dcf_hand_up(dcf, &told);
		if (next == VWIFI_NEVER)
			break;
	}
	spin_lock(&dcf->lock);
	vwifi_dcf_arm(dcf);
	spin_unlock(&dcf->lock);
	rcu_read_unlock();
	return HRTIMER_NORESTART;
}

/* Nobody points to a radio any more: what it has sent is on the air all the same. */
static void vwifi_node_free(struct vwifi_dcf_node *node)
{
	struct vwifi_dcf *dcf = node->dcf;
	struct vwifi_dcf_peer *peer, *next;
	struct vwifi_dcf_node *other;
	struct vwifi_burst *burst;

	vwifi_exchange_abort(node);
	vwifi_ledger_close(node);
	list_for_each_entry_safe(peer, next, &node->peers, list) {
		peer->known = false;
		vwifi_peer_flush(peer);
		vwifi_peer_put(peer);
	}
	list_for_each_entry(burst, &dcf->live, list) {
		burst->from = burst->from == node ? NULL : burst->from;
		burst->to = burst->to == node ? NULL : burst->to;
	}
	list_for_each_entry(burst, &dcf->past, list) {
		burst->from = burst->from == node ? NULL : burst->from;
		burst->to = burst->to == node ? NULL : burst->to;
	}
	list_for_each_entry(other, &dcf->nodes, list)
		if (other->exchange.to == node)
			other->exchange.to = NULL;
	list_del(&node->list);
	list_del(&node->tracked);
	node->radio->dcf_node = NULL;
	kfree(node);
}

/* Does something with a server locked, and hands up what that has brought to its end. Process context. */
#define vwifi_dcf_do(dcf, what) do {				\
	LIST_HEAD(told);					\
								\
	rcu_read_lock();					\
	spin_lock_bh(&(dcf)->lock);				\
	what;							\
	list_splice_init(&(dcf)->told, &told);			\
	vwifi_dcf_arm(dcf);					\
	spin_unlock_bh(&(dcf)->lock);				\
	local_bh_disable();					\
	vwifi_dcf_hand_up(dcf, &told);				\
	local_bh_enable();					\
	rcu_read_unlock();					\
} while (0)

/* A radio goes: its interfaces have left the air. Process context. */
void vwifi_dcf_forget_radio(struct vwifi_radio *radio)
{
	struct vwifi_dcf *dcf = READ_ONCE(radio->air->dcf);

	if (!dcf || !radio->dcf_node)
		return;
	vwifi_dcf_do(dcf, if (radio->dcf_node) vwifi_node_free(radio->dcf_node));
	/* Another processor may be handing up what the radio had sent before. */
	synchronize_net();
}

static void vwifi_node_drop_of(struct vwifi_dcf_node *node, u32 serial)
{
	struct vwifi_dcf_peer *peer, *next;
	unsigned int i;

	if (!node)
		return;
	list_for_each_entry_safe(peer, next, &node->peers, list) {
		for (i = 0; i < IEEE80211_NUM_ACS; i++)
			vwifi_flow_drop_of(&peer->flows[i], serial);
		vwifi_peer_put(peer);
	}
}

/* An interface goes down: nothing of it is sent any more. Process context. */
void vwifi_dcf_forget_vif(struct vwifi_vif *vif)
{
	struct vwifi_dcf *dcf = READ_ONCE(vif->radio->air->dcf);

	if (dcf)
		vwifi_dcf_do(dcf, vwifi_node_drop_of(vif->radio->dcf_node, vif->serial));
}

static void vwifi_node_forget_peer(struct vwifi_dcf_node *node, const u8 *addr)
{
	struct vwifi_dcf_peer *peer, *next;

	if (!node)
		return;
	list_for_each_entry_safe(peer, next, &node->peers, list)
		if (ether_addr_equal(peer->addr, addr)) {
			peer->known = false;
			vwifi_peer_flush(peer);
			vwifi_peer_put(peer);
		}
}

/* A peer is one no longer: its data is not sent any more. Wiphy mutex held. */
void vwifi_dcf_forget_peer(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_dcf *dcf = READ_ONCE(vif->radio->air->dcf);

	if (dcf)
		vwifi_dcf_do(dcf, vwifi_node_forget_peer(vif->radio->dcf_node, addr));
}

/* Whatever chance decides begins anew, and what has been learned from it is forgotten. */
static void vwifi_node_restart(struct vwifi_dcf_node *node)
{
	struct vwifi_dcf_peer *peer;
	unsigned int i;

	node->draws = 0;
	node->backoffs = 0;
	for (i = 0; i < IEEE80211_NUM_ACS; i++) {
		node->ac[i].cw = node->ac[i].params.cw_min;
		node->ac[i].backoff = 0;
	}
	list_for_each_entry(peer, &node->peers, list) {
		vwifi_minstrel_free(peer);
		for (i = 0; i < IEEE80211_NUM_ACS; i++)
			peer->flows[i].deficit = peer->flows[i].failures = 0;
	}
}

/* The medium has a seed, the same or another one. Process context. */
void vwifi_dcf_restart(struct vwifi_air *air)
{
	struct vwifi_dcf *dcf = READ_ONCE(air->dcf);
	struct vwifi_dcf_node *node;

	if (!dcf)
		return;
	spin_lock_bh(&dcf->lock);
	list_for_each_entry(node, &dcf->nodes, list)
		vwifi_node_restart(node);
	vwifi_dcf_arm(dcf);
	spin_unlock_bh(&dcf->lock);
}

static struct vwifi_dcf *vwifi_dcf_new(struct vwifi_air *air)
{
	struct vwifi_dcf *dcf = kzalloc(sizeof(*dcf), GFP_KERNEL);

	if (!dcf)
		return NULL;
	spin_lock_init(&dcf->lock);
	dcf->air = air;
	INIT_LIST_HEAD(&dcf->nodes);
	INIT_LIST_HEAD(&dcf->tracked);
	INIT_LIST_HEAD(&dcf->live);
	INIT_LIST_HEAD(&dcf->past);
	INIT_LIST_HEAD(&dcf->told);
	vwifi_hrtimer_setup(&dcf->timer, vwifi_dcf_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	return dcf;
}

static void vwifi_dcf_stop(struct vwifi_dcf *dcf)
{
	struct vwifi_dcf_node *node, *next;
	struct vwifi_burst *burst, *following;

	dcf->on = false;
	list_for_each_entry_safe(node, next, &dcf->nodes, list)
		vwifi_node_free(node);
	/* What is held is let go by whoever is handing its frame up; then nothing is. */
	list_splice_init(&dcf->live, &dcf->past);
	list_for_each_entry_safe(burst, following, &dcf->past, list)
		if (!burst->held)
			vwifi_burst_free(burst);
}

static void vwifi_dcf_start(struct vwifi_dcf *dcf)
{
	dcf->on = true;
	dcf->clock = ktime_get_ns();
}

/* Begins or ends contention in an air: what waits then is lost. With vwifi_pairs_lock held. */
int vwifi_dcf_model(struct vwifi_air *air, u8 model)
{
	bool on = model == VWIFI_MODEL_DCF;
	struct vwifi_dcf *dcf = air->dcf;

	if (on && !dcf) {
		dcf = vwifi_dcf_new(air);
		if (!dcf)
			return -ENOMEM;
		/* Pairs with READ_ONCE(): who sees it sees it whole. */
		smp_store_release(&air->dcf, dcf);
	}
	if (!dcf || dcf->on == on)
		return 0;
	if (on) {
		vwifi_dcf_do(dcf, vwifi_dcf_start(dcf));
		return 0;
	}
	vwifi_dcf_do(dcf, vwifi_dcf_stop(dcf));
	hrtimer_cancel(&dcf->timer);
	return 0;
}

/* An air goes, or the module: no radio of it is left. Process context. */
void vwifi_dcf_exit(struct vwifi_air *air)
{
	struct vwifi_dcf *dcf = air->dcf;

	if (!dcf)
		return;
	vwifi_dcf_do(dcf, vwifi_dcf_stop(dcf));
	hrtimer_cancel(&dcf->timer);
	air->dcf = NULL;
	/* Who was handing up what it took before is done with it after this. */
	synchronize_rcu();
	list_splice_init(&dcf->live, &dcf->past);
	while (!list_empty(&dcf->past))
		vwifi_burst_free(list_first_entry(&dcf->past, struct vwifi_burst, list));
	kfree(dcf);
}
