// SPDX-License-Identifier: MIT OR GPL-2.0
/* The little that a radio with an SME of its own reads of an RSN element (IEEE Std 802.11-2020, 9.4.2.24). */
#include "bss.h"

#define VWIFI_RSN_SUITE_LEN	4
#define VWIFI_RSN_COUNT_LEN	2
#define VWIFI_RSN_MFPC		BIT(7)	/* of the capabilities: management frames can be protected */

/* Where its capabilities are, from its data on; 0: it ends before. */
static unsigned int vwifi_rsn_capabilities_at(const struct element *rsn)
{
	unsigned int at = VWIFI_RSN_COUNT_LEN + VWIFI_RSN_SUITE_LEN;	/* the version, the group's cipher */
	unsigned int list;

	for (list = 0; list < 2; list++) {	/* of pairwise ciphers, of AKMs */
		if (at + VWIFI_RSN_COUNT_LEN > rsn->datalen)
			return 0;
		at += VWIFI_RSN_COUNT_LEN + VWIFI_RSN_SUITE_LEN * get_unaligned_le16(rsn->data + at);
	}
	return at + VWIFI_RSN_COUNT_LEN > rsn->datalen ? 0 : at;
}

/* Whether elements say that management frames can be protected. */
bool vwifi_rsn_offers_mfp(const u8 *ies, size_t len)
{
	const struct element *rsn = cfg80211_find_elem(WLAN_EID_RSN, ies, len);
	unsigned int at = rsn ? vwifi_rsn_capabilities_at(rsn) : 0;

	return at && get_unaligned_le16(rsn->data + at) & VWIFI_RSN_MFPC;
}

/* Whether SAE is among the AKMs that user space asks for. */
bool vwifi_rsn_asks_for_sae(const struct cfg80211_crypto_settings *crypto)
{
	int i;

	for (i = 0; i < crypto->n_akm_suites; i++)
		if (crypto->akm_suites[i] == WLAN_AKM_SUITE_SAE ||
		    crypto->akm_suites[i] == WLAN_AKM_SUITE_FT_OVER_SAE)
			return true;
	return false;
}

/* Octets of the PMKIDs that elements name; where they begin goes to @at. */
static size_t vwifi_rsn_pmkids(const u8 *ies, size_t len, size_t *at)
{
	const struct element *rsn = cfg80211_find_elem(WLAN_EID_RSN, ies, len);
	unsigned int count_at = rsn ? vwifi_rsn_capabilities_at(rsn) : 0;
	size_t octets;

	if (!count_at)
		return 0;
	count_at += sizeof(u16);	/* the capabilities */
	if (count_at + VWIFI_RSN_COUNT_LEN > rsn->datalen)
		return 0;
	octets = (size_t)WLAN_PMKID_LEN * get_unaligned_le16(rsn->data + count_at);
	if (count_at + VWIFI_RSN_COUNT_LEN + octets > rsn->datalen)
		return 0;
	*at = rsn->data + count_at + VWIFI_RSN_COUNT_LEN - ies;
	return octets;
}

bool vwifi_rsn_names_pmkids(const u8 *ies, size_t len)
{
	size_t at;

	return vwifi_rsn_pmkids(ies, len, &at);
}

/* Takes them out: they are another access point's. Returns how long the elements are now. */
size_t vwifi_rsn_drop_pmkids(u8 *ies, size_t len)
{
	struct element *rsn = (void *)cfg80211_find_elem(WLAN_EID_RSN, ies, len);
	size_t at, octets = vwifi_rsn_pmkids(ies, len, &at);

	if (!octets)
		return len;
	put_unaligned_le16(0, ies + at - VWIFI_RSN_COUNT_LEN);
	rsn->datalen -= octets;
	memmove(ies + at, ies + at + octets, len - at - octets);
	return len - octets;
}

/**
 * vwifi_rsn_name_pmkid - names one PMKID in an RSN element, instead of those that are there
 * @ies: elements, of kmalloc(); they may move
 * @len: octets of them
 * @pmkid: WLAN_PMKID_LEN octets
 *
 * Without an RSN element, or where that has no room for it, none is named afterwards.
 *
 * Return: 0 or -ENOMEM.
 */
int vwifi_rsn_name_pmkid(u8 **ies, size_t *len, const u8 *pmkid)
{
	struct element *rsn;
	unsigned int at, add;
	u8 *longer;

	*len = vwifi_rsn_drop_pmkids(*ies, *len);
	rsn = (void *)cfg80211_find_elem(WLAN_EID_RSN, *ies, *len);
	at = rsn ? vwifi_rsn_capabilities_at(rsn) : 0;
	if (!at)
		return 0;
	at += sizeof(u16);	/* the capabilities */
	add = WLAN_PMKID_LEN + (at == rsn->datalen ? VWIFI_RSN_COUNT_LEN : 0);
	/* An octet alone, or more PMKIDs than there are: what it says cannot be read. */
	if (rsn->datalen + add > U8_MAX || rsn->datalen == at + 1 ||
	    (rsn->datalen > at && get_unaligned_le16(rsn->data + at)))
		return 0;
	at += rsn->data - *ies;
	longer = krealloc(*ies, *len + add, GFP_KERNEL);
	if (!longer)
		return -ENOMEM;
	rsn = (void *)(longer + ((u8 *)rsn - *ies));
	memmove(longer + at + add, longer + at, *len - at);
	put_unaligned_le16(1, longer + at);
	memcpy(longer + at + VWIFI_RSN_COUNT_LEN, pmkid, WLAN_PMKID_LEN);
	rsn->datalen += add;
	*ies = longer;
	*len += add;
	return 0;
}

/* The suite that elements name for the group's management frames; without one it is BIP-CMAC-128. */
u32 vwifi_rsn_mgmt_cipher(const u8 *ies, size_t len)
{
	const struct element *rsn = cfg80211_find_elem(WLAN_EID_RSN, ies, len);
	size_t pmkids, at = rsn ? vwifi_rsn_capabilities_at(rsn) : 0, ignored;

	if (!at)
		return WLAN_CIPHER_SUITE_AES_CMAC;
	pmkids = vwifi_rsn_pmkids(ies, len, &ignored);
	at += sizeof(u16) + VWIFI_RSN_COUNT_LEN + pmkids;
	return at + VWIFI_RSN_SUITE_LEN > rsn->datalen ? WLAN_CIPHER_SUITE_AES_CMAC :
							 get_unaligned_be32(rsn->data + at);
}
