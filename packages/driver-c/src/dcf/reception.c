// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a radio makes of what is on the air: whether it takes the medium for busy, whether
 * it can read a transmission, and with what chance it loses a part of it. Interference is
 * the sum of all others that overlap it in time and spectrum. Called with the server's
 * lock held, under RCU, unless said otherwise.
 */
#include "machine.h"

#define VWIFI_HALF_LOST		BIT(31)

static int vwifi_burst_signal(const struct vwifi_dcf_node *at, const struct vwifi_burst *burst)
{
	return vwifi_signal_cdbm(burst->from->radio, at->radio, burst->chandef.chan->center_freq,
				 burst->start);
}

static unsigned int vwifi_chandef_mhz(const struct cfg80211_chan_def *chandef)
{
	return nl80211_chan_width_to_mhz(chandef->width);
}

/* Whether a preamble of one channel is one on the other: at the same primary channel, and the same clock. */
static bool vwifi_same_preamble(const struct cfg80211_chan_def *one, const struct cfg80211_chan_def *other)
{
	return one->chan->center_freq == other->chan->center_freq &&
	       vwifi_width_slow(one->width) == vwifi_width_slow(other->width);
}

/* The power of a transmission within a channel, in attowatts. */
static u64 vwifi_burst_power(const struct vwifi_dcf_node *at, const struct vwifi_burst *burst,
			     const struct cfg80211_chan_def *within)
{
	u32 share = burst->from ? vwifi_spectrum_share(&burst->chandef, within) : 0;

	if (!share)
		return 0;
	return mul_u64_u32_shr(vwifi_cdbm_to_aw(vwifi_burst_signal(at, burst)), share, 16);
}

/*
 * Whether a radio takes the medium for busy because of a transmission: by its preamble, on
 * the same primary channel, or by the energy that falls into its channel (10.3.2.1).
 */
bool vwifi_node_senses(const struct vwifi_dcf_node *node, const struct vwifi_burst *burst)
{
	unsigned int mhz = vwifi_chandef_mhz(&burst->chandef);
	u64 power;

	if (!node->chandef.chan || !burst->from)
		return false;
	if (vwifi_same_preamble(&burst->chandef, &node->chandef) &&
	    vwifi_burst_signal(node, burst) >= vwifi_carrier_sense_cdbm(mhz))
		return true;
	power = vwifi_burst_power(node, burst, &node->chandef);
	return power && vwifi_aw_to_cdbm(power) >=
			vwifi_energy_detect_cdbm(vwifi_chandef_mhz(&node->chandef));
}

/* What others do to a receiver between two moments. */
struct vwifi_interference {
	u64 power;			/* aW, of all of them */
	u64 from;			/* when they do */
	u64 until;
	bool deaf;			/* the receiver itself transmits */
};

/*
 * Whether a receiver follows another transmission than @burst: one whose preamble came
 * before it, or with it, and that is not weaker. The ratio alone does not say so of slow
 * rates, which are read out of as much noise: one Barker code is no noise to the other.
 */
static bool vwifi_burst_has_receiver(const struct vwifi_dcf_node *at,
				     const struct vwifi_burst *burst,
				     const struct vwifi_burst *other)
{
	return other->from && other->start <= burst->start &&
	       vwifi_same_preamble(&other->chandef, &burst->chandef) &&
	       vwifi_burst_signal(at, other) >= vwifi_burst_signal(at, burst);
}

static void vwifi_interference_add(struct vwifi_interference *sum, struct vwifi_dcf_node *at,
				   const struct vwifi_burst *burst, const struct vwifi_burst *other,
				   u64 from, u64 until)
{
	u64 power;

	if (other == burst || other->start >= until || other->end <= from)
		return;
	if (other->from == at || vwifi_burst_has_receiver(at, burst, other)) {
		sum->deaf = true;
		return;
	}
	power = vwifi_burst_power(at, other, &burst->chandef);
	if (!power)
		return;
	sum->power += power;
	sum->from = min(sum->from, max(from, other->start));
	sum->until = max(sum->until, min(until, other->end));
}

/* Noise that somebody makes. */
static void vwifi_interference_jams(struct vwifi_interference *sum, const struct vwifi_air *air,
				    const struct vwifi_burst *burst, u64 from, u64 until)
{
	const struct vwifi_jam *jam;
	u64 power, ends;

	if (likely(!READ_ONCE(air->n_jams)))
		return;
	list_for_each_entry_rcu(jam, &air->jams, list) {
		ends = READ_ONCE(jam->until);
		if (jam->since >= until || ends <= from)
			continue;
		power = vwifi_jam_power(jam, &burst->chandef);
		if (!power)
			continue;
		sum->power += power;
		sum->from = min(sum->from, max(from, jam->since));
		sum->until = max(sum->until, min(until, ends));
	}
}

