// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Less than a radio could be: fewer spatial streams, narrower channels. What it says of itself
 * is cut down, and everything else follows from that. Before the wiphy is registered; no lock.
 */
#include <linux/slab.h>

#include "phy.h"

/* Two bits a stream, and 3 for none, of the streams from @streams on. */
static u16 vwifi_map_none(unsigned int streams)
{
	return 0xffff << 2 * streams;
}

static void vwifi_narrow_ht(struct ieee80211_sta_ht_cap *ht, unsigned int streams, unsigned int mhz)
{
	u16 stbc = min(streams, 3U) << IEEE80211_HT_CAP_RX_STBC_SHIFT;

	if (mhz < 40)
		ht->cap &= ~(IEEE80211_HT_CAP_SUP_WIDTH_20_40 | IEEE80211_HT_CAP_SGI_40 |
			     IEEE80211_HT_CAP_DSSSCCK40);
	ht->cap = (ht->cap & ~IEEE80211_HT_CAP_RX_STBC) | stbc;
	if (streams < 2)
		ht->cap &= ~IEEE80211_HT_CAP_TX_STBC;
	memset(ht->mcs.rx_mask + streams, 0, VWIFI_NSS - streams);
}

/* VHT begins at 80 MHz (802.11-2020, 21.1.1). */
static void vwifi_narrow_vht(struct ieee80211_sta_vht_cap *vht, unsigned int streams, unsigned int mhz)
{
	u32 stbc = min(streams, 4U) << IEEE80211_VHT_CAP_RXSTBC_SHIFT;

	if (mhz < 80) {
		memset(vht, 0, sizeof(*vht));
		return;
	}
	if (mhz < 160)
		vht->cap &= ~(IEEE80211_VHT_CAP_SUPP_CHAN_WIDTH_MASK | IEEE80211_VHT_CAP_SHORT_GI_160);
	vht->cap = (vht->cap & ~IEEE80211_VHT_CAP_RXSTBC_MASK) | stbc;
	if (streams < 2)
		vht->cap &= ~IEEE80211_VHT_CAP_TXSTBC;
	vht->vht_mcs.rx_mcs_map |= cpu_to_le16(vwifi_map_none(streams));
	vht->vht_mcs.tx_mcs_map |= cpu_to_le16(vwifi_map_none(streams));
}

static void vwifi_narrow_he(struct ieee80211_sta_he_cap *he, unsigned int streams, unsigned int mhz)
{
	struct ieee80211_he_mcs_nss_supp *maps = &he->he_mcs_nss_supp;
	__le16 none = cpu_to_le16(vwifi_map_none(streams));
	u8 *widths = &he->he_cap_elem.phy_cap_info[0];

	if (mhz < 40)
		*widths &= ~IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_IN_2G;
	if (mhz < 80)
		*widths &= ~IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_80MHZ_IN_5G;
	if (mhz < 160) {
		*widths &= ~IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_160MHZ_IN_5G;
		maps->rx_mcs_160 = cpu_to_le16(0xffff);
		maps->tx_mcs_160 = cpu_to_le16(0xffff);
	}
	maps->rx_mcs_80 |= none;
	maps->tx_mcs_80 |= none;
	maps->rx_mcs_160 |= none;
	maps->tx_mcs_160 |= none;
}

/*
 * Streams that are received, and sent, in half an octet each (802.11be, 9.4.2.313.4). Who is of 20 MHz
 * alone has four sets in place of three a width.
 */
static void vwifi_narrow_eht(struct ieee80211_sta_eht_cap *eht, unsigned int streams, unsigned int mhz,
			     bool only_20mhz)
{
	struct ieee80211_eht_mcs_nss_supp *sets = &eht->eht_mcs_nss_supp;
	u8 *octets = (u8 *)sets;
	unsigned int i;

	if (mhz < 320) {
		eht->eht_cap_elem.phy_cap_info[0] &= ~IEEE80211_EHT_PHY_CAP0_320MHZ_IN_6GHZ;
		memset(&sets->bw._320, 0, sizeof(sets->bw._320));
	}
	if (mhz < 160)
		memset(&sets->bw._160, 0, sizeof(sets->bw._160));
	if (only_20mhz)
		memset(&sets->only_20mhz, VWIFI_NSS | VWIFI_NSS << 4, sizeof(sets->only_20mhz));
	for (i = 0; i < sizeof(*sets); i++)
		octets[i] = min_t(u8, octets[i] & 0x0f, streams) | min_t(u8, octets[i] >> 4, streams) << 4;
}

/**
 * vwifi_band_narrow - takes from a band what a radio is not to have
 * @band: one that says all that there is
 * @streams: spatial streams, 1 to VWIFI_NSS
 * @mhz: the widest channel: 20, 40, 80, 160 or 320
 *
 * HE and EHT are in tables of everybody's: of those the band then has a copy.
 *
 * Return: the copy, which is the caller's to free after the wiphy; NULL: none was needed; or an ERR_PTR.
 */
struct ieee80211_sband_iftype_data *vwifi_band_narrow(struct ieee80211_supported_band *band,
						      unsigned int streams, unsigned int mhz)
{
	struct ieee80211_sband_iftype_data *copy;
	unsigned int i;

	if (band->ht_cap.ht_supported)
		vwifi_narrow_ht(&band->ht_cap, streams, mhz);
	if (band->vht_cap.vht_supported)
		vwifi_narrow_vht(&band->vht_cap, streams, mhz);
	if (!band->n_iftype_data)
		return NULL;
	copy = kmemdup(vwifi_iftype_data(band), band->n_iftype_data * sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < band->n_iftype_data; i++) {
		vwifi_narrow_he(&copy[i].he_cap, streams, mhz);
		if (copy[i].eht_cap.has_eht)
			vwifi_narrow_eht(&copy[i].eht_cap, streams, mhz,
					 mhz < (band->band == NL80211_BAND_2GHZ ? 40 : 80));
	}
	vwifi_set_iftype_table(band, copy, band->n_iftype_data);
	return copy;
}
