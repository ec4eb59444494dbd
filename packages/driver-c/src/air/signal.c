// SPDX-License-Identifier: MIT OR GPL-2.0
/* How strong a signal arrives, and what a receiver adds to it by itself. */
#include <linux/units.h>

#include "air.h"
#include "decibel.h"

/* Thermal noise, at 290 K: dBm of one Hz, in hundredths. */
#define VWIFI_THERMAL_CDBM	(-17398)
#define VWIFI_NOISE_FIGURE_CDB	600

/**
 * vwifi_signal_cdbm - how strong a radio's signal arrives at another one
 * @from: the transmitter
 * @to: the receiver
 * @freq: on which channel, MHz
 * @at_ns: when, by ktime_get_ns()
 *
 * What a link says of itself wins over all else. Called under RCU.
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
	return power + DBM_TO_MBM(READ_ONCE(to->air->medium.signal)) - vwifi_path_loss(from, to);
}

/* What a receiver hears when nobody sends, over so many MHz: thermal noise, and its own. */
int vwifi_noise_cdbm(const struct vwifi_radio *at, unsigned int mhz)
{
	return VWIFI_THERMAL_CDBM + vwifi_cdb_of((u64)max(mhz, 1U) * HZ_PER_MHZ) +
	       VWIFI_NOISE_FIGURE_CDB;
}
