// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a radio says of itself: four spatial streams, every modulation, 20 to
 * 320 MHz. Coding has no counterpart on this medium: that it is known is agreed on,
 * for those who are configured to use it, and changes nothing. Beamforming and saving
 * power are not claimed.
 */
#include "phy.h"

#define VWIFI_MCS_MAP(max)	((max) | (max) << 2 | (max) << 4 | (max) << 6 | 0xff00)
#define VWIFI_VHT_MAP		VWIFI_MCS_MAP(IEEE80211_VHT_MCS_SUPPORT_0_9)
#define VWIFI_HE_MAP		VWIFI_MCS_MAP(IEEE80211_HE_MCS_SUPPORT_0_11)
#define VWIFI_HE_MAP_NONE	0xffff

#define VWIFI_STATIONS	(BIT(NL80211_IFTYPE_STATION) | BIT(NL80211_IFTYPE_P2P_CLIENT))
#define VWIFI_POINTS	(BIT(NL80211_IFTYPE_AP) | BIT(NL80211_IFTYPE_P2P_GO))

/* 802.11be, 9.4.2.313.4: streams that are received, and sent, in half an octet each. */
#define VWIFI_EHT_STREAMS	(VWIFI_NSS | VWIFI_NSS << 4)
#define VWIFI_EHT_BW								\
	{									\
		.rx_tx_mcs9_max_nss = VWIFI_EHT_STREAMS,			\
		.rx_tx_mcs11_max_nss = VWIFI_EHT_STREAMS,			\
		.rx_tx_mcs13_max_nss = VWIFI_EHT_STREAMS,			\
	}
#define VWIFI_EHT_NONE	{}

/* The longest frames, and where they are wide, EHT-MCS 0 to 13 at each width; nothing of beams. */
#define VWIFI_EHT_CAP(eht_widths, bw_160, bw_320)				\
		.eht_cap = {							\
			.has_eht = true,					\
			.eht_cap_elem = {					\
				.mac_cap_info[0] =				\
					IEEE80211_EHT_MAC_CAP0_MAX_MPDU_LEN_11454 << 6, \
				.phy_cap_info[0] = (eht_widths),		\
			},							\
			.eht_mcs_nss_supp.bw = {				\
				._80 = VWIFI_EHT_BW,				\
				._160 = bw_160,					\
				._320 = bw_320,					\
			},							\
		}

/* 802.11ax, 9.4.2.248: the maps come as received and sent, for each set of widths. */
#define VWIFI_HE_CAP(types, widths, map_160, capa_6ghz, newer...)		\
	{									\
		.types_mask = (types),						\
		.he_cap = {							\
			.has_he = true,						\
			.he_cap_elem.phy_cap_info = {				\
				[0] = (widths),					\
				[1] = IEEE80211_HE_PHY_CAP1_LDPC_CODING_IN_PAYLOAD, \
			},							\
			.he_mcs_nss_supp = {					\
				.rx_mcs_80 = cpu_to_le16(VWIFI_HE_MAP),		\
				.tx_mcs_80 = cpu_to_le16(VWIFI_HE_MAP),		\
				.rx_mcs_160 = cpu_to_le16(map_160),		\
				.tx_mcs_160 = cpu_to_le16(map_160),		\
				.rx_mcs_80p80 = cpu_to_le16(VWIFI_HE_MAP_NONE),	\
				.tx_mcs_80p80 = cpu_to_le16(VWIFI_HE_MAP_NONE),	\
			},							\
		},								\
		.he_6ghz_capa.capa = cpu_to_le16(capa_6ghz),			\
		newer								\
	}

/*
 * 802.11ax, 9.4.2.263: the longest frames and aggregates, nothing of power
 * saving, and antennas that stay as they are.
 */
#define VWIFI_HE_6GHZ_CAPA	(7 << 3 | 2 << 6 | WLAN_HT_CAP_SM_PS_DISABLED << 9 | \
				 IEEE80211_HE_6GHZ_CAP_RX_ANTPAT_CONS | \
				 IEEE80211_HE_6GHZ_CAP_TX_ANTPAT_CONS)

#define VWIFI_HE_WIDE	(IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_80MHZ_IN_5G | \
			 IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_160MHZ_IN_5G)

