// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Contention (IEEE Std 802.11-2020, 10.23.2): an access category counts slots of an idle
 * medium down and transmits at the boundary where none are left. A busy medium stops the
 * count, which has then been decremented at each boundary up to and with the one at
 * which it became busy (10.23.2.4). Called with the server's lock held, under RCU.
 */
#include "machine.h"

#define VWIFI_CW_DCF_MIN	15
#define VWIFI_CW_DSSS_MIN	31
#define VWIFI_CW_DCF_MAX	1023

/* When an access category's first slot boundary is. */
static u64 vwifi_edca_boundary(const struct vwifi_dcf_node *node, const struct vwifi_edca *edca)
{
	return node->idle_from + node->extra + vwifi_edca_ifs(node, edca);
}

/* How many boundaries have passed, the one at @at among them. */
static u64 vwifi_edca_passed(const struct vwifi_dcf_node *node, const struct vwifi_edca *edca,
			     u64 at)
{
	u64 boundary = vwifi_edca_boundary(node, edca);

	return at < boundary ? 0 : div_u64(at - boundary, node->timing.slot) + 1;
}

/* What is left of an idle medium's slots when it becomes busy. */
static void vwifi_edca_freeze(struct vwifi_dcf_node *node, struct vwifi_edca *edca, u64 at)
{
	if (edca->backoff)
		edca->backoff -= min_t(u64, edca->backoff, vwifi_edca_passed(node, edca, at));
}

/* The medium is busy for a radio from @at to @until. */
void vwifi_node_busy(struct vwifi_dcf_node *node, u64 at, u64 until)
{
	unsigned int i;

	if (at >= node->idle_from)
		for (i = 0; i < IEEE80211_NUM_ACS; i++)
			vwifi_edca_freeze(node, &node->ac[i], at);
	node->busy_until = max(node->busy_until, until);
	node->idle_from = max(node->busy_until, node->nav);
	node->extra = 0;
}

static void vwifi_node_set_nav(struct vwifi_dcf_node *node, const struct vwifi_burst *burst)
{
	if (burst->to == node || burst->nav <= node->nav)
		return;
	node->nav = burst->nav;
	node->idle_from = max(node->busy_until, node->nav);
}

/* What a transmission asked for is not needed for longer than until then. */
void vwifi_nav_withdraw(struct vwifi_dcf *dcf, struct vwifi_burst *burst, u64 until)
{
	struct vwifi_dcf_node *node;

	list_for_each_entry(node, &dcf->tracked, tracked)
		if (node->nav == burst->nav) {
			node->nav = min(node->nav, until);
			node->idle_from = max(node->busy_until, node->nav);
		}
	burst->nav = min(burst->nav, until);
}

/* A transmission that a radio heard has ended, the last one for now: what it could not read makes it careful. */
void vwifi_node_hears_end(struct vwifi_dcf_node *node, const struct vwifi_burst *burst)
{
	if (burst->from == node || node->busy_until > burst->end ||
	    !vwifi_node_senses(node, burst))
		return;
	if (vwifi_node_decodes(node, burst)) {
		node->extra = 0;
		vwifi_node_set_nav(node, burst);
	} else if (node->nav <= burst->end) {
		node->extra = node->timing.eifs;
	}
}

/* What a radio would know of the medium, had it listened all the time. */
static void vwifi_node_look_back(struct vwifi_dcf_node *node)
{
	const struct vwifi_burst *burst;

	node->busy_until = 0;
	node->nav = 0;
	node->idle_from = 0;
	node->extra = 0;
	list_for_each_entry(burst, &node->dcf->past, list) {
		if (burst->from != node && !vwifi_node_senses(node, burst))
			continue;
		if (burst->end >= node->busy_until)
			node->extra = 0;
		node->busy_until = max(node->busy_until, burst->end);
		vwifi_node_hears_end(node, burst);
	}
	list_for_each_entry(burst, &node->dcf->live, list)
		if (burst->from == node || vwifi_node_senses(node, burst)) {
			node->busy_until = max(node->busy_until, burst->end);
			node->extra = 0;
		}
	node->idle_from = max(node->busy_until, node->nav);
}

/* From now on what a radio hears is followed as it comes. */
void vwifi_node_track(struct vwifi_dcf_node *node)
{
	if (!list_empty(&node->tracked))
		return;
	vwifi_node_look_back(node);
	list_add_tail(&node->tracked, &node->dcf->tracked);
}

