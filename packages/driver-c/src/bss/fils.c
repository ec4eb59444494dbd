// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Fast initial link setup (IEEE Std 802.11-2020, 12.11.2.6): what follows the
 * FILS Session element in an association request or response is encrypted with
 * a key that both sides made while they authenticated. User space makes the
 * key; what is encrypted is the station's MLME's, so this is the driver's.
 */
#include <linux/slab.h>

#include "crypto/crypto.h"
#include "mlme.h"

struct vwifi_fils {
	size_t kek_len;
	u8 kek[FILS_MAX_KEK_LEN];
	u8 nonces[2][FILS_NONCE_LEN];	/* the station's, the access point's */
};

/* What an association request brings of it; NULL without, or an ERR_PTR. */
struct vwifi_fils *vwifi_fils_new(const struct cfg80211_assoc_request *req)
{
	struct vwifi_fils *fils;

	if (!req->fils_kek_len)
		return NULL;
	if (!req->fils_nonces || req->fils_kek_len > sizeof(fils->kek))
		return ERR_PTR(-EINVAL);
	fils = kzalloc(sizeof(*fils), GFP_KERNEL);
	if (!fils)
		return ERR_PTR(-ENOMEM);
	fils->kek_len = req->fils_kek_len;
	memcpy(fils->kek, req->fils_kek, req->fils_kek_len);
	memcpy(fils->nonces, req->fils_nonces, sizeof(fils->nonces));
	return fils;
}

void vwifi_fils_free(struct vwifi_fils *fils)
{
	kfree_sensitive(fils);
}

/* Where the encrypted part begins, counted from the frame's start; 0: nowhere. */
static size_t vwifi_fils_begin(const struct sk_buff *skb, size_t fixed)
{
	const u8 *session;

	if (skb->len <= fixed)
		return 0;
	session = cfg80211_find_ext_ie(WLAN_EID_EXT_FILS_SESSION, skb->data + fixed,
				       skb->len - fixed);
	return session ? session + 2 + session[1] - skb->data : 0;
}

/**
 * vwifi_fils_seal - encrypts an association request
 * @fils: with what
 * @skb: the frame, with VWIFI_SIV_TAG_LEN octets of room behind it
 * @fixed: where its elements begin
 *
 * Return: 0 or a negative error number.
 */
int vwifi_fils_seal(const struct vwifi_fils *fils, struct sk_buff *skb, size_t fixed)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	const size_t body = sizeof(struct ieee80211_hdr_3addr);
	size_t begin = vwifi_fils_begin(skb, fixed);
	const struct vwifi_siv_part aad[] = {
		{ mgmt->sa, ETH_ALEN },
		{ mgmt->bssid, ETH_ALEN },
		{ fils->nonces[0], FILS_NONCE_LEN },
		{ fils->nonces[1], FILS_NONCE_LEN },
		{ skb->data + body, begin - body },
	};
	u8 *sealed = skb->data + begin;
	size_t len = skb->len - begin;

	if (!begin)
		return -EINVAL;
	skb_put(skb, VWIFI_SIV_TAG_LEN);
	memmove(sealed + VWIFI_SIV_TAG_LEN, sealed, len);
	return vwifi_siv(fils->kek, fils->kek_len, aad, ARRAY_SIZE(aad), sealed,
			 sealed + VWIFI_SIV_TAG_LEN, len, true);
}

/* Opens an association response, which gets shorter by the tag. Returns 0 or a negative error number. */
int vwifi_fils_open(const struct vwifi_fils *fils, struct sk_buff *skb)
{
	const struct ieee80211_mgmt *mgmt = (const void *)skb->data;
	const size_t body = sizeof(struct ieee80211_hdr_3addr);
	size_t begin = vwifi_fils_begin(skb, offsetof(struct ieee80211_mgmt,
						      u.assoc_resp.variable));
	const struct vwifi_siv_part aad[] = {
		{ mgmt->bssid, ETH_ALEN },
		{ mgmt->da, ETH_ALEN },
		{ fils->nonces[1], FILS_NONCE_LEN },
		{ fils->nonces[0], FILS_NONCE_LEN },
		{ skb->data + body, begin - body },
	};
	u8 *sealed = skb->data + begin;
	size_t len;
	int err;

	if (!begin || skb->len < begin + VWIFI_SIV_TAG_LEN)
		return -EINVAL;
	len = skb->len - begin - VWIFI_SIV_TAG_LEN;
	err = vwifi_siv(fils->kek, fils->kek_len, aad, ARRAY_SIZE(aad), sealed,
			sealed + VWIFI_SIV_TAG_LEN, len, false);
	if (err)
		return err;
	memmove(sealed, sealed + VWIFI_SIV_TAG_LEN, len);
	skb_trim(skb, skb->len - VWIFI_SIV_TAG_LEN);
	return 0;
}
