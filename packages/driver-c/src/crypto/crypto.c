// SPDX-License-Identifier: MIT OR GPL-2.0
/* One MPDU sealed and opened (IEEE Std 802.11-2020, clause 12); crypto.h says how to call. */
#include <crypto/algapi.h>
#include <linux/crc32.h>

#include "ciphers.h"

enum vwifi_method {
	VWIFI_METHOD_WEP = 1,
	VWIFI_METHOD_TKIP,
	VWIFI_METHOD_CCMP,
	VWIFI_METHOD_GCMP,
	VWIFI_METHOD_BIP_CMAC,
	VWIFI_METHOD_BIP_GMAC,
};

struct vwifi_cipher {
	u32 suite;
	u8 method;
	u8 key_len;
	u8 head;
	u8 tail;
	u8 mic;
};

#define MMIE(mic)	(2 + 2 + 6 + (mic))	/* element header, key id, IPN, MIC (9.4.2.54) */

static const struct vwifi_cipher vwifi_crypto_ciphers[] = {
	{ WLAN_CIPHER_SUITE_WEP40, VWIFI_METHOD_WEP, 5, 4, VWIFI_ICV_LEN, 0 },
	{ WLAN_CIPHER_SUITE_WEP104, VWIFI_METHOD_WEP, 13, 4, VWIFI_ICV_LEN, 0 },
	{ WLAN_CIPHER_SUITE_TKIP, VWIFI_METHOD_TKIP, 32, 8, VWIFI_MICHAEL_LEN + VWIFI_ICV_LEN, 0 },
	{ WLAN_CIPHER_SUITE_CCMP, VWIFI_METHOD_CCMP, 16, 8, 8, 8 },
	{ WLAN_CIPHER_SUITE_CCMP_256, VWIFI_METHOD_CCMP, 32, 8, 16, 16 },
	{ WLAN_CIPHER_SUITE_GCMP, VWIFI_METHOD_GCMP, 16, 8, 16, 16 },
	{ WLAN_CIPHER_SUITE_GCMP_256, VWIFI_METHOD_GCMP, 32, 8, 16, 16 },
	{ WLAN_CIPHER_SUITE_AES_CMAC, VWIFI_METHOD_BIP_CMAC, 16, 0, MMIE(8), 8 },
	{ WLAN_CIPHER_SUITE_BIP_CMAC_256, VWIFI_METHOD_BIP_CMAC, 32, 0, MMIE(16), 16 },
	{ WLAN_CIPHER_SUITE_BIP_GMAC_128, VWIFI_METHOD_BIP_GMAC, 16, 0, MMIE(16), 16 },
	{ WLAN_CIPHER_SUITE_BIP_GMAC_256, VWIFI_METHOD_BIP_GMAC, 32, 0, MMIE(16), 16 },
};

static const struct vwifi_cipher *vwifi_cipher_find(u32 suite)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_crypto_ciphers); i++)
		if (vwifi_crypto_ciphers[i].suite == suite)
			return &vwifi_crypto_ciphers[i];
	return NULL;
}

size_t vwifi_crypto_head(u32 cipher)
{
	const struct vwifi_cipher *found = vwifi_cipher_find(cipher);

	return found ? found->head : 0;
}

size_t vwifi_crypto_tail(u32 cipher)
{
	const struct vwifi_cipher *found = vwifi_cipher_find(cipher);

	return found ? found->tail : 0;
}

static bool vwifi_method_is_bip(u8 method)
{
	return method == VWIFI_METHOD_BIP_CMAC || method == VWIFI_METHOD_BIP_GMAC;
}

/* Whether a key is made into round keys before it is used. */
static bool vwifi_method_has_rounds(u8 method)
{
	return method != VWIFI_METHOD_WEP && method != VWIFI_METHOD_TKIP;
}

bool vwifi_crypto_is_bip(u32 cipher)
{
	const struct vwifi_cipher *found = vwifi_cipher_find(cipher);

	return found && vwifi_method_is_bip(found->method);
}

