// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frame exchanges: RTS and CTS where frames are long, one frame or an A-MPDU, and its
 * acknowledgement (IEEE Std 802.11-2020, 10.3.2 and 10.25). Each step is an event of its
 * own, since others hear each transmission when it begins, and nothing before. Called with
 * the server's lock held, under RCU.
 */
#include "machine.h"

#define VWIFI_PPDU_MAX_NS	(5484 * NSEC_PER_USEC)	/* 802.11-2020, table 9-34 */
#define VWIFI_JAM_PATIENCE_NS	(100 * NSEC_PER_MSEC)
#define VWIFI_TXOP_UNIT_NS	(32 * NSEC_PER_USEC)
#define VWIFI_AMPDU_HT		65535
#define VWIFI_AMPDU_VHT		1048575
#define VWIFI_WINDOW_HT		64	/* MPDUs that a block acknowledgement tells of before HE */

static u16 vwifi_exchange_freq(const struct vwifi_dcf_node *node)
{
	return node->chandef.chan->center_freq;
}

/* How long a transmission of a radio takes, on the channel that it is tuned to. */
u64 vwifi_exchange_ns(const struct vwifi_dcf_node *node, const struct rate_info *rate,
		      unsigned int octets)
{
	return vwifi_airtime_ns(&node->timing, vwifi_exchange_freq(node), rate, octets);
}

/* The receiver of a frame: its interface, if it is there and listens. */
static struct vwifi_vif *vwifi_frame_receiver(const struct vwifi_dcf_node *node,
					      const struct vwifi_dcf_frame *frame)
{
	const struct vwifi_transmission *tx = &frame->flight.tx;
	const struct vwifi_air *air = node->radio->air;
	struct vwifi_vif *to;

	if (tx->way == VWIFI_WAY_TO_AP)
		to = vwifi_air_find_ap(air, tx->ra, tx->freq);
	else if (tx->way == VWIFI_WAY_TO_STA)
		to = vwifi_air_find_sta(air, tx->ra, tx->ta, tx->freq);
	else if (tx->way == VWIFI_WAY_TO_MEMBER)
		to = vwifi_air_find_member(air, tx->ra, tx->bssid, tx->freq, tx->slow);
	else if (tx->way == VWIFI_WAY_DIRECT)
		to = vwifi_air_find_tdls(air, tx->ra, tx->bssid, tx->freq);
	else if (tx->way == VWIFI_WAY_MESH)
		to = vwifi_air_find_mesh(air, tx->ra, tx->freq);
	else
		to = vwifi_air_hearer(node->radio, tx->freq, tx->ra);
	return to ?: vwifi_air_addressee(node->radio, tx->freq, tx->ra);
}

static struct vwifi_dcf_node *vwifi_exchange_receiver(struct vwifi_dcf_node *node,
						      const struct vwifi_dcf_frame *frame)
{
	struct vwifi_vif *vif = frame->group ? NULL : vwifi_frame_receiver(node, frame);
	struct vwifi_dcf_node *to;

	if (!vif || vif->radio == node->radio)
		return NULL;
	to = vwifi_node_get(vif->radio);
	if (!to)
		return NULL;
	/* Who has nothing to send itself is on the channel of what it receives. */
	if (!to->queued && to->exchange.step == VWIFI_STEP_NONE &&
	    (!to->chandef.chan || to->chandef.chan->center_freq != frame->flight.tx.freq)) {
		vwifi_node_tune(to, frame);
		to->timing = node->timing;
	}
	return to;
}

static unsigned int vwifi_ampdu_limit(const struct rate_info *rate, unsigned int *window)
{
	const u8 he = RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS;

	*window = rate->flags & he ? VWIFI_AMPDU_MAX : VWIFI_WINDOW_HT;
	if (rate->flags & (he | RATE_INFO_FLAGS_VHT_MCS))
		return VWIFI_AMPDU_VHT;
	return rate->flags & RATE_INFO_FLAGS_MCS ? VWIFI_AMPDU_HT : 0;
}

/* How long the data may take: a PPDU's limit, or that of the TXOP. */
static u64 vwifi_exchange_room(const struct vwifi_dcf_node *node)
{
	const struct vwifi_exchange *x = &node->exchange;
	u64 answer = node->timing.sifs + vwifi_exchange_ns(node, &x->control, VWIFI_BLOCK_ACK_OCTETS);
	u64 now = node->dcf->clock;

	if (!x->txop_end)
		return VWIFI_PPDU_MAX_NS;
	if (x->txop_end <= now + answer)
		return 0;
	return min_t(u64, x->txop_end - now - answer, VWIFI_PPDU_MAX_NS);
}

