/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Families of rates, HT to EHT, and how wide they are: for the files that choose among them. */
#ifndef VWIFI_AIR_RATE_H
#define VWIFI_AIR_RATE_H

#include "phy/phy.h"
#include "air.h"

/* A transmission of which the rate is wanted. */
struct vwifi_rate_query {
	const struct ieee80211_supported_band *band;
	const struct vwifi_phy *phy;	/* what the two have in common, as the peer says it */
	const struct cfg80211_chan_def *chandef;	/* of the BSS; may be about to change */
	u16 freq;			/* its primary channel, MHz */
	int signal;			/* dBm, at the receiver */
	const struct cfg80211_bitrate_mask *mask;	/* the transmitter's, or NULL */
};

/* A family of rates: HT, VHT, HE or EHT. */
struct vwifi_rate_family {
	u8 mode;
	u8 n_mcs;
	enum nl80211_chan_width (*widest)(const struct vwifi_phy *phy, enum nl80211_band band);
	/* A bit for each index that the peer receives and the mask allows. */
	u16 (*indices)(const struct vwifi_rate_query *query, unsigned int nss,
		       enum nl80211_chan_width width);
	void (*write)(const struct vwifi_rate_query *query, unsigned int nss, unsigned int mcs,
		      enum nl80211_chan_width width, struct rate_info *rate);
};

/* rate-families.c: the newest first */
#define VWIFI_N_FAMILIES	4
extern const struct vwifi_rate_family vwifi_families[VWIFI_N_FAMILIES];

/* rate-width.c */
struct vwifi_rate_width {
	enum nl80211_chan_width width;
	enum rate_info_bw bw;
	u16 carriers;			/* of data: before HE, and since */
	u16 carriers_he;
};

#define VWIFI_N_WIDTHS	5
extern const struct vwifi_rate_width vwifi_widths[VWIFI_N_WIDTHS];
u32 vwifi_rate_carriers(const struct rate_info *rate);
bool vwifi_rate_fills(const struct vwifi_rate_query *query, const struct vwifi_rate_family *family,
		      const struct vwifi_rate_width *width, struct rate_info *rate);

#endif /* VWIFI_AIR_RATE_H */