#define VWIFI_HE_2GHZ	IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_40MHZ_IN_2G

static const struct ieee80211_sband_iftype_data vwifi_he_2ghz[] = {
	VWIFI_HE_CAP(VWIFI_STATIONS | VWIFI_POINTS, VWIFI_HE_2GHZ, VWIFI_HE_MAP_NONE, 0),
};

static const struct ieee80211_sband_iftype_data vwifi_he_5ghz[] = {
	VWIFI_HE_CAP(VWIFI_STATIONS | VWIFI_POINTS, VWIFI_HE_WIDE, VWIFI_HE_MAP, 0),
};

static const struct ieee80211_sband_iftype_data vwifi_he_6ghz[] = {
	VWIFI_HE_CAP(VWIFI_STATIONS | VWIFI_POINTS, VWIFI_HE_WIDE, VWIFI_HE_MAP, VWIFI_HE_6GHZ_CAPA),
};

/* cfg80211 wants EHT of stations and of access points apart, though they are the same here. */
#define VWIFI_EHT_2GHZ(types)	VWIFI_HE_CAP(types, VWIFI_HE_2GHZ, VWIFI_HE_MAP_NONE, 0, \
	VWIFI_EHT_CAP(0, VWIFI_EHT_NONE, VWIFI_EHT_NONE))
#define VWIFI_EHT_5GHZ(types)	VWIFI_HE_CAP(types, VWIFI_HE_WIDE, VWIFI_HE_MAP, 0, \
	VWIFI_EHT_CAP(0, VWIFI_EHT_BW, VWIFI_EHT_NONE))
#define VWIFI_EHT_6GHZ(types)	VWIFI_HE_CAP(types, VWIFI_HE_WIDE, VWIFI_HE_MAP, VWIFI_HE_6GHZ_CAPA, \
	VWIFI_EHT_CAP(IEEE80211_EHT_PHY_CAP0_320MHZ_IN_6GHZ, VWIFI_EHT_BW, VWIFI_EHT_BW))

static const struct ieee80211_sband_iftype_data vwifi_eht_2ghz[] = {
	VWIFI_EHT_2GHZ(VWIFI_STATIONS), VWIFI_EHT_2GHZ(VWIFI_POINTS),
};

static const struct ieee80211_sband_iftype_data vwifi_eht_5ghz[] = {
	VWIFI_EHT_5GHZ(VWIFI_STATIONS), VWIFI_EHT_5GHZ(VWIFI_POINTS),
};

static const struct ieee80211_sband_iftype_data vwifi_eht_6ghz[] = {
	VWIFI_EHT_6GHZ(VWIFI_STATIONS), VWIFI_EHT_6GHZ(VWIFI_POINTS),
};

/* DSSS at 40 MHz is of 2.4 GHz, but cards say it of both bands, and configurations are written for them. */
static void vwifi_ht_init(struct ieee80211_sta_ht_cap *ht)
{
	ht->ht_supported = true;
	ht->cap = IEEE80211_HT_CAP_SUP_WIDTH_20_40 | IEEE80211_HT_CAP_SGI_20 |
		  IEEE80211_HT_CAP_SGI_40 | IEEE80211_HT_CAP_GRN_FLD |
		  IEEE80211_HT_CAP_TX_STBC | IEEE80211_HT_CAP_RX_STBC |
		  IEEE80211_HT_CAP_DSSSCCK40 |
		  WLAN_HT_CAP_SM_PS_DISABLED << IEEE80211_HT_CAP_SM_PS_SHIFT;
	ht->ampdu_factor = IEEE80211_HT_MAX_AMPDU_64K;
	ht->ampdu_density = IEEE80211_HT_MPDU_DENSITY_NONE;
	memset(ht->mcs.rx_mask, 0xff, VWIFI_NSS);
	ht->mcs.tx_params = IEEE80211_HT_MCS_TX_DEFINED;
}