int vwifi_crypto_prepare(struct vwifi_key *key)
{
	const struct vwifi_cipher *cipher = vwifi_cipher_find(key->cipher);
	int err;

	if (!cipher)
		return -EOPNOTSUPP;
	if (key->len != cipher->key_len)
		return -EINVAL;
	if (!vwifi_method_has_rounds(cipher->method))
		return 0;
	key->crypt = kmalloc(sizeof(*key->crypt), GFP_KERNEL);
	if (!key->crypt)
		return -ENOMEM;
	err = vwifi_crypt_init(key->crypt, key->material, key->len);
	if (err)
		vwifi_crypto_release(key);
	return err;
}

void vwifi_crypto_release(struct vwifi_key *key)
{
	kfree_sensitive(key->crypt);
	key->crypt = NULL;
}

/* What of a header is authenticated, and what a nonce is made of. */
struct vwifi_mpdu_info {
	const struct ieee80211_hdr *hdr;
	size_t hdr_len;
	u8 aad[32];
	size_t aad_len;
	u8 tid;
	bool mgmt;
	bool part;	/* of a frame: TKIP's MIC is the whole frame's */
};

#define FC_BITS_THAT_CHANGE	(IEEE80211_FCTL_RETRY | IEEE80211_FCTL_PM | IEEE80211_FCTL_MOREDATA)

/* Reads a header (12.5.3.3.3); false for frames that are never encrypted or are too short. */
static bool vwifi_mpdu_read(struct vwifi_mpdu_info *info, const u8 *frame, size_t len)
{
	const struct ieee80211_hdr *hdr = (const void *)frame;
	u16 fc;

	if (len < sizeof(struct ieee80211_hdr_3addr))
		return false;
	info->hdr = hdr;
	info->mgmt = ieee80211_is_mgmt(hdr->frame_control);
	if (!info->mgmt && !ieee80211_is_data(hdr->frame_control))
		return false;
	info->hdr_len = ieee80211_hdrlen(hdr->frame_control);
	if (len < info->hdr_len)
		return false;
	info->part = ieee80211_has_morefrags(hdr->frame_control) ||
		     hdr->seq_ctrl & cpu_to_le16(IEEE80211_SCTL_FRAG);
	info->tid = 0;
	if (ieee80211_is_data_qos(hdr->frame_control))
		info->tid = ieee80211_get_tid((struct ieee80211_hdr *)hdr);

	fc = le16_to_cpu(hdr->frame_control) & ~FC_BITS_THAT_CHANGE;
	fc |= IEEE80211_FCTL_PROTECTED;
	if (!info->mgmt)
		fc &= ~0x0070;
	if (ieee80211_is_data_qos(hdr->frame_control))
		fc &= ~IEEE80211_FCTL_ORDER;
	put_unaligned_le16(fc, info->aad);
	memcpy(info->aad + 2, &hdr->addrs, sizeof(hdr->addrs));
	info->aad[20] = le16_to_cpu(hdr->seq_ctrl) & IEEE80211_SCTL_FRAG;
	info->aad[21] = 0;
	info->aad_len = 22;
	if (ieee80211_has_a4(hdr->frame_control)) {
		memcpy(info->aad + info->aad_len, hdr->addr4, ETH_ALEN);
		info->aad_len += ETH_ALEN;
	}
	if (ieee80211_is_data_qos(hdr->frame_control)) {
		info->aad[info->aad_len++] = info->tid;
		info->aad[info->aad_len++] = 0;
	}
	return true;
}

static void vwifi_put_pn_be(u8 *pos, u64 pn)
{
	put_unaligned_be16(pn >> 32, pos);
	put_unaligned_be32(pn, pos + 2);
}

