// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Rate control that sees acknowledgements and nothing else, in the manner of Minstrel:
 * for each rate an average of how many frames were acknowledged, and so how many octets a
 * second it brings; the best of these for most frames, another one now and then to learn of
 * it, and for what has to be repeated the second best and then the safest. Called with the
 * server's lock held, under RCU.
 */
#include "machine.h"

#define VWIFI_SURE		65536	/* of a probability */
#define VWIFI_UPDATE_NS		(50 * NSEC_PER_MSEC)
#define VWIFI_KEEP_PERCENT	75	/* of the average, when a new figure comes */
#define VWIFI_LOOK_EVERY	10	/* frames */
#define VWIFI_LOOK_NEAR		4	/* rates above the best one that are looked at first */
#define VWIFI_OCTETS		1500

struct vwifi_tried_rate {
	struct rate_info rate;
	u32 ns;				/* a frame of VWIFI_OCTETS takes, of its acknowledgement a usual part */
	u32 chance;			/* of VWIFI_SURE, as it was acknowledged so far */
	u32 tried;			/* since the last figures */
	u32 acked;
	bool known;
};

struct vwifi_control {
	u64 next;			/* when new figures are made */
	u32 count;			/* frames, for looking around */
	u8 n;
	u8 best;
	u8 second;
	u8 safest;
	struct vwifi_tried_rate rates[VWIFI_RATES_MAX];	/* from the slowest to the fastest */
};

static bool vwifi_rate_same(const struct rate_info *a, const struct rate_info *b)
{
	return a->flags == b->flags && a->legacy == b->legacy && a->mcs == b->mcs &&
	       a->nss == b->nss && a->bw == b->bw && a->he_gi == b->he_gi &&
	       a->eht_gi == b->eht_gi && a->eht_ru_alloc == b->eht_ru_alloc;
}

/* What a rate brings: nothing where most is lost; who is nearly sure is not told from who is (mac80211's figures). */
static u64 vwifi_tried_worth(const struct vwifi_tried_rate *tried)
{
	u32 chance = min_t(u32, tried->chance, VWIFI_SURE * 9 / 10);

	return chance < VWIFI_SURE / 10 ? 0 : div_u64((u64)chance << 16, tried->ns);
}

/* What a rate would bring, if everything were acknowledged. */
static u64 vwifi_tried_promise(const struct vwifi_tried_rate *tried)
{
	return div_u64((u64)VWIFI_SURE << 16, tried->ns);
}

static struct vwifi_tried_rate *vwifi_control_find(struct vwifi_control *control,
						   const struct rate_info *rate)
{
	unsigned int i;

	for (i = 0; i < control->n; i++)
		if (vwifi_rate_same(&control->rates[i].rate, rate))
			return &control->rates[i];
	return NULL;
}

/* The rates that a peer takes and a mask leaves, by their speed; what is known of one stays known. */
static void vwifi_control_list(struct vwifi_dcf_node *node, struct vwifi_control *control,
			       struct vwifi_vif *vif, const struct vwifi_sta *sta, u16 freq)
{
	struct rate_info *rates = node->dcf->rates;
	unsigned int n = vwifi_rates_of(vif, sta, freq, rates, VWIFI_RATES_MAX), i;
	struct vwifi_tried_rate *tried;

	for (i = 0; i < n; i++) {
		if (i < control->n && vwifi_rate_same(&control->rates[i].rate, &rates[i]))
			continue;
		tried = &control->rates[i];
		memset(tried, 0, sizeof(*tried));
		tried->rate = rates[i];
	}
	control->n = n;
	for (i = 0; i < n; i++) {
		bool aggregates = rates[i].flags;

		/* Its preamble and answer are shared by those of an A-MPDU. */
		tried = &control->rates[i];
		tried->ns = vwifi_airtime_ns(&node->timing, freq, &rates[i],
					     aggregates ? 8 * VWIFI_OCTETS : VWIFI_OCTETS);
		tried->ns = aggregates ? tried->ns / 8 : tried->ns + node->timing.eifs;
	}
}

