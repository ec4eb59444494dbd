// SPDX-License-Identifier: MIT OR GPL-2.0
/* How strong a signal arrives, and what a receiver adds to it by itself. */
#include <linux/units.h>

#include "air.h"
#include "decibel.h"

/* Thermal noise, at 290 K: dBm of one Hz, in hundredths. */
#define VWIFI_THERMAL_CDBM	(-17398)

/* What a pair's signal gains for now. */
static int vwifi_fades_cdb(const struct vwifi_medium *medium, u32 one, u32 other, u64 at_ns)
{
	u64 since = READ_ONCE(medium->since), slot;
	u32 fading = READ_ONCE(medium->fading);

	if (likely(fading == VWIFI_FADING_NONE))
		return 0;
	slot = div64_u64(at_ns > since ? at_ns - since : 0,
			 (u64)READ_ONCE(medium->coherence) * NSEC_PER_USEC);
	return vwifi_fading_cdb(READ_ONCE(medium->seed), one, other, slot,
				fading == VWIFI_FADING_RICIAN ?
				vwifi_rician_k(READ_ONCE(medium->rician_k)) : 0);
}

/* The same as vwifi_signal_cdbm(), but for what fades: what one reads who looks for longer. Under RCU. */
int vwifi_signal_mean_cdbm(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq,
			   u64 at_ns)
{
	const struct vwifi_medium *medium = &to->air->medium;
	struct vwifi_pair *pair = vwifi_link_pair(from, to);
	int power = READ_ONCE(from->tx_power_mbm);

	if (pair && pair->link.set & VWIFI_LINK_SIGNAL)
		return power + DBM_TO_MBM(READ_ONCE(pair->link.signal));
	return power + READ_ONCE(from->tx_gain) +
	       READ_ONCE(from->antenna_gain) + READ_ONCE(to->antenna_gain) +
	       vwifi_path_cdb(from, to, freq, at_ns) -
	       vwifi_shadowing_cdb(READ_ONCE(medium->seed), from->id, to->id,
				   READ_ONCE(medium->shadowing));
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
	int mean = vwifi_signal_mean_cdbm(from, to, freq, at_ns);
	struct vwifi_pair *pair = vwifi_link_pair(from, to);

	if (pair && pair->link.set & VWIFI_LINK_SIGNAL)
		return mean;
	return mean + vwifi_fades_cdb(&to->air->medium, from->id, to->id, at_ns);
}

/* What a receiver hears when nobody sends, over so many MHz: thermal noise, and its own. */
int vwifi_noise_cdbm(const struct vwifi_radio *at, unsigned int mhz)
{
	return VWIFI_THERMAL_CDBM + vwifi_cdb_of((u64)max(mhz, 1U) * HZ_PER_MHZ) +
	       (int)READ_ONCE(at->air->medium.noise_figure);
}
