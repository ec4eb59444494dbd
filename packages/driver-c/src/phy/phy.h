/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What a radio and its peers can send and receive: HT (802.11n), VHT (802.11ac)
 * and HE (802.11ax), and the rate that follows from it.
 */
#ifndef VWIFI_PHY_H
#define VWIFI_PHY_H

#include <linux/ieee80211.h>
#include <net/cfg80211.h>

struct vwifi_vif;
struct vwifi_radio;
struct vwifi_sta;

#define VWIFI_NSS	4	/* spatial streams */

#define VWIFI_PHY_HT	BIT(0)
#define VWIFI_PHY_VHT	BIT(1)
#define VWIFI_PHY_HE	BIT(2)
#define VWIFI_PHY_ALL	(VWIFI_PHY_HT | VWIFI_PHY_VHT | VWIFI_PHY_HE)
#define VWIFI_PHY_WIDE	BIT(3)	/* beside others: more than 20 MHz */

#define VWIFI_HT_CAP_LEN	(2 + sizeof(struct ieee80211_ht_cap))
#define VWIFI_VHT_CAP_LEN	(2 + sizeof(struct ieee80211_vht_cap))
#define VWIFI_HE_CAP_LEN	(3 + sizeof(struct ieee80211_he_cap_elem) + 8)
#define VWIFI_HE_6GHZ_LEN	(3 + sizeof(struct ieee80211_he_6ghz_capa))
#define VWIFI_PHY_CAPS_LEN	(VWIFI_HT_CAP_LEN + VWIFI_VHT_CAP_LEN + VWIFI_HE_CAP_LEN + \
				 VWIFI_HE_6GHZ_LEN)

/* What a peer receives. Wiphy mutex. */
struct vwifi_phy {
	u8 modes;			/* VWIFI_PHY_* */
	u16 max_rate;			/* the highest legacy rate, in 100 kbit/s */
	u16 ht_cap;
	u8 ht_mcs[VWIFI_NSS];		/* a bit for each of eight a stream */
	u32 vht_cap;
	u16 vht_map;			/* two bits a stream (802.11-2020, 9.4.2.157.3) */
	u8 he_widths;			/* IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_* */
	u16 he_map;			/* two bits a stream, up to 80 MHz (802.11ax, 9.4.2.248.4) */
	u16 he_map_160;
	/* What it leaves of that for the time being (802.11-2020, 11.40 and 11.2.6). */
	enum nl80211_chan_width op_width;
	u8 op_nss;			/* streams */
	u8 smps;			/* WLAN_HT_CAP_SM_PS_* */
};

/* caps.c: what a radio says of itself */
void vwifi_caps_init(struct ieee80211_supported_band *band, enum vwifi_personality personality);
size_t vwifi_put_phy_caps(u8 *pos, const struct ieee80211_supported_band *band,
			  enum nl80211_iftype type, u8 modes);
void vwifi_caps_leave(struct ieee80211_supported_band *band,
		      const struct cfg80211_assoc_request *req);
extern const struct ieee80211_ht_cap vwifi_ht_capa_mod_mask;
extern const struct ieee80211_vht_cap vwifi_vht_capa_mod_mask;
u8 vwifi_band_modes(const struct ieee80211_supported_band *band, enum nl80211_iftype type);

/* peer-phy.c: what peers say of themselves */
void vwifi_phy_init(struct vwifi_phy *phy);
void vwifi_phy_limit(struct vwifi_phy *phy, const struct vwifi_phy *own);
void vwifi_phy_read_opmode(struct vwifi_phy *phy, const u8 *ies, size_t len);
void vwifi_phy_set_opmode(struct vwifi_phy *phy, u8 field);
void vwifi_phy_from_params(struct vwifi_phy *phy, const struct link_station_parameters *params);
void vwifi_phy_from_elements(struct vwifi_phy *phy, const u8 *ies, size_t len, u8 modes);
u8 vwifi_phy_modes_of(const u8 *ies, size_t len);

/* opmode.c: what they leave of it while they are associated */
void vwifi_opmode_tell(struct vwifi_vif *vif, const struct vwifi_sta *sta,
		       const struct vwifi_phy *before);
bool vwifi_opmode_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);

/* width.c: how wide a BSS is */
void vwifi_bss_chandef(struct wiphy *wiphy, struct ieee80211_channel *chan, const u8 *ies,
		       size_t len, u8 modes, struct cfg80211_chan_def *chandef);
void vwifi_announced_chandef(struct wiphy *wiphy, const u8 *ies, size_t len, u8 op_class, u8 modes,
			     struct cfg80211_chan_def *chandef);
void vwifi_chandef_fit(struct wiphy *wiphy, struct cfg80211_chan_def *chandef, u8 modes);

/* rate.c */
struct vwifi_bitrate_mask {
	struct rcu_head rcu;
	struct cfg80211_bitrate_mask mask;
};

enum nl80211_chan_width vwifi_phy_widest(const struct vwifi_phy *phy, enum nl80211_band band);
unsigned int vwifi_phy_streams(const struct vwifi_phy *phy);
void vwifi_sta_rates(struct vwifi_vif *vif, const struct vwifi_sta *sta,
		     struct station_info *sinfo);
void vwifi_rate_to(struct vwifi_vif *from, const struct vwifi_sta *sta,
		   const struct vwifi_radio *to, u16 freq, struct rate_info *rate);
u64 vwifi_airtime_us(struct rate_info *rate, u64 octets, u64 frames);
int vwifi_set_bitrate_mask(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   const u8 *peer, const struct cfg80211_bitrate_mask *mask);
void vwifi_single_rate(const struct ieee80211_supported_band *band,
		       const struct cfg80211_bitrate_mask *mask, struct rate_info *rate);
void vwifi_bitrate_mask_forget(struct vwifi_vif *vif);

#endif /* VWIFI_PHY_H */
