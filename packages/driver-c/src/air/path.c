// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Where radios stand, and what distance does to a signal: the log-distance
 * model. Up to a metre the medium's signal is read; from there on it falls by
 * ten times the exponent decibels for every tenfold distance.
 */
#include <linux/log2.h>

#include "air.h"

#define VWIFI_LOG_BITS		16	/* of the fraction */
#define VWIFI_METRE_CM		100
/* 5 * log10(2) / 100, in ten-millionths: 5 and not 10, since distances are squared. */
#define VWIFI_DB_PER_LOG2	150515
#define VWIFI_DB_SCALE		10000000

/* The binary logarithm of a number that is not 0, with VWIFI_LOG_BITS of fraction. */
static u32 vwifi_log2(u64 value)
{
	unsigned int whole = ilog2(value), bit;
	/* From 1 to 2, with 31 bits behind the point. */
	u64 rest = whole > 31 ? value >> (whole - 31) : value << (31 - whole);
	u32 fraction = 0;

	/* To square a number is to double its logarithm: that moves the next bit before the point. */
	for (bit = 0; bit < VWIFI_LOG_BITS; bit++) {
		rest = (rest * rest) >> 31;
		fraction <<= 1;
		if (rest >> 32) {
			fraction |= 1;
			rest >>= 1;
		}
	}
	return whole << VWIFI_LOG_BITS | fraction;
}

static u64 vwifi_square(s64 value)
{
	return value * value;
}

/* What a signal loses between two radios beyond the first metre, in dB; 0 if one stands nowhere. Under RCU. */
int vwifi_path_loss(const struct vwifi_radio *from, const struct vwifi_radio *to)
{
	const struct vwifi_position *here = rcu_dereference(from->position);
	const struct vwifi_position *there = rcu_dereference(to->position);
	u64 squared, log;

	if (likely(!here || !there))
		return 0;
	squared = vwifi_square((s64)here->x - there->x) + vwifi_square((s64)here->y - there->y) +
		  vwifi_square((s64)here->z - there->z);
	if (squared <= VWIFI_METRE_CM * VWIFI_METRE_CM)
		return 0;
	log = vwifi_log2(squared) - vwifi_log2(VWIFI_METRE_CM * VWIFI_METRE_CM);
	return DIV_ROUND_CLOSEST_ULL((log * READ_ONCE(to->air->medium.path_loss_exponent) *
				      VWIFI_DB_PER_LOG2) >> VWIFI_LOG_BITS, VWIFI_DB_SCALE);
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
