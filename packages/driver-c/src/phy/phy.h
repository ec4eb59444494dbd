/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What a radio and its peers can send and receive: HT (802.11n), VHT (802.11ac), HE
 * (802.11ax) and EHT (802.11be), on which bands and how wide. Tables and what reads elements by them: no
 * lock of its own, no state but what callers hand in; who changes a peer's vwifi_phy
 * holds the wiphy mutex. Anybody above may call, in any context but where it says so.
 */
#ifndef VWIFI_PHY_PHY_H
#define VWIFI_PHY_PHY_H

#include "core/core.h"

#define VWIFI_PHY_HT	BIT(0)
#define VWIFI_PHY_VHT	BIT(1)
#define VWIFI_PHY_HE	BIT(2)
#define VWIFI_PHY_EHT	BIT(3)
#define VWIFI_PHY_ALL	(VWIFI_PHY_HT | VWIFI_PHY_VHT | VWIFI_PHY_HE | VWIFI_PHY_EHT)
#define VWIFI_PHY_WIDE	BIT(4)	/* beside others: more than 20 MHz */

#define VWIFI_HT_CAP_LEN	(2 + sizeof(struct ieee80211_ht_cap))
#define VWIFI_VHT_CAP_LEN	(2 + sizeof(struct ieee80211_vht_cap))
#define VWIFI_HE_CAP_LEN	(3 + sizeof(struct ieee80211_he_cap_elem) + 8)
#define VWIFI_HE_6GHZ_LEN	(3 + sizeof(struct ieee80211_he_6ghz_capa))
#define VWIFI_EHT_CAP_LEN	(3 + sizeof(struct ieee80211_eht_cap_elem_fixed) + \
				 sizeof(struct ieee80211_eht_mcs_nss_supp))
#define VWIFI_PHY_CAPS_LEN	(VWIFI_HT_CAP_LEN + VWIFI_VHT_CAP_LEN + VWIFI_HE_CAP_LEN + \
				 VWIFI_HE_6GHZ_LEN + VWIFI_EHT_CAP_LEN)

/* caps.c: what a radio says of itself */
void vwifi_caps_init(struct ieee80211_supported_band *band, enum vwifi_personality personality);
size_t vwifi_put_phy_caps(u8 *pos, const struct ieee80211_supported_band *band,
			  enum nl80211_iftype type, u8 modes);
void vwifi_caps_leave(struct ieee80211_supported_band *band,
		      const struct cfg80211_assoc_request *req);
extern const struct ieee80211_ht_cap vwifi_ht_capa_mod_mask;
extern const struct ieee80211_vht_cap vwifi_vht_capa_mod_mask;
u8 vwifi_band_modes(const struct ieee80211_supported_band *band, enum nl80211_iftype type);

/* narrow.c: less than that */
#define VWIFI_WIDTH_MAX	320		/* MHz */
struct ieee80211_sband_iftype_data *vwifi_band_narrow(struct ieee80211_supported_band *band,
						      unsigned int streams, unsigned int mhz);

/* peer.c: what peers say of themselves */
void vwifi_phy_init(struct vwifi_phy *phy);
void vwifi_phy_limit(struct vwifi_phy *phy, const struct vwifi_phy *own);
void vwifi_phy_read_opmode(struct vwifi_phy *phy, const u8 *ies, size_t len);
void vwifi_phy_set_opmode(struct vwifi_phy *phy, u8 field);
void vwifi_phy_from_params(struct vwifi_phy *phy, const struct link_station_parameters *params);
void vwifi_phy_from_elements(struct vwifi_phy *phy, const u8 *ies, size_t len, u8 modes);
u8 vwifi_phy_modes_of(const u8 *ies, size_t len);

/* width.c: how wide a BSS is */
void vwifi_bss_chandef(struct wiphy *wiphy, struct ieee80211_channel *chan, const u8 *ies,
		       size_t len, u8 modes, struct cfg80211_chan_def *chandef);
void vwifi_announced_chandef(struct wiphy *wiphy, const u8 *ies, size_t len, u8 op_class, u8 modes,
			     struct cfg80211_chan_def *chandef);
void vwifi_chandef_fit(struct wiphy *wiphy, struct cfg80211_chan_def *chandef, u8 modes);
u16 vwifi_chandef_part(const struct cfg80211_chan_def *chandef, u16 freq, unsigned int mhz);

/*
 * How often the clock of a channel of 10 or 5 MHz is halved, and so its rates; its symbols take as much
 * longer (802.11-2020, 17.1.1). Receivers of another clock read nothing of it.
 */
static inline u8 vwifi_width_slow(enum nl80211_chan_width width)
{
	return width == NL80211_CHAN_WIDTH_5 ? 2 : width == NL80211_CHAN_WIDTH_10;
}

/* The width of rates at such a clock. Where it is slow they are called by what they are at 20 MHz. */
static inline u8 vwifi_slow_bw(u8 slow)
{
	return slow == 2 ? RATE_INFO_BW_5 : slow ? RATE_INFO_BW_10 : RATE_INFO_BW_20;
}

static inline u8 vwifi_rate_slow(const struct rate_info *rate)
{
	return rate->bw == RATE_INFO_BW_5 ? 2 : rate->bw == RATE_INFO_BW_10;
}

/* bands.c */
#define VWIFI_ALL_BANDS	(BIT(NL80211_BAND_2GHZ) | BIT(NL80211_BAND_5GHZ) | BIT(NL80211_BAND_6GHZ))
#define VWIFI_RATES_LEN	(2 + 8 + 2 + 8)
int vwifi_bands_init(struct vwifi_radio *radio);
void vwifi_bands_exit(struct vwifi_radio *radio);
#define VWIFI_ALL_RATES	U32_MAX
u32 vwifi_ofdm_rates(const struct ieee80211_supported_band *band);
size_t vwifi_put_rates(u8 *pos, const struct ieee80211_supported_band *band, u32 wanted);
u16 vwifi_max_rate(const u8 *rates, size_t len);

#endif /* VWIFI_PHY_PHY_H */