static void vwifi_vht_init(struct ieee80211_sta_vht_cap *vht)
{
	vht->vht_supported = true;
	vht->cap = IEEE80211_VHT_CAP_MAX_MPDU_LENGTH_11454 |
		   IEEE80211_VHT_CAP_SUPP_CHAN_WIDTH_160MHZ |
		   IEEE80211_VHT_CAP_SHORT_GI_80 | IEEE80211_VHT_CAP_SHORT_GI_160 |
		   IEEE80211_VHT_CAP_RXLDPC | IEEE80211_VHT_CAP_TXSTBC | IEEE80211_VHT_CAP_RXSTBC_4 |
		   IEEE80211_VHT_CAP_MAX_A_MPDU_LENGTH_EXPONENT_MASK;
	vht->vht_mcs.rx_mcs_map = cpu_to_le16(VWIFI_VHT_MAP);
	vht->vht_mcs.tx_mcs_map = cpu_to_le16(VWIFI_VHT_MAP);
}

static void vwifi_he_init(struct ieee80211_supported_band *band)
{
	if (band->band == NL80211_BAND_2GHZ)
		vwifi_set_iftype_data(band, vwifi_he_2ghz);
	else if (band->band == NL80211_BAND_5GHZ)
		vwifi_set_iftype_data(band, vwifi_he_5ghz);
	else
		vwifi_set_iftype_data(band, vwifi_he_6ghz);
}

static void vwifi_eht_init(struct ieee80211_supported_band *band)
{
	if (band->band == NL80211_BAND_2GHZ)
		vwifi_set_iftype_data(band, vwifi_eht_2ghz);
	else if (band->band == NL80211_BAND_5GHZ)
		vwifi_set_iftype_data(band, vwifi_eht_5ghz);
	else
		vwifi_set_iftype_data(band, vwifi_eht_6ghz);
}

/* There is no VHT at 2.4 GHz, and nothing older than HE at 6 GHz. */
void vwifi_caps_init(struct ieee80211_supported_band *band, enum vwifi_personality personality)
{
	if (personality >= VWIFI_PERSONALITY_HT && band->band != NL80211_BAND_6GHZ)
		vwifi_ht_init(&band->ht_cap);
	if (personality >= VWIFI_PERSONALITY_VHT && band->band == NL80211_BAND_5GHZ)
		vwifi_vht_init(&band->vht_cap);
	if (personality == VWIFI_PERSONALITY_HE)
		vwifi_he_init(band);
	else if (personality >= VWIFI_PERSONALITY_EHT)
		vwifi_eht_init(band);
}

/* What user space may take away of it for an association; that 40 MHz are not borne it may add. */
const struct ieee80211_ht_cap vwifi_ht_capa_mod_mask = {
	.cap_info = cpu_to_le16(IEEE80211_HT_CAP_SUP_WIDTH_20_40 | IEEE80211_HT_CAP_SGI_20 |
				IEEE80211_HT_CAP_SGI_40 | IEEE80211_HT_CAP_MAX_AMSDU |
				IEEE80211_HT_CAP_LDPC_CODING | IEEE80211_HT_CAP_TX_STBC |
				IEEE80211_HT_CAP_RX_STBC | IEEE80211_HT_CAP_40MHZ_INTOLERANT),
	.ampdu_params_info = IEEE80211_HT_AMPDU_PARM_FACTOR | IEEE80211_HT_AMPDU_PARM_DENSITY,
	.mcs.rx_mask = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
};

const struct ieee80211_vht_cap vwifi_vht_capa_mod_mask = {
	.vht_cap_info = cpu_to_le32(~0),
	.supp_mcs = {
		.rx_mcs_map = cpu_to_le16(~0),
		.tx_mcs_map = cpu_to_le16(~0),
	},
};

/* Of the bits that @mask names those that @capa has are left. */
static u32 vwifi_caps_masked(u32 bits, u32 capa, u32 mask)
{
	return bits & (capa | ~mask);
}

static __le16 vwifi_map_masked(__le16 map, __le16 capa, __le16 mask)
{
	unsigned int shift;
	u16 left = 0;

	for (shift = 0; shift < 16; shift += 2) {
		u16 own = le16_to_cpu(map) >> shift & 3, most = le16_to_cpu(capa) >> shift & 3;

		if (le16_to_cpu(mask) >> shift & 3)
			own = own == 3 || most == 3 ? 3 : min(own, most);
		left |= own << shift;
	}
	return cpu_to_le16(left);
}