/* Adds to the first frame as many more of its flow as one A-MPDU takes. */
static void vwifi_exchange_aggregate(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	struct vwifi_dcf_frame *first = x->frames[0], *frame = first;
	unsigned int window, limit = vwifi_ampdu_limit(&x->rate, &window), place = 0;
	u64 room = vwifi_exchange_room(node);

	x->aggregate = limit && first->aggregates;
	if (!x->aggregate)
		return;
	x->octets = vwifi_ampdu_octets(first->octets);
	list_for_each_entry(frame, &x->flow->frames, flight.list) {
		unsigned int octets = x->octets + vwifi_ampdu_octets(frame->octets);

		if (place++ >= window || x->n >= VWIFI_AMPDU_MAX || x->looks)
			break;
		if (frame->done || frame == first)
			continue;
		if (!frame->aggregates || frame->rts != first->rts || octets > limit ||
		    vwifi_exchange_ns(node, &x->rate, octets) > room)
			break;
		x->frames[x->n++] = frame;
		x->octets = octets;
	}
}

/* Takes what the flow has to send next. Returns false where there is nothing. */
static bool vwifi_exchange_fill(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	struct vwifi_dcf_frame *frame;
	unsigned int i;

	x->n = 0;
	list_for_each_entry(frame, &x->flow->frames, flight.list)
		if (!frame->done) {
			x->frames[x->n++] = frame;
			break;
		}
	if (!x->n)
		return false;
	x->octets = frame->octets;
	x->wants_ack = frame->wants_ack;
	x->to = vwifi_exchange_receiver(node, frame);
	vwifi_frame_rate(x->flow, frame, x->to, &x->rate, &x->looks);
	vwifi_control_rate(&node->timing, vwifi_exchange_freq(node), &x->rate, &x->control);
	vwifi_exchange_aggregate(node);
	x->data_ns = vwifi_exchange_ns(node, &x->rate, x->octets);
	for (i = 0; i < x->n; i++)
		x->frames[i]->on_air = true;
	return true;
}

static u64 vwifi_exchange_answer_ns(const struct vwifi_dcf_node *node)
{
	const struct vwifi_exchange *x = &node->exchange;

	return vwifi_exchange_ns(node, &x->control,
				 x->aggregate ? VWIFI_BLOCK_ACK_OCTETS : VWIFI_ACK_OCTETS);
}

static u32 vwifi_rts_threshold(const struct vwifi_radio *radio)
{
	u32 own = READ_ONCE(radio->wiphy->rts_threshold);

	return own == (u32)-1 ? READ_ONCE(radio->air->medium.rts_threshold) : own;
}

/* Whether RTS and CTS precede the data: by what its TID is told, or by its length. */
static bool vwifi_exchange_asks(const struct vwifi_dcf_node *node)
{
	const struct vwifi_exchange *x = &node->exchange;

	if (!x->wants_ack || x->frames[0]->rts == VWIFI_RTS_NEVER)
		return false;
	return x->frames[0]->rts == VWIFI_RTS_ALWAYS || x->octets > vwifi_rts_threshold(node->radio);
}

/* How long a frame of its own takes with RTS, CTS and acknowledgement; @loss: and how much longer if it is lost. */
u64 vwifi_exchange_cost(const struct vwifi_dcf_node *node, const struct rate_info *rate,
			unsigned int octets, u64 *loss)
{
	const struct vwifi_timing *timing = &node->timing;
	struct rate_info control;
	u64 before = 0, answer;

	vwifi_control_rate(timing, vwifi_exchange_freq(node), rate, &control);
	if (octets > vwifi_rts_threshold(node->radio))
		before = vwifi_exchange_ns(node, &control, VWIFI_RTS_OCTETS) +
			 vwifi_exchange_ns(node, &control, VWIFI_CTS_OCTETS) + 2 * timing->sifs;
	answer = timing->sifs + vwifi_exchange_ns(node, &control, VWIFI_ACK_OCTETS);
	*loss = timing->eifs - min_t(u64, timing->eifs, answer);
	return before + vwifi_exchange_ns(node, rate, octets) + answer;
}

