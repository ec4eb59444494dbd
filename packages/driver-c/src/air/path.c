// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Where radios are, and what is between them: who stands nowhere is read as the medium
 * says, everybody else by distance and walls.
 */
#include "air.h"

#define VWIFI_USUAL_FREQ	2437	/* MHz, where nobody says which */

/* Puts a radio somewhere, or on its way. Called with vwifi_radios_lock held, or before anybody knows the radio. */
int vwifi_radio_place(struct vwifi_radio *radio, const struct vwifi_track *track)
{
	struct vwifi_track *old, *new = kmemdup(track, struct_size(track, point, track->n), GFP_KERNEL);

	if (!new)
		return -ENOMEM;
	new->since = ktime_get_ns();
	old = rcu_replace_pointer(radio->track, new, true);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/* Other walls, whose memory it takes. Called with vwifi_radios_lock held. */
void vwifi_walls_set(struct vwifi_air *air, struct vwifi_walls *walls)
{
	struct vwifi_walls *old = rcu_replace_pointer(air->walls, walls, true);

	if (old)
		kfree_rcu(old, rcu);
}

/* The channel of a radio that may be another kernel's, which keeps that to itself. Under RCU. */
static u16 vwifi_path_freq(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	const struct vwifi_vif *vif = vwifi_radio_tuned(from->wiphy ? from : to);

	if (!vif)
		return VWIFI_USUAL_FREQ;
	return READ_ONCE(vif->home_freq) ?: READ_ONCE(vif->scan_freq) ?:
	       READ_ONCE(vif->offchannel_freq) ?: VWIFI_USUAL_FREQ;
}

/**
 * vwifi_path_cdb - what a signal gains on its way; less than 0, as a rule
 * @from: the transmitter
 * @to: the receiver
 * @freq: on which channel, MHz; 0: on the transmitter's
 * @at_ns: when
 *
 * By place alone, without chance. Called under RCU.
 *
 * Return: hundredths of a dB.
 */
int vwifi_path_cdb(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq, u64 at_ns)
{
	const struct vwifi_track *senders = rcu_dereference(from->track);
	const struct vwifi_track *receivers = rcu_dereference(to->track);
	const struct vwifi_medium *medium = &to->air->medium;
	int first = DBM_TO_MBM(READ_ONCE(medium->signal));
	struct vwifi_position here, there;
	u64 squared;
	u32 exponent;
	int walls;

	if (likely(!senders || !receivers))
		return first;
	vwifi_track_at(senders, at_ns, &here);
	vwifi_track_at(receivers, at_ns, &there);
	squared = vwifi_distance_squared(&here, &there);
	walls = vwifi_walls_cdb(rcu_dereference(to->air->walls), &here, &there);
	exponent = READ_ONCE(medium->path_loss_exponent);
	if (!freq && READ_ONCE(medium->path_model) != VWIFI_PATH_MODEL_LOG_DISTANCE)
		freq = vwifi_path_freq(from, to);
	switch (READ_ONCE(medium->path_model)) {
	case VWIFI_PATH_MODEL_FREE_SPACE:
		return -vwifi_free_space_cdb(squared, freq) - walls;
	case VWIFI_PATH_MODEL_ITU_INDOOR:
		return -vwifi_indoor_cdb(squared, freq, exponent) - walls;
	default:
		return first - vwifi_distance_cdb(squared, exponent) - walls;
	}
}

/* Whether it will be another one later, by itself. Called under RCU. */
bool vwifi_path_changes(const struct vwifi_radio *from, const struct vwifi_radio *to, u64 at_ns)
{
	const struct vwifi_track *senders = rcu_dereference(from->track);
	const struct vwifi_track *receivers = rcu_dereference(to->track);

	return senders && receivers && (vwifi_track_moves(senders, at_ns) ||
					vwifi_track_moves(receivers, at_ns));
}
