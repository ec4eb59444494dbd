// SPDX-License-Identifier: MIT OR GPL-2.0
/* What HT, VHT, HE and EHT have of rates: which indices at which width, for whom. */
#include "rate.h"

static enum nl80211_chan_width vwifi_ht_widest(const struct vwifi_phy *phy, enum nl80211_band band)
{
	return phy->ht_cap & IEEE80211_HT_CAP_SUP_WIDTH_20_40 ? NL80211_CHAN_WIDTH_40 :
								NL80211_CHAN_WIDTH_20;
}

static u16 vwifi_ht_indices(const struct vwifi_rate_query *query, unsigned int nss,
			    enum nl80211_chan_width width)
{
	u16 indices = query->phy->ht_mcs[nss - 1];

	return query->mask ? indices & query->mask->control[query->band->band].ht_mcs[nss - 1] :
			     indices;
}

static bool vwifi_short_gi(const struct vwifi_rate_query *query, bool capable)
{
	enum nl80211_txrate_gi gi = query->mask ? query->mask->control[query->band->band].gi :
						  NL80211_TXRATE_DEFAULT_GI;

	return capable && gi != NL80211_TXRATE_FORCE_LGI;
}

static void vwifi_ht_write(const struct vwifi_rate_query *query, unsigned int nss, unsigned int mcs,
			   enum nl80211_chan_width width, struct rate_info *rate)
{
	u16 sgi = width == NL80211_CHAN_WIDTH_40 ? IEEE80211_HT_CAP_SGI_40 : IEEE80211_HT_CAP_SGI_20;

	rate->flags = RATE_INFO_FLAGS_MCS;
	rate->mcs = 8 * (nss - 1) + mcs;
	if (vwifi_short_gi(query, query->phy->ht_cap & sgi))
		rate->flags |= RATE_INFO_FLAGS_SHORT_GI;
}

static enum nl80211_chan_width vwifi_vht_widest(const struct vwifi_phy *phy, enum nl80211_band band)
{
	return phy->vht_cap & IEEE80211_VHT_CAP_SUPP_CHAN_WIDTH_MASK ? NL80211_CHAN_WIDTH_160 :
								       NL80211_CHAN_WIDTH_80;
}

/* Two bits of a map say up to which index a stream goes; 3 says that there is none. */
static u16 vwifi_map_indices(u16 map, unsigned int nss, unsigned int step)
{
	unsigned int value = map >> 2 * (nss - 1) & 3;

	return value == 3 ? 0 : GENMASK(7 + value * step, 0);
}

/* What does not fill whole symbols does not exist (802.11-2020, 21.5). */
static u16 vwifi_vht_missing(unsigned int nss, enum nl80211_chan_width width)
{
	if (width == NL80211_CHAN_WIDTH_20 && nss != 3)
		return BIT(9);
	if (width == NL80211_CHAN_WIDTH_80 && nss == 3)
		return BIT(6);
	if (width == NL80211_CHAN_WIDTH_160 && nss == 3)
		return BIT(9);
	return 0;
}

static u16 vwifi_vht_indices(const struct vwifi_rate_query *query, unsigned int nss,
			     enum nl80211_chan_width width)
{
	u16 indices = vwifi_map_indices(query->phy->vht_map, nss, 1);

	indices &= ~vwifi_vht_missing(nss, width);
	return query->mask ? indices & query->mask->control[query->band->band].vht_mcs[nss - 1] :
			     indices;
}

static void vwifi_vht_write(const struct vwifi_rate_query *query, unsigned int nss, unsigned int mcs,
			    enum nl80211_chan_width width, struct rate_info *rate)
{
	const struct vwifi_phy *phy = query->phy;
	bool sgi;

	if (width == NL80211_CHAN_WIDTH_160)
		sgi = phy->vht_cap & IEEE80211_VHT_CAP_SHORT_GI_160;
	else if (width == NL80211_CHAN_WIDTH_80)
		sgi = phy->vht_cap & IEEE80211_VHT_CAP_SHORT_GI_80;
	else
		sgi = phy->ht_cap & (width == NL80211_CHAN_WIDTH_40 ? IEEE80211_HT_CAP_SGI_40 :
								      IEEE80211_HT_CAP_SGI_20);
	rate->flags = RATE_INFO_FLAGS_VHT_MCS;
	rate->mcs = mcs;
	rate->nss = nss;
	if (vwifi_short_gi(query, sgi))
		rate->flags |= RATE_INFO_FLAGS_SHORT_GI;
}