/* When an exchange that is about to send its data ends, with the answer to it. */
static u64 vwifi_exchange_end(const struct vwifi_dcf_node *node, u64 data)
{
	const struct vwifi_exchange *x = &node->exchange;
	u64 end = data + x->data_ns;

	return x->wants_ack ? end + node->timing.sifs + vwifi_exchange_answer_ns(node) : end;
}

/* A transmission of the exchange, of either side; what follows it is due at its end. */
static void vwifi_exchange_transmit(struct vwifi_dcf_node *node, enum vwifi_step step, u64 ns,
				    u64 nav, const struct rate_info *rate, unsigned int octets)
{
	struct vwifi_exchange *x = &node->exchange;
	bool answers = step == VWIFI_STEP_CTS || step == VWIFI_STEP_ACK;
	struct vwifi_dcf_node *from = answers ? x->to : node, *to = answers ? node : x->to;

	vwifi_burst_put(x->burst);
	x->burst = vwifi_burst_begin(from, to, node->dcf->clock, ns, nav, rate, &node->chandef,
				     octets);
	if (x->burst)
		x->burst->held++;
	if (answers)
		vwifi_node_busy(node, node->dcf->clock, node->dcf->clock + ns);
	x->step = step;
	x->at = node->dcf->clock + ns;
}

static void vwifi_exchange_await(struct vwifi_dcf_node *node, enum vwifi_step step)
{
	node->exchange.step = step;
	node->exchange.at = node->dcf->clock + node->timing.sifs;
}

static void vwifi_exchange_send_data(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	u64 end = vwifi_exchange_end(node, node->dcf->clock);
	unsigned int i;

	vwifi_exchange_transmit(node, VWIFI_STEP_DATA, x->data_ns, x->wants_ack ? end : 0,
				&x->rate, x->octets);
	for (i = 0; i < x->n; i++) {
		struct vwifi_dcf_frame *frame = x->frames[i];

		frame->tries++;
		frame->rate = x->rate;
		/* Who hears a group frame is asked when it is handed up. */
		if (frame->group && x->burst) {
			vwifi_burst_put(frame->burst);
			frame->burst = x->burst;
			x->burst->held++;
		}
	}
}

static void vwifi_exchange_send(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	u64 rts, cts, sifs = node->timing.sifs;

	if (!vwifi_exchange_asks(node)) {
		vwifi_exchange_send_data(node);
		return;
	}
	if (x->to)
		vwifi_node_track(x->to);
	rts = vwifi_exchange_ns(node, &x->control, VWIFI_RTS_OCTETS);
	cts = vwifi_exchange_ns(node, &x->control, VWIFI_CTS_OCTETS);
	vwifi_exchange_transmit(node, VWIFI_STEP_RTS, rts,
				vwifi_exchange_end(node, node->dcf->clock + rts + cts + 2 * sifs),
				&x->control, VWIFI_RTS_OCTETS);
}

static void vwifi_exchange_fail(struct vwifi_dcf_node *node, bool data);

/*
 * Whether noise keeps a radio from transmitting now. It waits for it to end, but not for long:
 * from then on each moment at which it could transmit is one of a frame's tries, and a group
 * frame's only one. Who waits for an acknowledgement holds its wiphy's mutex.
 */
static bool vwifi_exchange_is_jammed(struct vwifi_dcf_node *node)
{
	u64 now = node->dcf->clock;
	u64 until = vwifi_jam_until(node->radio->air, &node->chandef, now);
	bool waited = node->jammed;

	node->jammed = until > now;
	if (!node->jammed)
		return false;
	if (!waited)
		vwifi_node_busy(node, now, min_t(u64, until, now + VWIFI_JAM_PATIENCE_NS));
	else if (vwifi_exchange_fill(node))
		vwifi_exchange_fail(node, !node->exchange.wants_ack);
	return true;
}

/* An access category may transmit: at this moment, if what it has goes on a channel that is idle. */
void vwifi_exchange_begin(struct vwifi_dcf_node *node, struct vwifi_edca *edca)
{
	struct vwifi_exchange *x = &node->exchange;
	u64 now = node->dcf->clock;

	x->flow = vwifi_edca_next_flow(node, edca);
	if (!x->flow)
		return;
	/* Who begins at this moment, too, has not been heard: on the same channel there is nothing to ask. */
	if (vwifi_node_tune(node, vwifi_flow_first(x->flow)) && vwifi_node_start(node) > now)
		return;
	x->ac = edca - node->ac;
	x->began = now;
	x->txop_end = edca->params.txop ? now + edca->params.txop * VWIFI_TXOP_UNIT_NS : 0;
	if (!vwifi_exchange_is_jammed(node) && vwifi_exchange_fill(node))
		vwifi_exchange_send(node);
}

