// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The rate of a transmission. Management and group frames go at the lowest one of their
 * band. Data goes as the medium's rate control has it: by what the receiver is about to
 * read (ideal), or by what it has acknowledged (minstrel.c). Masks and fixed rates hold
 * for both. Called with the server's lock held, under RCU.
 */
#include "machine.h"

/* The interface that sent a frame, if it is still there. */
struct vwifi_vif *vwifi_frame_sender(const struct vwifi_radio *radio, u32 serial)
{
	struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (vif->serial == serial)
			return vif;
	return NULL;
}

static void vwifi_control_lowest(const struct vwifi_dcf_frame *frame, const struct vwifi_vif *vif,
				 struct rate_info *rate)
{
	const struct rate_info *said = &frame->flight.tx.rate;

	if (said->flags || said->legacy) {
		*rate = *said;
		return;
	}
	memset(rate, 0, sizeof(*rate));
	rate->bw = vwifi_slow_bw(frame->flight.tx.slow);
	rate->legacy = vwifi_lowest_rate(vif, frame->flight.tx.freq);
}

#define VWIFI_IDEAL_NS		(10 * NSEC_PER_MSEC)	/* a mask, or the peer, may have changed by then */
#define VWIFI_IDEAL_OCTETS	1536	/* of an MPDU that has 1500 of IP */
#define VWIFI_IDEAL_MPDUS	8	/* that share a preamble, where rates aggregate */
#define VWIFI_IDEAL_SURE	4096	/* of 2^32: what is left to chance counts no more */

/*
 * How long a full frame takes at a rate until it is acknowledged, by how likely it is lost.
 * A loss costs the silence after it and a window that is twice as wide, not its airtime
 * alone; of an A-MPDU, where something gets through, its airtime alone. In ns.
 */
static u64 vwifi_ideal_cost(const struct vwifi_dcf_node *node, const struct vwifi_edca *edca,
			    const struct rate_info *rate, u32 lost)
{
	unsigned int cw = edca->params.cw_min, tries = vwifi_link_tries(node->radio);
	u64 exchange, loss, ns = 0;
	u32 reached = U32_MAX;

	if (rate->flags) {
		ns = vwifi_exchange_ns(node, rate, VWIFI_IDEAL_MPDUS * VWIFI_IDEAL_OCTETS);
		return div64_u64((ns / VWIFI_IDEAL_MPDUS) << 32, U32_MAX - lost);
	}
	exchange = vwifi_exchange_cost(node, rate, VWIFI_IDEAL_OCTETS, &loss) +
		   vwifi_edca_ifs(node, edca);
	while (tries-- && reached > VWIFI_IDEAL_SURE) {
		ns += mul_u64_u32_shr(exchange + (u64)cw * node->timing.slot / 2, reached, 32);
		reached = mul_u32_u32(reached, lost) >> 32;
		ns += mul_u64_u32_shr(loss, reached, 32);
		cw = min_t(unsigned int, 2 * cw + 1, edca->params.cw_max);
	}
	return div64_u64(ns << 24, (U32_MAX - reached) >> 8 ?: 1);
}

/*
 * The rate that brings most, by how likely the receiver reads a full frame at the signal
 * that it is about to have. That is no table of sensitivities: those are what the worst
 * receiver of the standard needs.
 */
static void vwifi_control_ideal(struct vwifi_flow *flow, struct vwifi_vif *vif,
				const struct vwifi_sta *sta, const struct vwifi_radio *to, u16 freq,
				struct rate_info *rate)
{
	struct vwifi_dcf_peer *peer = flow->peer;
	const struct vwifi_dcf_node *node = peer->node;
	int signal = vwifi_signal_cdbm(vif->radio, to, freq, node->dcf->clock);
	struct rate_info *rates = node->dcf->rates;
	u64 least = U64_MAX;
	unsigned int n, i;

	if (signal == peer->ideal_cdbm && node->dcf->clock < peer->ideal_until) {
		*rate = peer->ideal;
		return;
	}
	n = vwifi_rates_of(vif, sta, freq, rates, VWIFI_RATES_MAX);
	vwifi_rate_to(vif, sta, to, freq, rate);
	for (i = 0; i < n; i++) {
		unsigned int mhz = vwifi_rate_mhz(&rates[i]);
		u32 lost = vwifi_error_rate(&rates[i], VWIFI_IDEAL_OCTETS,
					    signal - vwifi_noise_cdbm(to, mhz));
		u64 cost;

		if (lost == U32_MAX)
			continue;
		cost = vwifi_ideal_cost(node, &node->ac[flow->ac], &rates[i], lost);
		if (cost >= least)
			continue;
		least = cost;
		*rate = rates[i];
	}
	peer->ideal = *rate;
	peer->ideal_cdbm = signal;
	peer->ideal_until = node->dcf->clock + VWIFI_IDEAL_NS;
}

/* The rate that a frame of a flow goes at next; @to: its receiver, if there is one; @looks: whether it is tried out. */
void vwifi_frame_rate(struct vwifi_flow *flow, const struct vwifi_dcf_frame *frame,
		      const struct vwifi_dcf_node *to, struct rate_info *rate, bool *looks)
{
	struct vwifi_dcf_peer *peer = flow->peer;
	const struct vwifi_radio *radio = peer->node->radio;
	struct vwifi_vif *vif = vwifi_frame_sender(radio, frame->serial);
	u16 freq = frame->flight.tx.freq;
	const struct vwifi_sta *sta = NULL;

	*looks = false;
	if (vif && !frame->group && frame->flight.tx.way != VWIFI_WAY_MGMT)
		sta = vwifi_peer_find(vif, frame->flight.ra);
	if (!sta) {
		vwifi_control_lowest(frame, vif, rate);
		return;
	}
	if (READ_ONCE(radio->air->medium.rate_control) == VWIFI_RATE_CONTROL_MINSTREL &&
	    vwifi_minstrel_rate(peer, vif, sta, freq, flow->failures, rate, looks))
		return;
	if (to)
		vwifi_control_ideal(flow, vif, sta, to->radio, freq, rate);
	else
		vwifi_rate_to(vif, sta, NULL, freq, rate);
}