/* CCMP and GCMP: the body between the header and the MIC, in place. */
static void vwifi_aead(const struct vwifi_cipher *cipher, const struct vwifi_key *key,
		       const struct vwifi_mpdu_info *info, u64 pn, u8 *body, size_t len, u8 *mic,
		       bool seal)
{
	u8 nonce[VWIFI_CCM_NONCE_LEN];

	nonce[0] = info->tid | (info->mgmt ? 0x10 : 0);
	ether_addr_copy(nonce + 1, info->hdr->addr2);
	vwifi_put_pn_be(nonce + 1 + ETH_ALEN, pn);
	if (cipher->method == VWIFI_METHOD_CCMP)
		vwifi_ccm(key->crypt, nonce, info->aad, info->aad_len, body, len, mic,
			  cipher->mic, seal);
	else
		vwifi_gcm(key->crypt, nonce + 1, info->aad, info->aad_len, NULL, 0, body, len, mic,
			  seal);
}

/* WEP and TKIP: encrypts body and ICV in place, behind their RC4 key. */
static void vwifi_arc_body(const struct vwifi_cipher *cipher, const struct vwifi_key *key,
			   const struct vwifi_mpdu_info *info, u64 pn, u8 *body, size_t len)
{
	u8 seed[VWIFI_TKIP_SEED_LEN];

	if (cipher->method == VWIFI_METHOD_TKIP) {
		vwifi_tkip_seed(key->material, info->hdr->addr2, pn, seed);
		vwifi_rc4(seed, sizeof(seed), body, len);
	} else {
		seed[0] = pn >> 16;
		seed[1] = pn >> 8;
		seed[2] = pn;
		memcpy(seed + 3, key->material, key->len);
		vwifi_rc4(seed, 3 + key->len, body, len);
	}
	memzero_explicit(seed, sizeof(seed));
}

static void vwifi_arc_michael(const struct vwifi_key *key, const struct vwifi_mpdu_info *info,
			      unsigned int offset, const u8 *body, size_t len, u8 *mic)
{
	struct ieee80211_hdr *hdr = (struct ieee80211_hdr *)info->hdr;

	vwifi_michael(key->material + offset, ieee80211_get_DA(hdr), ieee80211_get_SA(hdr),
		      info->tid, body, len, mic);
}

#define VWIFI_WEP_FIRST_WEAK	3	/* first octets of weak IVs, as many as the key has; the second is ff */
#define VWIFI_WEP_IVS		0x1000000	/* of three octets */

u64 vwifi_wep_iv(const struct vwifi_key *key, u64 n)
{
	const u32 first = VWIFI_WEP_FIRST_WEAK << 16, good = 0xff00;
	u32 iv, rest;

	if (!vwifi_key_is_wep(key))
		return n;
	div_u64_rem(n, VWIFI_WEP_IVS - (key->len << 8), &iv);
	if (iv < first)
		return iv;
	rest = iv - first;
	if (rest >= key->len * good)
		return iv + (key->len << 8);
	return first + (rest / good << 16) + rest % good;
}

/* What stands behind the body of an MPDU. */
static size_t vwifi_tail(const struct vwifi_cipher *cipher, const struct vwifi_mpdu_info *info)
{
	return cipher->tail -
	       (cipher->method == VWIFI_METHOD_TKIP && info->part ? VWIFI_MICHAEL_LEN : 0);
}

void vwifi_crypto_put_mic(const struct vwifi_key *key, struct sk_buff *mpdu)
{
	struct vwifi_mpdu_info info;
	size_t len;

	if (key->cipher != WLAN_CIPHER_SUITE_TKIP || !vwifi_mpdu_read(&info, mpdu->data, mpdu->len))
		return;
	len = mpdu->len - info.hdr_len;
	vwifi_arc_michael(key, &info, NL80211_TKIP_DATA_OFFSET_TX_MIC_KEY,
			  mpdu->data + info.hdr_len, len, skb_put(mpdu, VWIFI_MICHAEL_LEN));
}

