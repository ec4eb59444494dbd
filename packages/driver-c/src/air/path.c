// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Where radios stand, and what distance does to a signal: the log-distance
 * model. Up to a metre the medium's signal is read; from there on it falls by
 * ten times the exponent decibels for every tenfold distance.
 */
#include "air.h"
#include "decibel.h"

#define VWIFI_METRE_CM		100
static u64 vwifi_square(s64 value)
{
	return value * value;
}

/* What a signal loses between two radios beyond the first metre, in hundredths of a dB; 0 if one stands nowhere. Under RCU. */
int vwifi_path_loss(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	const struct vwifi_position *here = rcu_dereference(from->position);
	const struct vwifi_position *there = rcu_dereference(to->position);
	u64 squared;

	if (likely(!here || !there))
		return 0;
	squared = vwifi_square((s64)here->x - there->x) + vwifi_square((s64)here->y - there->y) +
		  vwifi_square((s64)here->z - there->z);
	if (squared <= VWIFI_METRE_CM * VWIFI_METRE_CM)
		return 0;
	/* Distances are squared: half the exponent is enough. */
	return DIV_ROUND_CLOSEST((vwifi_cdb_of(squared) - vwifi_cdb_of(VWIFI_METRE_CM * VWIFI_METRE_CM)) *
				 (int)READ_ONCE(to->air->medium.path_loss_exponent), 200);
}

/* Puts a radio somewhere. Called with vwifi_radios_lock held, or before anybody knows the radio. */
int vwifi_radio_place(struct vwifi_radio *radio, const struct vwifi_position *position)
{
	struct vwifi_position *old, *new = kmemdup(position, sizeof(*position), GFP_KERNEL);

	if (!new)
		return -ENOMEM;
	old = rcu_replace_pointer(radio->position, new, true);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}
