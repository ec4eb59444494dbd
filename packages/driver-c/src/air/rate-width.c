// SPDX-License-Identifier: MIT OR GPL-2.0
/* How wide transmissions are, and what a channel with holes leaves of that. */
#include "rate.h"

/* What a width is called in a rate, and its data carriers. */
const struct vwifi_rate_width vwifi_widths[] = {
	{ NL80211_CHAN_WIDTH_20, RATE_INFO_BW_20, 52, 234 },
	{ NL80211_CHAN_WIDTH_40, RATE_INFO_BW_40, 108, 468 },
	{ NL80211_CHAN_WIDTH_80, RATE_INFO_BW_80, 234, 980 },
	{ NL80211_CHAN_WIDTH_160, RATE_INFO_BW_160, 468, 1960 },
	{ NL80211_CHAN_WIDTH_320, RATE_INFO_BW_320, 0, 3920 },
};

/* What holes leave of a channel: resource units that go together (802.11be, 36.3.2.3). */
static const struct {
	u16 whole;			/* MHz */
	u16 left;
	u8 ru;				/* enum nl80211_eht_ru_alloc */
	u16 carriers;
} vwifi_multiple_rus[] = {
	{ 80, 60, NL80211_RATE_INFO_EHT_RU_ALLOC_484P242, 702 },
	{ 160, 120, NL80211_RATE_INFO_EHT_RU_ALLOC_996P484, 1448 },
	{ 160, 140, NL80211_RATE_INFO_EHT_RU_ALLOC_996P484P242, 1682 },
	{ 320, 200, NL80211_RATE_INFO_EHT_RU_ALLOC_2x996P484, 2428 },
	{ 320, 240, NL80211_RATE_INFO_EHT_RU_ALLOC_3x996, 2940 },
	{ 320, 280, NL80211_RATE_INFO_EHT_RU_ALLOC_3x996P484, 3408 },
};

/* Data carriers of a rate that is no legacy one. */
u32 vwifi_rate_carriers(const struct rate_info *rate)
{
	bool he = rate->flags & (RATE_INFO_FLAGS_HE_MCS | RATE_INFO_FLAGS_EHT_MCS);
	unsigned int i;

	if (rate->bw == RATE_INFO_BW_EHT_RU)
		for (i = 0; i < ARRAY_SIZE(vwifi_multiple_rus); i++)
			if (vwifi_multiple_rus[i].ru == rate->eht_ru_alloc)
				return vwifi_multiple_rus[i].carriers;
	for (i = 0; i < VWIFI_N_WIDTHS; i++)
		if (vwifi_widths[i].bw == rate->bw)
			return he ? vwifi_widths[i].carriers_he : vwifi_widths[i].carriers;
	return he ? vwifi_widths[0].carriers_he : vwifi_widths[0].carriers;
}

/*
 * Whether a transmission of a family may be as wide; @rate takes how. Around holes goes only
 * EHT, and only over the whole channel: less than that is free of them or is not used.
 */
bool vwifi_rate_fills(const struct vwifi_rate_query *query, const struct vwifi_rate_family *family,
		      const struct vwifi_rate_width *width, struct rate_info *rate)
{
	unsigned int mhz = nl80211_chan_width_to_mhz(width->width), i;
	u16 holes = vwifi_punctured(query->chandef);

	rate->bw = width->bw;
	if (!holes || !(holes & vwifi_chandef_part(query->chandef, query->freq, mhz)))
		return true;
	if (family->mode != VWIFI_PHY_EHT || READ_ONCE(query->chandef->width) != width->width)
		return false;
	for (i = 0; i < ARRAY_SIZE(vwifi_multiple_rus); i++) {
		if (vwifi_multiple_rus[i].whole != mhz ||
		    vwifi_multiple_rus[i].left != mhz - 20 * hweight16(holes))
			continue;
		rate->bw = RATE_INFO_BW_EHT_RU;
		rate->eht_ru_alloc = vwifi_multiple_rus[i].ru;
		return true;
	}
	return false;
}