/* How likely a part of a transmission is lost at a ratio, of 2^32. */
static u32 vwifi_part_error(const struct vwifi_burst *burst, int signal, int against,
			    unsigned int octets)
{
	return octets ? vwifi_error_rate(&burst->rate, octets, signal - against) : 0;
}

/**
 * vwifi_burst_error - how likely a radio loses a part of a transmission
 * @at: the receiver
 * @burst: the transmission
 * @from: when the part begins
 * @until: and ends
 * @octets: that it has
 * @sinr: takes the ratio at its worst, in hundredths of a dB
 *
 * Return: of 2^32; U32_MAX: it is lost.
 */
u32 vwifi_burst_error(struct vwifi_dcf_node *at, const struct vwifi_burst *burst, u64 from,
		      u64 until, unsigned int octets, int *sinr)
{
	struct vwifi_interference sum = { .from = until, .until = from };
	const struct vwifi_burst *other;
	u32 clean, hit, part;
	int signal, noise;
	u64 over;

	*sinr = 0;
	if (!burst->from)
		return U32_MAX;
	list_for_each_entry(other, &at->dcf->live, list)
		vwifi_interference_add(&sum, at, burst, other, from, until);
	list_for_each_entry(other, &at->dcf->past, list)
		vwifi_interference_add(&sum, at, burst, other, from, until);
	vwifi_interference_jams(&sum, at->radio->air, burst, from, until);
	if (sum.deaf || vwifi_link_is_too_weak(burst->from->radio, at->radio))
		return U32_MAX;
	signal = vwifi_burst_signal(at, burst);
	noise = vwifi_noise_cdbm(at->radio, vwifi_chandef_mhz(&burst->chandef));
	*sinr = signal - noise;
	if (!sum.power)
		return vwifi_part_error(burst, signal, noise, octets);
	over = vwifi_aw_to_cdbm(vwifi_cdbm_to_aw(noise) + sum.power);
	*sinr = signal - (int)over;
	part = max_t(u32, div64_u64((u64)octets * (sum.until - sum.from), max(until - from, 1ULL)), 1);
	part = min(part, octets);
	hit = vwifi_part_error(burst, signal, (int)over, part);
	clean = vwifi_part_error(burst, signal, noise, octets - part);
	return hit + mul_u64_u32_shr(U32_MAX - hit, clean, 32);
}

/* Whether a radio reads a part of a transmission: chance decides by how likely that is. */
bool vwifi_burst_reaches(struct vwifi_dcf_node *at, const struct vwifi_burst *burst, u64 from,
			 u64 until, unsigned int octets, int *sinr)
{
	u32 error = vwifi_burst_error(at, burst, from, until, octets, sinr), loss;

	if (error == U32_MAX)
		return false;
	loss = vwifi_link_loss(burst->from->radio, at->radio);
	if (!error && !loss)
		return true;
	error += mul_u64_u32_shr(U32_MAX - error, loss, 32);
	return vwifi_dcf_draw(at, VWIFI_DRAW_LOSS, at->draws++) >= error;
}

/* Whether a bystander reads a transmission, and so its duration field: no chance is in this. */
bool vwifi_node_decodes(struct vwifi_dcf_node *node, const struct vwifi_burst *burst)
{
	int sinr;

	return vwifi_same_preamble(&burst->chandef, &node->chandef) &&
	       vwifi_burst_error(node, burst, burst->start, burst->end, burst->octets, &sinr) <
	       VWIFI_HALF_LOST;
}

/* Whether a radio reads a group frame that has been sent. Under RCU, without the lock. */
bool vwifi_dcf_heard(const struct vwifi_dcf_frame *frame, struct vwifi_radio *at)
{
	const struct vwifi_burst *burst = frame->burst;
	struct vwifi_dcf *dcf = READ_ONCE(at->air->dcf);
	struct vwifi_dcf_node *node;
	bool heard = false;
	int sinr;

	if (!dcf || !burst)
		return false;
	spin_lock_bh(&dcf->lock);
	node = vwifi_node_get(at);
	if (node)
		heard = vwifi_burst_reaches(node, burst, burst->start, burst->end,
					    frame->octets, &sinr);
	spin_unlock_bh(&dcf->lock);
	return heard;
}