int vwifi_crypto_take_mic(const struct vwifi_key *key, struct sk_buff *mpdu)
{
	struct vwifi_mpdu_info info;
	u8 mic[VWIFI_MICHAEL_LEN];
	size_t len;

	if (key->cipher != WLAN_CIPHER_SUITE_TKIP)
		return 0;
	if (!vwifi_mpdu_read(&info, mpdu->data, mpdu->len) ||
	    mpdu->len < info.hdr_len + VWIFI_MICHAEL_LEN)
		return -EBADMSG;
	len = mpdu->len - info.hdr_len - VWIFI_MICHAEL_LEN;
	vwifi_arc_michael(key, &info, NL80211_TKIP_DATA_OFFSET_RX_MIC_KEY,
			  mpdu->data + info.hdr_len, len, mic);
	skb_trim(mpdu, mpdu->len - VWIFI_MICHAEL_LEN);
	return crypto_memneq(mic, mpdu->data + info.hdr_len + len, VWIFI_MICHAEL_LEN) ? -EBADMSG : 0;
}

/* The bytes between header and body, of which each cipher has its own. */
static void vwifi_put_head(const struct vwifi_cipher *cipher, u8 index, u64 pn, u8 *pos)
{
	if (cipher->method == VWIFI_METHOD_WEP) {
		pos[0] = pn >> 16;
		pos[1] = pn >> 8;
		pos[2] = pn;
		pos[3] = index << 6;
		return;
	}
	if (cipher->method == VWIFI_METHOD_TKIP) {
		pos[0] = pn >> 8;
		pos[1] = (pos[0] | 0x20) & 0x7f;
		pos[2] = pn;
	} else {
		pos[0] = pn;
		pos[1] = pn >> 8;
		pos[2] = 0;
	}
	pos[3] = index << 6 | 0x20;
	put_unaligned_le32(pn >> 16, pos + 4);
}

static u64 vwifi_get_pn(const struct vwifi_cipher *cipher, const u8 *pos)
{
	if (cipher->method == VWIFI_METHOD_WEP)
		return pos[0] << 16 | pos[1] << 8 | pos[2];
	return (u64)get_unaligned_le32(pos + 4) << 16 |
	       (cipher->method == VWIFI_METHOD_TKIP ? pos[0] << 8 | pos[2] :
						      pos[1] << 8 | pos[0]);
}

/* BIP (12.5.4): @body goes to the end of the MIC, whose place holds zeros. */
static void vwifi_bip_mic(const struct vwifi_cipher *cipher, const struct vwifi_key *key,
			  const struct ieee80211_hdr *hdr, u64 pn, const u8 *body, size_t len,
			  u8 *mic)
{
	u8 head[28], nonce[VWIFI_GCM_NONCE_LEN], full[AES_BLOCK_SIZE];
	size_t head_len = 20;

	put_unaligned_le16(le16_to_cpu(hdr->frame_control) & ~FC_BITS_THAT_CHANGE, head);
	memcpy(head + 2, &hdr->addrs, sizeof(hdr->addrs));
	/* A beacon's timestamp is not protected: it is written as the frame goes out. */
	if (ieee80211_is_beacon(hdr->frame_control) && len >= 8) {
		memset(head + head_len, 0, 8);
		head_len += 8;
		body += 8;
		len -= 8;
	}
	if (cipher->method == VWIFI_METHOD_BIP_CMAC) {
		vwifi_cmac(key->crypt, head, head_len, body, len, full);
	} else {
		ether_addr_copy(nonce, hdr->addr2);
		vwifi_put_pn_be(nonce + ETH_ALEN, pn);
		vwifi_gcm(key->crypt, nonce, head, head_len, body, len, NULL, 0, full, true);
	}
	memcpy(mic, full, cipher->mic);
}

static int vwifi_bip_seal(const struct vwifi_cipher *cipher, const struct vwifi_key *key, u64 pn,
			  struct sk_buff *mpdu)
{
	u8 mic[AES_BLOCK_SIZE], *mmie = skb_put_zero(mpdu, cipher->tail);

