/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What of cfg80211 the driver's arithmetic reads: names and meanings are the kernel's, the numbers are not. */
#ifndef HOST_CFG80211_H
#define HOST_CFG80211_H

#include "../kernel.h"

enum nl80211_chan_width {
	NL80211_CHAN_WIDTH_20_NOHT,
	NL80211_CHAN_WIDTH_20,
	NL80211_CHAN_WIDTH_40,
	NL80211_CHAN_WIDTH_80,
	NL80211_CHAN_WIDTH_80P80,
	NL80211_CHAN_WIDTH_160,
};

enum rate_info_bw {
	RATE_INFO_BW_20,
	RATE_INFO_BW_5,
	RATE_INFO_BW_10,
	RATE_INFO_BW_40,
	RATE_INFO_BW_80,
	RATE_INFO_BW_160,
	RATE_INFO_BW_HE_RU,
	RATE_INFO_BW_320,
	RATE_INFO_BW_EHT_RU,
};

enum nl80211_eht_ru_alloc {
	NL80211_RATE_INFO_EHT_RU_ALLOC_484P242 = 7,
	NL80211_RATE_INFO_EHT_RU_ALLOC_996P484P242 = 10,
};

enum rate_info_flags {
	RATE_INFO_FLAGS_MCS = BIT(0),
	RATE_INFO_FLAGS_VHT_MCS = BIT(1),
	RATE_INFO_FLAGS_HE_MCS = BIT(2),
	RATE_INFO_FLAGS_EHT_MCS = BIT(3),
};

struct rate_info {
	u16 flags;
	u16 legacy;
	u8 mcs;
	u8 bw;
	u8 eht_ru_alloc;
};

struct cfg80211_chan_def {
	enum nl80211_chan_width width;
	u32 center_freq1;
	u32 center_freq2;
	u16 freq1_offset;
};

static inline int nl80211_chan_width_to_mhz(enum nl80211_chan_width width)
{
	static const int mhz[] = { 20, 20, 40, 80, 160, 160 };

	return mhz[width];
}

#endif /* HOST_CFG80211_H */