static void vwifi_ht_leave(struct ieee80211_sta_ht_cap *ht, const struct ieee80211_ht_cap *capa,
			   const struct ieee80211_ht_cap *mask)
{
	u16 bits = le16_to_cpu(capa->cap_info), named = le16_to_cpu(mask->cap_info);
	unsigned int i;
	u8 factor;

	ht->cap = vwifi_caps_masked(ht->cap, bits, named) |
		  (bits & named & IEEE80211_HT_CAP_40MHZ_INTOLERANT);
	if (!(ht->cap & IEEE80211_HT_CAP_SUP_WIDTH_20_40))
		ht->cap &= ~IEEE80211_HT_CAP_SGI_40;
	for (i = 0; i < ARRAY_SIZE(ht->mcs.rx_mask); i++)
		ht->mcs.rx_mask[i] = vwifi_caps_masked(ht->mcs.rx_mask[i], capa->mcs.rx_mask[i],
						       mask->mcs.rx_mask[i]);
	if (mask->ampdu_params_info & IEEE80211_HT_AMPDU_PARM_FACTOR) {
		factor = capa->ampdu_params_info & IEEE80211_HT_AMPDU_PARM_FACTOR;
		ht->ampdu_factor = min(ht->ampdu_factor, factor);
	}
	if (mask->ampdu_params_info & IEEE80211_HT_AMPDU_PARM_DENSITY)
		ht->ampdu_density = max_t(u8, ht->ampdu_density,
					  (capa->ampdu_params_info & IEEE80211_HT_AMPDU_PARM_DENSITY) >>
					  IEEE80211_HT_AMPDU_PARM_DENSITY_SHIFT);
}

/**
 * vwifi_caps_leave - what user space leaves of a band for an association
 * @band: a copy of the radio's, changed
 * @req: the request
 */
void vwifi_caps_leave(struct ieee80211_supported_band *band,
		      const struct cfg80211_assoc_request *req)
{
	struct ieee80211_sta_vht_cap *vht = &band->vht_cap;

	vwifi_ht_leave(&band->ht_cap, &req->ht_capa, &req->ht_capa_mask);
	vht->cap = vwifi_caps_masked(vht->cap, le32_to_cpu(req->vht_capa.vht_cap_info),
				     le32_to_cpu(req->vht_capa_mask.vht_cap_info));
	vht->vht_mcs.rx_mcs_map = vwifi_map_masked(vht->vht_mcs.rx_mcs_map,
						   req->vht_capa.supp_mcs.rx_mcs_map,
						   req->vht_capa_mask.supp_mcs.rx_mcs_map);
	vht->vht_mcs.tx_mcs_map = vwifi_map_masked(vht->vht_mcs.tx_mcs_map,
						   req->vht_capa.supp_mcs.tx_mcs_map,
						   req->vht_capa_mask.supp_mcs.tx_mcs_map);
}

/* What a radio's band offers an interface of @type. */
u8 vwifi_band_modes(const struct ieee80211_supported_band *band, enum nl80211_iftype type)
{
	return (band->ht_cap.ht_supported ? VWIFI_PHY_HT : 0) |
	       (band->vht_cap.vht_supported ? VWIFI_PHY_VHT : 0) |
	       (ieee80211_get_he_iftype_cap(band, type) ? VWIFI_PHY_HE : 0) |
	       (ieee80211_get_eht_iftype_cap(band, type) ? VWIFI_PHY_EHT : 0);
}

/* HT Capabilities (802.11-2020, 9.4.2.55). */
static size_t vwifi_put_ht_cap(u8 *pos, const struct ieee80211_sta_ht_cap *ht)
{
	struct ieee80211_ht_cap cap = {
		.cap_info = cpu_to_le16(ht->cap),
		.ampdu_params_info = ht->ampdu_factor |
				     ht->ampdu_density << IEEE80211_HT_AMPDU_PARM_DENSITY_SHIFT,
		.mcs = ht->mcs,
	};

	pos[0] = WLAN_EID_HT_CAPABILITY;
	pos[1] = sizeof(cap);
	memcpy(pos + 2, &cap, sizeof(cap));
	return VWIFI_HT_CAP_LEN;
}