	mmie[0] = WLAN_EID_MMIE;
	mmie[1] = cipher->tail - 2;
	mmie[2] = key->index;
	put_unaligned_le32(pn, mmie + 4);
	put_unaligned_le16(pn >> 32, mmie + 8);
	vwifi_bip_mic(cipher, key, (const void *)mpdu->data, pn, mpdu->data + 24, mpdu->len - 24,
		      mic);
	memcpy(mmie + 10, mic, cipher->mic);
	return 0;
}

/* The element at a frame's end, or NULL. */
static const u8 *vwifi_mmie(const struct vwifi_cipher *cipher, const u8 *frame, size_t len)
{
	const u8 *mmie = frame + len - cipher->tail;

	if (len < sizeof(struct ieee80211_hdr_3addr) + cipher->tail ||
	    mmie[0] != WLAN_EID_MMIE || mmie[1] != cipher->tail - 2)
		return NULL;
	return mmie;
}

static u64 vwifi_mmie_pn(const u8 *mmie)
{
	return get_unaligned_le32(mmie + 4) | (u64)get_unaligned_le16(mmie + 8) << 32;
}

static int vwifi_bip_open(const struct vwifi_cipher *cipher, const struct vwifi_key *key,
			  struct sk_buff *mpdu, u64 *pn)
{
	u8 was[AES_BLOCK_SIZE], mic[AES_BLOCK_SIZE];
	u8 *mmie = (u8 *)vwifi_mmie(cipher, mpdu->data, mpdu->len);

	if (!mmie)
		return -EINVAL;
	*pn = vwifi_mmie_pn(mmie);
	memcpy(was, mmie + 10, cipher->mic);
	memset(mmie + 10, 0, cipher->mic);
	vwifi_bip_mic(cipher, key, (const void *)mpdu->data, *pn, mpdu->data + 24, mpdu->len - 24,
		      mic);
	if (crypto_memneq(was, mic, cipher->mic))
		return -EBADMSG;
	skb_trim(mpdu, mpdu->len - cipher->tail);
	return 0;
}

int vwifi_crypto_seal(const struct vwifi_key *key, u64 pn, struct sk_buff *mpdu)
{
	const struct vwifi_cipher *cipher = vwifi_cipher_find(key->cipher);
	struct vwifi_mpdu_info info;
	size_t len;
	u8 *body;

	if (!cipher)
		return -EOPNOTSUPP;
	/* A copy that a frame carries says which key it is, and has nothing to seal with. */
	if (WARN_ON_ONCE(!key->crypt && vwifi_method_has_rounds(cipher->method)))
		return -EINVAL;
	if (skb_is_nonlinear(mpdu) || !vwifi_mpdu_read(&info, mpdu->data, mpdu->len))
		return -EINVAL;
	if (skb_headroom(mpdu) < cipher->head || skb_tailroom(mpdu) < cipher->tail)
		return -ENOSPC;
	if (vwifi_method_is_bip(cipher->method))
		return info.mgmt ? vwifi_bip_seal(cipher, key, pn, mpdu) : -EINVAL;

	skb_push(mpdu, cipher->head);
	memmove(mpdu->data, mpdu->data + cipher->head, info.hdr_len);
	info.hdr = (const void *)mpdu->data;
	((struct ieee80211_hdr *)mpdu->data)->frame_control |=
		cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	vwifi_put_head(cipher, key->index, pn, mpdu->data + info.hdr_len);
	body = mpdu->data + info.hdr_len + cipher->head;
	len = skb_tail_pointer(mpdu) - body;
	skb_put(mpdu, vwifi_tail(cipher, &info));

	if (cipher->method == VWIFI_METHOD_CCMP || cipher->method == VWIFI_METHOD_GCMP) {
		vwifi_aead(cipher, key, &info, pn, body, len, body + len, true);
		return 0;
	}
	if (cipher->method == VWIFI_METHOD_TKIP && !info.part) {
		vwifi_arc_michael(key, &info, NL80211_TKIP_DATA_OFFSET_TX_MIC_KEY, body, len,
				  body + len);
		len += VWIFI_MICHAEL_LEN;
	}
	put_unaligned_le32(~crc32_le(~0, body, len), body + len);
	vwifi_arc_body(cipher, key, &info, pn, body, len + VWIFI_ICV_LEN);
	return 0;
}