/* Which of the frames the receiver has read. Returns whether any. */
static bool vwifi_exchange_judge(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	const struct vwifi_burst *burst = x->burst;
	unsigned int i, passed = 0;
	bool any = false, reaches;

	if (!x->to || !burst)
		return false;
	for (i = 0; i < x->n; i++) {
		struct vwifi_dcf_frame *frame = x->frames[i];
		unsigned int octets = x->aggregate ? vwifi_ampdu_octets(frame->octets) : frame->octets;
		u64 from = burst->start + div_u64(x->data_ns * passed, x->octets);
		u64 until = burst->start + div_u64(x->data_ns * (passed + octets), x->octets);

		passed += octets;
		/* One that is repeated because its acknowledgement was lost is a duplicate, and acknowledged. */
		reaches = vwifi_burst_reaches(x->to, burst, from, until, frame->octets,
					      &frame->sinr);
		frame->received |= reaches && !vwifi_fault_loses(&frame->flight.tx);
		frame->acked = reaches && !vwifi_fault_silences(&frame->flight.tx);
		any |= frame->acked;
	}
	return any;
}

/* What an exchange has brought its frames; those that are through are handed up, in order. */
static unsigned int vwifi_exchange_settle(struct vwifi_dcf_node *node, bool answered, bool data)
{
	struct vwifi_exchange *x = &node->exchange;
	unsigned int limit = vwifi_link_tries(node->radio), i, acked = 0;
	u64 used = node->dcf->clock - x->began;
	bool dropped = false;

	for (i = 0; i < x->n; i++) {
		struct vwifi_dcf_frame *frame = x->frames[i];

		frame->on_air = false;
		frame->airtime += div_u64(used, x->n);
		frame->acked &= answered && x->wants_ack;
		acked += frame->acked;
		x->flow->peer->link.sinr = frame->sinr;
		if (!data && !i)
			frame->tries++;
		frame->done = frame->acked || (data && !x->wants_ack) || frame->tries >= limit ||
			      frame->given_up;
		dropped |= frame->done && !frame->acked;
		if (frame->done && x->wants_ack) {
			x->flow->peer->link.repeated += frame->tries - 1;
			x->flow->peer->link.given_up += !frame->acked;
		}
	}
	x->flow->peer->link.sent += acked;
	x->flow->peer->link.airtime += used;
	x->flow->failures = acked || !x->wants_ack ? 0 : x->flow->failures + 1;
	vwifi_flow_spend(x->flow, used);
	if (data && x->wants_ack)
		vwifi_minstrel_result(x->flow->peer, &x->rate, x->n, acked);
	if (acked || !x->wants_ack || dropped)
		node->ac[x->ac].cw = node->ac[x->ac].params.cw_min;
	else
		vwifi_edca_double(node, &node->ac[x->ac]);
	return acked;
}

static void vwifi_exchange_end_of(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	struct vwifi_flow *flow = x->flow;

	vwifi_burst_put(x->burst);
	x->burst = NULL;
	x->step = VWIFI_STEP_NONE;
	x->flow = NULL;
	x->to = NULL;
	x->n = 0;
	vwifi_edca_draw(node, &node->ac[x->ac]);
	if (!flow)
		return;
	vwifi_flow_release(flow);
	vwifi_peer_put(flow->peer);
}

/* It came to its end as it should; the TXOP may have room for another one (10.23.2.8). */
static void vwifi_exchange_succeed(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	u64 due = node->dcf->clock + node->timing.sifs;

	node->extra = 0;
	vwifi_exchange_settle(node, true, true);
	if (x->txop_end > due && x->wants_ack) {
		struct vwifi_flow *flow = x->flow;

		vwifi_flow_release(flow);
		x->began = node->dcf->clock;
		if (vwifi_exchange_fill(node) && vwifi_exchange_end(node, due) <= x->txop_end) {
			x->step = VWIFI_STEP_DATA_DUE;
			x->at = due;
			return;
		}
		while (x->n)
			x->frames[--x->n]->on_air = false;
	}
	vwifi_exchange_end_of(node);
}

