// SPDX-License-Identifier: MIT OR GPL-2.0
/* How strong a signal arrives, and what a receiver adds to it by itself. */
#include <linux/units.h>

#include "air.h"
#include "decibel.h"

/* Thermal noise, at 290 K: dBm of one Hz, in hundredths. */
#define VWIFI_THERMAL_CDBM	(-17398)

/* What chance adds to a pair's signal. */
static int vwifi_chance_cdb(const struct vwifi_medium *medium, u32 one, u32 other, u64 at_ns)
{
	u32 deviation = READ_ONCE(medium->shadowing), fading = READ_ONCE(medium->fading);
	u64 seed = READ_ONCE(medium->seed), since = READ_ONCE(medium->since), slot;
	int gain = -vwifi_shadowing_cdb(seed, one, other, deviation);

	if (likely(fading == VWIFI_FADING_NONE))
		return gain;
	slot = div64_u64(at_ns > since ? at_ns - since : 0,
			 (u64)READ_ONCE(medium->coherence) * NSEC_PER_USEC);
	return gain + vwifi_fading_cdb(seed, one, other, slot, fading == VWIFI_FADING_RICIAN ?
				       vwifi_rician_k(READ_ONCE(medium->rician_k)) : 0);
}

/**
 * vwifi_signal_cdbm - how strong a radio's signal arrives at another one
 * @from: the transmitter
 * @to: the receiver
 * @freq: on which channel, MHz; 0: on the transmitter's
 * @at_ns: when, by ktime_get_ns()
 *
 * What a link says of itself wins over all else but the power. Called under RCU.
 *
 * Return: hundredths of a dBm.
 */
int vwifi_signal_cdbm(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq,
		      u64 at_ns)
{
	struct vwifi_pair *pair = vwifi_link_pair(from, to);
	int power = READ_ONCE(from->tx_power_mbm);

	if (pair && pair->link.set & VWIFI_LINK_SIGNAL)
		return power + DBM_TO_MBM(READ_ONCE(pair->link.signal));
	return power + READ_ONCE(from->antenna_gain) + READ_ONCE(to->antenna_gain) +
	       vwifi_path_cdb(from, to, freq, at_ns) +
	       vwifi_chance_cdb(&to->air->medium, from->id, to->id, at_ns);
}

/* What a receiver hears when nobody sends, over so many MHz: thermal noise, and its own. */
int vwifi_noise_cdbm(const struct vwifi_radio *at, unsigned int mhz)
{
	return VWIFI_THERMAL_CDBM + vwifi_cdb_of((u64)max(mhz, 1U) * HZ_PER_MHZ) +
	       (int)READ_ONCE(at->air->medium.noise_figure);
}
