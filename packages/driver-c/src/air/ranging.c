// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How long a signal is on its way, and how well a receiver knows when it arrived. Only who
 * measures asks: no frame takes longer by it.
 */
#include <linux/math64.h>
#include <linux/siphash.h>

#include "air.h"

/* Light's way of a centimetre, in 1/65536 of a picosecond: 33.356 of them. */
#define VWIFI_FLIGHT_PER_CM	2186046
#define VWIFI_METRE_CM		100
#define VWIFI_PS_PER_US		1000000

/*
 * In picoseconds. Of two radios of which one stands nowhere it is that of a metre, from
 * which the medium's signal is read as well (path.c). Under RCU.
 */
u64 vwifi_ranging_flight_ps(const struct vwifi_radio *one, const struct vwifi_radio *other, u64 at_ns)
{
	const struct vwifi_track *ones = rcu_dereference(one->track);
	const struct vwifi_track *others = rcu_dereference(other->track);
	struct vwifi_position here, there;
	u64 cm = VWIFI_METRE_CM;

	if (ones && others) {
		vwifi_track_at(ones, at_ns, &here);
		vwifi_track_at(others, at_ns, &there);
		cm = int_sqrt64(vwifi_distance_squared(&here, &there));
	}
	return mul_u64_u32_shr(cm, VWIFI_FLIGHT_PER_CM, 16);
}

/**
 * vwifi_ranging_error_ps - by how much a receiver is mistaken about when a frame arrived
 * @from: its transmitter
 * @to: the receiver
 * @mhz: the frame's width
 *
 * A receiver that samples a channel at its width knows the time to one sample: the error
 * is even over that, from half a sample too early to half a sample too late. It is drawn
 * from the medium's seed, as losses are (link.c). Under RCU.
 *
 * Return: picoseconds.
 */
s64 vwifi_ranging_error_ps(struct vwifi_radio *from, const struct vwifi_radio *to, unsigned int mhz)
{
	siphash_key_t key = { { READ_ONCE(to->air->medium.seed), VWIFI_CHANCE_RANGING } };
	u32 sample = VWIFI_PS_PER_US / mhz;
	u32 nth = atomic_inc_return(&from->draws[VWIFI_CHANCE_RANGING]);
	u32 draw = upper_32_bits(siphash_3u32(to->id, from->id, nth, &key));

	return (s64)mul_u64_u32_shr(sample, draw, 32) - sample / 2;
}