/* VHT Capabilities (802.11-2020, 9.4.2.157). */
static size_t vwifi_put_vht_cap(u8 *pos, const struct ieee80211_sta_vht_cap *vht)
{
	struct ieee80211_vht_cap cap = {
		.vht_cap_info = cpu_to_le32(vht->cap),
		.supp_mcs = vht->vht_mcs,
	};

	pos[0] = WLAN_EID_VHT_CAPABILITY;
	pos[1] = sizeof(cap);
	memcpy(pos + 2, &cap, sizeof(cap));
	return VWIFI_VHT_CAP_LEN;
}

/* HE Capabilities (802.11ax, 9.4.2.248), without PPE thresholds. */
static size_t vwifi_put_he_cap(u8 *pos, const struct ieee80211_sta_he_cap *he)
{
	const size_t fixed = sizeof(he->he_cap_elem);
	size_t maps = 4;

	if (he->he_cap_elem.phy_cap_info[0] & IEEE80211_HE_PHY_CAP0_CHANNEL_WIDTH_SET_160MHZ_IN_5G)
		maps = 8;
	pos[0] = WLAN_EID_EXTENSION;
	pos[1] = 1 + fixed + maps;
	pos[2] = WLAN_EID_EXT_HE_CAPABILITY;
	memcpy(pos + 3, &he->he_cap_elem, fixed);
	memcpy(pos + 3 + fixed, &he->he_mcs_nss_supp, maps);
	return 3 + fixed + maps;
}

static size_t vwifi_put_he_6ghz(u8 *pos, __le16 capa)
{
	pos[0] = WLAN_EID_EXTENSION;
	pos[1] = 1 + sizeof(capa);
	pos[2] = WLAN_EID_EXT_HE_6GHZ_CAPA;
	memcpy(pos + 3, &capa, sizeof(capa));
	return VWIFI_HE_6GHZ_LEN;
}

/* EHT Capabilities (802.11be, 9.4.2.313), without PPE thresholds: sets of streams as @he is wide. */
static size_t vwifi_put_eht_cap(u8 *pos, const struct ieee80211_sta_he_cap *he,
				const struct ieee80211_sta_eht_cap *eht, enum nl80211_iftype type)
{
	const size_t fixed = sizeof(eht->eht_cap_elem);
	bool from_ap = type == NL80211_IFTYPE_AP || type == NL80211_IFTYPE_P2P_GO;
	size_t sets = ieee80211_eht_mcs_nss_size(&he->he_cap_elem, &eht->eht_cap_elem, from_ap);

	pos[0] = WLAN_EID_EXTENSION;
	pos[1] = 1 + fixed + sets;
	pos[2] = WLAN_EID_EXT_EHT_CAPABILITY;
	memcpy(pos + 3, &eht->eht_cap_elem, fixed);
	memcpy(pos + 3 + fixed, &eht->eht_mcs_nss_supp, sets);
	return 3 + fixed + sets;
}

/**
 * vwifi_put_phy_caps - writes the capability elements of a band
 * @pos: VWIFI_PHY_CAPS_LEN octets of room
 * @band: the band
 * @type: of the interface that sends them
 * @modes: those of VWIFI_PHY_* that are wanted; what the band lacks is left out
 *
 * Return: the number of octets written.
 */
size_t vwifi_put_phy_caps(u8 *pos, const struct ieee80211_supported_band *band,
			  enum nl80211_iftype type, u8 modes)
{
	u8 *start = pos;

	modes &= vwifi_band_modes(band, type);
	if (modes & VWIFI_PHY_HT)
		pos += vwifi_put_ht_cap(pos, &band->ht_cap);
	if (modes & VWIFI_PHY_VHT)
		pos += vwifi_put_vht_cap(pos, &band->vht_cap);
	if (modes & VWIFI_PHY_HE) {
		pos += vwifi_put_he_cap(pos, ieee80211_get_he_iftype_cap(band, type));
		if (band->band == NL80211_BAND_6GHZ)
			pos += vwifi_put_he_6ghz(pos, ieee80211_get_he_6ghz_capa(band, type));
	}
	if (modes & VWIFI_PHY_EHT)
		pos += vwifi_put_eht_cap(pos, ieee80211_get_he_iftype_cap(band, type),
					 ieee80211_get_eht_iftype_cap(band, type), type);
	return pos - start;
}