static enum nl80211_chan_width vwifi_he_widest(const struct vwifi_phy *phy, enum nl80211_band band)
{
	if (band == NL80211_BAND_2GHZ)
		return phy->he_widths & IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_IN_2G ?
		       NL80211_CHAN_WIDTH_40 : NL80211_CHAN_WIDTH_20;
	if (phy->he_widths & IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_160MHZ_IN_5G)
		return NL80211_CHAN_WIDTH_160;
	return phy->he_widths & IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_80MHZ_IN_5G ?
	       NL80211_CHAN_WIDTH_80 : NL80211_CHAN_WIDTH_20;
}

static u16 vwifi_he_indices(const struct vwifi_rate_query *query, unsigned int nss,
			    enum nl80211_chan_width width)
{
	const struct vwifi_phy *phy = query->phy;
	u16 map = width == NL80211_CHAN_WIDTH_160 ? phy->he_map_160 : phy->he_map;
	u16 indices = vwifi_map_indices(map, nss, 2);

	return query->mask ? indices & query->mask->control[query->band->band].he_mcs[nss - 1] :
			     indices;
}

static void vwifi_he_write(const struct vwifi_rate_query *query, unsigned int nss, unsigned int mcs,
			   enum nl80211_chan_width width, struct rate_info *rate)
{
	rate->flags = RATE_INFO_FLAGS_HE_MCS;
	rate->mcs = mcs;
	rate->nss = nss;
	rate->he_gi = NL80211_RATE_INFO_HE_GI_0_8;
	if (query->mask && query->mask->control[query->band->band].he_gi <= NL80211_RATE_INFO_HE_GI_3_2)
		rate->he_gi = query->mask->control[query->band->band].he_gi;
}

static enum nl80211_chan_width vwifi_eht_widest(const struct vwifi_phy *phy, enum nl80211_band band)
{
	return phy->eht_320 && band == NL80211_BAND_6GHZ ? NL80211_CHAN_WIDTH_320 :
							   vwifi_he_widest(phy, band);
}

/* Which EHT-MCS each of the steps brings; 14 and 15, of one stream, are not there. */
static const u16 vwifi_eht_steps[VWIFI_EHT_STEPS] = {
	GENMASK(7, 0), GENMASK(9, 8), GENMASK(11, 10), GENMASK(13, 12),
};

static u16 vwifi_eht_indices(const struct vwifi_rate_query *query, unsigned int nss,
			     enum nl80211_chan_width width)
{
	const u8 *streams = query->phy->eht_nss[0];
	unsigned int step;
	u16 indices = 0;

	if (width == NL80211_CHAN_WIDTH_320)
		streams = query->phy->eht_nss[2];
	else if (width == NL80211_CHAN_WIDTH_160)
		streams = query->phy->eht_nss[1];
	for (step = 0; step < VWIFI_EHT_STEPS; step++)
		if (streams[step] >= nss)
			indices |= vwifi_eht_steps[step];
	return query->mask ? indices & vwifi_eht_mask(&query->mask->control[query->band->band], nss) :
			     indices;
}

static void vwifi_eht_write(const struct vwifi_rate_query *query, unsigned int nss, unsigned int mcs,
			    enum nl80211_chan_width width, struct rate_info *rate)
{
	rate->flags = RATE_INFO_FLAGS_EHT_MCS;
	rate->mcs = mcs;
	rate->nss = nss;
	rate->eht_gi = NL80211_RATE_INFO_EHT_GI_0_8;
	if (query->mask && vwifi_eht_mask_gi(&query->mask->control[query->band->band]) <=
			   NL80211_RATE_INFO_EHT_GI_3_2)
		rate->eht_gi = vwifi_eht_mask_gi(&query->mask->control[query->band->band]);
}

const struct vwifi_rate_family vwifi_families[] = {
	{ VWIFI_PHY_EHT, 14, vwifi_eht_widest, vwifi_eht_indices, vwifi_eht_write },
	{ VWIFI_PHY_HE, 12, vwifi_he_widest, vwifi_he_indices, vwifi_he_write },
	{ VWIFI_PHY_VHT, 10, vwifi_vht_widest, vwifi_vht_indices, vwifi_vht_write },
	{ VWIFI_PHY_HT, 8, vwifi_ht_widest, vwifi_ht_indices, vwifi_ht_write },
};