static int vwifi_arc_open(const struct vwifi_cipher *cipher, const struct vwifi_key *key,
			  const struct vwifi_mpdu_info *info, u64 pn, u8 *body, size_t len)
{
	u8 mic[VWIFI_MICHAEL_LEN];

	vwifi_arc_body(cipher, key, info, pn, body, len + vwifi_tail(cipher, info));
	if (cipher->method == VWIFI_METHOD_TKIP && !info->part) {
		vwifi_arc_michael(key, info, NL80211_TKIP_DATA_OFFSET_RX_MIC_KEY, body, len, mic);
		if (crypto_memneq(mic, body + len, VWIFI_MICHAEL_LEN))
			return -EBADMSG;
		len += VWIFI_MICHAEL_LEN;
	}
	return get_unaligned_le32(body + len) == (u32)~crc32_le(~0, body, len) ? 0 : -EBADMSG;
}

int vwifi_crypto_open(const struct vwifi_key *key, struct sk_buff *mpdu, u64 *pn)
{
	const struct vwifi_cipher *cipher = vwifi_cipher_find(key->cipher);
	struct vwifi_mpdu_info info;
	u8 mic[AES_BLOCK_SIZE];
	size_t len;
	u8 *body;

	if (!cipher)
		return -EOPNOTSUPP;
	if (skb_is_nonlinear(mpdu) || !vwifi_mpdu_read(&info, mpdu->data, mpdu->len))
		return -EINVAL;
	if (vwifi_method_is_bip(cipher->method))
		return vwifi_bip_open(cipher, key, mpdu, pn);
	if (!ieee80211_has_protected(info.hdr->frame_control) ||
	    mpdu->len < info.hdr_len + cipher->head + vwifi_tail(cipher, &info))
		return -EINVAL;

	body = mpdu->data + info.hdr_len + cipher->head;
	len = mpdu->len - info.hdr_len - cipher->head - vwifi_tail(cipher, &info);
	*pn = vwifi_get_pn(cipher, mpdu->data + info.hdr_len);
	if (cipher->method == VWIFI_METHOD_CCMP || cipher->method == VWIFI_METHOD_GCMP) {
		vwifi_aead(cipher, key, &info, *pn, body, len, mic, false);
		if (crypto_memneq(mic, body + len, cipher->mic))
			return -EBADMSG;
	} else if (vwifi_arc_open(cipher, key, &info, *pn, body, len)) {
		return -EBADMSG;
	}

	skb_trim(mpdu, mpdu->len - vwifi_tail(cipher, &info));
	memmove(mpdu->data + cipher->head, mpdu->data, info.hdr_len);
	skb_pull(mpdu, cipher->head);
	((struct ieee80211_hdr *)mpdu->data)->frame_control &=
		~cpu_to_le16(IEEE80211_FCTL_PROTECTED);
	return 0;
}

int vwifi_crypto_peek(u32 suite, const u8 *frame, size_t len, u64 *pn)
{
	const struct vwifi_cipher *cipher = vwifi_cipher_find(suite);
	struct vwifi_mpdu_info info;
	const u8 *mmie;

	if (!cipher || !vwifi_mpdu_read(&info, frame, len))
		return -EINVAL;
	if (vwifi_method_is_bip(cipher->method)) {
		mmie = vwifi_mmie(cipher, frame, len);
		if (!mmie)
			return -EINVAL;
		*pn = vwifi_mmie_pn(mmie);
		return mmie[2];
	}
	if (!ieee80211_has_protected(info.hdr->frame_control) || len < info.hdr_len + cipher->head)
		return -EINVAL;
	*pn = vwifi_get_pn(cipher, frame + info.hdr_len);
	return frame[info.hdr_len + 3] >> 6;
}
