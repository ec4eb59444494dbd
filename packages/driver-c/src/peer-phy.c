// SPDX-License-Identifier: MIT OR GPL-2.0
/* What peers say of themselves, in elements or through their access point's daemon. */
#include "vwifi.h"

static void vwifi_phy_set_ht(struct vwifi_phy *phy, const struct ieee80211_ht_cap *ht)
{
	phy->modes |= VWIFI_PHY_HT;
	phy->ht_cap = le16_to_cpu(ht->cap_info);
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
		case WLAN_EID_EXTENSION:
			if (modes & VWIFI_PHY_HE && elem->datalen > 1 &&
			    elem->data[0] == WLAN_EID_EXT_HE_CAPABILITY)
				vwifi_phy_set_he(phy, elem->data + 1, elem->datalen - 1);
			break;
		}
	}
}

/* Which of VWIFI_PHY_* the elements of a frame name. */
u8 vwifi_phy_modes_of(const u8 *ies, size_t len)
{
	struct vwifi_phy phy = {};

	vwifi_phy_from_elements(&phy, ies, len, VWIFI_PHY_ALL);
	return phy.modes;
}