/* Whether two channels are the same one, as different radios have it. */
static bool vwifi_chandef_same(const struct cfg80211_chan_def *a, const struct cfg80211_chan_def *b)
{
	return a->chan->center_freq == b->chan->center_freq && a->width == b->width &&
	       a->center_freq1 == b->center_freq1 && a->center_freq2 == b->center_freq2;
}

/* Tunes a radio to the channel of a frame; whether that is another one. */
bool vwifi_node_tune(struct vwifi_dcf_node *node, const struct vwifi_dcf_frame *frame)
{
	struct ieee80211_channel *chan;

	if (node->chandef.chan && vwifi_chandef_same(&node->chandef, &frame->chandef))
		return false;
	/* Its own, since the frame may be another radio's, which may go. */
	chan = ieee80211_get_channel(node->radio->wiphy, frame->chandef.chan->center_freq);
	if (!chan)
		return false;
	node->chandef = frame->chandef;
	node->chandef.chan = chan;
	if (!list_empty(&node->tracked))
		vwifi_node_look_back(node);
	return true;
}

/* Slots to wait, from 0 to the contention window: the next number of the radio's own sequence. */
void vwifi_edca_draw(struct vwifi_dcf_node *node, struct vwifi_edca *edca)
{
	u32 draw = vwifi_dcf_draw(node, edca - node->ac, node->backoffs++);

	edca->backoff = mul_u64_u32_shr(edca->cw + 1ULL, draw, 32);
}

/* After a loss: twice as wide, up to its limit. */
void vwifi_edca_double(struct vwifi_dcf_node *node, struct vwifi_edca *edca)
{
	edca->cw = min(2 * edca->cw + 1, (int)edca->params.cw_max);
}

/* Something came to be sent where nothing was: at once if the medium has been idle for long enough. */
void vwifi_edca_arrive(struct vwifi_dcf_node *node, struct vwifi_edca *edca, u64 at)
{
	if (!edca->backoff && at < vwifi_edca_boundary(node, edca))
		vwifi_edca_draw(node, edca);
}

static u64 vwifi_edca_start(const struct vwifi_dcf_node *node, const struct vwifi_edca *edca)
{
	u64 due;

	if (list_empty(&edca->flows))
		return VWIFI_NEVER;
	due = vwifi_edca_boundary(node, edca) + (u64)edca->backoff * node->timing.slot;
	return max(due, node->ready);
}

/* When a radio is going to transmit, if nothing happens until then. */
u64 vwifi_node_start(const struct vwifi_dcf_node *node)
{
	u64 first = VWIFI_NEVER;
	unsigned int i;

	if (node->exchange.step != VWIFI_STEP_NONE)
		return VWIFI_NEVER;
	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		first = min(first, vwifi_edca_start(node, &node->ac[i]));
	return first;
}

/*
 * The access category that transmits now. Others of the radio whose count ends at the same
 * time have collided with it, and count anew (10.23.2.4).
 */
struct vwifi_edca *vwifi_node_winner(struct vwifi_dcf_node *node)
{
	struct vwifi_edca *winner = NULL;
	unsigned int i;

	for (i = 0; i < IEEE80211_NUM_ACS; i++) {
		struct vwifi_edca *edca = &node->ac[i];

		if (vwifi_edca_start(node, edca) > node->dcf->clock)
			continue;
		if (!winner) {
			winner = edca;
			continue;
		}
		vwifi_edca_double(node, edca);
		vwifi_edca_draw(node, edca);
		/* Those that have passed are none of them, and are about to be taken off. */
		edca->backoff += vwifi_edca_passed(node, edca, node->dcf->clock);
	}
	if (winner)
		winner->backoff = 0;
	return winner;
}

/* Whether nothing waits, and all counts have ended: what such a radio hears need not be followed. */
bool vwifi_node_idles(const struct vwifi_dcf_node *node)
{
	unsigned int i;

	if (node->queued || node->exchange.step != VWIFI_STEP_NONE)
		return false;
	for (i = 0; i < IEEE80211_NUM_ACS; i++)
		if (node->ac[i].backoff &&
		    node->dcf->clock < vwifi_edca_boundary(node, &node->ac[i]) +
				       (u64)node->ac[i].backoff * node->timing.slot)
			return false;
	return true;
}
