// SPDX-License-Identifier: MIT OR GPL-2.0
/* What peers say of themselves, in elements or through their access point's daemon. */
#include "phy.h"

/* Of one who has said nothing yet: 1 Mbit/s, and no limit to what it will say. */
void vwifi_phy_init(struct vwifi_phy *phy)
{
	memset(phy, 0, sizeof(*phy));
	phy->max_rate = 10;
	phy->op_width = NL80211_CHAN_WIDTH_320;
	phy->op_nss = VWIFI_NSS;
	phy->smps = WLAN_HT_CAP_SM_PS_DISABLED;
}

static void vwifi_phy_set_ht(struct vwifi_phy *phy, const struct ieee80211_ht_cap *ht)
{
	phy->modes |= VWIFI_PHY_HT;
	phy->ht_cap = le16_to_cpu(ht->cap_info);
	phy->smps = (phy->ht_cap & IEEE80211_HT_CAP_SM_PS) >> IEEE80211_HT_CAP_SM_PS_SHIFT;
	memcpy(phy->ht_mcs, ht->mcs.rx_mask, VWIFI_NSS);
}

static void vwifi_phy_set_vht(struct vwifi_phy *phy, const struct ieee80211_vht_cap *vht)
{
	phy->modes |= VWIFI_PHY_VHT;
	phy->vht_cap = le32_to_cpu(vht->vht_cap_info);
	phy->vht_map = le16_to_cpu(vht->supp_mcs.rx_mcs_map);
}

/* @he: the element behind its three octets of heading. */
static void vwifi_phy_set_he(struct vwifi_phy *phy, const void *he, size_t len)
{
	const struct ieee80211_he_cap_elem *cap = he;
	const u8 *maps = (const u8 *)he + sizeof(*cap);

	if (len < sizeof(*cap) + 4)
		return;
	phy->he_widths = cap->phy_cap_info[0];
	phy->he_map = get_unaligned_le16(maps);
	phy->he_map_160 = len >= sizeof(*cap) + 8 ? get_unaligned_le16(maps + 4) : 0xffff;
	phy->modes |= VWIFI_PHY_HE;
}

/*
 * @eht: the element behind its three octets of heading; @he: the same of its HE Capabilities,
 * whose widths say which sets of streams there are (802.11be, 9.4.2.313.4).
 */
static void vwifi_phy_set_eht(struct vwifi_phy *phy, const void *he, const void *eht, size_t len,
			      bool from_ap)
{
	const struct ieee80211_eht_cap_elem_fixed *cap = eht;
	const u8 *sets = (const u8 *)eht + sizeof(*cap);
	unsigned int n, width, step;

	if (!ieee80211_eht_capa_size_ok(he, eht, len, from_ap))
		return;
	n = ieee80211_eht_mcs_nss_size(he, cap, from_ap);
	memset(phy->eht_nss, 0, sizeof(phy->eht_nss));
	/* Four are of 20 MHz alone, and begin at EHT-MCS 7; three of a width at 9. */
	if (n == VWIFI_EHT_STEPS)
		for (step = 0; step < VWIFI_EHT_STEPS; step++)
			phy->eht_nss[0][step] = sets[step] & IEEE80211_EHT_MCS_NSS_RX;
	for (width = 0; n != VWIFI_EHT_STEPS && width < n / 3; width++)
		for (step = 0; step < VWIFI_EHT_STEPS; step++)
			phy->eht_nss[width][step] = sets[3 * width + (step ? step - 1 : 0)] &
						    IEEE80211_EHT_MCS_NSS_RX;
	phy->eht_320 = cap->phy_cap_info[0] & IEEE80211_EHT_PHY_CAP0_320MHZ_IN_6GHZ;
	phy->modes |= VWIFI_PHY_EHT;
}

