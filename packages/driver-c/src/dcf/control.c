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

static void vwifi_control_lowest(const struct vwifi_dcf_frame *frame, struct rate_info *rate)
{
	const struct rate_info *said = &frame->flight.tx.rate;

	if (said->flags || said->legacy) {
		*rate = *said;
		return;
	}
	memset(rate, 0, sizeof(*rate));
	rate->bw = RATE_INFO_BW_20;
	rate->legacy = frame->flight.tx.freq < 3000 ? 10 : 60;
}

#define VWIFI_IDEAL_NS		(10 * NSEC_PER_MSEC)	/* a mask, or the peer, may have changed by then */
#define VWIFI_IDEAL_OCTETS	1500

/*
 * The rate that brings most, by how likely the receiver reads a full frame at the signal
 * that it is about to have. That is no table of sensitivities: those are what the worst
 * receiver of the standard needs.
 */
static void vwifi_control_ideal(struct vwifi_dcf_peer *peer, struct vwifi_vif *vif,
				const struct vwifi_sta *sta, const struct vwifi_radio *to, u16 freq,
				struct rate_info *rate)
{
	int signal = vwifi_signal_cdbm(vif->radio, to, freq, peer->node->dcf->clock);
	struct rate_info *rates = peer->node->dcf->rates;
	unsigned int n, i;
	u64 best = 0;

	if (signal == peer->ideal_cdbm && peer->node->dcf->clock < peer->ideal_until) {
		*rate = peer->ideal;
		return;
	}
	n = vwifi_rates_of(vif, sta, freq, rates, VWIFI_RATES_MAX);
	vwifi_rate_to(vif, sta, to, freq, rate);
	for (i = 0; i < n; i++) {
		unsigned int mhz = vwifi_rate_mhz(&rates[i]);
		u32 lost = vwifi_error_rate(&rates[i], VWIFI_IDEAL_OCTETS,
					    signal - vwifi_noise_cdbm(to, mhz));
		u64 worth = (u64)cfg80211_calculate_bitrate(&rates[i]) * (U32_MAX - lost);

		if (worth <= best)
			continue;
		best = worth;
		*rate = rates[i];
	}
	peer->ideal = *rate;
	peer->ideal_cdbm = signal;
	peer->ideal_until = peer->node->dcf->clock + VWIFI_IDEAL_NS;
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
		vwifi_control_lowest(frame, rate);
		return;
	}
	if (READ_ONCE(radio->air->medium.rate_control) == VWIFI_RATE_CONTROL_MINSTREL &&
	    vwifi_minstrel_rate(peer, vif, sta, freq, flow->failures, rate, looks))
		return;
	if (to)
		vwifi_control_ideal(peer, vif, sta, to->radio, freq, rate);
	else
		vwifi_rate_to(vif, sta, NULL, freq, rate);
}
