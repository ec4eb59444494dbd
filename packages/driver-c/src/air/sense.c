// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a receiver has to hear, by the standard's paper: the sensitivity that a rate needs,
 * and what makes a channel busy. All is of 20 MHz; each doubling of the width adds 3 dB,
 * each halving takes them (802.11-2020, tables 17-18, 19-23 and 21-25).
 */
#include <linux/log2.h>

#include "signal.h"

#define VWIFI_WIDTH_CDB		300
#define VWIFI_CARRIER_SENSE_CDBM	(-8200)	/* 802.11-2020, 17.3.10.6 */
#define VWIFI_ENERGY_DETECT_CDBM	(-6200)	/* the same: 20 dB above */

/*
 * dBm, by the index of HT (without its streams), VHT, HE and EHT: 802.11-2020, tables
 * 19-23 and 21-25; 802.11ax, table 27-51; 802.11be, table 36-67.
 */
static const s8 vwifi_mcs_sensitivities[] = {
	-82, -79, -77, -74, -70, -66, -65, -64, -59, -57, -54, -52, -49, -46,
};

/* 100 kbit/s; dBm. 802.11-2020, 15.4.8.2, 16.3.8.2 and table 17-18. */
static const struct {
	u16 rate;
	s8 sensitivity;
} vwifi_legacy_sensitivities[] = {
	{ 10, -80 }, { 20, -80 }, { 55, -76 }, { 110, -76 },
	{ 60, -82 }, { 90, -81 }, { 120, -79 }, { 180, -77 },
	{ 240, -74 }, { 360, -70 }, { 480, -66 }, { 540, -65 },
};

/* Of 5 MHz and up. */
static int vwifi_width_cdb(unsigned int mhz)
{
	return VWIFI_WIDTH_CDB * ((int)ilog2(mhz / 5) - 2);
}

/* How wide a transmission is, the holes in its channel included (802.11be, 36.3.2.3). */
unsigned int vwifi_rate_mhz(const struct rate_info *rate)
{
	switch (rate->bw) {
	case RATE_INFO_BW_5:
		return 5;
	case RATE_INFO_BW_10:
		return 10;
	case RATE_INFO_BW_40:
		return 40;
	case RATE_INFO_BW_80:
		return 80;
	case RATE_INFO_BW_160:
		return 160;
	case RATE_INFO_BW_320:
		return 320;
	case RATE_INFO_BW_EHT_RU:
		if (rate->eht_ru_alloc > NL80211_RATE_INFO_EHT_RU_ALLOC_996P484P242)
			return 320;
		return rate->eht_ru_alloc == NL80211_RATE_INFO_EHT_RU_ALLOC_484P242 ? 80 : 160;
	default:
		return 20;
	}
}

/* A preamble that arrives with less does not make a channel of this width, 5 MHz or more, busy. */
int vwifi_carrier_sense_cdbm(unsigned int mhz)
{
	return VWIFI_CARRIER_SENSE_CDBM + vwifi_width_cdb(mhz);
}

/* Whatever arrives with as much does, Wi-Fi or not. */
int vwifi_energy_detect_cdbm(unsigned int mhz)
{
	return VWIFI_ENERGY_DETECT_CDBM + vwifi_width_cdb(mhz);
}

/* dBm that an index needs at the width of a rate. */
int vwifi_mcs_sensitivity(unsigned int mcs, const struct rate_info *width)
{
	if (mcs >= ARRAY_SIZE(vwifi_mcs_sensitivities))
		mcs = 0;
	return vwifi_mcs_sensitivities[mcs] + vwifi_width_cdb(vwifi_rate_mhz(width)) / 100;
}

/* dBm that a legacy rate needs, in 100 kbit/s; 0: there is no such rate. */
int vwifi_legacy_sensitivity(u16 rate)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_legacy_sensitivities); i++)
		if (vwifi_legacy_sensitivities[i].rate == rate)
			return vwifi_legacy_sensitivities[i].sensitivity;
	return 0;
}

/* The minimum sensitivity of a receiver for a rate: what it loses at most one frame in ten of. */
int vwifi_sensitivity_cdbm(const struct rate_info *rate)
{
	if (rate->flags & RATE_INFO_FLAGS_MCS)
		return 100 * vwifi_mcs_sensitivity(rate->mcs % 8, rate);
	if (rate->flags & (RATE_INFO_FLAGS_VHT_MCS | RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS))
		return 100 * vwifi_mcs_sensitivity(rate->mcs, rate);
	return 100 * vwifi_legacy_sensitivity(rate->legacy) + vwifi_width_cdb(vwifi_rate_mhz(rate));
}