/* Where @ies are an access point's, it may be of 20 MHz and has three sets all the same. */
static void vwifi_phy_find_eht(struct vwifi_phy *phy, const u8 *ies, size_t len)
{
	const struct element *he = cfg80211_find_ext_elem(WLAN_EID_EXT_HE_CAPABILITY, ies, len);
	const struct element *eht = cfg80211_find_ext_elem(WLAN_EID_EXT_EHT_CAPABILITY, ies, len);
	bool from_ap = cfg80211_find_ext_elem(WLAN_EID_EXT_EHT_OPERATION, ies, len);

	if (he && eht && he->datalen > sizeof(struct ieee80211_he_cap_elem))
		vwifi_phy_set_eht(phy, he->data + 1, eht->data + 1, eht->datalen - 1, from_ap);
}

/**
 * vwifi_phy_set_opmode - an operating mode (802.11-2020, 9.4.1.53)
 * @phy: of the peer
 * @field: the octet; one that concerns beamforming alone changes nothing
 */
void vwifi_phy_set_opmode(struct vwifi_phy *phy, u8 field)
{
	static const enum nl80211_chan_width widths[] = {
		[IEEE80211_OPMODE_NOTIF_CHANWIDTH_20MHZ] = NL80211_CHAN_WIDTH_20,
		[IEEE80211_OPMODE_NOTIF_CHANWIDTH_40MHZ] = NL80211_CHAN_WIDTH_40,
		[IEEE80211_OPMODE_NOTIF_CHANWIDTH_80MHZ] = NL80211_CHAN_WIDTH_80,
		[IEEE80211_OPMODE_NOTIF_CHANWIDTH_160MHZ] = NL80211_CHAN_WIDTH_160,
	};
	u8 width = field & IEEE80211_OPMODE_NOTIF_CHANWIDTH_MASK;

	if (field & IEEE80211_OPMODE_NOTIF_RX_NSS_TYPE_BF)
		return;
	phy->op_width = widths[width];
	if (width == IEEE80211_OPMODE_NOTIF_CHANWIDTH_80MHZ &&
	    field & IEEE80211_OPMODE_NOTIF_BW_160_80P80)
		phy->op_width = NL80211_CHAN_WIDTH_160;
	phy->op_nss = min_t(u8, VWIFI_NSS, 1 + ((field & IEEE80211_OPMODE_NOTIF_RX_NSS_MASK) >>
						IEEE80211_OPMODE_NOTIF_RX_NSS_SHIFT));
}

/* Of two maps with two bits a stream what is in both; 3 is none. */
static u16 vwifi_map_limit(u16 map, u16 own)
{
	unsigned int shift;
	u16 both = 0;

	for (shift = 0; shift < 16; shift += 2) {
		u16 theirs = map >> shift & 3, ours = own >> shift & 3;

		both |= (theirs == 3 || ours == 3 ? 3 : min(theirs, ours)) << shift;
	}
	return both;
}

/* What is left of what a peer receives where we send no more than @own: what we receive ourselves. */
void vwifi_phy_limit(struct vwifi_phy *phy, const struct vwifi_phy *own)
{
	const u16 ht = IEEE80211_HT_CAP_SUP_WIDTH_20_40 | IEEE80211_HT_CAP_SGI_20 |
		       IEEE80211_HT_CAP_SGI_40;
	const u32 vht = IEEE80211_VHT_CAP_SHORT_GI_80 | IEEE80211_VHT_CAP_SHORT_GI_160;
	unsigned int i;

	phy->modes &= own->modes;
	phy->max_rate = min(phy->max_rate, own->max_rate);
	phy->ht_cap &= own->ht_cap | ~ht;
	for (i = 0; i < ARRAY_SIZE(phy->ht_mcs); i++)
		phy->ht_mcs[i] &= own->ht_mcs[i];
	phy->vht_cap &= own->vht_cap | ~vht;
	if (!(own->vht_cap & IEEE80211_VHT_CAP_SUPP_CHAN_WIDTH_MASK))
		phy->vht_cap &= ~IEEE80211_VHT_CAP_SUPP_CHAN_WIDTH_MASK;
	phy->vht_map = vwifi_map_limit(phy->vht_map, own->vht_map);
	phy->he_widths &= own->he_widths;
	phy->he_map = vwifi_map_limit(phy->he_map, own->he_map);
	phy->he_map_160 = vwifi_map_limit(phy->he_map_160, own->he_map_160);
	phy->eht_320 &= own->eht_320;
	for (i = 0; i < VWIFI_EHT_WIDTHS * VWIFI_EHT_STEPS; i++)
		phy->eht_nss[i / VWIFI_EHT_STEPS][i % VWIFI_EHT_STEPS] =
			min(phy->eht_nss[i / VWIFI_EHT_STEPS][i % VWIFI_EHT_STEPS],
			    own->eht_nss[i / VWIFI_EHT_STEPS][i % VWIFI_EHT_STEPS]);
}