/* Which rates are best, by new figures of those that were tried. */
static void vwifi_control_update(struct vwifi_control *control)
{
	unsigned int i;

	for (i = 0; i < control->n; i++) {
		struct vwifi_tried_rate *tried = &control->rates[i];
		u32 chance;

		if (!tried->tried)
			continue;
		chance = div_u64((u64)tried->acked * VWIFI_SURE, tried->tried);
		tried->chance = tried->known ? (tried->chance * VWIFI_KEEP_PERCENT +
						chance * (100 - VWIFI_KEEP_PERCENT)) / 100 : chance;
		tried->known = true;
		tried->tried = 0;
		tried->acked = 0;
	}
	control->best = 0;
	control->second = 0;
	control->safest = 0;
	for (i = 1; i < control->n; i++) {
		const struct vwifi_tried_rate *tried = &control->rates[i];
		u64 worth = vwifi_tried_worth(tried);

		if (worth > vwifi_tried_worth(&control->rates[control->best])) {
			control->second = control->best;
			control->best = i;
		} else if (worth > vwifi_tried_worth(&control->rates[control->second])) {
			control->second = i;
		}
		/* Of those that are as good as sure the fastest, else the surest. */
		if (tried->chance >= VWIFI_SURE * 95 / 100 ||
		    tried->chance > control->rates[control->safest].chance)
			control->safest = i;
	}
}

/* Another rate than the best one, to learn of it; or that one, where nothing promises more. */
static unsigned int vwifi_control_look(struct vwifi_dcf_node *node, struct vwifi_control *control)
{
	u32 draw = vwifi_dcf_draw(node, VWIFI_DRAW_RATE, node->draws++);
	unsigned int near = min_t(unsigned int, VWIFI_LOOK_NEAR, control->n - 1 - control->best), at;

	if (draw & 1 && near)
		at = control->best + 1 + (draw >> 1) % near;
	else
		at = (draw >> 1) % control->n;
	return vwifi_tried_promise(&control->rates[at]) >
	       vwifi_tried_worth(&control->rates[control->best]) ? at : control->best;
}

/**
 * vwifi_minstrel_rate - the rate for the next frame to a peer
 * @peer: the peer
 * @vif: the interface that sends
 * @sta: the peer, as the interface knows it
 * @freq: on which channel, MHz
 * @failures: how many transmissions to it were lost just now
 * @rate: takes it
 * @looks: takes whether it is another one than the best, to learn of it
 *
 * Return: whether there was memory for it.
 */
bool vwifi_minstrel_rate(struct vwifi_dcf_peer *peer, struct vwifi_vif *vif,
			 const struct vwifi_sta *sta, u16 freq, unsigned int failures,
			 struct rate_info *rate, bool *looks)
{
	struct vwifi_control *control = peer->control;
	u64 now = peer->node->dcf->clock;
	unsigned int at;

	if (!control) {
		control = kzalloc(sizeof(*control), GFP_ATOMIC);
		peer->control = control;
	}
	if (!control)
		return false;
	if (now >= control->next) {
		vwifi_control_list(peer->node, control, vif, sta, freq);
		vwifi_control_update(control);
		control->next = now + VWIFI_UPDATE_NS;
	}
	if (!control->n)
		return false;
	if (failures > 2)
		at = control->safest;
	else if (failures)
		at = control->second;
	else if (++control->count % VWIFI_LOOK_EVERY)
		at = control->best;
	else
		at = vwifi_control_look(peer->node, control);
	*looks = !failures && at != control->best;
	*rate = control->rates[at].rate;
	return true;
}

/* So many MPDUs went to a peer at a rate, so many of them were acknowledged. */
void vwifi_minstrel_result(struct vwifi_dcf_peer *peer, const struct rate_info *rate,
			   unsigned int tried, unsigned int acked)
{
	struct vwifi_tried_rate *known;

	known = peer->control ? vwifi_control_find(peer->control, rate) : NULL;
	if (!known)
		return;
	known->tried += tried;
	known->acked += acked;
	/* What nobody has tried before counts at once. */
	if (!known->known)
		peer->control->next = min(peer->control->next, peer->node->dcf->clock + VWIFI_UPDATE_NS / 10);
}

void vwifi_minstrel_free(struct vwifi_dcf_peer *peer)
{
	kfree(peer->control);
	peer->control = NULL;
}