/* No answer came: what follows is counted from when it would have been over (10.3.2.11, 10.23.2.4). */
static void vwifi_exchange_fail(struct vwifi_dcf_node *node, bool data)
{
	vwifi_exchange_settle(node, false, data);
	/* Where somebody else still transmits, what follows that one counts. */
	node->extra = node->busy_until > node->dcf->clock ? 0 : node->timing.eifs;
	vwifi_exchange_end_of(node);
}

/* An RTS that nobody answered: who kept silent for it goes on when no CTS has come (10.3.2.4). */
static void vwifi_exchange_withdraw(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	const struct vwifi_timing *timing = &node->timing;
	u64 until = node->dcf->clock + 2 * timing->sifs + 2 * timing->slot +
		    vwifi_exchange_ns(node, &x->control, VWIFI_CTS_OCTETS);

	if (x->burst)
		vwifi_nav_withdraw(node->dcf, x->burst, until);
	vwifi_exchange_fail(node, false);
}

static bool vwifi_exchange_answer_reaches(struct vwifi_dcf_node *at, const struct vwifi_burst *burst)
{
	int sinr;

	return burst && vwifi_burst_reaches(at, burst, burst->start, burst->end, burst->octets,
					    &sinr);
}

static void vwifi_exchange_answer(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;

	vwifi_exchange_transmit(node, VWIFI_STEP_ACK, vwifi_exchange_answer_ns(node), 0, &x->control,
				x->aggregate ? VWIFI_BLOCK_ACK_OCTETS : VWIFI_ACK_OCTETS);
}

static void vwifi_exchange_clear(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;
	u64 ns = vwifi_exchange_ns(node, &x->control, VWIFI_CTS_OCTETS);
	u64 data = node->dcf->clock + ns + node->timing.sifs;

	vwifi_exchange_transmit(node, VWIFI_STEP_CTS, ns, vwifi_exchange_end(node, data),
				&x->control, VWIFI_CTS_OCTETS);
}

/* What is due in an exchange at this moment happens. */
void vwifi_exchange_step(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;

	switch (x->step) {
	case VWIFI_STEP_RTS:
		/* Who has been asked for silence does not answer (10.3.2.9). */
		if (x->to && x->to->nav <= node->dcf->clock &&
		    vwifi_exchange_answer_reaches(x->to, x->burst))
			vwifi_exchange_await(node, VWIFI_STEP_CTS_DUE);
		else
			vwifi_exchange_withdraw(node);
		break;
	case VWIFI_STEP_CTS_DUE:
		if (x->to)
			vwifi_exchange_clear(node);
		else
			vwifi_exchange_fail(node, false);
		break;
	case VWIFI_STEP_CTS:
		if (vwifi_exchange_answer_reaches(node, x->burst))
			vwifi_exchange_await(node, VWIFI_STEP_DATA_DUE);
		else
			vwifi_exchange_fail(node, false);
		break;
	case VWIFI_STEP_DATA_DUE:
		vwifi_exchange_send_data(node);
		break;
	case VWIFI_STEP_DATA:
		if (!vwifi_exchange_judge(node) && x->wants_ack)
			vwifi_exchange_fail(node, true);
		else if (x->wants_ack)
			vwifi_exchange_await(node, VWIFI_STEP_ACK_DUE);
		else
			vwifi_exchange_succeed(node);
		break;
	case VWIFI_STEP_ACK_DUE:
		if (x->to)
			vwifi_exchange_answer(node);
		else
			vwifi_exchange_fail(node, true);
		break;
	case VWIFI_STEP_ACK:
		if (vwifi_exchange_answer_reaches(node, x->burst))
			vwifi_exchange_succeed(node);
		else
			vwifi_exchange_fail(node, true);
		break;
	case VWIFI_STEP_NONE:
		break;
	}
}

/* Its transmitter goes. */
void vwifi_exchange_abort(struct vwifi_dcf_node *node)
{
	struct vwifi_exchange *x = &node->exchange;

	while (x->n)
		x->frames[--x->n]->on_air = false;
	vwifi_burst_put(x->burst);
	x->burst = NULL;
	x->flow = NULL;
	x->to = NULL;
	x->step = VWIFI_STEP_NONE;
}