/* Takes what user space knows of a station; what it does not name stays. */
void vwifi_phy_from_params(struct vwifi_phy *phy, const struct link_station_parameters *params)
{
	if (params->supported_rates)
		phy->max_rate = vwifi_max_rate(params->supported_rates,
					       params->supported_rates_len);
	if (params->ht_capa)
		vwifi_phy_set_ht(phy, params->ht_capa);
	if (params->vht_capa)
		vwifi_phy_set_vht(phy, params->vht_capa);
	if (params->he_capa)
		vwifi_phy_set_he(phy, params->he_capa, params->he_capa_len);
	if (params->he_capa && params->eht_capa &&
	    params->he_capa_len >= sizeof(struct ieee80211_he_cap_elem))
		vwifi_phy_set_eht(phy, params->he_capa, params->eht_capa, params->eht_capa_len,
				  false);
	if (params->opmode_notif_used)
		vwifi_phy_set_opmode(phy, params->opmode_notif);
}

/* Takes the elements of a frame, as far as @modes allows. */
void vwifi_phy_from_elements(struct vwifi_phy *phy, const u8 *ies, size_t len, u8 modes)
{
	const struct element *elem;

	for_each_element(elem, ies, len) {
		switch (elem->id) {
		case WLAN_EID_SUPP_RATES:
		case WLAN_EID_EXT_SUPP_RATES:
			phy->max_rate = max(phy->max_rate,
					    vwifi_max_rate(elem->data, elem->datalen));
			break;
		case WLAN_EID_HT_CAPABILITY:
			if (modes & VWIFI_PHY_HT && elem->datalen >= sizeof(struct ieee80211_ht_cap))
				vwifi_phy_set_ht(phy, (const void *)elem->data);
			break;
		case WLAN_EID_VHT_CAPABILITY:
			if (modes & VWIFI_PHY_VHT && elem->datalen >= sizeof(struct ieee80211_vht_cap))
				vwifi_phy_set_vht(phy, (const void *)elem->data);
			break;
		case WLAN_EID_OPMODE_NOTIF:
			if (modes & VWIFI_PHY_VHT && elem->datalen == 1)
				vwifi_phy_set_opmode(phy, elem->data[0]);
			break;
		case WLAN_EID_EXTENSION:
			if (modes & VWIFI_PHY_HE && elem->datalen > 1 &&
			    elem->data[0] == WLAN_EID_EXT_HE_CAPABILITY)
				vwifi_phy_set_he(phy, elem->data + 1, elem->datalen - 1);
			break;
		}
	}
	/* EHT builds on HE. */
	if (modes & VWIFI_PHY_EHT && phy->modes & VWIFI_PHY_HE)
		vwifi_phy_find_eht(phy, ies, len);
}

/* An operating mode that a beacon tells (802.11-2020, 11.40), if there is one. */
void vwifi_phy_read_opmode(struct vwifi_phy *phy, const u8 *ies, size_t len)
{
	const struct element *mode = cfg80211_find_elem(WLAN_EID_OPMODE_NOTIF, ies, len);

	if (phy->modes & VWIFI_PHY_VHT && mode && mode->datalen == 1)
		vwifi_phy_set_opmode(phy, mode->data[0]);
}

/* Which of VWIFI_PHY_* the elements of a frame name. */
u8 vwifi_phy_modes_of(const u8 *ies, size_t len)
{
	struct vwifi_phy phy = {};

	vwifi_phy_from_elements(&phy, ies, len, VWIFI_PHY_ALL);
	return phy.modes;
}
